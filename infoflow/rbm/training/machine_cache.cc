#include "infoflow/rbm/training/machine_cache.h"

#include <filesystem>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "infoflow/rbm/training/machine_file.h"
#include "infoflow/rbm/training/training_state_file.h"
#include "infoflow/support/file.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/sha256.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::rbm {

absl::StatusOr<Machine> TrainedMachineCache::Get(const TrainingOptions& options, SpinsView samples,
                                                 int epochs_between_saves, int version) const {
  if (folder_.empty()) return Train(options, samples);
  INFOFLOW_RETURN_IF_ERROR(CheckTrainingOptions(options));
  const std::string samples_checksum = SamplesChecksum(samples);
  const std::string key = absl::StrCat("version=", version, " ", FormatTrainingOptions(options),
                                       " samples=", samples_checksum);
  const std::string prefix = absl::StrCat(folder_, "/rbm_", Sha256(key).substr(0, 16));
  const std::string description = prefix + ".txt";
  std::error_code code;
  if (std::filesystem::exists(description, code)) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::string found, ReadFile(description));
    if (found == key) return LoadMachine(prefix);
  }
  INFOFLOW_RETURN_IF_ERROR(MakeFolders(folder_));
  INFOFLOW_ASSIGN_OR_RETURN(Trainer trainer, Trainer::Create(options, samples));
  const std::string partial = prefix + ".checkpoint";
  const absl::StatusOr<TrainingState> saved = LoadTrainingState(options, samples_checksum, partial);
  if (saved.ok()) {
    INFOFLOW_ASSIGN_OR_RETURN(trainer, Trainer::Resume(options, samples, *saved));
  }
  while (!trainer.finished()) {
    INFOFLOW_RETURN_IF_ERROR(trainer.TrainEpoch());
    const absl::Status interrupt = CheckInterrupt();
    if (!interrupt.ok() ||
        (epochs_between_saves > 0 && trainer.epoch() % epochs_between_saves == 0)) {
      INFOFLOW_RETURN_IF_ERROR(
          SaveTrainingState(trainer.state(), options, samples_checksum, partial));
    }
    INFOFLOW_RETURN_IF_ERROR(interrupt);
  }
  const Machine machine = trainer.machine();
  INFOFLOW_RETURN_IF_ERROR(SaveMachine(machine, prefix, MachineLayout::kNpy));
  // Last: it says that the machine is complete.
  INFOFLOW_RETURN_IF_ERROR(WriteFile(key, description));
  std::filesystem::remove(partial, code);
  return machine;
}

}  // namespace infoflow::rbm
