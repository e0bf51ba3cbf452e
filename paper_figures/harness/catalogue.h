#ifndef PAPER_FIGURES_HARNESS_CATALOGUE_H_
#define PAPER_FIGURES_HARNESS_CATALOGUE_H_

#include <vector>

#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

// The figures of the program, in the order of their numbers. Defined by a generated file, one
// line per figure of paper_figures/BUILD.
std::vector<CatalogueEntry> Catalogue();

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_CATALOGUE_H_
