// Products and factorizations, and updates of restricted Boltzmann machines, which are products.

#include <cstdint>
#include <memory>
#include <numeric>
#include <vector>

#include "benchmark/benchmark.h"
#include "benchmarks/growth/growth_kernel.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/linalg/sign_product.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/training/contrastive_divergence.h"

namespace infoflow::growth {

namespace {

using linalg::Matrix;
using linalg::Transpose;

constexpr int kRows = 100;

template <typename T>
std::shared_ptr<Matrix<T>> NormalMatrix(int rows, int columns) {
  auto a = std::make_shared<Matrix<T>>(rows, columns);
  random::Stream stream(1, random::StreamUse::kTest, 0);
  random::FillNormal(stream, a->values());
  return a;
}

rbm::Spins RandomSpins(int rows, int columns) {
  const auto values = NormalMatrix<float>(rows, columns);
  rbm::Spins spins(rows, columns);
  for (std::size_t i = 0; i < spins.size(); ++i) {
    spins.values()[i] = values->values()[i] < 0.0f ? -1 : 1;
  }
  return spins;
}

Step Gemm(int n) {
  const auto a = NormalMatrix<double>(n, n);
  auto c = std::make_shared<Matrix<double>>(n, n);
  return [a, c] { linalg::Gemm(Transpose::kNo, Transpose::kNo, 1.0, *a, *a, 0.0, *c); };
}

Step SignProduct(int n) {
  const auto b = NormalMatrix<float>(n, n);
  const auto s = std::make_shared<rbm::Spins>(RandomSpins(kRows, n));
  auto c = std::make_shared<Matrix<float>>(kRows, n);
  return [b, s, c] { linalg::SignProduct(Transpose::kNo, Transpose::kNo, 1.0f, *s, *b, 0.0f, *c); };
}

Step SymmetricEigenvalues(int n) {
  const auto a = NormalMatrix<double>(n, n);
  return [a] { benchmark::DoNotOptimize(linalg::SymmetricEigenvalues(*a).value().data()); };
}

Step MachineUpdate(int units) {
  struct State {
    rbm::Spins samples;
    std::vector<int> batch;
    rbm::ContrastiveDivergence machine;
  };
  auto state = std::make_shared<State>(State{
      RandomSpins(kRows, units), std::vector<int>(kRows),
      rbm::ContrastiveDivergence(rbm::ToFloat(rbm::RandomMachine(units, units, 0.01, 1).value()),
                                 rbm::UpdateRule(), kRows, 1, 1)});
  std::iota(state->batch.begin(), state->batch.end(), 0);
  return [state] { state->machine.Update(state->samples, state->batch, 1e-3); };
}

}  // namespace

void AddLinearAlgebraGrowth(GrowthKernels& kernels) {
  kernels.push_back({"matrix product",
                     "n",
                     {},
                     3.0,
                     "2 n^3 flops",
                     {16, 32, 64, 128, 256, 512, 1024, 1600},
                     Gemm});
  kernels.push_back({"sign product, 100 rows",
                     "n",
                     {},
                     2.0,
                     "100 n^2 / 4 additions",
                     {32, 64, 128, 256, 512, 1024, 2048, 3200},
                     SignProduct});
  kernels.push_back({"symmetric eigenvalues",
                     "n",
                     {},
                     3.0,
                     "4/3 n^3 flops",
                     {16, 32, 64, 128, 256, 512, 1024, 1600},
                     SymmetricEigenvalues});
  kernels.push_back({"RBM update, n to n units",
                     "n",
                     {},
                     2.0,
                     "5 sign products",
                     {16, 32, 64, 128, 256, 512, 1024, 1600},
                     MachineUpdate});
}

}  // namespace infoflow::growth
