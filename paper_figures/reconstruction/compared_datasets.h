#ifndef PAPER_FIGURES_RECONSTRUCTION_COMPARED_DATASETS_H_
#define PAPER_FIGURES_RECONSTRUCTION_COMPARED_DATASETS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "paper_figures/harness/image_set.h"
#include "paper_figures/harness/run.h"
#include "paper_figures/shared/cascade_column.h"

namespace infoflow::paper_figures {

// The images of digits, as images.dataset means them, real ones if they may be and are there; then
// those of the other data sets of `compared` that are there. Errors: NotFound without any digits;
// files that are damaged, counts out of range.
absl::StatusOr<std::vector<ImageSet>> FindCompared(const ColumnImages& images,
                                                   const std::vector<std::string>& compared,
                                                   const Run& run);

// The data sets that FindCompared looked for in vain, when it found these.
std::vector<std::string> MissingOf(const ColumnImages& images,
                                   const std::vector<std::string>& compared,
                                   const std::vector<std::string>& found);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_COMPARED_DATASETS_H_
