#include "infoflow/cascade/cascade_training.h"

#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/dense_layer.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {
namespace {

using linalg::Matrix;

Matrix<float> Images(int count, int pixels) {
  random::Stream stream(3, random::StreamUse::kTest, 0);
  Matrix<float> images(count, pixels);
  random::FillUniform(stream, images.values());
  return images;
}

Cascade<float> MakeCascade(const std::vector<int>& sizes) {
  return MakeDenseCascade(network::MakeDenseNetwork<float>(sizes, activation::Kind::kTanh,
                                                           activation::Kind::kTanh, {1.5, 0.05}, 1)
                              .value(),
                          1)
      .value();
}

std::vector<float> AllParameters(const Cascade<float>& cascade) {
  std::vector<float> all;
  for (int i = 0; i < cascade.num_decoders(); ++i) {
    all.insert(all.end(), cascade.parameters(i).begin(), cascade.parameters(i).end());
  }
  return all;
}

CascadeTraining<float> Start(const Cascade<float>& cascade, const Matrix<float>& images,
                             int batch) {
  CascadeTrainingOptions options;
  options.minibatches.batch = batch;
  return CascadeTraining<float>::Create(cascade, images, options).value();
}

TEST(CascadeTrainingTest, EveryDecoderLearns) {
  const Matrix<float> images = Images(200, 30);
  CascadeTraining<float> training = Start(MakeCascade({30, 30, 20, 10}), images, 32);
  WorkerPool workers(1);
  const std::vector<double> before = DecoderErrors<float>(training.cascade(), images, 64, workers);
  EXPECT_EQ(training.batches_per_epoch(), 7);
  ASSERT_EQ(training.RunBatches(700, workers).value().size(), 3);
  const std::vector<double> after = DecoderErrors<float>(training.cascade(), images, 64, workers);
  for (int l = 0; l < 3; ++l) EXPECT_LT(after[l], 0.5 * before[l]) << l;
}

TEST(CascadeTrainingTest, ThreadsAndInterruptionsChangeNoBit) {
  // Several parts per decoder, and a last batch that is not full.
  const Matrix<float> images = Images(70, 450);
  const Cascade<float> cascade = MakeCascade({450, 450, 300, 10});
  WorkerPool one(1), two(2), three(3);
  CascadeTraining<float> straight = Start(cascade, images, 32);
  CascadeTraining<float> parallel = Start(cascade, images, 32);
  const std::vector<double> losses = straight.RunBatches(5, one).value();
  EXPECT_EQ(parallel.RunBatches(5, three).value(), losses);
  EXPECT_EQ(AllParameters(parallel.cascade()), AllParameters(straight.cascade()));

  CascadeTraining<float> stopped = Start(cascade, images, 32);
  ASSERT_TRUE(stopped.RunBatches(2, two).ok());
  CatchInterrupts();
  std::raise(SIGINT);
  EXPECT_EQ(stopped.RunBatches(3, two).status().message(), "interrupted by SIGINT");
  ClearInterrupt();
  ASSERT_TRUE(stopped.RunBatches(3, two).ok());
  EXPECT_EQ(AllParameters(stopped.cascade()), AllParameters(straight.cascade()));
}

// A decoder that is one layer after another, as residual blocks have, learns as a layer of any
// kind does; here an activation layer stands for a kind without parameters.
TEST(CascadeTrainingTest, KindsOfDecodersMix) {
  const Matrix<float> images = Images(64, 12);
  const Cascade<float> dense = MakeCascade({12, 9, 7});
  std::vector<DecoderPointer<float>> decoders = {
      MakeLayerDecoder(network::MakeDenseLayer<float>(9, 12, activation::Kind::kTanh)),
      MakeDenseDecoder<float>(7, 9, activation::Kind::kTanh)};
  Cascade<float> mixed = Cascade<float>::Create(dense.network(), decoders).value();
  InitializeDecoders<float>(1, mixed);
  EXPECT_EQ(AllParameters(mixed), AllParameters(dense));
  WorkerPool workers(1);
  CascadeTraining<float> a = Start(dense, images, 16), b = Start(mixed, images, 16);
  const std::vector<double> want = a.RunBatches(20, workers).value();
  const std::vector<double> got = b.RunBatches(20, workers).value();
  for (int l = 0; l < 2; ++l) EXPECT_NEAR(got[l], want[l], 1e-5 * want[l]);
}

TEST(CascadeTrainingTest, RejectsBadInput) {
  const Matrix<float> images = Images(20, 6);
  const auto error = [](const Matrix<float>& images, const CascadeTrainingOptions& options) {
    return std::string(
        CascadeTraining<float>::Create(MakeCascade({6, 5, 4}), images, options).status().message());
  };
  CascadeTrainingOptions options;
  EXPECT_EQ(error(images, options), "batch=64: must be from 1 to the number of images, 20");
  options.minibatches.batch = 0;
  EXPECT_EQ(error(images, options), "batch=0: must be from 1 to the number of images, 20");
  options.minibatches.batch = 20;
  EXPECT_EQ(error(Images(20, 7), options), "images of 7 pixels do not fit a network with 6 inputs");
  options.optimizer.learning_rate = -1.0;
  EXPECT_EQ(error(images, options), "learning_rate=-1: must be a finite number above 0");

  WorkerPool workers(1);
  CascadeTraining<float> training = Start(MakeCascade({6, 5, 4}), images, 20);
  EXPECT_EQ(training.RunBatches(0, workers).status().message(), "batches=0: must be at least 1");
}

TEST(CascadeTrainingTest, DivergingDecodersAreAnError) {
  const Matrix<float> images = Images(20, 6);
  CascadeTrainingOptions options;
  options.minibatches.batch = 20;
  options.optimizer.learning_rate = 3e38;
  CascadeTraining<float> training =
      CascadeTraining<float>::Create(MakeCascade({6, 5, 4}), images, options).value();
  WorkerPool workers(1);
  const auto status = training.RunBatches(100, workers).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_NE(status.message().find("is not finite in batch"), std::string::npos) << status.message();
}

}  // namespace
}  // namespace infoflow::cascade
