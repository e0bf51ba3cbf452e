#ifndef PAPER_FIGURES_HARNESS_RUN_FIGURE_H_
#define PAPER_FIGURES_HARNESS_RUN_FIGURE_H_

#include <string>

#include "absl/status/statusor.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/harness/options.h"

namespace infoflow::paper_figures {

// Exit codes of every figure program.
inline constexpr int kExitOk = 0;
inline constexpr int kExitError = 1;
inline constexpr int kExitClaimFails = 3;

// The context that `options` ask for: preset values, then overrides.
absl::StatusOr<FigureContext> MakeContext(const Figure& figure, const Options& options);

struct FinishedFigure {
  FigureResult result;
  std::string folder;
  // Not empty when the figure did without something, or there is no picture: why, and how to
  // get it.
  std::string warning;
  bool reused = false;  // the same result was there already; `result` then holds claims only
};

// Computes the figure and puts its folder in place, or changes nothing. With `reuse`, a folder
// that holds the result of the same version, parameters and seed is taken as it is.
absl::StatusOr<FinishedFigure> RunFigure(const CatalogueEntry& entry, const FigureContext& context,
                                         const Options& options, bool reuse);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_RUN_FIGURE_H_
