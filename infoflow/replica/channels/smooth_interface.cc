#include "infoflow/replica/channels/smooth_interface.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/replica/channels/smooth_kernel.h"
#include "infoflow/support/check.h"

// Symbols: A precision, v noise, m signal, kappa(u) = A v f'(u)^2.

namespace infoflow::replica {

namespace {

using internal::kSmoothLanes;
using internal::SmoothPrior;
using internal::SmoothScales;
using internal::SmoothSums;
using internal::SmoothTable;
using numerics::kInfinity;
using numerics::kInverseSqrt2Pi;
using numerics::kPi;

// Steps of the rules at the usual ln(1 / error) = 28, measured over the grid of
// smooth_interface_test.cc: where the worst relative error of any answer is near the target.
constexpr double kNodeStep = 22.0;
constexpr double kObservationStep = 5.2;
// Of y where all kappa are small: what remains is the Gaussian factor.
constexpr double kLargestObservationStep = 19.6;
// The answers at w have poles of second and third order, whose residues count as well.
constexpr double kOuterError = 1.25;
// Spread in u moves these poles out, by this times v in the square of their distance.
constexpr double kPoleSpread = 5.0 / 3.0;
// Curvature limits the spread of u that y sees at once to half of its length.
constexpr double kSeenSpread = 4.0;

// How much further than the cut-off u count, in standard deviations of y: nodes in y lie beyond it.
constexpr double kMargin = 1.5;

// Derivatives of f' over the spread of u below which f counts as straight, and the share of the
// sums below which a w does not count.
constexpr double kStraight = 1e-12;
// A (f - mean)^2 below which p(y|w) is normal to the square of this.
constexpr double kSlight = 1e-6;
constexpr double kShortReach = 0.05;
constexpr double kRounding = 1e-13;
constexpr double kNegligible = 1e-14;

// Steps 1/sqrt(A) over the values of f that all sums over u may have together: a tenth of a second.
constexpr double kMostSteps = 3e6;

class SmoothEngine {
 public:
  SmoothEngine(const activation::Function& function, const SmoothTable& table, double log_error,
               double A, double v, double m)
      : f_(function),
        table_(table),
        scales_(function, table, A, v),
        A_(A),
        v_(v),
        m_(m),
        log_error_(log_error),
        cutoff_(std::sqrt(2.0 * log_error)),
        reach_(cutoff_ * scales_.root_v),
        nodes_(function, table, scales_, kNodeStep / log_error),
        observations_(function, scales_) {
    MakePriorNodes();
  }

  ChannelResponse Evaluate() {
    if (m_ == 0.0) {
      AddOuterNode(0.0, 1.0, /*covered=*/false);
      return refused_ ? Refusal() : sum_;
    }
    const double root_m = std::sqrt(m_);
    const double step = internal::GaussianStep(m_, PoleDistance(), kOuterError * log_error_);
    const int count = static_cast<int>(std::ceil(cutoff_ * root_m / step));
    outer_count_ = f_.odd ? count : 2 * count;
    const bool covered = 2.0 * reach_ > step;
    if (covered) {
      // No w beyond counts: f is straight there.
      const double last = std::min(count * step, table_.u.back() + reach_);
      if (TooMany((f_.odd ? 0.0 : -last) - reach_, last + reach_, /*sums=*/1)) return Refusal();
      nodes_.Cover((f_.odd ? 0.0 : -last) - reach_, last + reach_);
    }
    // From the middle outwards, so that what is negligible is known to be.
    for (const double sign : {1.0, -1.0}) {
      for (int i = sign > 0.0 ? 0 : 1; i <= count; ++i) {
        const double z = i * step / root_m;
        const double twice = f_.odd && i > 0 ? 2.0 : 1.0;
        AddOuterNode(sign * i * step,
                     twice * step / root_m * kInverseSqrt2Pi * std::exp(-0.5 * z * z), covered);
      }
      if (f_.odd) break;
    }
    AddStraight(table_.derivative.back(), weight_above_);
    AddStraight(table_.derivative.front(), weight_below_);
    return refused_ ? Refusal() : sum_;
  }

  const SmoothWork& work() const { return work_; }

 private:
  static std::vector<double>& Rows() {
    static thread_local std::vector<double> rows;
    return rows;
  }
  static std::vector<double>& Scratch() {
    static thread_local std::vector<double> scratch;
    return scratch;
  }

