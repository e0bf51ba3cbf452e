// Symmetric eigenproblems: Householder reduction to tridiagonal form and the QL iteration with
// implicit shifts. Source: Golub and Van Loan, "Matrix computations" (4th ed.), sec. 8.3.
//
// Eigenvectors are kept as rows, so that both parts work along the rows of a matrix.

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

// QL steps allowed per eigenvalue; two or three are usual.
constexpr int kMaxSteps = 60;

// A = Q T Q^T. Overwrites A with Q^T if `vectors`.
template <typename T>
void Tridiagonalize(bool vectors, int n, T* a, T* diagonal, T* off_diagonal) {
  const auto row = [a, n](int i) { return a + static_cast<std::ptrdiff_t>(i) * n; };
  std::vector<T> v(n);
  std::vector<T> p(n);
  // Reflection k, 1 - tau v v^T with v nonzero from k + 1 on, clears column k below the
  // off-diagonal; v is then kept in row k.
  std::vector<T> tau(n, T(0));
  for (int k = 0; k + 1 < n; ++k) {
    const int size = n - k - 1;
    T* x = row(k) + k + 1;  // by symmetry, column k below the diagonal
    const T norm = Norm2Kernel<T>(size, x);
    const T rest = size > 1 ? Norm2Kernel<T>(size - 1, x + 1) : T(0);
    if (rest == T(0)) {
      off_diagonal[k] = x[0];
      continue;
    }
    const T alpha = x[0] > T(0) ? -norm : norm;
    off_diagonal[k] = alpha;
    // v = (x - alpha e) / (x_0 - alpha), whose first element is 1.
    tau[k] = (alpha - x[0]) / alpha;
    const T scale = T(1) / (x[0] - alpha);
    v[0] = T(1);
    for (int i = 1; i < size; ++i) v[i] = x[i] * scale;
    // A := H A H = A - v w^T - w v^T, w = p - tau (p.v) v / 2, p = tau A v.
    GemvKernel<T>(false, size, size, tau[k], row(k + 1) + k + 1, n, v.data(), T(0), p.data());
    const T half = T(0.5) * tau[k] * DotKernel<T>(size, p.data(), v.data());
    AxpyKernel<T>(size, -half, v.data(), p.data());
    GerKernel<T>(size, size, T(-1), v.data(), p.data(), row(k + 1) + k + 1, n);
    GerKernel<T>(size, size, T(-1), p.data(), v.data(), row(k + 1) + k + 1, n);
    std::copy(v.begin(), v.begin() + size, x);
  }
  for (int i = 0; i < n; ++i) diagonal[i] = row(i)[i];
  if (!vectors) return;
  // Q^T = ... H_1 H_0, built from the last reflection on in the lower right corner, which is
  // all that is not yet the unit matrix. The rows of A above that corner still hold the v.
  for (int k = n - 1; k >= 0; --k) {
    const int size = n - k - 1;
    std::copy(row(k) + k + 1, row(k) + n, v.begin());
    std::fill(row(k) + k, row(k) + n, T(0));
    for (int i = k; i < n; ++i) row(i)[k] = T(0);
    row(k)[k] = T(1);
    if (tau[k] == T(0)) continue;
    T* corner = row(k + 1) + k + 1;
    GemvKernel<T>(false, size, size, T(1), corner, n, v.data(), T(0), p.data());
    GerKernel<T>(size, size, -tau[k], p.data(), v.data(), corner, n);
  }
}

// (x, y) := (c x - s y, s x + c y)
template <typename T>
void Rotate(int n, T c, T s, T* __restrict x, T* __restrict y) {
  for (int i = 0; i < n; ++i) {
    const T old = x[i];
    x[i] = c * old - s * y[i];
    y[i] = s * old + c * y[i];
  }
}

