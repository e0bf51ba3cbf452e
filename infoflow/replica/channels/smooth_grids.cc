#include "infoflow/replica/channels/smooth_grids.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/types/span.h"
#include "infoflow/activation/function_kernels.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::replica::internal {

namespace {

using numerics::kInfinity;
using numerics::kInverseSqrt2Pi;
using numerics::kPi;

// The table of f, in analytic widths.
constexpr double kTableReach = 12.0;
constexpr int kTablePoints = 20;  // per width

// Measured over the grid of smooth_interface_test.cc: larger or smaller values cost accuracy or
// time. The length in x over which p(y|w) varies, c^2 + 1/v, and L, in lengths of curvature.
constexpr double kPushedLength = 0.15;
constexpr double kCoreSlopeSquare = 16.0;
constexpr double kCoreLength = 8.0;
constexpr double kTailLength = 2.5;

constexpr int kBlock = 16;
constexpr double kStepsPerOctave = 4.0;

// ln(1 + e^t) and its derivative.
activation::Value Softplus(double t) {
  const double e = std::exp(-std::fabs(t));
  const double larger = 1.0 / (1.0 + e);
  return {std::max(t, 0.0) + std::log1p(e), t > 0.0 ? larger : e * larger};
}

}  // namespace

SmoothTable::SmoothTable(const activation::Function& function) {
  const double step = function.analytic_width / kTablePoints;
  const int half = static_cast<int>(kTableReach * kTablePoints);
  for (int i = -half; i <= half; ++i) u.push_back(i * step);
  for (const double x : u) log_derivative.push_back(function.log_derivative(x));
  value.resize(u.size());
  derivative.resize(u.size());
  function.EvaluateAll(u, absl::MakeSpan(value), absl::MakeSpan(derivative));
}

bool SmoothTable::StraightBeyond(bool upper) const {
  const double last = upper ? derivative.back() : derivative.front();
  const double before = upper ? derivative[derivative.size() - 2] : derivative[1];
  return std::fabs(last - before) <= 1e-14 * before || before < 1e-14;
}

SmoothScales::SmoothScales(const activation::Function& function, const SmoothTable& table,
                           double precision, double noise)
    : root_a(std::sqrt(precision)), root_v(std::sqrt(noise)), curvature(function.analytic_width) {
  const std::vector<double>& slopes = table.derivative;
  const auto shorten = [&](std::size_t left) {
    const double rate = (table.log_derivative[left + 1] - table.log_derivative[left]) /
                        (table.u[left + 1] - table.u[left]);
    curvature = std::min(curvature, kPi / std::fabs(rate));
  };
  // The turns depend on `pushed`, which depends on the curvature at the turns.
  for (int pass = 0; pass < 2; ++pass) {
    const double length = kPushedLength * curvature;
    pushed = 1.0 / std::sqrt(1.0 / noise + 1.0 / (length * length));
    lower_turn = upper_turn = 0.0;
    const double level = 1.0 / (root_a * pushed);
    const auto steep = [&](double slope) { return slope >= level; };
    const auto first = std::find_if(slopes.begin(), slopes.end(), steep);
    if (first == slopes.end()) return;
    const std::size_t begin = first - slopes.begin();
    const std::size_t end = slopes.rend() - std::find_if(slopes.rbegin(), slopes.rend(), steep) - 1;
    const bool from_below = begin == 0 && table.StraightBeyond(/*upper=*/false);
    const bool to_above = end + 1 == slopes.size() && table.StraightBeyond(/*upper=*/true);
    lower_turn = from_below ? -kInfinity : table.u[begin] / pushed;
    upper_turn = to_above ? kInfinity : table.u[end] / pushed;
    if (begin > 0) shorten(begin - 1);
    if (end + 1 < slopes.size()) shorten(end);
  }
}

double GaussianStep(double variance, double distance, double log_error) {
  const double square = distance * distance;
  if (square > 2.0 * variance * log_error) return kPi * std::sqrt(2.0 * variance / log_error);
  return 2.0 * kPi * distance / (log_error + 0.5 * square / variance);
}

SmoothNodeGrid::SmoothNodeGrid(const activation::Function& function, const SmoothTable& table,
                               const SmoothScales& scales, double step)
    : function_(function), table_(table), root_v_(scales.root_v), step_(step) {
  const double base = 1.0 / scales.root_v;
  const double slope =
      std::sqrt(base * base + kCoreSlopeSquare / (scales.curvature * scales.curvature));
  // Spread over much more than the core, s' must not fall faster than its zeros in the complex
  // plane allow, which lie at u = L (c sqrt v)^{1/3}.
  const double length = std::max(kCoreLength * scales.curvature,
                                 kTailLength * std::cbrt(scales.curvature / (base * base)));
  coordinate_ = {base, slope - base, length, scales.root_a};
  std::swap(arrays_, ThreadArrays());
}

