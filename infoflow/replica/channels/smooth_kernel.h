#ifndef INFOFLOW_REPLICA_CHANNELS_SMOOTH_KERNEL_H_
#define INFOFLOW_REPLICA_CHANNELS_SMOOTH_KERNEL_H_

#include <cstddef>

// The sums of smooth_interface.h at one w, as vectorised kernels.

namespace infoflow::replica::internal {

// Elements per pass: a multiple of every vector length. Arrays of nodes are readable, with weight
// 0, for kSmoothLanes - 1 elements past their end.
inline constexpr int kSmoothLanes = 8;

// Nodes of u ~ N(w, v) for averages over it.
struct SmoothPriorNodes {
  const double* value;       // f(u_k)
  const double* derivative;  // f'(u_k)
  const double* weight;      // sum to 1
  const double* margin;      // how far from f(u_k) y may lie so that both together are likely
  int count;
};

// What is known before y is: mean and variance of f(u), the extremes of f', and the interval in
// which y is likely.
struct SmoothPrior {
  double mean;
  double variance;
  double smallest_slope;
  double largest_slope;
  double lower;
  double upper;
};

// Domain: count > 0.
SmoothPrior SumPrior(const SmoothPriorNodes& nodes);

// s(u) = base u + core u/sqrt(1 + (u/length)^2) + root_a f(u).
struct SmoothCoordinate {
  double base;
  double core;
  double length;
  double root_a;
};

// A step of Newton's method for s(u_k) = s_k, and the largest error before it.
double SolveCoordinate(const SmoothCoordinate& coordinate, const double* s, const double* value,
                       const double* derivative, int count, double* u);

// weight_k = factor / s'(u_k).
void CoordinateWeights(const SmoothCoordinate& coordinate, const double* u,
                       const double* derivative, int count, double factor, double* weight);

// Nodes u_k, ascending: sum_k weight_k F(u_k) ~ int F(u) du / sqrt(2 pi v).
struct SmoothNodes {
  const double* u;
  const double* value;
  const double* derivative;
  const double* weight;
};

// What an observation y says about the nodes: weight_k exp(-A (y - f(u_k))^2 / 2), which counts for
// k from `first` to `last` - 1, and is known, at `row` in some storage, for k from `known_first`, a
// multiple of kSmoothLanes, to `known_last` - 1.
struct SmoothLikelihood {
  double y;
  double weight;  // dy
  int first;
  int last;
  int known_first;
  int known_last;
  std::ptrdiff_t row;
};

// How many numbers a row takes: to the next multiple of kSmoothLanes.
inline int RowLength(const SmoothLikelihood& likelihood) {
  return (likelihood.known_last - likelihood.known_first + kSmoothLanes - 1) / kSmoothLanes *
         kSmoothLanes;
}

// Fills the row in `storage`.
void FillRow(const SmoothNodes& nodes, double root_a, const SmoothLikelihood& likelihood,
             double* storage);

struct SmoothPoint {
  double w;
  double noise;   // v
  double root_a;  // sqrt(A)
  // Whether some y says more about u than is known before.
  bool narrow;
  // Whether every y says next to nothing.
  bool slight;
  // The u_k that count, from `begin` to `end` - 1.
  int begin;
  int end;
};

// Scratch of SumObservations, in numbers.
inline std::ptrdiff_t ScratchLength(const SmoothPoint& point, int count) {
  return 2 * (point.end - point.begin + 2 * kSmoothLanes) + 6 * (count + kSmoothLanes);
}

// J(w), V(w), A_out(w).
struct SmoothSums {
  double information;
  double variance;
  double precision;
};

// The sums over the observations from likelihoods[0] to [count - 1], in whose rows in `storage` all
// that counts at this w is known.
SmoothSums SumObservations(const SmoothNodes& nodes, const SmoothPoint& point,
                           const SmoothPrior& prior, const SmoothLikelihood* likelihoods, int count,
                           const double* storage, double* scratch);

}  // namespace infoflow::replica::internal

#endif  // INFOFLOW_REPLICA_CHANNELS_SMOOTH_KERNEL_H_
