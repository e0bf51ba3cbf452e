#include "infoflow/replica/channels/smooth_kernel.h"

#include <cmath>

#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/numerics/logarithm_inline.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::replica::internal {

namespace {

using numerics::kInverseSqrt2Pi;

constexpr int kLanes = kSmoothLanes;

// Keeps logarithms and quotients finite where densities underflow.
constexpr double kTiny = 1e-290;

INFOFLOW_KERNEL double Sum(const double* lanes) {
  return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) +
         ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}

INFOFLOW_KERNEL double Larger(double a, double b) { return a > b ? a : b; }
INFOFLOW_KERNEL double Smaller(double a, double b) { return a < b ? a : b; }

INFOFLOW_KERNEL void SumPriorKernel(const SmoothPriorNodes* nodes, SmoothPrior* prior) {
  const double* const f = nodes->value;
  const double* const slope = nodes->derivative;
  const double* const weight = nodes->weight;
  const double* const margin = nodes->margin;
  // Moments about a value in the middle, so that they do not cancel.
  const double origin = f[nodes->count / 2];
  double first[kLanes] = {};
  double lower[kLanes];
  double upper[kLanes];
  double flattest[kLanes];
  double steepest[kLanes];
  for (int j = 0; j < kLanes; ++j) {
    lower[j] = upper[j] = origin;
    flattest[j] = steepest[j] = slope[nodes->count / 2];
  }
  for (int k = 0; k < nodes->count; k += kLanes) {
    for (int j = 0; j < kLanes; ++j) {
      first[j] += weight[k + j] * (f[k + j] - origin);
      lower[j] = Smaller(lower[j], f[k + j] - margin[k + j]);
      upper[j] = Larger(upper[j], f[k + j] + margin[k + j]);
      flattest[j] = Smaller(flattest[j], slope[k + j]);
      steepest[j] = Larger(steepest[j], slope[k + j]);
    }
  }
  const double shift = Sum(first);
  double square[kLanes] = {};
  for (int k = 0; k < nodes->count; k += kLanes) {
    for (int j = 0; j < kLanes; ++j) {
      const double d = (f[k + j] - origin) - shift;
      square[j] += weight[k + j] * d * d;
    }
  }
  *prior = {origin + shift, Sum(square), flattest[0], steepest[0], lower[0], upper[0]};
  for (int j = 1; j < kLanes; ++j) {
    prior->lower = Smaller(prior->lower, lower[j]);
    prior->upper = Larger(prior->upper, upper[j]);
    prior->smallest_slope = Smaller(prior->smallest_slope, flattest[j]);
    prior->largest_slope = Larger(prior->largest_slope, steepest[j]);
  }
}

INFOFLOW_KERNEL void SolveCoordinateKernel(const SmoothCoordinate* coordinate, const double* s,
                                           const double* value, const double* derivative, int count,
                                           double* __restrict__ u, double* largest) {
  const SmoothCoordinate c = *coordinate;
  const double inverse = 1.0 / c.length;
  double worst = 0.0;
  for (int k = 0; k < count; ++k) {
    const double x = u[k] * inverse;
    const double r = 1.0 / std::sqrt(1.0 + x * x);
    const double error = s[k] - (c.base + c.core * r) * u[k] - c.root_a * value[k];
    u[k] += error / (c.base + c.core * r * r * r + c.root_a * derivative[k]);
    worst = Larger(worst, __builtin_fabs(error));
  }
  *largest = worst;
}

INFOFLOW_KERNEL void CoordinateWeightsKernel(const SmoothCoordinate* coordinate, const double* u,
                                             const double* derivative, int count, double factor,
                                             double* __restrict__ weight) {
  const SmoothCoordinate c = *coordinate;
  const double inverse = 1.0 / c.length;
  for (int k = 0; k < count; ++k) {
    const double x = u[k] * inverse;
    const double r = 1.0 / std::sqrt(1.0 + x * x);
    weight[k] = factor / (c.base + c.core * r * r * r + c.root_a * derivative[k]);
  }
}

INFOFLOW_KERNEL void FillRowKernel(const SmoothNodes* nodes, double root_a,
                                   const SmoothLikelihood* likelihood,
                                   double* __restrict__ storage) {
  const double* const f = nodes->value + likelihood->known_first;
  const double* const weight = nodes->weight + likelihood->known_first;
  double* const row = storage + likelihood->row;
  const double y = likelihood->y;
  const int length = RowLength(*likelihood);
  for (int k = 0; k < length; ++k) {
    const double eta = root_a * (y - f[k]);
    row[k] = weight[k] * numerics::ExpInline(-0.5 * eta * eta);
  }
}

// The compiler takes loops over these apart in other ways when they are arrays.
typedef double Lanes __attribute__((vector_size(8 * kLanes)));
typedef double UnalignedLanes
    __attribute__((vector_size(8 * kLanes), aligned(alignof(double)), may_alias));

INFOFLOW_KERNEL Lanes Load(const double* p) { return *reinterpret_cast<const UnalignedLanes*>(p); }

