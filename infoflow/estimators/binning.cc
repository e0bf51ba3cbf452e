#include "infoflow/estimators/binning.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::estimators {

namespace {

// Numbers distinct keys 0, 1, ... in the order of their first appearance.
template <typename Key>
class Numbering {
 public:
  int operator()(const Key& key) {
    return numbers_.try_emplace(key, static_cast<int>(numbers_.size())).first->second;
  }

 private:
  absl::flat_hash_map<Key, int> numbers_;
};

std::vector<std::int64_t> CountStates(absl::Span<const int> states) {
  std::vector<std::int64_t> counts;
  for (const int state : states) {
    if (static_cast<std::size_t>(state) >= counts.size()) counts.resize(state + 1, 0);
    ++counts[state];
  }
  return counts;
}

absl::StatusOr<BinRange> RangeOf(linalg::ConstMatrixView<double> samples,
                                 const BinningOptions& options) {
  BinRange range{samples(0, 0), samples(0, 0)};
  if (options.range.has_value()) {
    range = *options.range;
    if (!std::isfinite(range.lower) || !std::isfinite(range.upper) ||
        !(range.lower < range.upper)) {
      return absl::InvalidArgumentError(absl::StrCat("range is ", range.lower, ",", range.upper,
                                                     "; the lower end must be below the upper"));
    }
  }
  for (int i = 0; i < samples.rows(); ++i) {
    for (int t = 0; t < samples.columns(); ++t) {
      const double x = samples(i, t);
      if (!std::isfinite(x)) {
        return absl::InvalidArgumentError(
            absl::StrCat("sample ", i + 1, ", column ", t + 1, " is ", x, "; it must be finite"));
      }
      if (!options.range.has_value()) {
        range.lower = std::min(range.lower, x);
        range.upper = std::max(range.upper, x);
      } else if (x < range.lower || x > range.upper) {
        return absl::InvalidArgumentError(absl::StrCat("sample ", i + 1, ", column ", t + 1, " is ",
                                                       x, ", outside the range ", range.lower,
                                                       " to ", range.upper));
      }
    }
  }
  return range;
}

}  // namespace

double EntropyOfCounts(absl::Span<const std::int64_t> counts, CountBias bias) {
  double total = 0.0;
  double sum = 0.0;
  double states = 0.0;
  for (const std::int64_t count : counts) {
    INFOFLOW_CHECK(count >= 0);
    if (count == 0) continue;
    const double number = static_cast<double>(count);
    total += number;
    sum += number * std::log(number);
    states += 1.0;
  }
  INFOFLOW_CHECK(total > 0.0);
  const double plug_in = std::log(total) - sum / total;
  return bias == CountBias::kPlugIn ? plug_in : plug_in + (states - 1.0) / (2.0 * total);
}

absl::StatusOr<std::vector<int>> BinnedStates(linalg::ConstMatrixView<double> samples,
                                              const BinningOptions& options) {
  if (samples.rows() < 1 || samples.columns() < 1) {
    return absl::InvalidArgumentError("there are no samples");
  }
  if (options.bins < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("bins is ", options.bins, "; allowed are integers of at least 1"));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const BinRange range, RangeOf(samples, options));
  // Halves, so that the width of the whole range of double does not overflow.
  const double half_width = 0.5 * range.upper - 0.5 * range.lower;
  Numbering<std::string> number_of;
  std::vector<int> states(samples.rows());
  std::vector<int> bins(samples.columns());
  for (int i = 0; i < samples.rows(); ++i) {
    for (int t = 0; t < samples.columns(); ++t) {
      const double fraction =
          half_width > 0.0 ? (0.5 * samples(i, t) - 0.5 * range.lower) / half_width : 0.0;
      bins[t] = static_cast<int>(std::min(fraction * options.bins, options.bins - 1.0));
    }
    // The bins themselves are the key, so that different states never collide.
    states[i] = number_of(
        std::string(reinterpret_cast<const char*>(bins.data()), bins.size() * sizeof(bins[0])));
  }
  return states;
}

absl::StatusOr<BinnedEntropy> EstimateBinnedEntropy(linalg::ConstMatrixView<double> samples,
                                                    const BinningOptions& options) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> states, BinnedStates(samples, options));
  const std::vector<std::int64_t> counts = CountStates(states);
  return BinnedEntropy{EntropyOfCounts(counts, options.bias), static_cast<int>(counts.size())};
}

absl::StatusOr<double> EstimateLabelInformation(absl::Span<const int> states,
                                                absl::Span<const int> labels, CountBias bias) {
  if (states.size() != labels.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("there are ", states.size(), " states and ", labels.size(), " labels"));
  }
  if (states.empty()) return absl::InvalidArgumentError("there are no samples");
  Numbering<int> number_of_state;
  Numbering<int> number_of_label;
  Numbering<std::pair<int, int>> number_of_pair;
  std::vector<int> first, second, both;
  for (std::size_t i = 0; i < states.size(); ++i) {
    first.push_back(number_of_state(states[i]));
    second.push_back(number_of_label(labels[i]));
    both.push_back(number_of_pair({states[i], labels[i]}));
  }
  return EntropyOfCounts(CountStates(first), bias) + EntropyOfCounts(CountStates(second), bias) -
         EntropyOfCounts(CountStates(both), bias);
}

}  // namespace infoflow::estimators
