#include "infoflow/cascade/cascade_checkpoint.h"

#include <cmath>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/convolutional_cascade.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/convolutional_network.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/checkpoint_file.h"
#include "infoflow/support/file.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {
namespace {

using linalg::Matrix;
using Notes = std::map<std::string, std::string>;

class CascadeCheckpointTest : public testing::Test {
 protected:
  CascadeCheckpointTest() : images_(20, 256) {
    random::Stream stream(4, random::StreamUse::kTest, 0);
    random::FillUniform(stream, images_.values());
    std::filesystem::remove(Path());
    options_.minibatches.batch = 6;
  }
  ~CascadeCheckpointTest() override { ClearInterrupt(); }

  static std::string Path() { return absl::StrCat(testing::TempDir(), "/cascade.checkpoint"); }

  // The seed is that of the decoders' start.
  CascadeTraining<float> New(std::uint64_t seed = 1, int channels = 3) const {
    network::ConvolutionalOptions options;
    options.image = {1, 16, 16};
    options.channels = channels;
    options.blocks = 2;
    return CascadeTraining<float>::Create(
               MakeConvolutionalCascade<float>(
                   network::MakeConvolutionalNetwork<float>(options, {1.0, 1e-3}, 1).value(),
                   options, seed)
                   .value(),
               images_, options_)
        .value();
  }

