#include "infoflow/network/training/training_checkpoint.h"

#include <cmath>
#include <csignal>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/training/training.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/checkpoint_file.h"
#include "infoflow/support/file.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::network {
namespace {

std::string Path() { return absl::StrCat(testing::TempDir(), "/training.checkpoint"); }

class TrainingCheckpointTest : public testing::Test {
 protected:
  TrainingCheckpointTest() : inputs_(50, 6), labels_(50) {
    random::Stream stream(1, random::StreamUse::kTest, 0);
    random::FillNormal(stream, inputs_.values());
    for (int i = 0; i < 50; ++i) labels_[i] = inputs_(i, 0) > 0 ? 1 : 0;
    options_.minibatches.batch = 8;
    options_.optimizer.learning_rate = 0.01;
  }

  Training<float> New(std::uint64_t network_seed = 1, int hidden = 9) {
    auto network = MakeDenseNetwork<float>({6, hidden, 2}, activation::Kind::kTanh,
                                           activation::Kind::kTanh, {1.5, 0.05}, network_seed)
                       .value();
    return Training<float>::Create(network, {inputs_, labels_}, options_).value();
  }

  static void ExpectSame(const Training<float>& a, const Training<float>& b) {
    EXPECT_EQ(a.network().all_parameters(), b.network().all_parameters());
    EXPECT_EQ(a.optimizer().first_moment(), b.optimizer().first_moment());
    EXPECT_EQ(a.optimizer().second_moment(), b.optimizer().second_moment());
    EXPECT_EQ(a.optimizer().steps(), b.optimizer().steps());
  }

