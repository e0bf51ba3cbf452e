#include "infoflow/ising/square/kept_lattice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "infoflow/ising/square/decimation.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/log_cosh.h"
#include "infoflow/numerics/root_finding.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

namespace {

using numerics::kLn2;

// Newton steps below this part of the couplings end the search.
constexpr double kStepTolerance = 1e-14;
constexpr int kMostNewtonSteps = 100;

// Weights closer to 1 than e^this are handled through their difference from 1.
constexpr double kSmallExponent = 0.5;

// e^{-x} - 1 + x >= 0, relatively accurate.
double Excess(double x) {
  if (std::fabs(x) > 0.3) return std::expm1(-x) + x;
  // x^2/2 - x^3/6 + ... - x^15/15!.
  double sum = 0.0;
  for (int n = 15; n >= 3; --n) sum = (1.0 + sum) * (-x / n);
  return 0.5 * x * x * (1.0 + sum);
}

absl::Status CheckCoupling(double coupling) {
  if (std::isfinite(coupling)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrFormat("coupling is %g; it must be a finite number", coupling));
}

}  // namespace

absl::StatusOr<SquareKeptLattice> SquareKeptLattice::Create(int rows, int columns) {
  if (rows < 4 || columns < 4 || rows % 2 != 0 || columns % 2 != 0 ||
      rows > 2 * kMostKeptSpins / columns) {
    return absl::InvalidArgumentError(
        absl::StrFormat("the torus has %d rows and %d columns; both must be even and at least 4, "
                        "with at most %d sites in all",
                        rows, columns, 2 * kMostKeptSpins));
  }
  const int kept = rows * columns / 2;
  // Kept sites have even x + y; both kinds are numbered along the rows.
  const auto number = [&](int y, int x) {
    y = (y + rows) % rows;
    x = (x + columns) % columns;
    return (y * columns + x) / 2;
  };
  // For each kept spin, its four plaquettes and its place in each of them.
  std::vector<std::array<std::pair<int, int>, 4>> memberships(kept);
  std::vector<int> filled(kept, 0);
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < columns; ++x) {
      if ((x + y) % 2 == 0) continue;
      const int plaquette = number(y, x);
      const int around[4] = {number(y - 1, x), number(y, x + 1), number(y + 1, x),
                             number(y, x - 1)};
      for (int i = 0; i < 4; ++i) {
        memberships[around[i]][filled[around[i]]++] = {plaquette, 1 << i};
      }
    }
  }
  // A state's class is the triple (aligned, odd, halved), packed.
  const int stride = kept + 1;
  std::array<int, 16> packed{};
  for (int pattern = 0; pattern < 16; ++pattern) {
    const int minus = __builtin_popcount(pattern);
    if (minus == 0 || minus == 4) {
      packed[pattern] = 1;
    } else if (minus % 2 != 0) {
      packed[pattern] = stride;
    } else if (pattern != 5 && pattern != 10) {
      packed[pattern] = stride * stride;
    }
  }
  std::vector<std::int64_t> histogram(static_cast<std::size_t>(stride) * stride * stride, 0);
  std::vector<std::uint8_t> patterns(kept, 0);
  int index = kept;  // every plaquette aligned
  ++histogram[index];
  // The last spin stays +1: the other half of the states mirrors these.
  const std::uint32_t most = std::uint32_t{1} << (kept - 1);
  for (std::uint32_t step = 1; step < most; ++step) {
    for (const auto& [plaquette, bit] : memberships[__builtin_ctz(step)]) {
      const int before = patterns[plaquette];
      const int after = before ^ bit;
      index += packed[after] - packed[before];
      patterns[plaquette] = static_cast<std::uint8_t>(after);
    }
    ++histogram[index];
  }
  std::vector<Class> classes;
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    if (histogram[i] == 0) continue;
    const int aligned = static_cast<int>(i) % stride;
    const int odd = static_cast<int>(i) / stride % stride;
    const int halved = static_cast<int>(i) / (stride * stride);
    const int alternating = kept - aligned - odd - halved;
    Class c;
    c.count = 2.0 * static_cast<double>(histogram[i]);
    c.aligned = aligned;
    c.odd = odd;
    c.ring = 2.0 * (aligned - alternating);
    c.diagonal = 2.0 * (aligned - halved + alternating);
    c.square = kept - 2.0 * odd;
    classes.push_back(c);
  }
  return SquareKeptLattice(kept, std::move(classes));
}