  static std::vector<float> State(const CascadeTraining<float>& training) {
    std::vector<float> all;
    for (const absl::Span<const float> part :
         {training.cascade().all_parameters(), training.optimizer().first_moment(),
          training.optimizer().second_moment()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }

  Matrix<float> images_;
  CascadeTrainingOptions options_;
  WorkerPool workers_{2};
};

TEST_F(CascadeCheckpointTest, GoesOnWithTheSameBits) {
  CascadeTraining<float> straight = New();
  ASSERT_TRUE(straight.RunBatches(11, workers_).ok());
  for (const int first : {1, 4, 7, 10}) {  // four batches are an epoch
    CascadeTraining<float> saved = New();
    ASSERT_TRUE(saved.RunBatches(first, workers_).ok());
    ASSERT_TRUE(SaveCascadeTraining(saved, {{"images", "two words"}}, Path()).ok());
    // Other decoders at the start: all of them must come from the file.
    CascadeTraining<float> resumed = New(99);
    ASSERT_EQ(RestoreCascadeTraining(Path(), {{"images", "two words"}}, resumed).message(), "");
    ASSERT_TRUE(resumed.RunBatches(11 - first, workers_).ok());
    EXPECT_EQ(State(resumed), State(straight)) << first;
    EXPECT_EQ(resumed.optimizer().steps(), 11);
  }
}

TEST_F(CascadeCheckpointTest, AnInterruptLosesNothing) {
  CascadeTraining<float> straight = New();
  ASSERT_TRUE(straight.RunBatches(9, workers_).ok());
  CatchInterrupts();
  const KeptTraining kept = {Path(), {{"network", "of seed 1"}}};
  CascadeTraining<float> interrupted = New();
  EXPECT_EQ(RunKeptTraining<float>(9, kept, interrupted, workers_,
                                   [](std::int64_t batches) {
                                     if (batches == 5) std::raise(SIGINT);
                                   })
                .message(),
            "interrupted by SIGINT");
  ClearInterrupt();

  CascadeTraining<float> resumed = New();
  std::vector<std::int64_t> counts;
  ASSERT_EQ(RunKeptTraining<float>(9, kept, resumed, workers_,
                                   [&](std::int64_t batches) { counts.push_back(batches); })
                .message(),
            "");
  EXPECT_EQ(counts, (std::vector<std::int64_t>{5, 6, 7, 8, 9}));
  EXPECT_EQ(State(resumed), State(straight));

  // The file is still that of batch 5: fewer are no training that it could go on with.
  CascadeTraining<float> shorter = New();
  EXPECT_EQ(RunKeptTraining<float>(4, kept, shorter, workers_).message(),
            absl::StrCat(Path(), ": is 5 batches on, more than the 4 that are asked for"));
}

TEST_F(CascadeCheckpointTest, SavesEverySoOften) {
  CascadeTraining<float> training = New();
  KeptTraining kept = {Path(), {}};
  ASSERT_TRUE(RunKeptTraining<float>(3, kept, training, workers_).ok());
  EXPECT_FALSE(std::filesystem::exists(Path()));  // it took less than ten minutes
  kept.seconds = 0.0;
  ASSERT_TRUE(RunKeptTraining<float>(6, kept, training, workers_).ok());
  EXPECT_EQ(ReadCheckpoint(Path())->texts["batches"], "6");
  // Nothing is left to do, and nothing without a path.
  CascadeTraining<float> done = New();
  ASSERT_TRUE(RunKeptTraining<float>(6, kept, done, workers_).ok());
  EXPECT_EQ(State(done), State(training));
  CascadeTraining<float> nowhere = New();
  ASSERT_TRUE(RunKeptTraining<float>(6, {}, nowhere, workers_).ok());
  EXPECT_EQ(State(nowhere), State(training));
}

TEST_F(CascadeCheckpointTest, RefusesAnotherTraining) {
  ASSERT_TRUE(SaveCascadeTraining(New(), {{"variance", "1"}}, Path()).ok());
  const auto error = [&](CascadeTraining<float> training, const std::string& variance = "1") {
    const absl::Status status = RestoreCascadeTraining(Path(), {{"variance", variance}}, training);
    return status.ok() ? "no error" : std::string(status.message()).substr(Path().size() + 2);
  };
  EXPECT_EQ(error(New()), "no error");
  EXPECT_EQ(error(New(), "2"), "belongs to another training: note.variance is '1' there, '2' here");
  const std::string other_channels = error(New(1, 2));
  EXPECT_EQ(other_channels.find("belongs to another training: decoders is '"), 0u);
  EXPECT_LT(other_channels.size(), 250u) << other_channels;  // not the whole network
  options_.seed = 2;
  EXPECT_EQ(error(New()), "belongs to another training: seed is '1' there, '2' here");
  options_.seed = 1;
  options_.minibatches.batch = 5;
  EXPECT_EQ(error(New()),
            "belongs to another training: minibatches is 'batch=6 shuffle=1 drop_last=0' there, "
            "'batch=5 shuffle=1 drop_last=0' here");
  options_.minibatches.batch = 6;
  options_.optimizer.learning_rate = 0.5;
  EXPECT_NE(error(New()).find("optimizer is 'adam learning_rate=0.001"), std::string::npos);
  images_ = Matrix<float>(19, 256);
  options_.optimizer.learning_rate = 1e-3;
  EXPECT_EQ(error(New()),
            "belongs to another training: images is '20 x 256' there, '19 x 256' here");
}

TEST_F(CascadeCheckpointTest, RefusesDamagedFilesAndChangesNothing) {
  CascadeTraining<float> training = New();
  ASSERT_TRUE(training.RunBatches(2, workers_).ok());
  const std::vector<float> state = State(training);
  ASSERT_TRUE(SaveCascadeTraining(New(), {}, Path()).ok());
  const CheckpointFile good = *ReadCheckpoint(Path());
  const auto error = [&](const CheckpointFile& file) {
    EXPECT_TRUE(WriteCheckpoint(file, Path()).ok());
    const absl::Status status = RestoreCascadeTraining(Path(), {}, training);
    EXPECT_EQ(State(training), state);
    return status.ok() ? "no error" : std::string(status.message()).substr(Path().size() + 2);
  };
  CheckpointFile file = good;
  file.texts["batches"] = "-1";
  EXPECT_EQ(error(file), "batches must be a number, at least 0");
  file = good;
  file.floats["parameters"].pop_back();
  EXPECT_EQ(error(file), "arrays do not have the sizes of the decoders, or another precision");
  file = good;
  file.floats["second_moment"][3] = NAN;
  EXPECT_EQ(error(file), "array second_moment is not finite");
  const std::string content = *ReadFile(Path());
  ASSERT_TRUE(WriteFile(content.substr(0, content.size() / 2), Path()).ok());
  EXPECT_EQ(RunKeptTraining<float>(3, {Path(), {}}, training, workers_).message(),
            absl::StrCat(Path(), ": is truncated: its last line is not a checksum"));
}

}  // namespace
}  // namespace infoflow::cascade