  linalg::Matrix<float> inputs_;
  std::vector<int> labels_;
  TrainingOptions options_;
  WorkerPool workers_{1};
};

TEST_F(TrainingCheckpointTest, GoesOnWithTheSameBits) {
  for (const OptimizerKind kind : {OptimizerKind::kSgd, OptimizerKind::kAdam}) {
    options_.optimizer.kind = kind;
    Training<float> straight = New();
    std::vector<double> losses;
    for (int epoch = 0; epoch < 4; ++epoch) losses.push_back(straight.RunEpoch(workers_).value());

    Training<float> first = New();
    EXPECT_EQ(first.RunEpoch(workers_).value(), losses[0]);
    // In the middle of the second epoch.
    Minibatches minibatches(50, options_.minibatches, options_.seed);
    minibatches.BeginEpoch(1);
    Training<float>::Position position = first.position();
    for (int batch = 0; batch < 3; ++batch) {
      position.loss_sum += first.Step(minibatches.Batch(batch), workers_);
      ++position.batch;
    }
    first.set_position(position);
    const std::vector<EpochRecord> history = {{0, 0.5, 0.25, 0.125}, {1, losses[0], 1e-300, 1.0}};
    ASSERT_TRUE(SaveTraining(first, history, {{"dataset", "two words"}}, Path()).ok());

    // Another initial network: all of it must come from the file.
    Training<float> second = New(99);
    std::vector<EpochRecord> restored(7);
    ASSERT_EQ(RestoreTraining(Path(), {{"dataset", "two words"}}, second, restored).message(), "");
    ASSERT_EQ(restored.size(), 2u);
    EXPECT_EQ(restored[1].epoch, 1);
    EXPECT_EQ(restored[1].train_loss, losses[0]);
    EXPECT_EQ(restored[1].test_loss, 1e-300);
    EXPECT_EQ(restored[0].test_accuracy, 0.125);
    for (int epoch = 1; epoch < 4; ++epoch) {
      EXPECT_EQ(second.RunEpoch(workers_).value(), losses[epoch]);
    }
    ExpectSame(straight, second);
  }
}

TEST_F(TrainingCheckpointTest, SurvivesAnInterrupt) {
  CatchInterrupts();
  Training<float> straight = New();
  for (int epoch = 0; epoch < 2; ++epoch) ASSERT_TRUE(straight.RunEpoch(workers_).ok());
  Training<float> interrupted = New();
  ASSERT_TRUE(interrupted.RunEpoch(workers_).ok());
  std::raise(SIGINT);
  ASSERT_EQ(interrupted.RunEpoch(workers_).status().code(), absl::StatusCode::kCancelled);
  ASSERT_TRUE(SaveTraining(interrupted, {}, {}, Path()).ok());
  ClearInterrupt();
  Training<float> resumed = New();
  std::vector<EpochRecord> history;
  ASSERT_TRUE(RestoreTraining(Path(), {}, resumed, history).ok());
  ASSERT_TRUE(resumed.RunEpoch(workers_).ok());
  ExpectSame(straight, resumed);
}

TEST_F(TrainingCheckpointTest, RefusesAnotherTraining) {
  Training<float> saved = New();
  ASSERT_TRUE(SaveTraining(saved, {}, {{"dataset", "one"}}, Path()).ok());
  const auto error = [&](Training<float> training, const std::string& dataset = "one") {
    std::vector<EpochRecord> history;
    const absl::Status status = RestoreTraining(Path(), {{"dataset", dataset}}, training, history);
    return status.ok() ? "no error" : std::string(status.message()).substr(Path().size() + 2);
  };
  EXPECT_EQ(error(New()), "no error");
  EXPECT_EQ(error(New(1, 8)),
            "belongs to another training: layers is 'dense(6,9,tanh) dense(9,2,tanh)' there, "
            "'dense(6,8,tanh) dense(8,2,tanh)' here");
  EXPECT_EQ(error(New(), "two"),
            "belongs to another training: note.dataset is 'one' there, 'two' here");
  options_.seed = 2;
  EXPECT_EQ(error(New()), "belongs to another training: seed is '1' there, '2' here");
  options_.seed = 1;
  options_.optimizer.momentum = 0.5;
  EXPECT_EQ(error(New()),
            "belongs to another training: optimizer is 'sgd learning_rate=0.01 "
            "momentum=0.80000000000000004' there, 'sgd learning_rate=0.01 momentum=0.5' here");
}

TEST_F(TrainingCheckpointTest, RefusesAFileThatIsNotWhole) {
  Training<float> training = New();
  std::vector<EpochRecord> history;
  ASSERT_TRUE(SaveTraining(training, {}, {}, Path()).ok());
  const std::string content = ReadFile(Path()).value();
  ASSERT_TRUE(WriteFile(content.substr(0, content.size() / 2), Path()).ok());
  EXPECT_EQ(RestoreTraining(Path(), {}, training, history).message(),
            absl::StrCat(Path(), ": is truncated: its last line is not a checksum"));
  // Valid as a file, but without the network's numbers.
  CheckpointFile file;
  ASSERT_TRUE(WriteFile(content, Path()).ok());
  file = ReadCheckpoint(Path()).value();
  file.floats["parameters"].pop_back();
  ASSERT_TRUE(WriteCheckpoint(file, Path()).ok());
  EXPECT_EQ(
      RestoreTraining(Path(), {}, training, history).message(),
      absl::StrCat(Path(), ": arrays do not have the sizes of the network, or another precision"));
  file = ReadCheckpoint(Path()).value();
  file.texts["steps"] = "many";
  ASSERT_TRUE(WriteCheckpoint(file, Path()).ok());
  EXPECT_EQ(RestoreTraining(Path(), {}, training, history).message(),
            absl::StrCat(Path(), ": epoch, batch and steps must be numbers, at least 0"));
}

TEST_F(TrainingCheckpointTest, RefusesNumbersThatNoTrainingHas) {
  Training<float> training = New();
  ASSERT_TRUE(SaveTraining(training, {{0, 0.0, 0.5, 0.5}}, {}, Path()).ok());
  const CheckpointFile good = ReadCheckpoint(Path()).value();
  const auto error = [&](const CheckpointFile& file) {
    std::vector<EpochRecord> history;
    EXPECT_TRUE(WriteCheckpoint(file, Path()).ok());
    const absl::Status status = RestoreTraining(Path(), {}, training, history);
    return status.ok() ? "no error" : std::string(status.message()).substr(Path().size() + 2);
  };
  EXPECT_EQ(error(good), "no error");
  const std::string huge = "9223372036854775807";
  CheckpointFile file = good;
  file.texts["steps"] = huge;
  EXPECT_EQ(error(file), huge + " steps cannot be epoch 0, batch 0 with 7 batches per epoch");
  file = good;
  file.texts["batch"] = file.texts["steps"] = "8";
  EXPECT_EQ(error(file), "8 steps cannot be epoch 0, batch 8 with 7 batches per epoch");
  file = good;
  file.doubles["history"][0] = 1e300;
  EXPECT_EQ(error(file), "the history is not of epochs 0, 1, ...");
  file = good;
  file.doubles["history"].resize(8);
  EXPECT_EQ(error(file), "the history has the wrong length");
  file = good;
  file.doubles["loss_sum"][0] = std::nan("");
  EXPECT_EQ(error(file), "loss_sum must be one finite number");
  file = good;
  file.floats["parameters"][3] = HUGE_VALF;
  EXPECT_EQ(error(file), "array parameters is not finite");
}

}  // namespace
}  // namespace infoflow::network