// Eigenvalues of the tridiagonal matrix into `d`; rotates rows of `vectors` along unless null.
// e has n elements, of which the last is not used.
template <typename T>
int QlIteration(int n, T* d, T* e, T* vectors) {
  const auto row = [vectors, n](int i) { return vectors + static_cast<std::ptrdiff_t>(i) * n; };
  constexpr T kEpsilon = std::numeric_limits<T>::epsilon();
  e[n - 1] = T(0);
  for (int l = 0; l < n; ++l) {
    for (int step = 0;; ++step) {
      int m = l;  // the block l..m does not split
      while (m + 1 < n && std::abs(e[m]) > kEpsilon * (std::abs(d[m]) + std::abs(d[m + 1])) &&
             std::abs(e[m]) > std::numeric_limits<T>::min()) {
        ++m;
      }
      if (m == l) break;
      if (step == kMaxSteps) return l + 1;
      // Wilkinson's shift: the eigenvalue of the leading 2 x 2 block closer to d[l].
      T g = (d[l + 1] - d[l]) / (T(2) * e[l]);
      T r = std::hypot(g, T(1));
      g = d[m] - d[l] + e[l] / (g + std::copysign(r, g));
      T s = T(1), c = T(1), p = T(0);
      int i = m - 1;
      for (; i >= l; --i) {
        const T f = s * e[i];
        const T b = c * e[i];
        r = std::hypot(f, g);
        e[i + 1] = r;
        if (r == T(0)) {  // the block splits on the way
          d[i + 1] -= p;
          e[m] = T(0);
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1] - p;
        r = (d[i] - g) * s + T(2) * c * b;
        p = s * r;
        d[i + 1] = g + p;
        g = c * r - b;
        if (vectors != nullptr) Rotate(n, c, s, row(i), row(i + 1));
      }
      if (r == T(0) && i >= l) continue;
      d[l] -= p;
      e[l] = g;
      e[m] = T(0);
    }
  }
  return 0;
}

template <typename T>
void SortEigen(int n, T* values, T* vectors) {
  if (vectors == nullptr) {
    std::sort(values, values + n);
    return;
  }
  std::vector<int> order(n);
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [values](int i, int j) {
    return values[i] != values[j] ? values[i] < values[j] : i < j;
  });
  const std::size_t size = static_cast<std::size_t>(n) * n;
  const std::vector<T> old_values(values, values + n);
  const std::vector<T> old_vectors(vectors, vectors + size);
  for (int i = 0; i < n; ++i) {
    values[i] = old_values[order[i]];
    std::copy_n(old_vectors.data() + static_cast<std::size_t>(order[i]) * n, n,
                vectors + static_cast<std::size_t>(i) * n);
  }
}

// The power of two that brings the largest entry near 1, so that squares stay finite.
template <typename T>
T ScaleOf(int n, const T* x, const T* y, std::size_t size_y) {
  T largest = 0;
  for (int i = 0; i < n; ++i) largest = std::max(largest, std::abs(x[i]));
  for (std::size_t i = 0; i < size_y; ++i) largest = std::max(largest, std::abs(y[i]));
  return largest == T(0) ? T(1) : std::ldexp(T(1), std::ilogb(largest));
}

template <typename T>
int BuiltinSymmetricEigen(bool vectors, int n, T* a, T* values) {
  const std::size_t size = static_cast<std::size_t>(n) * n;
  const T scale = ScaleOf<T>(0, nullptr, a, size);
  for (std::size_t i = 0; i < size; ++i) a[i] /= scale;
  std::vector<T> off_diagonal(n);
  Tridiagonalize(vectors, n, a, values, off_diagonal.data());
  T* rows = vectors ? a : nullptr;
  const int info = QlIteration(n, values, off_diagonal.data(), rows);
  if (info != 0) return info;
  for (int i = 0; i < n; ++i) values[i] *= scale;
  SortEigen(n, values, rows);
  return 0;
}

template <typename T>
int BuiltinTridiagonalEigen(int n, T* diagonal, T* off_diagonal, T* vectors) {
  const T scale = ScaleOf<T>(n, diagonal, off_diagonal, n - 1);
  std::vector<T> e(n);
  for (int i = 0; i + 1 < n; ++i) e[i] = off_diagonal[i] / scale;
  for (int i = 0; i < n; ++i) diagonal[i] /= scale;
  if (vectors != nullptr) {
    std::fill(vectors, vectors + static_cast<std::size_t>(n) * n, T(0));
    for (int i = 0; i < n; ++i) vectors[static_cast<std::size_t>(i) * n + i] = T(1);
  }
  const int info = QlIteration(n, diagonal, e.data(), vectors);
  if (info != 0) return info;
  for (int i = 0; i < n; ++i) diagonal[i] *= scale;
  SortEigen(n, diagonal, vectors);
  return 0;
}

}  // namespace

template <>
int SymmetricEigenKernel<float>(bool vectors, int n, float* a, float* values) {
  return BuiltinSymmetricEigen<float>(vectors, n, a, values);
}
template <>
int SymmetricEigenKernel<double>(bool vectors, int n, double* a, double* values) {
  return BuiltinSymmetricEigen<double>(vectors, n, a, values);
}
template <>
int TridiagonalEigenKernel<float>(int n, float* diagonal, float* off_diagonal, float* vectors) {
  return BuiltinTridiagonalEigen<float>(n, diagonal, off_diagonal, vectors);
}
template <>
int TridiagonalEigenKernel<double>(int n, double* diagonal, double* off_diagonal, double* vectors) {
  return BuiltinTridiagonalEigen<double>(n, diagonal, off_diagonal, vectors);
}

}  // namespace infoflow::linalg::internal
