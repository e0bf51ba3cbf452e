#include "infoflow/datasets/dataset.h"

#include "infoflow/support/check.h"

namespace infoflow::datasets {

Dataset Subset(const Dataset& dataset, int first, int count) {
  INFOFLOW_CHECK(first >= 0 && count >= 0 && count <= dataset.size() - first);
  Dataset subset;
  subset.name = dataset.name;
  subset.shape = dataset.shape;
  subset.images =
      linalg::Matrix<float>(dataset.images.Block(first, 0, count, dataset.images.columns()));
  subset.labels.assign(dataset.labels.begin() + first, dataset.labels.begin() + first + count);
  subset.classes = dataset.classes;
  subset.origins = dataset.origins;
  return subset;
}

}  // namespace infoflow::datasets
