#ifndef INFOFLOW_DATASETS_DATASET_H_
#define INFOFLOW_DATASETS_DATASET_H_

#include <string>
#include <vector>

#include "infoflow/linalg/matrix.h"

namespace infoflow::datasets {

// How the pixels of one image are arranged: channel after channel, row after row.
struct ImageShape {
  int rows = 0;
  int columns = 0;
  int channels = 1;

  int pixels() const { return rows * columns * channels; }
  friend bool operator==(const ImageShape& a, const ImageShape& b) {
    return a.rows == b.rows && a.columns == b.columns && a.channels == b.channels;
  }
};

// Where the images came from: a file and its checksum, or a generator's name and parameters.
struct Origin {
  std::string source;
  std::string sha256;  // empty for generators
};

// Images and their classes.
struct Dataset {
  std::string name;  // "mnist"
  ImageShape shape;
  linalg::Matrix<float> images;  // one image per row, pixels in [0, 1]
  std::vector<int> labels;       // in [0, classes)
  int classes = 10;
  std::vector<Origin> origins;

  int size() const { return images.rows(); }
};

// The samples [first, first + count) of a data set. Domain: within it.
Dataset Subset(const Dataset& dataset, int first, int count);

// Two data sets of one kind: to learn from, and to judge by.
struct SplitDataset {
  Dataset train;
  Dataset test;
};

}  // namespace infoflow::datasets

#endif  // INFOFLOW_DATASETS_DATASET_H_