  // How far into the complex plane the answers are analytic in w: as far as f is and 1 + kappa(w)
  // has no zero. With L = ln kappa, L(x + iy) ~ L(x) + iy L'(x) - y^2/2 L''(x) is i pi at
  // y = pi / L'(x) where the real part vanishes.
  double PoleDistance() const {
    const std::vector<double>& log_slope = table_.log_derivative;
    const double log_level = std::log(A_ * v_);
    double steps_before = kInfinity;
    double residual_before = kInfinity;
    double distance = f_.analytic_width;
    for (std::size_t i = 1; i + 1 < log_slope.size(); ++i) {
      const double first = log_slope[i + 1] - log_slope[i - 1];
      const double second = 2.0 * (log_slope[i + 1] - 2.0 * log_slope[i] + log_slope[i - 1]);
      const double steps = kPi / std::max(std::fabs(first), 1e-100);
      const double residual = log_level + 2.0 * log_slope[i] - 0.5 * steps * steps * second;
      if (i > 1 && (residual < 0.0) != (residual_before < 0.0)) {
        distance = std::min(distance, std::min(steps_before, steps) * (table_.u[1] - table_.u[0]));
      }
      steps_before = steps;
      residual_before = residual;
    }
    return std::sqrt(distance * distance + kPoleSpread * v_);
  }

  // u - w ~ N(0, v), the same for all w.
  void MakePriorNodes() {
    const double step = internal::GaussianStep(v_, f_.analytic_width, kOuterError * log_error_);
    const int half = static_cast<int>(std::ceil(reach_ / step));
    for (int i = -half; i <= half; ++i) {
      const double x = i * step;
      const double exponent = 0.5 * x * x / v_;
      prior_offset_.push_back(x);
      prior_weight_.push_back(step / scales_.root_v * kInverseSqrt2Pi * std::exp(-exponent));
      prior_margin_.push_back(std::sqrt(2.0 * std::max(0.0, log_error_ - exponent)) /
                              scales_.root_a);
    }
    prior_count_ = static_cast<int>(prior_offset_.size());
    const int padded = (prior_count_ + kSmoothLanes - 1) / kSmoothLanes * kSmoothLanes;
    prior_offset_.resize(padded, prior_offset_.back());
    prior_weight_.resize(padded, 0.0);
    prior_margin_.resize(padded, 0.0);
    prior_u_.resize(padded);
    prior_value_.resize(padded);
    prior_derivative_.resize(padded);
  }

  SmoothPrior Prior(double w) {
    for (std::size_t k = 0; k < prior_u_.size(); ++k) prior_u_[k] = w + prior_offset_[k];
    f_.EvaluateAll(prior_u_, absl::MakeSpan(prior_value_), absl::MakeSpan(prior_derivative_));
    return internal::SumPrior({prior_value_.data(), prior_derivative_.data(), prior_weight_.data(),
                               prior_margin_.data(), prior_count_});
  }

  // Whether as many sums over these u take too long.
  bool TooMany(double lower, double upper, int sums) const {
    const double range = f_.evaluate(upper).value - f_.evaluate(lower).value;
    return scales_.root_a * range * sums > kMostSteps;
  }

  static ChannelResponse Refusal() { return {NAN, NAN, NAN}; }

  // What a straight f of this slope answers.
  void AddStraight(double slope, double weight) {
    const double square = slope * slope;
    const double k = 1.0 + square * A_ * v_;
    sum_.information += weight * 0.5 * std::log1p(square * A_ * v_);
    sum_.variance += weight * square * v_ / k;
    sum_.precision += weight * square * A_ / k;
  }

  // Whether a w of this weight, where f' is at most `slope`, changes no sum.
  bool Negligible(double slope, double weight) const {
    return weight * A_ * v_ * slope * slope <
           kNegligible * std::min({sum_.information, A_ * sum_.variance, v_ * sum_.precision});
  }

  bool Straight(double w) const {
    // Too much lies between the points looked at.
    if (reach_ > kShortReach * f_.analytic_width) return false;
    const double at = f_.evaluate(w).derivative;
    const double below = f_.evaluate(w - reach_).derivative;
    const double above = f_.evaluate(w + reach_).derivative;
    // In units of u / sqrt v. What they change is of second order in the first and of first order
    // in the second.
    const double first = (above - below) / (2.0 * cutoff_);
    const double second = (above + below - 2.0 * at) / (cutoff_ * cutoff_);
    return first * first + std::fabs(second) * at <= kStraight * at * at;
  }

