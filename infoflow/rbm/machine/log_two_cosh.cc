#include "infoflow/rbm/machine/log_two_cosh.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::rbm {

namespace {

// Sums and products kept side by side, one in each lane of a register: without them the order
// of the sum would forbid vectorisation.
constexpr int kLanes = 16;

// Elements of one chunk: at most 512 factors of at most 2 in each lane, below 2^1024.
constexpr int kChunk = 512 * kLanes;

// x := x + step; the sums of |x| and the products of 1 + e^{-2|x|} of each lane.
INFOFLOW_KERNEL void Accumulate(const double* __restrict__ step, double* __restrict__ x, int count,
                                double* __restrict__ sizes, double* __restrict__ products) {
  double size[kLanes];
  double product[kLanes];
  for (int l = 0; l < kLanes; ++l) {
    size[l] = 0.0;
    product[l] = 1.0;
  }
  int i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (int l = 0; l < kLanes; ++l) {
      const double value = x[i + l] + step[i + l];
      x[i + l] = value;
      const double a = std::fabs(value);
      size[l] += a;
      product[l] *= 1.0 + numerics::ExpInline(-2.0 * a);
    }
  }
  for (int l = 0; i < count; ++i, ++l) {
    const double value = x[i] + step[i];
    x[i] = value;
    const double a = std::fabs(value);
    size[l] += a;
    product[l] *= 1.0 + numerics::ExpInline(-2.0 * a);
  }
  for (int l = 0; l < kLanes; ++l) {
    sizes[l] = size[l];
    products[l] = product[l];
  }
}

INFOFLOW_KERNEL void AccumulateOnly(const double* __restrict__ x, int count,
                                    double* __restrict__ sizes, double* __restrict__ products) {
  double size[kLanes];
  double product[kLanes];
  for (int l = 0; l < kLanes; ++l) {
    size[l] = 0.0;
    product[l] = 1.0;
  }
  int i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (int l = 0; l < kLanes; ++l) {
      const double a = std::fabs(x[i + l]);
      size[l] += a;
      product[l] *= 1.0 + numerics::ExpInline(-2.0 * a);
    }
  }
  for (int l = 0; i < count; ++i, ++l) {
    const double a = std::fabs(x[i]);
    size[l] += a;
    product[l] *= 1.0 + numerics::ExpInline(-2.0 * a);
  }
  for (int l = 0; l < kLanes; ++l) {
    sizes[l] = size[l];
    products[l] = product[l];
  }
}

// The lanes together. Products of few factors need one logarithm for all lanes.
double Combine(const double* sizes, const double* products, int count) {
  double size = 0.0;
  double product = 1.0;
  double logarithms = 0.0;
  const bool safe = count < 1000;  // the whole product is below 2^1000
  for (int l = 0; l < kLanes; ++l) {
    size += sizes[l];
    if (safe) {
      product *= products[l];
    } else {
      logarithms += std::log(products[l]);
    }
  }
  return size + (safe ? std::log(product) : logarithms);
}

}  // namespace

double SumLogTwoCosh(absl::Span<const double> x) {
  double total = 0.0;
  double sizes[kLanes];
  double products[kLanes];
  for (std::size_t first = 0; first < x.size(); first += kChunk) {
    const int count = static_cast<int>(std::min<std::size_t>(kChunk, x.size() - first));
    RunKernel<AccumulateOnly>(x.data() + first, count, sizes, products);
    total += Combine(sizes, products, count);
  }
  return total;
}

double StepAndSumLogTwoCosh(absl::Span<const double> step, absl::Span<double> x) {
  INFOFLOW_CHECK(step.size() == x.size());
  double total = 0.0;
  double sizes[kLanes];
  double products[kLanes];
  for (std::size_t first = 0; first < x.size(); first += kChunk) {
    const int count = static_cast<int>(std::min<std::size_t>(kChunk, x.size() - first));
    RunKernel<Accumulate>(step.data() + first, x.data() + first, count, sizes, products);
    total += Combine(sizes, products, count);
  }
  return total;
}

}  // namespace infoflow::rbm
