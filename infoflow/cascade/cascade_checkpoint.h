#ifndef INFOFLOW_CASCADE_CASCADE_CHECKPOINT_H_
#define INFOFLOW_CASCADE_CASCADE_CHECKPOINT_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {

// Saves the whole state of `training` to `path` (checkpoint_file.h), with free `notes` (names
// without blanks, values without line breaks) about what the network and the images are. A
// training that was restored from it goes on with the same bits. Arrays: parameters of all
// decoders, first_moment and second_moment. Texts: network, decoders, optimizer, minibatches,
// images (their number and size), seed, batches and the notes as note.NAME. The network's
// parameters are not saved: they come from a seed or a file.
template <typename T>
absl::Status SaveCascadeTraining(const CascadeTraining<T>& training,
                                 const std::map<std::string, std::string>& notes,
                                 const std::string& path);

// Brings `training`, which was created with the same cascade, options and images, to the state
// saved at `path`. Errors name the path and the first thing that differs (network, decoders,
// optimizer, minibatches, images, seed, a note), or what is wrong with the file; then nothing
// changes.
template <typename T>
absl::Status RestoreCascadeTraining(const std::string& path,
                                    const std::map<std::string, std::string>& notes,
                                    CascadeTraining<T>& training);

// A training that keeps its state in a file on its way.
struct KeptTraining {
  std::string path;  // empty: nowhere
  std::map<std::string, std::string> notes;
  double seconds = 600.0;  // from save to save
};

// Runs batches until there are `batches` in all, going on from the state at kept.path if there is
// one; saves it there every so often and when a caught signal came. Calls `after_batch`, if there
// is one, with the number of batches so far, first of all with those restored. The file stays, for
// whoever uses the result to remove. Errors: those of RunBatches and RestoreCascadeTraining, more
// batches in the file than asked for, a file that cannot be written.
template <typename T>
absl::Status RunKeptTraining(std::int64_t batches, const KeptTraining& kept,
                             CascadeTraining<T>& training, WorkerPool& workers,
                             const std::function<void(std::int64_t)>& after_batch = nullptr);

}  // namespace infoflow::cascade

#endif  // INFOFLOW_CASCADE_CASCADE_CHECKPOINT_H_
