#ifndef PAPER_FIGURES_RENORMALIZATION_TRAINING_IMAGES_H_
#define PAPER_FIGURES_RENORMALIZATION_TRAINING_IMAGES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/datasets/dataset.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/harness/parameters.h"

namespace infoflow::paper_figures {

// The parameters `dataset`, `train_count` and `test_count` of a figure that trains networks, each
// with a value per preset. Dataset "auto" is mnist-t10k when its files are there, else
// synthetic-digits; a count of 0 means all.
void AddImageParameters(std::vector<std::string> dataset, std::vector<std::int64_t> train_count,
                        std::vector<std::int64_t> test_count, Parameters& parameters);

// The data set that these parameters choose, "auto" resolved.
std::string DatasetName(const FigureContext& context);

// Its images; generated ones have the figure's seed.
absl::StatusOr<datasets::SplitDataset> LoadImages(const FigureContext& context);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_TRAINING_IMAGES_H_
