#ifndef PAPER_FIGURES_HARNESS_RUN_FIGURE_H_
#define PAPER_FIGURES_HARNESS_RUN_FIGURE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/harness/figure_task.h"
#include "paper_figures/harness/options.h"

namespace infoflow::paper_figures {

// Exit codes of every figure program.
inline constexpr int kExitOk = 0;
inline constexpr int kExitError = 1;
inline constexpr int kExitClaimFails = 3;

// Where the records of a figure are kept.
std::string RecordsFolder(const FigureTask& task, const Options& options);

struct FinishedFigure {
  std::vector<Claim> claims;
  std::vector<ResultTable> tables;  // none when reused
  std::string folder;
  std::map<std::string, int> records;  // how many are by which BLAS kernels; none when reused
  // Not empty when the figure did without something, or there is no picture: why, and how to
  // get it.
  std::string warning;
  bool reused = false;  // the same result was there already
};

// Computes the figure and puts its folder in place, or changes nothing. With `reuse`, a folder
// that holds the result of the same program, parameters, seed and data, undamaged, is taken as it
// is.
absl::StatusOr<FinishedFigure> RunFigure(const FigureTask& task, const Options& options,
                                         bool reuse);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_RUN_FIGURE_H_
