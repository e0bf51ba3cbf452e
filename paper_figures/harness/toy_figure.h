#ifndef PAPER_FIGURES_HARNESS_TOY_FIGURE_H_
#define PAPER_FIGURES_HARNESS_TOY_FIGURE_H_

#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

// For tests: squares of numbers, 1, 2 and 3 at preset default, and the claim that they are at most
// `bound`. With mode=fancy nothing converges.
CatalogueEntry Toy(double bound = 100.0);

// One whose computation fails: "does not converge".
CatalogueEntry BrokenToy();

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_TOY_FIGURE_H_