  // `covered`: nodes_ are those of all w.
  void AddOuterNode(double w, double weight, bool covered) {
    if (w - reach_ > table_.u.back() && table_.StraightBeyond(/*upper=*/true)) {
      weight_above_ += weight;
      return;
    }
    if (w + reach_ < table_.u.front() && table_.StraightBeyond(/*upper=*/false)) {
      weight_below_ += weight;
      return;
    }
    if (Straight(w)) return AddStraight(f_.evaluate(w).derivative, weight);
    const SmoothPrior prior = Prior(w);
    if (Negligible(prior.largest_slope, weight)) return;
    if (prior.largest_slope - prior.smallest_slope <= kRounding * prior.largest_slope) {
      return AddStraight(prior.largest_slope, weight);
    }
    if (!covered) {
      refused_ = refused_ || TooMany(w - reach_, w + reach_, outer_count_);
      if (refused_) return;
      nodes_.Cover(w - reach_, w + reach_);
      likelihoods_.clear();
    }
    const double* const u = nodes_.u().data();
    const double* const u_end = u + nodes_.count();
    internal::SmoothPoint point;
    point.w = w;
    point.noise = v_;
    point.root_a = scales_.root_a;
    const double kappa = A_ * v_ * prior.largest_slope * prior.largest_slope;
    point.narrow = kappa > 1.0;
    point.slight = cutoff_ * cutoff_ * kappa < kSlight;
    point.begin = static_cast<int>(std::lower_bound(u, u_end, w - reach_) - u);
    point.end = static_cast<int>(std::upper_bound(u + point.begin, u_end, w + reach_) - u);
    const auto range = Observations(point, prior);
    const int count = range.end - range.begin;
    scratch_.resize(
        std::max<std::ptrdiff_t>(scratch_.size(), internal::ScratchLength(point, count)));
    const SmoothSums sums = internal::SumObservations(
        NodeArrays(), point, prior, likelihoods_.data() + (range.begin - first_likelihood_), count,
        rows_.data(), scratch_.data());
    sum_.information += weight * sums.information;
    sum_.variance += weight * sums.variance;
    sum_.precision += weight * sums.precision;
    ++work_.outer_nodes;
    work_.inner_nodes += count;
  }

  internal::SmoothNodes NodeArrays() const {
    return {nodes_.u().data(), nodes_.value().data(), nodes_.derivative().data(),
            nodes_.weight().data()};
  }

  // The observations that are likely at w, with their likelihoods.
  internal::SmoothObservationGrid::Range Observations(const internal::SmoothPoint& point,
                                                      const SmoothPrior& prior) {
    const double kappa = A_ * prior.largest_slope * prior.largest_slope /
                         (1.0 / v_ + kSeenSpread / (scales_.curvature * scales_.curvature));
    const double step = std::min(kObservationStep * std::max(1.0, 0.5 / std::sqrt(kappa)),
                                 kLargestObservationStep) /
                        log_error_;
    // Where the normal law of the same variance is compared with, all of it.
    const double deviation = std::sqrt(std::min(1.0 / A_ + prior.variance, 1.25 / A_));
    const auto range =
        observations_.Cover(point.w, std::min(prior.lower, prior.mean - cutoff_ * deviation),
                            std::max(prior.upper, prior.mean + cutoff_ * deviation), step);
    const int known = static_cast<int>(likelihoods_.size());
    if (range.changed || range.begin > first_likelihood_ + known || range.end < first_likelihood_) {
      likelihoods_.clear();
    }
    if (likelihoods_.empty()) {
      rows_used_ = 0;
      first_likelihood_ = range.begin;
    }
    AddLikelihoods(first_likelihood_ + static_cast<int>(likelihoods_.size()), range.end,
                   /*in_front=*/false);
    AddLikelihoods(range.begin, first_likelihood_, /*in_front=*/true);
    first_likelihood_ = std::min(first_likelihood_, range.begin);
    int filled = point.begin;
    for (int i = range.begin; i < range.end; ++i) {
      internal::SmoothLikelihood& at = likelihoods_[i - first_likelihood_];
      Complete(point, &at);
      const int first = std::max(at.known_first, point.begin);
      const int last = std::min(at.known_last, point.end);
      work_.triples += std::max(0, last - first);
      work_.exponentials += std::max(0, last - std::max(first, filled));
      filled = std::max(filled, last);
    }
    return range;
  }

