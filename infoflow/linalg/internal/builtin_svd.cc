// Singular values by Hestenes' one-sided Jacobi method: plane rotations make the longer side's
// vectors orthogonal, whose lengths are then the singular values. Source: Golub and Van Loan,
// "Matrix computations" (4th ed.), sec. 8.6.3.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <vector>

#include "infoflow/linalg/internal/blas_kernels.h"
#include "infoflow/linalg/internal/lapack_kernels.h"

namespace infoflow::linalg::internal {

namespace {

// Sweeps over all pairs; six to ten are usual.
constexpr int kMaxSweeps = 60;

template <typename T>
void RotatePair(int n, T c, T s, T* __restrict x, T* __restrict y) {
  for (int i = 0; i < n; ++i) {
    const T old = x[i];
    x[i] = c * old - s * y[i];
    y[i] = s * old + c * y[i];
  }
}

// Rows of W (k x length) become orthogonal, k <= length; those of `turns` (k x k, unless null)
// are rotated along: W = turns W_0.
template <typename T>
bool Orthogonalize(int k, int length, T* w, T* turns) {
  const T tolerance = std::numeric_limits<T>::epsilon() * std::sqrt(static_cast<T>(length));
  const auto row = [w, length](int i) { return w + static_cast<std::ptrdiff_t>(i) * length; };
  for (int sweep = 0; sweep < kMaxSweeps; ++sweep) {
    bool rotated = false;
    for (int p = 0; p < k; ++p) {
      for (int q = p + 1; q < k; ++q) {
        const T a = DotKernel<T>(length, row(p), row(p));
        const T b = DotKernel<T>(length, row(q), row(q));
        const T g = DotKernel<T>(length, row(p), row(q));
        // Squares that underflow belong to values that are zero relative to the largest one.
        if (!(std::abs(g) > tolerance * std::sqrt(a) * std::sqrt(b)) ||
            std::abs(g) < std::numeric_limits<T>::min()) {
          continue;
        }
        rotated = true;
        const T zeta = (b - a) / (T(2) * g);
        const T t = std::copysign(T(1), zeta) / (std::abs(zeta) + std::hypot(T(1), zeta));
        const T c = T(1) / std::hypot(T(1), t);
        RotatePair(length, c, c * t, row(p), row(q));
        if (turns != nullptr) {
          RotatePair(k, c, c * t, turns + static_cast<std::ptrdiff_t>(p) * k,
                     turns + static_cast<std::ptrdiff_t>(q) * k);
        }
      }
    }
    if (!rotated) return true;
  }
  return false;
}

template <typename T>
int BuiltinSvd(int m, int n, T* a, T* values, T* u, T* vt) {
  const int k = std::min(m, n);
  const int length = std::max(m, n);
  const bool wide = m < n;
  // Rows of W are the rows of A when A is wide, else its columns; scaled by a power of two so
  // that squares stay finite.
  T largest = 0;
  const std::size_t size = static_cast<std::size_t>(m) * n;
  for (std::size_t i = 0; i < size; ++i) largest = std::max(largest, std::abs(a[i]));
  const T scale = largest == T(0) ? T(1) : std::ldexp(T(1), std::ilogb(largest));
  std::vector<T> w(size);
  for (int i = 0; i < k; ++i) {
    for (int j = 0; j < length; ++j) {
      w[static_cast<std::size_t>(i) * length + j] =
          (wide ? a[static_cast<std::size_t>(i) * n + j] : a[static_cast<std::size_t>(j) * n + i]) /
          scale;
    }
  }
  std::vector<T> turns;
  if (u != nullptr) {
    turns.assign(static_cast<std::size_t>(k) * k, T(0));
    for (int i = 0; i < k; ++i) turns[static_cast<std::size_t>(i) * k + i] = T(1);
  }
  if (!Orthogonalize(k, length, w.data(), u != nullptr ? turns.data() : nullptr)) return 1;
  std::vector<T> lengths(k);
  for (int i = 0; i < k; ++i) {
    lengths[i] = Norm2Kernel<T>(length, w.data() + static_cast<std::size_t>(i) * length);
  }
  std::vector<int> order(k);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&lengths](int i, int j) { return lengths[i] > lengths[j]; });
  for (int s = 0; s < k; ++s) values[s] = lengths[order[s]] * scale;
  if (u == nullptr) return 0;
  // W = turns W_0 = diag(lengths) X with orthonormal rows of X, so W_0 = turns^T diag X.
  for (int s = 0; s < k; ++s) {
    const T* unit = w.data() + static_cast<std::size_t>(order[s]) * length;
    const T* turn = turns.data() + static_cast<std::size_t>(order[s]) * k;
    const T norm = lengths[order[s]] == T(0) ? T(1) : lengths[order[s]];
    if (wide) {  // A = W_0
      for (int j = 0; j < n; ++j) vt[static_cast<std::size_t>(s) * n + j] = unit[j] / norm;
      for (int i = 0; i < m; ++i) u[static_cast<std::size_t>(i) * k + s] = turn[i];
    } else {  // A = W_0^T
      for (int j = 0; j < n; ++j) vt[static_cast<std::size_t>(s) * n + j] = turn[j];
      for (int i = 0; i < m; ++i) u[static_cast<std::size_t>(i) * k + s] = unit[i] / norm;
    }
  }
  return 0;
}

}  // namespace

template <>
int SvdKernel<float>(int m, int n, float* a, float* values, float* u, float* vt) {
  return BuiltinSvd<float>(m, n, a, values, u, vt);
}
template <>
int SvdKernel<double>(int m, int n, double* a, double* values, double* u, double* vt) {
  return BuiltinSvd<double>(m, n, a, values, u, vt);
}

}  // namespace infoflow::linalg::internal
