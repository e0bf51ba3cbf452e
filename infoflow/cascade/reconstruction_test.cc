#include "infoflow/cascade/reconstruction.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/cascade/convolutional_cascade.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/convolutional_network.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {
namespace {

using linalg::Matrix;

Cascade<double> MakeCascade(const std::vector<int>& sizes) {
  return MakeDenseCascade(network::MakeDenseNetwork<double>(sizes, activation::Kind::kTanh,
                                                            activation::Kind::kTanh, {1.5, 0.05}, 1)
                              .value(),
                          1)
      .value();
}

Matrix<double> Images(int count, int pixels) {
  random::Stream stream(4, random::StreamUse::kTest, 0);
  Matrix<double> images(count, pixels);
  random::FillUniform(stream, images.values());
  return images;
}

// One dense tanh layer by its formula.
std::vector<double> Dense(absl::Span<const double> parameters, const std::vector<double>& x,
                          int out) {
  std::vector<double> y(out);
  for (int i = 0; i < out; ++i) {
    double z = parameters[x.size() * out + i];
    for (std::size_t j = 0; j < x.size(); ++j) z += parameters[i * x.size() + j] * x[j];
    y[i] = std::tanh(z);
  }
  return y;
}

TEST(ReconstructionTest, IsTheNaiveComposition) {
  // Sizes that grow and shrink, so that levels move in the buffers.
  const std::vector<int> sizes = {6, 9, 4, 7, 3};
  const Cascade<double> cascade = MakeCascade(sizes);
  const Matrix<double> images = Images(5, 6);
  for (const int levels : {1, 3, 4}) {
    WorkerPool workers(2);
    const Matrix<double> got = Reconstruct<double>(cascade, images, levels, workers);
    ASSERT_EQ(got.rows(), levels * 5);
    for (int b = 0; b < 5; ++b) {
      std::vector<double> activation(images.row(b).begin(), images.row(b).end());
      for (int l = 1; l <= levels; ++l) {
        activation = Dense(cascade.network().parameters(l - 1), activation, sizes[l]);
        std::vector<double> decoded = activation;
        for (int j = l; j >= 1; --j) {
          decoded = Dense(cascade.parameters(j - 1), decoded, sizes[j - 1]);
        }
        for (int i = 0; i < 6; ++i) {
          ASSERT_NEAR(got((l - 1) * 5 + b, i), decoded[i], 1e-14) << l << " " << b;
        }
      }
    }
  }
}

TEST(ReconstructionTest, ThreadsChangeNoBit) {
  const Cascade<double> cascade = MakeCascade({450, 420, 300});
  const Matrix<double> images = Images(11, 450);
  WorkerPool one(1), three(3);
  EXPECT_EQ(Reconstruct<double>(cascade, images, 2, one),
            Reconstruct<double>(cascade, images, 2, three));
  EXPECT_EQ(DecoderErrors<double>(cascade, images, 4, one),
            DecoderErrors<double>(cascade, images, 4, three));
}

TEST(ReconstructionTest, DecodesPrototypes) {
  const Cascade<double> cascade = MakeCascade({6, 5, 3});
  WorkerPool workers(1);
  const Matrix<double> got = ClassPrototypes<double>(cascade, -1.0, workers);
  ASSERT_EQ(got.rows(), 3);
  const std::vector<double> want =
      Dense(cascade.parameters(0), Dense(cascade.parameters(1), {-1.0, 1.0, -1.0}, 5), 6);
  for (int i = 0; i < 6; ++i) EXPECT_NEAR(got(1, i), want[i], 1e-14);
}

TEST(ReconstructionTest, DecoderErrorsAreMeansOverAllImages) {
  const Cascade<double> cascade = MakeCascade({6, 5, 3});
  const Matrix<double> images = Images(7, 6);
  WorkerPool workers(1);
  const std::vector<double> whole = DecoderErrors<double>(cascade, images, 100, workers);
  const std::vector<double> batched = DecoderErrors<double>(cascade, images, 3, workers);
  double want = 0.0;
  for (int b = 0; b < 7; ++b) {
    const std::vector<double> x(images.row(b).begin(), images.row(b).end());
    const std::vector<double> p =
        Dense(cascade.parameters(0), Dense(cascade.network().parameters(0), x, 5), 6);
    for (int i = 0; i < 6; ++i) want += (p[i] - x[i]) * (p[i] - x[i]) / 42.0;
  }
  ASSERT_EQ(whole.size(), 2);
  EXPECT_NEAR(whole[0], want, 1e-14);
  for (int l = 0; l < 2; ++l) EXPECT_NEAR(batched[l], whole[l], 1e-14);
}

// Blocks of images and of rows change no bit, whatever memory allows: convolutional networks have
// large maps near the image.
TEST(ReconstructionTest, HasTheSameBitsWithLessMemory) {
  for (const bool residual : {false, true}) {
    network::ConvolutionalOptions options;
    options.image = {1, 16, 16};
    options.channels = 3;
    options.blocks = 4;
    options.residual = residual;
    const Cascade<float> cascade =
        MakeConvolutionalCascade<float>(
            network::MakeConvolutionalNetwork<float>(options, {1.0, 1e-3}, 1).value(), options, 1)
            .value();
    random::Stream stream(4, random::StreamUse::kTest, 0);
    Matrix<float> images(7, 256);
    random::FillUniform(stream, images.values());
    WorkerPool workers(2);
    const Matrix<float> want = Reconstruct<float>(cascade, images, 7, workers);
    for (const std::size_t numbers : {1, 1000, 3000, 10000, 30000}) {
      EXPECT_TRUE(Reconstruct<float>(cascade, images, 7, workers, numbers) == want) << numbers;
    }
    const Matrix<float> fewer = Reconstruct<float>(cascade, images, 3, workers, 3000);
    for (int row = 0; row < 21; ++row) EXPECT_EQ(fewer.row(row), want.row(row));
  }
}

// More rows than a block of them has.
TEST(ReconstructionTest, DecodesManyRowsAsItDecodesOne) {
  network::ConvolutionalOptions options;
  options.image = {1, 16, 16};
  options.channels = 3;
  options.blocks = 2;
  const Cascade<float> cascade =
      MakeConvolutionalCascade<float>(
          network::MakeConvolutionalNetwork<float>(options, {1.0, 1e-3}, 1).value(), options, 1)
          .value();
  const int level = 4, rows = 3000;
  random::Stream stream(5, random::StreamUse::kTest, 0);
  Matrix<float> values(rows, cascade.network().layer(level - 1).output_size());
  random::FillUniform(stream, values.values());
  WorkerPool one(1), three(3);
  const Matrix<float> all = Decode<float>(cascade, level, values, one);
  EXPECT_TRUE(Decode<float>(cascade, level, values, three) == all);
  for (const int row : {0, 1364, 1365, 2999}) {
    const Matrix<float> alone =
        Decode<float>(cascade, level, values.view().Block(row, 0, 1, values.columns()), one);
    EXPECT_EQ(alone.row(0), all.row(row)) << row;
  }
}

}  // namespace
}  // namespace infoflow::cascade
