#ifndef PAPER_FIGURES_SHARED_IMAGE_CHOICE_H_
#define PAPER_FIGURES_SHARED_IMAGE_CHOICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "infoflow/support/setting.h"
#include "paper_figures/harness/image_set.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/harness/run.h"

namespace infoflow::paper_figures {

// Registers a figure's parameter `dataset`: one of datasets::DatasetNames(), or "auto", which is
// mnist-t10k when its files are there, else synthetic-digits. Presets: synthetic-digits, auto and
// mnist.
void RegisterDataset(ParameterSet& set, std::string* dataset);

// The images that a figure's parameter `dataset` means. Generated ones have the run's seed. Counts
// of 0 mean all. Errors: of ImageStore::Find.
absl::StatusOr<ImageSet> ChooseImages(const std::string& dataset, int train_count, int test_count,
                                      const Run& run);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_SHARED_IMAGE_CHOICE_H_
