#include "infoflow/network/usv/usv_layer.h"

#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/layer_gradient_check.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::network {
namespace {

using linalg::Matrix;

template <typename T>
FixedMatrix<T> RandomMatrix(int rows, int columns, int index) {
  random::Stream stream(1, random::StreamUse::kTest, index);
  auto matrix = std::make_shared<Matrix<T>>(rows, columns);
  random::FillNormal(stream, matrix->values());
  return matrix;
}

// Nothing of the layer needs orthonormal directions.
template <typename T>
LayerPointer<T> RandomLayer(int in, int rank, int out, activation::Kind activation,
                            bool takes_projections = false) {
  return MakeUsvLayer<T>(takes_projections ? nullptr : RandomMatrix<T>(in, rank, 1),
                         RandomMatrix<T>(rank, out, 2), activation);
}

TEST(UsvLayerTest, HasTheGradientsOfFiniteDifferences) {
  WorkerPool workers(2);
  for (const activation::Kind activation :
       {activation::Kind::kLinear, activation::Kind::kRelu, activation::Kind::kHardtanh,
        activation::Kind::kErf, activation::Kind::kTanh}) {
    for (const bool takes_projections : {false, true}) {
      const auto layer = RandomLayer<double>(7, 4, 5, activation, takes_projections);
      EXPECT_LT(WorstGradientError(*layer, 6, workers), 1e-7) << layer->Describe();
    }
  }
  // More columns than one work item has, on each side.
  for (const auto& sizes : std::vector<std::vector<int>>{{401, 3, 2}, {2, 401, 2}, {2, 3, 401}}) {
    const auto layer = RandomLayer<double>(sizes[0], sizes[1], sizes[2], activation::Kind::kLinear);
    EXPECT_LT(WorstGradientError(*layer, 2, workers), 1e-7) << layer->Describe();
  }
}

// x U S V with the whole matrix at once, and its gradient by S as a diagonal of the gradient by a
// dense matrix: U^T (x^T delta) V^T.
TEST(UsvLayerTest, IsTheProduct) {
  WorkerPool workers(1);
  const FixedMatrix<double> u = RandomMatrix<double>(6, 3, 1);
  const FixedMatrix<double> v = RandomMatrix<double>(3, 5, 2);
  const auto layer = MakeUsvLayer<double>(u, v, activation::Kind::kLinear);
  EXPECT_EQ(layer->Describe(), "usv(6,3,5,linear)");
  EXPECT_EQ(MakeUsvLayer<double>(nullptr, v, activation::Kind::kRelu)->Describe(), "usv(3,5,relu)");
  EXPECT_EQ(layer->num_parameters(), 3u);
  EXPECT_EQ(layer->fan_in(), 6);
  const std::vector<double> s = {0.5, -2.0, 0.0};
  const FixedMatrix<double> x = RandomMatrix<double>(4, 6, 3);
  Matrix<double> output(4, 5), recorded(4, 5), memory(4, layer->memory_size());
  layer->Forward({s, *x, output, memory, recorded}, workers);
  Matrix<double> scaled = *v;
  for (int i = 0; i < 3; ++i) linalg::Scale(s[i], scaled.row(i));
  const Matrix<double> want = linalg::Product(linalg::Product(*x, *u), scaled);
  for (std::size_t i = 0; i < want.size(); ++i) {
    EXPECT_NEAR(output.values()[i], want.values()[i], 1e-13);
    EXPECT_EQ(output.values()[i], recorded.values()[i]);
  }
  const Matrix<double> delta = *RandomMatrix<double>(4, 5, 4);
  Matrix<double> gradient = delta;
  std::vector<double> s_gradient(3);
  layer->Backward({s, *x, output, memory, gradient, {}, absl::MakeSpan(s_gradient), {}}, workers);
  const Matrix<double> dense = linalg::Product(
      linalg::Product(linalg::Transposed(linalg::Product(*x, *u)), delta), linalg::Transposed(*v));
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(s_gradient[i], dense(i, i), 1e-12);
}

template <typename T>
std::vector<T> PassOf(int threads) {
  const linalg::SingleThreadedBlas single_threaded_blas;
  WorkerPool workers(threads);
  const auto layer = RandomLayer<T>(500, 450, 800, activation::Kind::kHardtanh);
  const Matrix<T> input = *RandomMatrix<T>(20, 500, 5);
  const std::vector<T> s(450, T(0.01));
  Matrix<T> output(20, 800), memory(20, layer->memory_size()), input_gradient(20, 500);
  Matrix<T> gradient = *RandomMatrix<T>(20, 800, 6);
  std::vector<T> s_gradient(450);
  layer->Forward({s, input, output, memory, {}}, workers);
  layer->Backward(
      {s, input, output, memory, gradient, input_gradient, absl::MakeSpan(s_gradient), {}},
      workers);
  std::vector<T> all(output.values().begin(), output.values().end());
  all.insert(all.end(), input_gradient.values().begin(), input_gradient.values().end());
  all.insert(all.end(), s_gradient.begin(), s_gradient.end());
  return all;
}

TEST(UsvLayerTest, GivesTheSameBitsForAnyNumberOfThreads) {
  EXPECT_EQ(PassOf<double>(1), PassOf<double>(2));
  EXPECT_EQ(PassOf<float>(1), PassOf<float>(5));
}

}  // namespace
}  // namespace infoflow::network
