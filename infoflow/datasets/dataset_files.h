#ifndef INFOFLOW_DATASETS_DATASET_FILES_H_
#define INFOFLOW_DATASETS_DATASET_FILES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/datasets/dataset.h"

namespace infoflow::datasets {

// A file of a data set as it is published, and where Bazel puts it (datasets.bzl).
struct PublishedFile {
  std::string name;            // "t10k-images-idx3-ubyte.gz"
  std::string repository;      // "mnist_t10k_images"
  std::string path;            // within the repository, "file/t10k-images-idx3-ubyte.gz"
  std::string sha256;          // of the published file; empty: not known to us
  std::string content_sha256;  // of what is packed in it; empty: not known to us
};

// A published file that was found: its content, unpacked, and where it came from.
struct FoundFile {
  std::string content;
  std::string path;
  Origin origin;                  // the published name without ".gz", the checksum of the content
  bool has_known_sha256 = false;  // the file or its content has the published checksum
};

// Looks for `file` where unpackers and other programs put it, and unpacks it. In `data_dir`, its
// folder "raw" and that of torchvision ("MNIST/raw", "FashionMNIST/raw"): with and without ".gz",
// with ".idx" for "-idx" in its name, and in a folder of its own name. When `data_dir` is empty,
// where Bazel puts the files that a program was built with (beside the program, or in the folders
// above the working folder).
//
// A file is known by the checksum of its content, whatever packed it.
//
// Errors: not found, with the ways to provide it (`dataset` is the flag's value); damaged packing.
absl::StatusOr<FoundFile> FindPublishedFile(absl::string_view dataset, const PublishedFile& file,
                                            const std::string& data_dir);

// OK where what was found has a checksum that is known, or none is known. Errors: the content of
// another data set whose checksums are known ("is the file of mnist, not of fashion-mnist"); a
// content that is not the published one.
absl::Status CheckContent(absl::string_view dataset, const PublishedFile& file,
                          const FoundFile& found);

// Every place that FindPublishedFile looks at, in its order.
std::vector<std::string> PlacesOf(absl::string_view dataset, const PublishedFile& file,
                                  const std::string& data_dir);

// True when FindPublishedFile would find a file, whatever it holds.
bool PublishedFileExists(absl::string_view dataset, const PublishedFile& file,
                         const std::string& data_dir);

namespace internal {

// For tests, which have no published files: content with the checksum `sha256` counts as that with
// `published`.
void TakeContentFor(const std::string& sha256, const std::string& published);

}  // namespace internal

}  // namespace infoflow::datasets

#endif  // INFOFLOW_DATASETS_DATASET_FILES_H_