// Adds up the lanes of four vectors at once.
INFOFLOW_KERNEL void SumFour(const Lanes& a, const Lanes& b, const Lanes& c, const Lanes& d,
                             double* sums) {
  const Lanes ab = __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14) +
                   __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15);
  const Lanes cd = __builtin_shufflevector(c, d, 0, 8, 2, 10, 4, 12, 6, 14) +
                   __builtin_shufflevector(c, d, 1, 9, 3, 11, 5, 13, 7, 15);
  const Lanes all = __builtin_shufflevector(ab, cd, 0, 1, 8, 9, 4, 5, 12, 13) +
                    __builtin_shufflevector(ab, cd, 2, 3, 10, 11, 6, 7, 14, 15);
  for (int i = 0; i < 4; ++i) sums[i] = all[i] + all[i + 4];
}

// sums = int N(u; w, v) e^{-A (y - f)^2 / 2} {1, d, d^2, s} du for one y, d = f - centre. kNarrow:
// the observation says more about u than is known before, and s = u - w; else
// s = sqrt(A) f' (y - f). Each loses no digits where it is used.
template <bool kNarrow>
INFOFLOW_KERNEL void SumOverNodes(const double* likelihood, const double* prior,
                                  const double* offset, const double* f, const double* slope,
                                  double root_a, double y, double centre, int count, double* sums) {
  Lanes a = {};
  Lanes b = {};
  Lanes c = {};
  Lanes s = {};
  for (int k = 0; k < count; k += kLanes) {
    const Lanes value = Load(f + k);
    const Lanes p = Load(likelihood + k) * Load(prior + k);
    const Lanes d = value - centre;
    const Lanes pd = p * d;
    a += p;
    b += pd;
    c += pd * d;
    s += p * (kNarrow ? Load(offset + k) : Load(slope + k) * (root_a * (y - value)));
  }
  SumFour(a, b, c, s, sums);
}

// p ln(p/q) - p + q >= 0 for two densities, to full relative accuracy where they nearly agree.
INFOFLOW_KERNEL double RelativeEntropyDensity(double p, double q, double log_q) {
  const double x = (p - q) / q;
  // q ((1 + x) ln(1 + x) - x) = q x^2 sum_k (-x)^k / ((k + 1)(k + 2)): the first term left out is
  // 1e-15 of the sum.
  double series = -1.0 / 72.0;
  series = series * x + 1.0 / 56.0;
  series = series * x - 1.0 / 42.0;
  series = series * x + 1.0 / 30.0;
  series = series * x - 1.0 / 20.0;
  series = series * x + 1.0 / 12.0;
  series = series * x - 1.0 / 6.0;
  series = series * x + 0.5;
  const double direct = p * (numerics::LogInline(p) - log_q) - (p - q);
  return __builtin_fabs(x) < 0.02 ? q * x * x * series : direct;
}

// The arrays of SumObservationsKernel in its scratch.
struct Scratch {
  double* prior;   // exp(-(u_k - w)^2 / 2v)
  double* offset;  // u_k - w
  double* y;
  double* weight;
  double* sums;  // four for each y: density, mean, square, score
};

// From node `begin` to `end` - 1.
INFOFLOW_KERNEL void FillPrior(const double* u, double w, double half_precision, int begin, int end,
                               int origin, const Scratch& scratch) {
  double* const offset = scratch.offset - origin;
  double* __restrict__ const prior = scratch.prior - origin;
  for (int k = begin; k < end; ++k) {
    const double x = u[k] - w;
    offset[k] = x;
    prior[k] = numerics::ExpInline(-(x * x * half_precision));
  }
}

template <bool kNarrow>
INFOFLOW_KERNEL void SumAllNodes(const SmoothNodes& nodes, const SmoothPoint& point,
                                 const SmoothPrior& prior, const SmoothLikelihood* likelihoods,
                                 int count, const double* storage, const Scratch& scratch) {
  const double kappa = point.root_a * point.root_a * prior.variance;
  const double share = kappa / (1.0 + kappa);
  const double half_precision = 0.5 / point.noise;
  const int origin = point.begin / kLanes * kLanes;
  int known = origin;  // nodes with a prior, of those that have been passed
  for (int j = 0; j < count; ++j) {
    const SmoothLikelihood& at = likelihoods[j];
    const int first = at.known_first > origin ? at.known_first : origin;
    const int last = at.known_last < point.end ? at.known_last : point.end;
    const int filled = (last + kLanes - 1) / kLanes * kLanes;
    FillPrior(nodes.u, point.w, half_precision, first > known ? first : known, filled, origin,
              scratch);
    known = filled > known ? filled : known;
    // About where the posterior mean is expected, so that second moments do not cancel.
    const double low = nodes.value[first];
    const double high = nodes.value[last > first ? last - 1 : first];
    const double centre = Smaller(high, Larger(low, prior.mean + share * (at.y - prior.mean)));
    SumOverNodes<kNarrow>(storage + at.row + (first - at.known_first),
                          scratch.prior + (first - origin), scratch.offset + (first - origin),
                          nodes.value + first, nodes.derivative + first, point.root_a, at.y, centre,
                          last - first, scratch.sums + 4 * j);
  }
}