SquareKeptLattice::Law SquareKeptLattice::LawOf(const std::vector<double>& exponents) const {
  const double largest = *std::max_element(exponents.begin(), exponents.end());
  Law law;
  law.exponents = exponents;
  law.log_probability.resize(classes_.size());
  law.probability.resize(classes_.size());
  double sum = 0.0;
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    law.largest_exponent = std::max(law.largest_exponent, std::fabs(exponents[i]));
    law.probability[i] = classes_[i].count * std::exp(exponents[i] - largest);
    sum += law.probability[i];
  }
  const double log_sum = std::log(sum);
  law.log_sum = largest + log_sum;
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    law.log_probability[i] = (exponents[i] - largest) - log_sum;
    law.probability[i] /= sum;
  }
  return law;
}

SquareKeptLattice::Law SquareKeptLattice::ExactLaw(double coupling) const {
  const double log_cosh_2 = numerics::LogCosh(2.0 * coupling);
  const double log_cosh_4 = numerics::LogCosh(4.0 * coupling);
  std::vector<double> exponents(classes_.size());
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    exponents[i] = classes_[i].aligned * log_cosh_4 + classes_[i].odd * log_cosh_2;
  }
  return LawOf(exponents);
}

SquareKeptLattice::Law SquareKeptLattice::ModelLaw(double nearest, double next_nearest) const {
  std::vector<double> exponents(classes_.size());
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    exponents[i] = classes_[i].ring * nearest + classes_[i].diagonal * next_nearest;
  }
  return LawOf(exponents);
}

double SquareKeptLattice::LogPartition(double coupling) const {
  return kept_ * kLn2 + ExactLaw(coupling).log_sum;
}

double SquareKeptLattice::Entropy(double coupling) const {
  const Law law = ExactLaw(coupling);
  double entropy = 0.0;
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    entropy -= law.probability[i] * law.log_probability[i];
  }
  return entropy;
}

SquareKeptLattice::Divergence SquareKeptLattice::Diverge(const Law& exact, double coupling,
                                                         double nearest,
                                                         double next_nearest) const {
  const SquareDecimation step = DecimateSquare(coupling);
  Divergence result;
  result.log_ratio.resize(classes_.size());
  double mean = 0.0;
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    const Class& c = classes_[i];
    result.log_ratio[i] = (step.nearest - nearest) * c.ring +
                          (step.next_nearest - next_nearest) * c.diagonal +
                          step.four_spin * c.square;
    mean += exact.probability[i] * result.log_ratio[i];
  }
  double least = 0.0;
  for (double& x : result.log_ratio) {
    x -= mean;
    least = std::min(least, x);
  }
  if (least > -500.0) {
    double sum = 0.0;
    for (std::size_t i = 0; i < classes_.size(); ++i) {
      sum += exact.probability[i] * Excess(result.log_ratio[i]);
    }
    result.value = std::log1p(sum);
  } else {
    // Far from the law in question: too large to sum as it is, but without cancellation.
    double sum = 0.0;
    for (std::size_t i = 0; i < classes_.size(); ++i) {
      sum += exact.probability[i] * std::exp(least - result.log_ratio[i]);
    }
    result.value = std::log(sum) - least;
  }
  for (double& x : result.log_ratio) x += result.value;
  return result;
}

double SquareKeptLattice::RelativeEntropy(double coupling, double nearest,
                                          double next_nearest) const {
  return Diverge(ExactLaw(coupling), coupling, nearest, next_nearest).value;
}

double SquareKeptLattice::RingMean(const Law& law) const {
  double mean = 0.0;
  if (law.largest_exponent > kSmallExponent) {
    for (std::size_t i = 0; i < classes_.size(); ++i) {
      mean += law.probability[i] * classes_[i].ring;
    }
    return mean;
  }
  // Near infinite temperature only the deviation from the uniform law counts, over which the
  // bond sums have mean 0.
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    mean += classes_[i].count * std::expm1(law.exponents[i]) * classes_[i].ring;
  }
  return mean * std::exp(-law.log_sum);
}

double SquareKeptLattice::RingDeficit(const Law& law) const {
  double deficit = 0.0;
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    deficit += law.probability[i] * (2.0 * kept_ - classes_[i].ring);
  }
  return deficit;
}