SmoothNodeGrid::~SmoothNodeGrid() { std::swap(arrays_, ThreadArrays()); }

SmoothNodeGrid::Arrays& SmoothNodeGrid::ThreadArrays() {
  static thread_local Arrays arrays;
  return arrays;
}

SmoothNodeGrid::Point SmoothNodeGrid::At(double u, double value, double derivative) const {
  const double x = u / coordinate_.length;
  const double r = 1.0 / std::sqrt(1.0 + x * x);
  return {(coordinate_.base + coordinate_.core * r) * u + coordinate_.root_a * value,
          coordinate_.base + coordinate_.core * r * r * r + coordinate_.root_a * derivative};
}

void SmoothNodeGrid::Cover(double lower, double upper) {
  Guess(lower, upper);
  Solve();
  arrays_.weight.resize(count_);
  CoordinateWeights(coordinate_, arrays_.u.data(), arrays_.derivative.data(),
                    static_cast<int>(count_), step_ * kInverseSqrt2Pi / root_v_,
                    arrays_.weight.data());
  arrays_.u.resize(count_ + kSmoothLanes, arrays_.u.back());
  arrays_.value.resize(count_ + kSmoothLanes, arrays_.value.back());
  arrays_.derivative.resize(count_ + kSmoothLanes, 0.0);
  arrays_.weight.resize(count_ + kSmoothLanes, 0.0);
}

// Between points of the table the cubic in s that has the values and slopes of u(s) at both.
void SmoothNodeGrid::Guess(double lower, double upper) {
  arrays_.s.clear();
  arrays_.u.clear();
  const double ends[2] = {lower, upper};
  double end_value[2];
  double end_derivative[2];
  function_.EvaluateAll(ends, absl::MakeSpan(end_value), absl::MakeSpan(end_derivative));
  const std::size_t begin =
      std::upper_bound(table_.u.begin(), table_.u.end(), lower) - table_.u.begin();
  const std::size_t end =
      std::lower_bound(table_.u.begin() + begin, table_.u.end(), upper) - table_.u.begin();
  double left = lower;
  Point at_left = At(lower, end_value[0], end_derivative[0]);
  double index = std::ceil(at_left.s / step_);
  for (std::size_t i = begin; i <= end; ++i) {
    const double right = i < end ? table_.u[i] : upper;
    const Point at_right = i < end ? At(right, table_.value[i], table_.derivative[i])
                                   : At(right, end_value[1], end_derivative[1]);
    const double length = right - left;
    const double span = at_right.s - at_left.s;
    const double left_slope = span / at_left.slope;
    const double right_slope = span / at_right.slope;
    for (; index * step_ < at_right.s; index += 1.0) {
      const double s = index * step_;
      const double t = std::clamp((s - at_left.s) / span, 0.0, 1.0);
      const double r = 1.0 - t;
      const double cubic =
          t * (t * (3.0 - 2.0 * t) * length + r * (r * left_slope - t * right_slope));
      arrays_.s.push_back(s);
      arrays_.u.push_back(left + std::clamp(cubic, 0.0, length));
    }
    left = right;
    at_left = at_right;
  }
  count_ = arrays_.u.size();
}

// Newton's method for s(u_k) = s_k on all nodes at once.
void SmoothNodeGrid::Solve() {
  constexpr int kMostPasses = 20;
  // The next error is about the square of this.
  constexpr double kSmallError = 1e-6;
  arrays_.value.resize(count_);
  arrays_.derivative.resize(count_);
  double largest = 1.0;
  for (int pass = 0; pass < kMostPasses && largest > kSmallError; ++pass) {
    function_.EvaluateAll(arrays_.u, absl::MakeSpan(arrays_.value),
                          absl::MakeSpan(arrays_.derivative));
    largest =
        SolveCoordinate(coordinate_, arrays_.s.data(), arrays_.value.data(),
                        arrays_.derivative.data(), static_cast<int>(count_), arrays_.u.data());
  }
  function_.EvaluateAll(arrays_.u, absl::MakeSpan(arrays_.value),
                        absl::MakeSpan(arrays_.derivative));
}

SmoothObservationGrid::SmoothObservationGrid(const activation::Function& function,
                                             const SmoothScales& scales)
    : function_(function), scales_(scales), block_y_(kBlock), block_weight_(kBlock) {}

activation::Value SmoothObservationGrid::At(double r) const {
  const activation::Value f = function_.evaluate(scales_.pushed * r);
  activation::Value y = {f.value, scales_.pushed * f.derivative};
  if (scales_.upper_turn < kInfinity) {
    const activation::Value turn = Softplus(r - scales_.upper_turn);
    y.value += turn.value / scales_.root_a;
    y.derivative += turn.derivative / scales_.root_a;
  }
  if (scales_.lower_turn > -kInfinity) {
    const activation::Value turn = Softplus(scales_.lower_turn - r);
    y.value -= turn.value / scales_.root_a;
    y.derivative += turn.derivative / scales_.root_a;
  }
  return y;
}

