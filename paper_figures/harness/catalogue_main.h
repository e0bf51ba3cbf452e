#ifndef PAPER_FIGURES_HARNESS_CATALOGUE_MAIN_H_
#define PAPER_FIGURES_HARNESS_CATALOGUE_MAIN_H_

#include <string>
#include <vector>

#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

// What `bazel run //paper_figures -- ARGUMENTS` does: every figure, then index.html. Exit codes as
// those of FigureMain.
int CatalogueMain(const std::vector<CatalogueEntry>& catalogue,
                  const std::vector<std::string>& arguments);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_CATALOGUE_MAIN_H_