  // Those of the nodes in y from `begin` to `end` - 1, if any, with empty rows.
  void AddLikelihoods(int begin, int end, bool in_front) {
    if (begin >= end) return;
    const double margin = (cutoff_ + kMargin) / scales_.root_a;
    const double* const values = nodes_.value().data();
    const int num_nodes = static_cast<int>(nodes_.count());
    int first = 0;
    int last = 0;
    added_.clear();
    for (int i = begin; i < end; ++i) {
      const double y = observations_.y(i);
      first = Advance(values, first, num_nodes, y - margin);
      last = Advance(values, last, num_nodes, y + margin);
      const int lowest = std::min(first, num_nodes - 1);
      added_.push_back({y, observations_.weight(i), lowest, std::max(last, lowest + 1), 0, 0, 0});
    }
    likelihoods_.insert(in_front ? likelihoods_.begin() : likelihoods_.end(), added_.begin(),
                        added_.end());
  }

  // Fills the row with what counts at this w and, for the next ones, half as much on either side.
  void Complete(const internal::SmoothPoint& point, internal::SmoothLikelihood* at) {
    if (at->known_first <= std::max(at->first, point.begin) &&
        at->known_last >= std::min(at->last, point.end)) {
      return;
    }
    const int slack = (point.end - point.begin) / 2;
    at->known_first = std::max(at->first, point.begin - slack) / kSmoothLanes * kSmoothLanes;
    at->known_last = std::min(at->last, point.end + slack);
    // Likely at no u of this w: one node stands for none.
    at->known_first = std::min(at->known_first, (point.end - 1) / kSmoothLanes * kSmoothLanes);
    at->known_last = std::max(at->known_last, at->known_first + 1);
    at->row = rows_used_;
    const int length = internal::RowLength(*at);
    rows_used_ += length;
    if (rows_used_ > rows_.size()) rows_.resize(2 * rows_used_);
    internal::FillRow(NodeArrays(), scales_.root_a, *at, rows_.data());
    work_.exponentials += length;
  }

  // The first index from `from` on, or `end`, whose value is not below `bound`.
  static int Advance(const double* values, int from, int end, double bound) {
    int step = 1;
    int low = from;
    while (low + step <= end && values[low + step - 1] < bound) {
      low += step;
      step *= 2;
    }
    const int high = std::min(end, low + step);
    return static_cast<int>(std::lower_bound(values + low, values + high, bound) - values);
  }

  const activation::Function& f_;
  const SmoothTable& table_;
  SmoothScales scales_;
  double A_;
  double v_;
  double m_;
  double log_error_;
  double cutoff_;  // in standard deviations
  double reach_;   // of u
  internal::SmoothNodeGrid nodes_;
  internal::SmoothObservationGrid observations_;
  ChannelResponse sum_;
  SmoothWork work_;
  bool refused_ = false;
  int outer_count_ = 1;
  // Of w beyond the table.
  double weight_above_ = 0.0;
  double weight_below_ = 0.0;
  std::vector<double> prior_offset_;
  std::vector<double> prior_weight_;
  std::vector<double> prior_margin_;
  std::vector<double> prior_u_;
  std::vector<double> prior_value_;
  std::vector<double> prior_derivative_;
  int prior_count_ = 0;
  // Of consecutive nodes in y.
  int first_likelihood_ = 0;
  std::vector<internal::SmoothLikelihood> likelihoods_;
  std::vector<internal::SmoothLikelihood> added_;
  std::size_t rows_used_ = 0;
  // Kept from call to call: fresh memory costs as much as the sums.
  std::vector<double>& rows_ = Rows();
  std::vector<double>& scratch_ = Scratch();
};

}  // namespace

SmoothInterface::SmoothInterface(const activation::Function& function, double target)
    : function_(function), table_(function), log_error_(std::log(1.0 / target) + 5.0) {}

ChannelResponse SmoothInterface::operator()(double precision, double noise, double signal,
                                            SmoothWork* work) const {
  INFOFLOW_CHECK(precision > 0.0 && noise > 0.0 && signal >= 0.0);
  SmoothEngine engine(function_, table_, log_error_, precision, noise, signal);
  const ChannelResponse response = engine.Evaluate();
  if (work != nullptr) *work = engine.work();
  return response;
}

}  // namespace infoflow::replica
