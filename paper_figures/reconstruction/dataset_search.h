#ifndef PAPER_FIGURES_RECONSTRUCTION_DATASET_SEARCH_H_
#define PAPER_FIGURES_RECONSTRUCTION_DATASET_SEARCH_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "infoflow/datasets/dataset.h"

namespace infoflow::paper_figures {

// Which images to look for, and where.
struct DatasetSearch {
  std::string name;  // one of datasets::DatasetNames()
  // Folder with published files, or with a folder per data set ("mnist", "fashion-mnist",
  // "cifar10"); empty: only what the program was built with.
  std::string data_dir;
  std::uint64_t seed = 1;  // of generated images
  // Images to learn from, at most as many as there are of published ones; 0: all.
  int train_count = 0;
  int test_count = 0;  // to judge by, the first ones; 0: all
};

// The data set, or nothing when its files are not there. It is looked for in the folder of its
// name, in `data_dir` itself and among what the program was built with, in this order. Files of
// MNIST and Fashion-MNIST have the same names: those of the other one in `data_dir` count as not
// there. Errors: files that are there and damaged, counts out of range.
absl::StatusOr<std::optional<datasets::SplitDataset>> FindDataset(const DatasetSearch& search);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_DATASET_SEARCH_H_
