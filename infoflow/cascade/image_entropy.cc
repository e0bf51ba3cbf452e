#include "infoflow/cascade/image_entropy.h"

#include <cmath>
#include <cstddef>

#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/logarithm_inline.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::cascade {

namespace {

using linalg::ConstMatrixView;
using linalg::MatrixView;

// Sums are taken in this many interleaved parts, so that they vectorise and have the same bits
// with every instruction set.
constexpr int kLanes = 16;

template <typename T>
INFOFLOW_KERNEL T LaneSum(const T* lanes) {
  T sum[4];
  for (int k = 0; k < 4; ++k) {
    sum[k] = (lanes[k] + lanes[k + 4]) + (lanes[k + 8] + lanes[k + 12]);
  }
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

// The kernel's own in single precision; PyTorch's, to the last bit, in double.
INFOFLOW_KERNEL float PositiveLog(float x) { return numerics::LogInline(x); }
INFOFLOW_KERNEL double PositiveLog(double x) { return std::log(x); }

// ln x for positive normal x; NaN for NaN and infinity, without a branch.
template <typename T>
INFOFLOW_KERNEL T Log(T x) {
  return PositiveLog(x) + (x - x);  // NOLINT(misc-redundant-expression)
}

// Adds `vectors` vectors of kWidth numbers to `sums`, in PyTorch's order: four vectors at a time
// into four times kWidth parts, every 16 (or more) of these moved to the next of four levels.
template <typename T, int kWidth>
INFOFLOW_KERNEL void PyTorchVectorSum(const T* x, int vectors, T* sums) {
  constexpr int kParts = 4 * kWidth;
  constexpr int kLevels = 4;
  T levels[kLevels][kParts] = {};
  const int size = vectors / 4;
  int bits = 0;
  while ((1 << bits) < size) ++bits;
  const int power = bits / kLevels > 4 ? bits / kLevels : 4;
  const int mask = (1 << power) - 1;
  int i = 0;
  while (i + (1 << power) <= size) {
    for (const int end = i + (1 << power); i < end; ++i) {
      for (int k = 0; k < kParts; ++k) levels[0][k] += x[i * kParts + k];
    }
    for (int level = 1; level < kLevels; ++level) {
      for (int k = 0; k < kParts; ++k) {
        levels[level][k] += levels[level - 1][k];
        levels[level - 1][k] = T(0);
      }
      if ((i & (mask << (level * power))) != 0) break;
    }
  }
  for (; i < size; ++i) {
    for (int k = 0; k < kParts; ++k) levels[0][k] += x[i * kParts + k];
  }
  for (int level = 1; level < kLevels; ++level) {
    for (int k = 0; k < kParts; ++k) levels[0][k] += levels[level][k];
  }
  for (i = 4 * size; i < vectors; ++i) {
    for (int k = 0; k < kWidth; ++k) levels[0][k] += x[i * kWidth + k];
  }
  for (int k = 0; k < kWidth; ++k) {
    sums[k] = levels[0][k];
    for (int j = 1; j < 4; ++j) sums[k] += levels[0][j * kWidth + k];
  }
}

// The sum of a row in the order of PyTorch's CPU kernels with 32-byte vectors. Collapsed images
// differ by rounding errors only, so that their differential entropy depends on each bit.
template <typename T>
INFOFLOW_KERNEL T PyTorchSum(const T* x, int n) {
  constexpr int kWidth = 32 / sizeof(T);
  if (n < kWidth) {
    T sum;
    PyTorchVectorSum<T, 1>(x, n, &sum);
    return sum;
  }
  T parts[kWidth];
  PyTorchVectorSum<T, kWidth>(x, n / kWidth, parts);
  T sum = T(0);
  for (int i = n - n % kWidth; i < n; ++i) sum += x[i];
  for (int k = 0; k < kWidth; ++k) sum += parts[k];
  return sum;
}

template <typename T>
INFOFLOW_KERNEL void Normalize(T* x, int n) {
  // A vector type, since the compiler does not vectorise least values that may be NaN. A NaN may
  // be lost here, but not from the pixel that has it.
  typedef T Lanes __attribute__((vector_size(kLanes * sizeof(T))));
  int i = 0;
  T least = x[0];
  if (n >= kLanes) {
    Lanes lanes;
    __builtin_memcpy(&lanes, x, sizeof(lanes));
    for (i = kLanes; i + kLanes <= n; i += kLanes) {
      Lanes next;
      __builtin_memcpy(&next, x + i, sizeof(next));
      lanes = next < lanes ? next : lanes;
    }
    for (int k = 0; k < kLanes; ++k) least = lanes[k] < least ? lanes[k] : least;
  }
  for (; i < n; ++i) least = x[i] < least ? x[i] : least;

  for (i = 0; i < n; ++i) x[i] = (x[i] - least) + T(kPixelFloor);
  const T sum = PyTorchSum<T>(x, n);
  for (i = 0; i < n; ++i) x[i] /= sum;
}

template <typename T>
INFOFLOW_KERNEL T RelativeEntropy(const T* p, const T* q, int n) {
  // Terms first, so that the loop with the logarithm vectorises.
  constexpr int kTerms = 16 * kLanes;
  T terms[kTerms];
  T lanes[kLanes];
  for (int k = 0; k < kLanes; ++k) lanes[k] = T(0);
  for (int first = 0; first < n; first += kTerms) {
    const int count = n - first < kTerms ? n - first : kTerms;
    for (int i = 0; i < count; ++i) terms[i] = p[first + i] * Log<T>(p[first + i] / q[first + i]);
    for (int i = count; i < (count + kLanes - 1) / kLanes * kLanes; ++i) terms[i] = T(0);
    for (int i = 0; i < count; i += kLanes) {
      for (int k = 0; k < kLanes; ++k) lanes[k] += terms[i + k];
    }
  }
  return LaneSum(lanes);
}

template <typename T>
INFOFLOW_KERNEL double SignedSum(const T* x, int n) {
  double lanes[kLanes] = {};
  int i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    for (int k = 0; k < kLanes; ++k) lanes[k] += static_cast<double>(x[i + k]);
  }
  double sum = LaneSum(lanes);
  for (; i < n; ++i) sum += static_cast<double>(x[i]);
  return sum;
}

// Sums of x scale - first and of its square.
template <typename T>
INFOFLOW_KERNEL void AddDifferences(const T* x, double scale, const double* __restrict__ first,
                                    int n, double* __restrict__ sums,
                                    double* __restrict__ squares) {
  for (int i = 0; i < n; ++i) {
    const double difference = static_cast<double>(x[i]) * scale - first[i];
    sums[i] += difference;
    squares[i] += difference * difference;
  }
}

}  // namespace

