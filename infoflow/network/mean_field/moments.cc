#include "infoflow/network/mean_field/moments.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "absl/types/span.h"
#include "infoflow/network/mean_field/hermite.h"
#include "infoflow/network/mean_field/moments_kernel.h"
#include "infoflow/network/mean_field/panels.h"
#include "infoflow/network/mean_field/series.h"
#include "infoflow/support/check.h"

namespace infoflow::network {

namespace {

// Share of q E phi'_1 phi'_2 that may be missing: rounding of the sums compared.
constexpr double kSmallMissing = 1e-14;
// Nodes evaluated at a time.
constexpr std::size_t kChunk = 256;

// The sums over a rule whose nodes are in units of `unit`.
internal::MomentSums SumMoments(const activation::Function& activation,
                                const internal::GaussianRule& rule, double unit) {
  double nodes[kChunk];
  double values[kChunk];
  double derivatives[kChunk];
  internal::MomentSums sums;
  for (std::size_t begin = 0; begin < rule.nodes.size(); begin += kChunk) {
    const std::size_t count = std::min(kChunk, rule.nodes.size() - begin);
    for (std::size_t i = 0; i < count; ++i) nodes[i] = unit * rule.nodes[begin + i];
    const auto u = absl::MakeConstSpan(nodes, count);
    const auto phi = absl::MakeSpan(values, count);
    const auto slope = absl::MakeSpan(derivatives, count);
    activation.EvaluateAll(u, phi, slope);
    internal::AddMoments(u, absl::MakeConstSpan(rule.weights).subspan(begin, count), phi, slope,
                         &sums);
  }
  return sums;
}

}  // namespace

ActivationMoments ComputeActivationMoments(const activation::Function& activation,
                                           double variance) {
  INFOFLOW_CHECK(variance > 0.0 && std::isfinite(variance));
  const double deviation = std::sqrt(variance);
  // Beyond this the trapezoidal rule takes more nodes than panels that grow with the distance.
  const bool narrow = deviation <= internal::kLargestTrapezoidalDeviation * activation.smooth_scale;
  internal::MomentSums sums;
  if (activation.kinks.empty() && std::isfinite(activation.smooth_scale) && narrow) {
    sums = SumMoments(activation,
                      internal::TrapezoidalRule(deviation, activation.smooth_scale, activation.odd),
                      deviation);
  } else {
    internal::GaussianRule rule;
    internal::MakeGaussianRule(deviation, internal::Features(activation), activation.smooth_scale,
                               activation.longest_panel, activation.odd, &rule);
    sums = SumMoments(activation, rule, 1.0);
  }
  return {activation.odd ? 0.0 : sums.mean, sums.second_moment, sums.gain, sums.derivative_square};
}

PairMomentFunction::PairMomentFunction(const activation::Function& activation, double variance,
                                       const ActivationMoments& moments, Method method)
    : activation_(activation), variance_(variance), moments_(moments) {
  const double largest =
      internal::kLargestHermiteVariance * activation.smooth_scale * activation.smooth_scale;
  if (method == Method::kQuadrature) return;
  if (!activation.kinks.empty() && std::isinf(activation.smooth_scale)) kinks_.emplace(activation);
  if (!activation.kinks.empty() || variance > largest) return;
  internal::HermiteSquares series =
      internal::ComputeHermiteSquares(activation, variance, moments.derivative_square);
  squares_ = std::move(series.squares);
  missing_slope_ = series.missing;
  if (missing_slope_ <= kSmallMissing) return;
  missing_square_ = moments.second_moment;
  for (const double square : squares_) missing_square_ -= square;
}

bool PairMomentFunction::UsesSeries(double decorrelation) const {
  if (squares_.empty()) return false;
  if (missing_slope_ <= kSmallMissing) return true;
  const double highest_power =
      std::pow(std::fabs(1.0 - decorrelation), static_cast<double>(squares_.size()) - 1.0);
  return missing_slope_ * highest_power <= kSmallMissing;
}

PairMoments PairMomentFunction::operator()(double decorrelation) const {
  INFOFLOW_CHECK(decorrelation >= 0.0 && decorrelation <= 2.0);
  if (decorrelation == 0.0) return {0.0, moments_.derivative_square};
  if (kinks_.has_value()) return Kinks(decorrelation);
  return UsesSeries(decorrelation) ? Series(decorrelation) : Quadrature(decorrelation);
}

PairMoments PairMomentFunction::Kinks(double decorrelation) const {
  const internal::KinkLosses losses = kinks_->Losses(variance_, decorrelation);
  return {2.0 * variance_ * decorrelation * moments_.derivative_square - losses.difference_square,
          moments_.derivative_square - losses.derivative_product};
}

PairMoments PairMomentFunction::Series(double decorrelation) const {
  const double correlation = 1.0 - decorrelation;
  // 1 - c^k = d sum_{i < k} c^i, and terms that are missing have c^k = 0.
  const internal::PowerSeries tails(internal::TailSums(squares_));
  const internal::PowerSeries powers(squares_);
  return {2.0 * (missing_square_ + decorrelation * tails(correlation).value),
          powers(correlation).slope / variance_};
}

PairMoments PairMomentFunction::Quadrature(double decorrelation) const {
  // u_1 = s + t, u_2 = s - t with independent s and t, var s = q (1 + c) / 2.
  const double half_difference_deviation = std::sqrt(variance_) * std::sqrt(0.5 * decorrelation);
  // At c = -1 a spread that rounding would make as well stands for none.
  const double mean_deviation =
      std::sqrt(variance_) * std::sqrt(std::max(1.0 - 0.5 * decorrelation, 1e-32));
  const std::vector<double> features = internal::Features(activation_);
  // As functions of t > 0 the inner integrals are not smooth where two kinks come to lie on the
  // same s.
  std::vector<double> crossings = {0.0};
  for (std::size_t i = 0; i < features.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) crossings.push_back(0.5 * (features[i] - features[j]));
  }
  std::sort(crossings.begin(), crossings.end());
  crossings.erase(std::unique(crossings.begin(), crossings.end()), crossings.end());
  // There they are as smooth as the spread of s makes them.
  const double outer_panel = activation_.kinks.empty()
                                 ? activation_.smooth_scale
                                 : std::min(activation_.smooth_scale, mean_deviation);
  internal::GaussianRule outer;
  internal::MakeGaussianRule(half_difference_deviation, crossings, outer_panel,
                             activation_.longest_panel, /*positive_half=*/true, &outer);
  internal::GaussianRule inner;
  std::vector<double> inner_features(2 * features.size());
  std::vector<double> first_u, second_u, first, second, slope, other;
  PairMoments moments;
  for (std::size_t i = 0; i < outer.nodes.size(); ++i) {
    const double t = outer.nodes[i];
    for (std::size_t k = 0; k < features.size(); ++k) {
      inner_features[2 * k] = features[k] - t;
      inner_features[2 * k + 1] = features[k] + t;
    }
    std::sort(inner_features.begin(), inner_features.end());
    // The exchange of u_1 and u_2 makes odd functions even in s.
    internal::MakeGaussianRule(mean_deviation, inner_features, activation_.smooth_scale,
                               activation_.longest_panel, activation_.odd, &inner);
    const std::size_t count = inner.nodes.size();
    for (std::vector<double>* buffer : {&first_u, &second_u, &first, &second, &slope, &other}) {
      buffer->resize(count);
    }
    for (std::size_t j = 0; j < count; ++j) {
      first_u[j] = inner.nodes[j] + t;
      second_u[j] = inner.nodes[j] - t;
    }
    activation_.EvaluateAll(first_u, absl::MakeSpan(first), absl::MakeSpan(slope));
    activation_.EvaluateAll(second_u, absl::MakeSpan(second), absl::MakeSpan(other));
    PairMoments conditional;
    for (std::size_t j = 0; j < count; ++j) {
      const double difference = first[j] - second[j];
      conditional.difference_square += inner.weights[j] * difference * difference;
      conditional.derivative_product += inner.weights[j] * slope[j] * other[j];
    }
    moments.difference_square += outer.weights[i] * conditional.difference_square;
    moments.derivative_product += outer.weights[i] * conditional.derivative_product;
  }
  return moments;
}

}  // namespace infoflow::network
