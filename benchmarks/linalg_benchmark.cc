// Dense products and factorizations, BLAS on one thread.
//
// Bound of OpenBLAS: two 512-bit units do 2 x 8 (double) or 2 x 16 (float) fused
// multiply-adds, 32 or 64 flops, per cycle and core: 96 or 192 GFLOP/s at 3 GHz. On AVX2 machines
// half of it. The builtin kernels add and multiply separately, as contraction is off, in 256-bit
// registers: a quarter of the bound above. Gemv moves 8 bytes per 2 flops: bandwidth of the cache
// level that holds the matrix, divided by four.

#include <cstdint>

#include "benchmark/benchmark.h"
#include "benchmarks/core_clock.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/haar.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/linalg/row_product.h"
#include "infoflow/linalg/sign_product.h"
#include "infoflow/linalg/thin_product.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::linalg {
namespace {

template <typename T>
Matrix<T> RandomMatrix(int rows, int columns) {
  random::Stream stream(1, random::StreamUse::kTest, 0);
  Matrix<T> a(rows, columns);
  random::FillNormal(stream, a.values());
  return a;
}

void SetFlops(benchmark::State& state, double flops) {
  state.counters["flop/s"] = benchmark::Counter(flops * static_cast<double>(state.iterations()),
                                                benchmark::Counter::kIsRate);
  state.SetLabel(DescribeBlas().name + " " + DescribeBlas().kernel);
}

template <typename T>
void BM_Gemm(benchmark::State& state) {
  const SingleThreadedBlas single_threaded_blas;
  const int n = static_cast<int>(state.range(0));
  const Matrix<T> a = RandomMatrix<T>(n, n);
  Matrix<T> c(n, n);
  for (auto _ : state) {
    Gemm(Transpose::kNo, Transpose::kNo, T(1), a, a, T(0), c);
    benchmark::DoNotOptimize(c.values().data());
  }
  SetFlops(state, 2.0 * n * n * n);
}
BENCHMARK_TEMPLATE(BM_Gemm, float)->Arg(64)->Arg(256)->Arg(1024);
BENCHMARK_TEMPLATE(BM_Gemm, double)->Arg(64)->Arg(256)->Arg(1024);

// m x k signs times k x n numbers. Bound: m n k / 4 additions and 4 n k for the sums of four, each
// read from or written to the first-level cache, one register of 16 a cycle.
void BM_SignProduct(benchmark::State& state) {
  const int m = static_cast<int>(state.range(0));
  const int k = static_cast<int>(state.range(1));
  const int n = static_cast<int>(state.range(2));
  const bool transposed = state.range(3) != 0;
  const Matrix<float> b = transposed ? RandomMatrix<float>(n, k) : RandomMatrix<float>(k, n);
  const Matrix<float> values = RandomMatrix<float>(m, k);
  Matrix<std::int8_t> s(m, k);
  for (std::size_t i = 0; i < s.size(); ++i) s.values()[i] = values.values()[i] < 0.0f ? -1 : 1;
  Matrix<float> c(m, n);
  for (auto _ : state) {
    SignProduct(Transpose::kNo, transposed ? Transpose::kYes : Transpose::kNo, 1.0f, s, b, 0.0f, c);
    benchmark::DoNotOptimize(c.values().data());
  }
  state.counters["flop/s"] = benchmark::Counter(
      2.0 * m * n * k * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
  state.counters["bound"] = (m / 4.0 + 4.0) * n * k / 16.0 * SecondsPerCycle();
  state.SetLabel("flops of the general product; a quarter of them is done");
}
BENCHMARK(BM_SignProduct)
    ->Args({100, 1024, 256, 0})
    ->Args({100, 256, 1024, 1})
    ->Args({100, 256, 64, 0})
    ->Args({100, 100, 81, 0});

// m x k times k x n. Bound: two or one fused multiply-adds of 512 bits a cycle; what it competes
// with is BM_Gemm.
template <typename T>
void BM_ThinProduct(benchmark::State& state) {
  const int m = static_cast<int>(state.range(0));
  const int k = static_cast<int>(state.range(1));
  const int n = static_cast<int>(state.range(2));
  const Matrix<T> a = RandomMatrix<T>(m, k), b = RandomMatrix<T>(k, n);
  Matrix<T> c(m, n);
  for (auto _ : state) {
    ThinProduct(Transpose::kNo, a, b, c);
    benchmark::DoNotOptimize(c.values().data());
  }
  SetFlops(state, 2.0 * m * n * k);
  state.SetLabel("rows of A and B as they are");
}
BENCHMARK_TEMPLATE(BM_ThinProduct, float)
    ->Args({784, 784, 64})
    ->Args({784, 64, 784})
    ->Args({64, 784, 784});
BENCHMARK_TEMPLATE(BM_ThinProduct, double)->Args({128, 784, 128})->Args({784, 384, 784});

// m x k times the transpose of n x k; the same bound.
template <typename T>
void BM_RowProduct(benchmark::State& state) {
  const int m = static_cast<int>(state.range(0));
  const int k = static_cast<int>(state.range(1));
  const int n = static_cast<int>(state.range(2));
  const Matrix<T> a = RandomMatrix<T>(m, k), b = RandomMatrix<T>(n, k);
  Matrix<T> c(m, n);
  for (auto _ : state) {
    RowProduct(a, b, c);
    benchmark::DoNotOptimize(c.values().data());
  }
  SetFlops(state, 2.0 * m * n * k);
  state.SetLabel("rows of A and B as they are");
}
BENCHMARK_TEMPLATE(BM_RowProduct, float)->Args({64, 784, 784})->Args({1000, 784, 784});
BENCHMARK_TEMPLATE(BM_RowProduct, double)->Args({64, 784, 784});

void BM_Gemv(benchmark::State& state) {
  const SingleThreadedBlas single_threaded_blas;
  const int n = static_cast<int>(state.range(0));
  const Matrix<double> a = RandomMatrix<double>(n, n);
  Matrix<double> y(2, n);
  for (auto _ : state) {
    Gemv(Transpose::kNo, 1.0, a, y.row(0), 0.0, y.row(1));
    benchmark::DoNotOptimize(y.values().data());
  }
  SetFlops(state, 2.0 * n * n);
}
BENCHMARK(BM_Gemv)->Arg(256)->Arg(1024);

void BM_SymmetricEigenvalues(benchmark::State& state) {
  const SingleThreadedBlas single_threaded_blas;
  const int n = static_cast<int>(state.range(0));
  const Matrix<double> a = RandomMatrix<double>(n, n);
  for (auto _ : state) benchmark::DoNotOptimize(SymmetricEigenvalues(a).value().data());
  SetFlops(state, 4.0 / 3.0 * n * n * n);
}
BENCHMARK(BM_SymmetricEigenvalues)->Arg(100)->Arg(400);

void BM_SingularValues(benchmark::State& state) {
  const SingleThreadedBlas single_threaded_blas;
  const int n = static_cast<int>(state.range(0));
  const Matrix<double> a = RandomMatrix<double>(n, n);
  for (auto _ : state) benchmark::DoNotOptimize(SingularValues(a).value().data());
  SetFlops(state, 8.0 / 3.0 * n * n * n);
}
BENCHMARK(BM_SingularValues)->Arg(100)->Arg(400);

void BM_HaarOrthogonal(benchmark::State& state) {
  const SingleThreadedBlas single_threaded_blas;
  const int n = static_cast<int>(state.range(0));
  random::Stream stream(1, random::StreamUse::kTest, 0);
  for (auto _ : state) {
    benchmark::DoNotOptimize(HaarOrthogonal(n, n, stream).value().values().data());
  }
  SetFlops(state, 8.0 / 3.0 * n * n * n);
}
BENCHMARK(BM_HaarOrthogonal)->Arg(100)->Arg(400);

}  // namespace
}  // namespace infoflow::linalg
