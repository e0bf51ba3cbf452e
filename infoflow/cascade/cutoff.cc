#include "infoflow/cascade/cutoff.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "infoflow/numerics/statistics.h"
#include "infoflow/support/check.h"

namespace infoflow::cascade {

namespace {

bool Close(double a, double reference, const CutoffOptions& options) {
  if (!std::isfinite(a) || !std::isfinite(reference)) return a == reference;
  return std::abs(a - reference) <=
         options.absolute_tolerance + options.relative_tolerance * std::abs(reference);
}

// The last index whose entry is not close to the reference; -1 where all are.
int LastFar(absl::Span<const double> sequence, double reference, const CutoffOptions& options) {
  int index = static_cast<int>(sequence.size()) - 1;
  while (index >= 0 && Close(sequence[index], reference, options)) --index;
  return index;
}

}  // namespace

int AuthorCutoff(absl::Span<const double> sequence, const CutoffOptions& options) {
  const int length = static_cast<int>(sequence.size());
  if (options.method == CutoffMethod::kAbsolute) {
    INFOFLOW_CHECK(length >= 1);
    const int index = LastFar(sequence, sequence.back(), options);
    return index >= 0 ? index : length;
  }
  INFOFLOW_CHECK(length >= 6);
  constexpr double kKernel[5] = {0.0, 0.0, 1.0, 0.0, 0.0};
  std::vector<double> smooth(length - 4);
  for (int i = 0; i < length - 4; ++i) {
    for (int k = 0; k < 5; ++k) smooth[i] += kKernel[k] * sequence[i + k];
  }
  std::vector<double> differences(length - 5);
  for (int i = 0; i < length - 5; ++i) differences[i] = smooth[i] - smooth[i + 1];
  const int index = LastFar(differences, 0.0, options);
  return index >= 0 ? index : length - 5;
}

std::string GuardedCutoffName(GuardedCutoff::Kind kind) {
  switch (kind) {
    case GuardedCutoff::Kind::kFound:
      return "found";
    case GuardedCutoff::Kind::kConstant:
      return "constant";
    case GuardedCutoff::Kind::kNotSaturated:
      return "not-saturated";
    case GuardedCutoff::Kind::kNotFinite:
      break;
  }
  return "not-finite";
}

GuardedCutoff FindCutoff(absl::Span<const double> sequence, const CutoffOptions& options) {
  using Kind = GuardedCutoff::Kind;
  const int length = static_cast<int>(sequence.size());
  INFOFLOW_CHECK(length >= 1);
  for (int i = 0; i < length; ++i) {
    if (!std::isfinite(sequence[i])) return {Kind::kNotFinite, i + 1};
  }
  const int index = LastFar(sequence, sequence.back(), options);
  if (index < 0) return {Kind::kConstant, 0};
  const bool saturated = length - 1 - index >= kLeastPlateau * length;
  return {saturated ? Kind::kFound : Kind::kNotSaturated, index + 1};
}

SampleCutoffs SummarizeCutoffs(linalg::ConstMatrixView<double> entropies,
                               const CutoffOptions& options) {
  const int layers = entropies.rows();
  const int images = entropies.columns();
  INFOFLOW_CHECK(layers >= 1 && images >= 1);
  SampleCutoffs summary;
  std::vector<double> sequence(layers), cutoffs(images);
  for (int b = 0; b < images; ++b) {
    for (int l = 0; l < layers; ++l) sequence[l] = entropies(l, b);
    cutoffs[b] = AuthorCutoff(sequence, options);
    summary.mean += cutoffs[b] / images;
  }
  for (const double cutoff : cutoffs) {
    summary.standard_deviation += (cutoff - summary.mean) * (cutoff - summary.mean);
  }
  summary.standard_deviation = images > 1 ? std::sqrt(summary.standard_deviation / (images - 1))
                                          : std::numeric_limits<double>::quiet_NaN();
  std::vector<double> relative(images);
  for (int l = 0; l < layers; ++l) {
    for (int b = 0; b < images; ++b) relative[b] = entropies(l, b) / entropies(layers - 1, b);
    sequence[l] = numerics::Median(relative);
  }
  summary.of_median = AuthorCutoff(sequence, options);
  summary.guarded_of_median = FindCutoff(sequence, options);
  return summary;
}

}  // namespace infoflow::cascade