INFOFLOW_KERNEL void SumObservationsKernel(const SmoothNodes* nodes, const SmoothPoint* point,
                                           const SmoothPrior* prior,
                                           const SmoothLikelihood* likelihoods, int count,
                                           const double* storage, double* __restrict__ space,
                                           SmoothSums* sums) {
  const double root_a = point->root_a;
  const double kappa = root_a * root_a * prior->variance;
  const int origin = point->begin / kLanes * kLanes;
  const int num_nodes = (point->end - origin + kLanes - 1) / kLanes * kLanes;
  const int padded = (count + kLanes - 1) / kLanes * kLanes;
  Scratch scratch;
  scratch.prior = space;
  scratch.offset = scratch.prior + num_nodes;
  scratch.y = scratch.offset + num_nodes;
  scratch.weight = scratch.y + padded;
  scratch.sums = scratch.weight + padded;
  if (point->narrow) {
    SumAllNodes<true>(*nodes, *point, *prior, likelihoods, count, storage, scratch);
  } else {
    SumAllNodes<false>(*nodes, *point, *prior, likelihoods, count, storage, scratch);
  }
  for (int j = 0; j < count; ++j) {
    scratch.y[j] = likelihoods[j].y;
    scratch.weight[j] = likelihoods[j].weight;
  }
  for (int j = count; j < padded; ++j) {
    scratch.y[j] = scratch.weight[j] = 0.0;
    for (int i = 0; i < 4; ++i) scratch.sums[4 * j + i] = 0.0;
  }
  // H(y|w) against that of the normal law of the same variance where the two are close.
  const bool close = kappa < 0.25;
  const double inverse_square = root_a * root_a / (1.0 + kappa);
  const double scale = kInverseSqrt2Pi / std::sqrt(1.0 + kappa);
  const double log_scale = std::log(scale);
  double information[kLanes] = {};
  double variance[kLanes] = {};
  double precision[kLanes] = {};
  for (int k = 0; k < padded; k += kLanes) {
    for (int j = 0; j < kLanes; ++j) {
      const double dy = scratch.weight[k + j] * root_a;
      const double* const sums_at = scratch.sums + 4 * (k + j);
      const double sum = sums_at[0] + kTiny;
      const double p = kInverseSqrt2Pi * sum;
      const double inverse = 1.0 / sum;
      const double spread = sums_at[2] - sums_at[1] * sums_at[1] * inverse;
      variance[j] += dy * kInverseSqrt2Pi * (spread > 0.0 ? spread : 0.0);
      precision[j] += dy * kInverseSqrt2Pi * sums_at[3] * sums_at[3] * inverse;
      if (close) {
        const double distance = scratch.y[k + j] - prior->mean;
        const double exponent = 0.5 * inverse_square * distance * distance;
        const double q = scale * numerics::ExpInline(-exponent);
        information[j] -= dy * RelativeEntropyDensity(p, q, log_scale - exponent);
      } else {
        information[j] -= dy * p * (numerics::LogInline(p) + 1.41893853320467274178);
      }
    }
  }
  sums->information = Sum(information);
  if (close) {
    // A relative entropy of third order in kappa, below its own rounding.
    if (point->slight) sums->information = 0.0;
    sums->information += 0.5 * std::log1p(kappa);
  }
  sums->variance = Sum(variance);
  const double score_scale = point->narrow ? 1.0 / point->noise : root_a;
  sums->precision = Sum(precision) * score_scale * score_scale;
}

}  // namespace

SmoothPrior SumPrior(const SmoothPriorNodes& nodes) {
  INFOFLOW_CHECK(nodes.count > 0);
  SmoothPrior prior;
  RunKernel<SumPriorKernel>(&nodes, &prior);
  return prior;
}

double SolveCoordinate(const SmoothCoordinate& coordinate, const double* s, const double* value,
                       const double* derivative, int count, double* u) {
  double largest;
  RunKernel<SolveCoordinateKernel>(&coordinate, s, value, derivative, count, u, &largest);
  return largest;
}

void CoordinateWeights(const SmoothCoordinate& coordinate, const double* u,
                       const double* derivative, int count, double factor, double* weight) {
  RunKernel<CoordinateWeightsKernel>(&coordinate, u, derivative, count, factor, weight);
}

void FillRow(const SmoothNodes& nodes, double root_a, const SmoothLikelihood& likelihood,
             double* storage) {
  RunKernel<FillRowKernel>(&nodes, root_a, &likelihood, storage);
}

SmoothSums SumObservations(const SmoothNodes& nodes, const SmoothPoint& point,
                           const SmoothPrior& prior, const SmoothLikelihood* likelihoods, int count,
                           const double* storage, double* scratch) {
  SmoothSums sums;
  RunKernel<SumObservationsKernel>(&nodes, &point, &prior, likelihoods, count, storage, scratch,
                                   &sums);
  return sums;
}

}  // namespace infoflow::replica::internal
