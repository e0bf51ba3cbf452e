#ifndef INFOFLOW_RBM_TRAINING_MACHINE_CACHE_H_
#define INFOFLOW_RBM_TRAINING_MACHINE_CACHE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/training/training.h"

namespace infoflow::rbm {

// Part of the key of every cached machine. To be raised whenever the same options and samples come
// to give another machine (the update rule, the random numbers, the order of samples, the options'
// text), so that machines of before are not taken for those of now; machine_cache_test.cc notices.
inline constexpr int kTrainingVersion = 3;

// Trained machines kept in a folder, so that figures which need the same machine train it once.
//
// The key is kTrainingVersion, the text of all training options and the checksum of the samples,
// and it is kept with the machine: a machine is only returned for the very options and samples it
// was trained with. Files: FOLDER/rbm_KEY_weights.npy and so on, FOLDER/rbm_KEY.txt. While a
// training runs its state is saved there too, at the latest when a caught signal comes, and the
// next call goes on from there.
class TrainedMachineCache {
 public:
  // No folder, no cache: every call of Get trains.
  explicit TrainedMachineCache(std::string folder) : folder_(std::move(folder)) {}

  // The machine of these options and samples, trained if it is not there. The same bits either
  // way. `epochs_between_saves` guards against ends without a signal that can be caught; 0: none.
  // `version`: another one in tests only. Errors: Cancelled when a caught signal came
  // (support/interrupt.h), after the epoch under way, whose state is saved.
  absl::StatusOr<Machine> Get(const TrainingOptions& options, SpinsView samples,
                              int epochs_between_saves = 0, int version = kTrainingVersion) const;

 private:
  std::string folder_;
};

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_TRAINING_MACHINE_CACHE_H_
