#ifndef PAPER_FIGURES_RBM_PUBLISHED_PATTERNS_H_
#define PAPER_FIGURES_RBM_PUBLISHED_PATTERNS_H_

#include <string>

#include "absl/status/statusor.h"
#include "infoflow/linalg/matrix.h"
#include "paper_figures/harness/fields.h"

// The pictures of patterns <v h> that the first author of arXiv:1906.05212 published, as they were
// read off by their colours, and the same reading of other patterns.

namespace infoflow::paper_figures {

inline constexpr int kPublishedSide = 32;
inline constexpr int kPublishedHidden = 256;
// The first of these hidden units are drawn.
inline constexpr int kPublishedUnits = 64;

enum class PublishedPicture {
  kMachine,  // 1024_256_flows_tanh_freq_grid
  kBlocks    // 1024_256_rg_freq_grid
};

// Colours stand for 25 levels between -limit and limit.
double ColourLimit(PublishedPicture picture);

struct PublishedPatterns {
  linalg::Matrix<double> patterns;  // units x sites, with their signs; 0 x 0 where there is no file
  // Why there are no patterns, where the file is not beside the program; else empty.
  std::string warning = {};
};

// Reads testdata/reference/rbm/figure_vh_1024_256_*.csv. Errors: a file that is not such a table.
absl::StatusOr<PublishedPatterns> ReadPublishedPatterns(PublishedPicture picture);

// The first kPublishedUnits patterns as the picture shows them: each value is that of the middle of
// its level.
linalg::Matrix<double> AsPictured(linalg::ConstMatrixView<double> patterns,
                                  PublishedPicture picture);

// What patterns of the picture and of a machine are compared by: quantiles of |mean| over the
// patterns; medians of the standard deviation over the sites, of PR and of conc_2.
struct PatternSummary {
  std::string source;
  double mean_10 = 0.0, mean_25 = 0.0, mean_50 = 0.0, mean_75 = 0.0, mean_90 = 0.0;
  double deviation = 0.0;
  double participation = 0.0;
  double concentration = 0.0;

  INFOFLOW_COLUMNS(source, "", mean_10, "", mean_25, "", mean_50, "", mean_75, "", mean_90, "",
                   deviation, "", participation, "sites", concentration, "")
};
// Shapes: at least one pattern of side^2 values, one per row.
PatternSummary Summarize(std::string source, linalg::ConstMatrixView<double> patterns, int side);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_PUBLISHED_PATTERNS_H_