// Some r with y(r) in [lower, upper], by Newton's method inside a bracket.
double SmoothObservationGrid::Start(double w, double lower, double upper) const {
  const double middle = 0.5 * (lower + upper);
  double r = w / scales_.pushed;
  if (scales_.upper_turn < kInfinity) r = std::min(r, scales_.upper_turn);
  if (scales_.lower_turn > -kInfinity) r = std::max(r, scales_.lower_turn);
  double low = -kInfinity;
  double high = kInfinity;
  constexpr int kMostSteps = 200;
  for (int i = 0; i < kMostSteps; ++i) {
    const activation::Value at = At(r);
    if (at.value >= lower && at.value <= upper) break;
    (at.value < middle ? low : high) = r;
    double next = r + (middle - at.value) / at.derivative;
    if (!(next > low && next < high)) {
      next = std::isinf(low)    ? high - 2.0 * std::fabs(high) - 1.0
             : std::isinf(high) ? low + 2.0 * std::fabs(low) + 1.0
                                : 0.5 * (low + high);
    }
    r = next;
  }
  return r;
}

// The block of nodes from index `first` on.
void SmoothObservationGrid::Fill(double first) {
  double r[kBlock];
  double x[kBlock];
  double turn[kBlock];
  double rate[kBlock];
  for (int j = 0; j < kBlock; ++j) {
    r[j] = (first + j) * step_;
    x[j] = scales_.pushed * r[j];
  }
  function_.EvaluateAll(x, absl::MakeSpan(block_y_), absl::MakeSpan(block_weight_));
  for (int j = 0; j < kBlock; ++j) block_weight_[j] *= scales_.pushed;
  const double noise = 1.0 / scales_.root_a;
  if (scales_.upper_turn < kInfinity) {
    for (int j = 0; j < kBlock; ++j) x[j] = r[j] - scales_.upper_turn;
    activation::internal::EvaluateSoftplus(x, absl::MakeSpan(turn), absl::MakeSpan(rate));
    for (int j = 0; j < kBlock; ++j) block_y_[j] += noise * turn[j];
    for (int j = 0; j < kBlock; ++j) block_weight_[j] += noise * rate[j];
  }
  if (scales_.lower_turn > -kInfinity) {
    for (int j = 0; j < kBlock; ++j) x[j] = scales_.lower_turn - r[j];
    activation::internal::EvaluateSoftplus(x, absl::MakeSpan(turn), absl::MakeSpan(rate));
    for (int j = 0; j < kBlock; ++j) block_y_[j] -= noise * turn[j];
    for (int j = 0; j < kBlock; ++j) block_weight_[j] += noise * rate[j];
  }
  for (int j = 0; j < kBlock; ++j) block_weight_[j] *= step_;
}

void SmoothObservationGrid::ExtendUp() {
  Fill(first_ + static_cast<double>(y_.size()));
  y_.insert(y_.end(), block_y_.begin(), block_y_.end());
  weight_.insert(weight_.end(), block_weight_.begin(), block_weight_.end());
}

void SmoothObservationGrid::ExtendDown() {
  first_ -= kBlock;
  Fill(first_);
  y_.insert(y_.begin(), block_y_.begin(), block_y_.end());
  weight_.insert(weight_.begin(), block_weight_.begin(), block_weight_.end());
}

SmoothObservationGrid::Range SmoothObservationGrid::Cover(double w, double lower, double upper,
                                                          double step) {
  const double start = Start(w, lower, upper);
  // y(r) = f(w) may lie elsewhere than at x = w, where f is steeper.
  const double length = scales_.pushed * function_.evaluate(w).derivative + 1.0 / scales_.root_a;
  step *= std::min(1.0, length / At(start).derivative);
  // Few different steps, so that nodes serve for several w.
  step = std::exp2(std::floor(kStepsPerOctave * std::log2(step)) / kStepsPerOctave);
  const double index = std::floor(start / step);
  const bool near = !y_.empty() && index >= first_ - kBlock && index < first_ + y_.size() + kBlock;
  const bool changed = step != step_ || !near;
  if (changed) {
    step_ = step;
    first_ = static_cast<int>(index);
    y_.clear();
    weight_.clear();
    ExtendUp();
  }
  while (y_.front() >= lower) ExtendDown();
  while (y_.back() <= upper) ExtendUp();
  const auto begin = std::lower_bound(y_.begin(), y_.end(), lower) - 1;
  const auto end = std::upper_bound(begin, y_.end(), upper) + 1;
  return {first_ + static_cast<int>(begin - y_.begin()),
          first_ + static_cast<int>(end - y_.begin()), changed};
}

}  // namespace infoflow::replica::internal
