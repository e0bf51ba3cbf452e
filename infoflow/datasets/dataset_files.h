#ifndef INFOFLOW_DATASETS_DATASET_FILES_H_
#define INFOFLOW_DATASETS_DATASET_FILES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/datasets/dataset.h"

namespace infoflow::datasets {

// A file of a data set as it is published, and where Bazel puts it (datasets.bzl).
struct PublishedFile {
  std::string name;        // "t10k-images-idx3-ubyte.gz"
  std::string repository;  // "mnist_t10k_images"
  std::string path;        // within the repository, "file/t10k-images-idx3-ubyte.gz"
  std::string sha256;      // of the published file; empty: not known to us
};

// A published file that was found: its content as stored, and where it came from.
struct FoundFile {
  std::string content;
  Origin origin;
};

// Looks for `file` in `data_dir`, under its name and without a final ".gz"; or, when `data_dir`
// is empty, where Bazel puts the files that a program was built with (beside the program, or in
// the folders above the working folder).
//
// Errors: not found, with the ways to provide it (`dataset` is the flag's value); a checksum
// that is not the published one. Files without ".gz" have no published checksum: their
// structure must do.
absl::StatusOr<FoundFile> FindPublishedFile(absl::string_view dataset, const PublishedFile& file,
                                            const std::string& data_dir);

// True when FindPublishedFile would find a file, whatever it holds.
bool PublishedFileExists(const PublishedFile& file, const std::string& data_dir);

}  // namespace infoflow::datasets

#endif  // INFOFLOW_DATASETS_DATASET_FILES_H_
