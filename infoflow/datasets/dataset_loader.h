#ifndef INFOFLOW_DATASETS_DATASET_LOADER_H_
#define INFOFLOW_DATASETS_DATASET_LOADER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/datasets/cifar10.h"
#include "infoflow/datasets/dataset.h"

namespace infoflow::datasets {

// Which data set, and how much of it.
struct DatasetOptions {
  // One of DatasetNames(), or kOwnImages.
  std::string name = "synthetic-digits";
  // Folder with the published files; empty: those that the program was built with.
  std::string data_dir;
  // Of kOwnImages: IDX files, packed by gzip or not, of images (bytes, or floats in [0, 1];
  // samples x rows x columns) and their labels (bytes). Without test files the last fifth is judged
  // by.
  std::string images, labels;
  std::string test_images, test_labels;
  // Of generated data sets.
  std::uint64_t seed = 1;
  // Samples to learn from and to judge by, from the first; 0: all (8,000 and 2,000 of generated
  // data sets).
  int train_count = 0;
  int test_count = 0;
  CifarColours colours = CifarColours::kGray;
};

// "synthetic-digits": see synthetic_digits.h. "mnist", "fashion-mnist": 60,000 and 10,000 images
// of 28 x 28. "cifar10": 50,000 and 10,000 of 32 x 32, grey unless asked otherwise.
// "white-noise": see white_noise.h. "mnist-t10k": MNIST's 10,000 test images alone, the first
// 8,000 to learn from and the others to judge by.
const std::vector<std::string>& DatasetNames();

// Those of them that need no files.
const std::vector<std::string>& GeneratedDatasetNames();

// The name of images of one's own, in files of MNIST's format: EMNIST, KMNIST and others come in
// it.
inline constexpr char kOwnImages[] = "idx";

// Loads a data set. Its files are known by the checksum of their content (dataset_files.h); where
// only that of the published packing is known, and it is another, by the size of the classes and
// the mean pixel. Errors: unknown name, files missing, damaged or not the data set's, counts out of
// range.
absl::StatusOr<SplitDataset> LoadDataset(const DatasetOptions& options);

// The files in `data_dir` that LoadDataset may read for any data set, whether or not they are
// there.
std::vector<std::string> PossibleDatasetFiles(const std::string& data_dir);

// True when LoadDataset has the files it needs, whatever they hold.
bool DatasetAvailable(absl::string_view name, const std::string& data_dir);

}  // namespace infoflow::datasets

#endif  // INFOFLOW_DATASETS_DATASET_LOADER_H_
