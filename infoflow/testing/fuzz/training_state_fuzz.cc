// Trainings to go on from: what a checkpoint of the input's texts and arrays, put over a good
// one's, brings about.

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/training/training.h"
#include "infoflow/network/training/training_checkpoint.h"
#include "infoflow/rbm/training/training.h"
#include "infoflow/rbm/training/training_state_file.h"
#include "infoflow/support/check.h"
#include "infoflow/support/checkpoint_file.h"
#include "infoflow/support/worker_pool.h"
#include "infoflow/testing/fuzz/scratch_file.h"

namespace infoflow {
namespace {

// Replaces what stands in the checkpoint at `path`.
void Overwrite(const CheckpointFile& by, const std::string& path) {
  CheckpointFile file = ReadCheckpoint(path).value();
  for (const auto& [name, value] : by.texts) file.texts[name] = value;
  for (const auto& [name, value] : by.bytes) file.bytes[name] = value;
  for (const auto& [name, value] : by.floats) file.floats[name] = value;
  for (const auto& [name, value] : by.doubles) file.doubles[name] = value;
  INFOFLOW_CHECK(WriteCheckpoint(file, path).ok());
}

void RestoreNetwork(const CheckpointFile& by) {
  const linalg::Matrix<float> inputs(4, 3);
  const std::vector<int> labels = {0, 1, 0, 1};
  const network::Network<float> initial =
      network::MakeDenseNetwork<float>({3, 2}, activation::Kind::kTanh, activation::Kind::kTanh,
                                       {1.5, 0.05}, 1)
          .value();
  network::TrainingOptions options;
  options.optimizer.kind = network::OptimizerKind::kAdam;
  options.minibatches.batch = 2;
  auto training = network::Training<float>::Create(initial, {inputs, labels}, options).value();
  std::vector<network::EpochRecord> history;
  const std::string path = testing::ScratchFile("network", "");
  INFOFLOW_CHECK(SaveTraining(training, history, {}, path).ok());
  Overwrite(by, path);
  if (!RestoreTraining(path, {}, training, history).ok()) return;
  WorkerPool workers(1);
  training.RunEpoch(workers).status().IgnoreError();
}

void RestoreMachine(const CheckpointFile& by) {
  rbm::TrainingOptions options;
  options.hidden_units = 2;
  rbm::TrainingState state;
  state.machine = rbm::Machine(3, 2);
  const std::string path = testing::ScratchFile("machine", "");
  INFOFLOW_CHECK(SaveTrainingState(state, options, "samples", path).ok());
  Overwrite(by, path);
  const auto loaded = rbm::LoadTrainingState(options, "samples", path);
  if (!loaded.ok()) return;
  INFOFLOW_CHECK(rbm::CheckMachine(loaded->machine).ok());
  for (const std::int8_t spin : loaded->progress.chains.values())
    INFOFLOW_CHECK(spin == 1 || spin == -1);
}

}  // namespace
}  // namespace infoflow

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto crc = static_cast<std::uint32_t>(crc32(0, data, static_cast<uInt>(size)));
  const auto by =
      infoflow::ParseCheckpoint(absl::StrCat(bytes, absl::StrFormat("crc32 %08x\n", crc)), "input");
  if (!by.ok()) return 0;
  infoflow::RestoreNetwork(*by);
  infoflow::RestoreMachine(*by);
  return 0;
}