template <typename T>
void NormalizeImages(MatrixView<T> images) {
  if (images.empty()) return;
  for (int b = 0; b < images.rows(); ++b)
    RunKernel<Normalize<T>>(images.row(b).data(), images.columns());
}

template <typename T>
std::vector<double> DistributionRelativeEntropies(ConstMatrixView<T> p, ConstMatrixView<T> q) {
  INFOFLOW_CHECK(p.rows() == q.rows() && p.columns() == q.columns());
  std::vector<double> entropies(p.rows());
  for (int b = 0; b < p.rows(); ++b) {
    entropies[b] = RunKernel<RelativeEntropy<T>>(p.row(b).data(), q.row(b).data(), p.columns());
  }
  return entropies;
}

template <typename T>
std::vector<double> OverwritingRelativeEntropies(MatrixView<T> reference,
                                                 MatrixView<T> reconstruction) {
  NormalizeImages(reference);
  NormalizeImages(reconstruction);
  return DistributionRelativeEntropies<T>(reference, reconstruction);
}

template <typename T>
double DifferentialEntropy(ConstMatrixView<T> images) {
  const int rows = images.rows();
  const int n = images.columns();
  INFOFLOW_CHECK(rows >= 2 && n >= 1);
  // Differences from the first image, so that equal images give exactly 0. Its own is 0: the
  // squares' sum is less than `rows` times what is left when that of the mean is taken off.
  std::vector<double> first(n), sums(n), squares(n);
  for (int b = 0; b < rows; ++b) {
    const T* const image = images.row(b).data();
    const double scale = 1.0 / RunKernel<SignedSum<T>>(image, n);
    if (b == 0) {
      for (int i = 0; i < n; ++i) first[i] = static_cast<double>(image[i]) * scale;
    } else {
      RunKernel<AddDifferences<T>>(image, scale, first.data(), n, sums.data(), squares.data());
    }
  }
  double sum = 0.0;
  for (int i = 0; i < n; ++i) {
    sum += 0.5 * std::log((squares[i] - sums[i] * sums[i] / rows) / (rows - 1));
  }
  using numerics::kHalfLn2PiE;
  return kHalfLn2PiE + sum / n;
}

#define INFOFLOW_INSTANTIATE(T)                                                            \
  template void NormalizeImages(MatrixView<T>);                                            \
  template std::vector<double> DistributionRelativeEntropies(ConstMatrixView<T>,           \
                                                             ConstMatrixView<T>);          \
  template std::vector<double> OverwritingRelativeEntropies(MatrixView<T>, MatrixView<T>); \
  template double DifferentialEntropy(ConstMatrixView<T>);
INFOFLOW_INSTANTIATE(float)
INFOFLOW_INSTANTIATE(double)
#undef INFOFLOW_INSTANTIATE

}  // namespace infoflow::cascade
