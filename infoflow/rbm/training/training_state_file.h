#ifndef INFOFLOW_RBM_TRAINING_TRAINING_STATE_FILE_H_
#define INFOFLOW_RBM_TRAINING_TRAINING_STATE_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/training/training.h"

namespace infoflow::rbm {

// SHA-256 of the samples and their shape.
std::string SamplesChecksum(SpinsView samples);

// Where a training stands, in one file (support/checkpoint_file.h) that is replaced as a whole:
// epoch, batches of the one under way, number of updates, machine, chains, Adam's moments, the
// history, the options as text and the samples' checksum.
absl::Status SaveTrainingState(const TrainingState& state, const TrainingOptions& options,
                               const std::string& samples_checksum, const std::string& path);

// NotFound when there is no such file. Errors name the path: damage, a training with other options
// (other numbers of epochs and updates are allowed, so that a training can be prolonged), or with
// other samples unless `samples_checksum` is empty.
absl::StatusOr<TrainingState> LoadTrainingState(const TrainingOptions& options,
                                                const std::string& samples_checksum,
                                                const std::string& path);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_TRAINING_TRAINING_STATE_FILE_H_
