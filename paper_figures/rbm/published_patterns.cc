#include "paper_figures/rbm/published_patterns.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/rbm/patterns/pattern_statistics.h"
#include "infoflow/support/runfiles.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::paper_figures {

namespace {

constexpr int kLevels = 25;

const char* FileOf(PublishedPicture picture) {
  return picture == PublishedPicture::kMachine
             ? "testdata/reference/rbm/figure_vh_1024_256_machine.csv"
             : "testdata/reference/rbm/figure_vh_1024_256_block.csv";
}

}  // namespace

double ColourLimit(PublishedPicture picture) {
  return picture == PublishedPicture::kMachine ? 0.7026 : 0.8286;
}

absl::StatusOr<PublishedPatterns> ReadPublishedPatterns(PublishedPicture picture) {
  PublishedPatterns published;
  const std::optional<std::string> path = FindRunfile("infoflow", FileOf(picture));
  if (!path.has_value()) {
    published.warning = absl::StrCat("without the published picture: ", FileOf(picture),
                                     " is not beside the program");
    return published;
  }
  INFOFLOW_ASSIGN_OR_RETURN(const Table table, ReadCsvFile(*path));
  if (table.num_rows() != kPublishedUnits) {
    return absl::InvalidArgumentError(absl::StrCat(*path, ": has ", table.num_rows(),
                                                   " patterns; there must be ", kPublishedUnits));
  }
  constexpr int kSites = kPublishedSide * kPublishedSide;
  published.patterns = linalg::Matrix<double>(kPublishedUnits, kSites);
  for (int i = 0; i < kSites; ++i) {
    const std::string name = absl::StrCat("v", i);
    INFOFLOW_ASSIGN_OR_RETURN(const int column, table.ColumnIndex(name));
    for (int a = 0; a < kPublishedUnits; ++a) {
      const absl::StatusOr<double> value = table.cell(a, column).Number();
      // The same, with the place in the error.
      if (!value.ok()) return table.Number(a, name).status();
      published.patterns(a, i) = *value;
    }
  }
  return published;
}

linalg::Matrix<double> AsPictured(linalg::ConstMatrixView<double> patterns,
                                  PublishedPicture picture) {
  const double limit = ColourLimit(picture);
  const double width = 2.0 * limit / kLevels;
  linalg::Matrix<double> shown(
      patterns.Block(0, 0, std::min(kPublishedUnits, patterns.rows()), patterns.columns()));
  for (double& value : shown.values()) {
    const double level = std::clamp(std::floor((value + limit) / width), 0.0, kLevels - 1.0);
    value = -limit + (level + 0.5) * width;
  }
  return shown;
}

PatternSummary Summarize(std::string source, linalg::ConstMatrixView<double> patterns, int side) {
  std::vector<double> mean, deviation, participation, concentration;
  for (int a = 0; a < patterns.rows(); ++a) {
    const rbm::PatternStatistics s = rbm::ComputePatternStatistics(patterns.row(a), side);
    double squares = 0.0;
    for (const double q : rbm::MeanSubtracted(patterns.row(a))) squares += q * q;
    mean.push_back(std::abs(s.mean));
    deviation.push_back(std::sqrt(squares / patterns.columns()));
    participation.push_back(s.participation);
    concentration.push_back(s.concentration);
  }
  PatternSummary summary;
  summary.source = std::move(source);
  summary.mean_10 = numerics::Quantile(mean, 0.1);
  summary.mean_25 = numerics::Quantile(mean, 0.25);
  summary.mean_50 = numerics::Quantile(mean, 0.5);
  summary.mean_75 = numerics::Quantile(mean, 0.75);
  summary.mean_90 = numerics::Quantile(mean, 0.9);
  summary.deviation = numerics::Median(deviation);
  summary.participation = numerics::Median(participation);
  summary.concentration = numerics::Median(concentration);
  return summary;
}

}  // namespace infoflow::paper_figures
