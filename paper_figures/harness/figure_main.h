#ifndef PAPER_FIGURES_HARNESS_FIGURE_MAIN_H_
#define PAPER_FIGURES_HARNESS_FIGURE_MAIN_H_

#include <string>
#include <vector>

#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

// What `bazel run //paper_figures:figN -- ARGUMENTS` does; returns the exit code: 0 when the
// computation succeeded and all claims hold, 1 after one line of error, 3 when a claim fails.
int FigureMain(const CatalogueEntry& entry, const std::vector<std::string>& arguments);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_FIGURE_MAIN_H_
