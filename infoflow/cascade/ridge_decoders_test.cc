#include "infoflow/cascade/ridge_decoders.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {
namespace {

using linalg::Matrix;

template <typename T>
Matrix<T> Images(int count, int pixels) {
  random::Stream stream(5, random::StreamUse::kTest, 0);
  Matrix<T> images(count, pixels);
  random::FillUniform(stream, images.values());
  return images;
}

template <typename T>
network::Network<T> MakeNetwork(const std::vector<int>& sizes, activation::Kind activation) {
  return network::MakeDenseNetwork<T>(sizes, activation, activation, {1.5, 0.05}, 1).value();
}

TEST(RidgeDecodersTest, SatisfyTheNormalEquations) {
  const std::vector<int> sizes = {12, 10, 8};
  const Matrix<double> images = Images<double>(1300, 12);  // more than one chunk
  const double penalty = 1e-3;
  WorkerPool workers(2);
  const network::Network<double> network = MakeNetwork<double>(sizes, activation::Kind::kTanh);
  const Cascade<double> cascade =
      MakeRidgeCascade<double>(network, images, {penalty}, workers).value();
  network::NetworkWorkspace<double> workspace(network, images.rows());
  network::Forward<double>(network, images, workspace, workers);
  for (int l = 0; l < 2; ++l) {
    const int n = sizes[l + 1], m = sizes[l];
    const linalg::ConstMatrixView<double> y = workspace.output(l);
    const linalg::ConstMatrixView<double> x =
        l == 0 ? linalg::ConstMatrixView<double>(images) : workspace.output(l - 1);
    const absl::Span<const double> v = cascade.parameters(l);
    for (int i = 0; i < m; ++i) {
      // 1/N sum_b residual_bi y_bj = lambda V_ij, and residuals have mean 0.
      std::vector<double> moment(n);
      double mean = 0.0;
      for (int b = 0; b < images.rows(); ++b) {
        double residual = x(b, i) - v[n * m + i];
        for (int j = 0; j < n; ++j) residual -= v[i * n + j] * y(b, j);
        mean += residual / images.rows();
        for (int j = 0; j < n; ++j) moment[j] += residual * y(b, j) / images.rows();
      }
      EXPECT_NEAR(mean, 0.0, 1e-12);
      for (int j = 0; j < n; ++j) EXPECT_NEAR(moment[j], penalty * v[i * n + j], 1e-11);
    }
  }
}

TEST(RidgeDecodersTest, InvertALinearNetwork) {
  const Matrix<double> images = Images<double>(400, 10);
  WorkerPool workers(1);
  const Cascade<double> cascade =
      MakeRidgeCascade<double>(MakeNetwork<double>({10, 14, 20}, activation::Kind::kLinear), images,
                               {1e-12}, workers)
          .value();
  const Matrix<double> got = Reconstruct<double>(cascade, images, 2, workers);
  for (int b = 0; b < 400; ++b) {
    for (int i = 0; i < 10; ++i) ASSERT_NEAR(got(400 + b, i), images(b, i), 1e-6);
  }
}

TEST(RidgeDecodersTest, ALargePenaltyLeavesTheMeanImage) {
  const Matrix<double> images = Images<double>(50, 6);
  WorkerPool workers(1);
  const Cascade<double> cascade =
      MakeRidgeCascade<double>(MakeNetwork<double>({6, 5}, activation::Kind::kTanh), images, {1e9},
                               workers)
          .value();
  const Matrix<double> got = Reconstruct<double>(cascade, images, 1, workers);
  for (int i = 0; i < 6; ++i) {
    double mean = 0.0;
    for (int b = 0; b < 50; ++b) mean += images(b, i) / 50.0;
    EXPECT_NEAR(got(7, i), mean, 1e-8);
  }
}

TEST(RidgeDecodersTest, ThreadsChangeNoBit) {
  const Matrix<float> images = Images<float>(300, 250);
  const auto network = MakeNetwork<float>({250, 210, 200}, activation::Kind::kTanh);
  WorkerPool one(1), three(3);
  const Cascade<float> a = MakeRidgeCascade<float>(network, images, {}, one).value();
  const Cascade<float> b = MakeRidgeCascade<float>(network, images, {}, three).value();
  for (int l = 0; l < 2; ++l) {
    EXPECT_EQ(std::vector<float>(a.parameters(l).begin(), a.parameters(l).end()),
              std::vector<float>(b.parameters(l).begin(), b.parameters(l).end()));
  }
}

TEST(RidgeDecodersTest, RejectsBadInput) {
  WorkerPool workers(1);
  const auto error = [&](const Matrix<float>& images, double penalty) {
    return std::string(MakeRidgeCascade<float>(MakeNetwork<float>({6, 5}, activation::Kind::kTanh),
                                               images, {penalty}, workers)
                           .status()
                           .message());
  };
  EXPECT_EQ(error(Images<float>(9, 6), 0.0), "penalty=0: must be a finite number above 0");
  EXPECT_EQ(error(Images<float>(9, 7), 1.0),
            "images of 7 pixels do not fit a network with 6 inputs");
  EXPECT_EQ(error(Images<float>(1, 6), 1.0), "1 images: ridge decoders need at least 2");
  Matrix<float> images = Images<float>(9, 6);
  images(4, 2) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(error(images, 1.0), "the network's activations are not finite");
}

}  // namespace
}  // namespace infoflow::cascade