absl::StatusOr<SquareKeptLattice::BestModel> SquareKeptLattice::BestNearestNeighbourModel(
    double coupling) const {
  INFOFLOW_RETURN_IF_ERROR(CheckCoupling(coupling));
  const Law exact = ExactLaw(coupling);
  const double mean = RingMean(exact);
  const double deficit = RingDeficit(exact);
  BestModel best;
  if (!(mean > 0.0)) {
    // K = 0, or K^2 below the last place of everything else: the map's own leading term.
    best.nearest = DecimateSquare(coupling).nearest;
    best.relative_entropy = Diverge(exact, coupling, best.nearest, 0.0).value;
    best.converged = true;
    return best;
  }
  const bool ordered = deficit < kept_;
  const auto mismatch = [&](double k) {
    const Law model = ModelLaw(k, 0.0);
    return ordered ? std::log(deficit / RingDeficit(model)) : RingMean(model) / mean - 1.0;
  };
  double high = DecimateSquare(coupling).nearest;
  while (mismatch(high) < 0.0 && high < 1e4) high *= 2.0;
  INFOFLOW_ASSIGN_OR_RETURN(const numerics::Root root,
                            numerics::FindRoot(mismatch, 0.25 * high, high));
  best.nearest = root.value;
  best.relative_entropy = Diverge(exact, coupling, best.nearest, 0.0).value;
  best.residual = std::fabs(RingDeficit(ModelLaw(best.nearest, 0.0)) - deficit) / kept_;
  best.iterations = root.iterations;
  best.converged = root.converged;
  return best;
}

absl::StatusOr<SquareKeptLattice::BestModel> SquareKeptLattice::BestNextNearestNeighbourModel(
    double coupling) const {
  INFOFLOW_RETURN_IF_ERROR(CheckCoupling(coupling));
  const Law exact = ExactLaw(coupling);
  double exact_ring = 0.0;
  double exact_diagonal = 0.0;
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    exact_ring += exact.probability[i] * classes_[i].ring;
    exact_diagonal += exact.probability[i] * classes_[i].diagonal;
  }
  const SquareDecimation step = DecimateSquare(coupling);
  BestModel best;
  best.nearest = step.nearest;
  best.next_nearest = step.next_nearest;
  Divergence divergence = Diverge(exact, coupling, best.nearest, best.next_nearest);
  for (; best.iterations < kMostNewtonSteps; ++best.iterations) {
    // Gradient <B>_q - <B>_p = sum p (q/p - 1)(B - <B>_p); Hessian Cov_q(B).
    const Law model = ModelLaw(best.nearest, best.next_nearest);
    double model_ring = 0.0;
    double model_diagonal = 0.0;
    double gradient[2] = {0.0, 0.0};
    for (std::size_t i = 0; i < classes_.size(); ++i) {
      model_ring += model.probability[i] * classes_[i].ring;
      model_diagonal += model.probability[i] * classes_[i].diagonal;
      const double change = exact.probability[i] * std::expm1(-divergence.log_ratio[i]);
      gradient[0] += change * (classes_[i].ring - exact_ring);
      gradient[1] += change * (classes_[i].diagonal - exact_diagonal);
    }
    double h00 = 0.0, h01 = 0.0, h11 = 0.0;
    for (std::size_t i = 0; i < classes_.size(); ++i) {
      const double ring = classes_[i].ring - model_ring;
      const double diagonal = classes_[i].diagonal - model_diagonal;
      h00 += model.probability[i] * ring * ring;
      h01 += model.probability[i] * ring * diagonal;
      h11 += model.probability[i] * diagonal * diagonal;
    }
    best.residual = std::max(std::fabs(gradient[0]), std::fabs(gradient[1])) / kept_;
    const double determinant = h00 * h11 - h01 * h01;
    if (!(determinant > 0.0)) break;
    double step_nearest = -(h11 * gradient[0] - h01 * gradient[1]) / determinant;
    double step_next = -(h00 * gradient[1] - h01 * gradient[0]) / determinant;
    const double scale = std::fabs(best.nearest) + std::fabs(best.next_nearest);
    // Halve the step until the function falls; at the minimum rounding decides, and ends it.
    bool fell = false;
    for (int halvings = 0; halvings < 40; ++halvings) {
      Divergence trial =
          Diverge(exact, coupling, best.nearest + step_nearest, best.next_nearest + step_next);
      if (trial.value <= divergence.value) {
        fell = true;
        best.nearest += step_nearest;
        best.next_nearest += step_next;
        divergence = std::move(trial);
        break;
      }
      if (std::fabs(step_nearest) + std::fabs(step_next) < 1e-10 * scale) break;
      step_nearest *= 0.5;
      step_next *= 0.5;
    }
    const double moved = std::fabs(step_nearest) + std::fabs(step_next);
    if (!fell || moved <= kStepTolerance * scale) {
      best.converged = moved <= 1e-9 * scale;
      break;
    }
  }
  best.relative_entropy = divergence.value;
  // Without couplings every law is the model.
  if (best.relative_entropy == 0.0) best.converged = true;
  return best;
}

}  // namespace infoflow::ising
