#ifndef INFOFLOW_NETWORK_TRAINING_TRAINING_CHECKPOINT_H_
#define INFOFLOW_NETWORK_TRAINING_TRAINING_CHECKPOINT_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "infoflow/network/training/training.h"

namespace infoflow::network {

// What an epoch left in the history of a training.
struct EpochRecord {
  int epoch = 0;            // 0: before training
  double train_loss = 0.0;  // mean over the batches of the epoch; NaN for epoch 0
  double test_loss = 0.0;
  double test_accuracy = 0.0;
};

// Saves the whole state of `training` to `path` (checkpoint_file.h), with `history` and free
// `notes` (names without blanks, values without line breaks) such as the data set's checksum.
// A training that was restored from it goes on with the same bits. Arrays: parameters,
// first_moment, second_moment (empty where the optimiser has none), history (4 numbers per
// epoch), loss_sum. Texts: layers, loss, optimizer, minibatches, seed, epoch, batch, steps and
// the notes as note.NAME.
template <typename T>
absl::Status SaveTraining(const Training<T>& training, const std::vector<EpochRecord>& history,
                          const std::map<std::string, std::string>& notes, const std::string& path);

// Brings `training`, which was created with the same network, options and samples, to the state
// saved at `path`. Errors name the path and the first thing that differs (layers, loss,
// optimizer, minibatches, seed, a note), or what is wrong with the file; then nothing changes.
template <typename T>
absl::Status RestoreTraining(const std::string& path,
                             const std::map<std::string, std::string>& notes, Training<T>& training,
                             std::vector<EpochRecord>& history);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_TRAINING_TRAINING_CHECKPOINT_H_
