#ifndef INFOFLOW_CASCADE_CASCADE_TRAINING_H_
#define INFOFLOW_CASCADE_CASCADE_TRAINING_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/training/minibatch.h"
#include "infoflow/network/training/optimizer.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {

// Adam with PyTorch's defaults. Source: arXiv:2406.12916.
network::OptimizerOptions DecoderOptimizer();

struct CascadeTrainingOptions {
  network::OptimizerOptions optimizer = DecoderOptimizer();
  network::MinibatchOptions minibatches;  // 64 samples, shuffled, the last one kept
  std::uint64_t seed = 1;                 // of the order of the samples
};

// Decoders that are being trained on images, the network being fixed.
//
// In each batch every decoder takes one step towards the true input of its layer, not towards a
// reconstruction: decoders are independent problems. Source: arXiv:2406.12916 (cascade
// training). The state after any number of batches does not depend on the number of threads, nor on
// interruptions when it was saved and restored (cascade_checkpoint.h).
template <typename T>
class CascadeTraining {
 public:
  // The images must outlive the training. Errors: options out of range, images of another size
  // than the network's input, fewer images than one batch.
  static absl::StatusOr<CascadeTraining> Create(Cascade<T> cascade,
                                                linalg::ConstMatrixView<T> images,
                                                const CascadeTrainingOptions& options);

  // Batches of one pass over the images.
  int batches_per_epoch() const { return minibatches_.batches(); }

  // The next `batches` >= 1 batches, beginning a new pass whenever one ends; returns each
  // decoder's mean over them of the mean squared error before its step. Calls `after_batch`, if
  // there is one, after each of them; its errors end the run. Errors: batches < 1, Cancelled when
  // a caught signal came, an error that is not finite (names the decoder).
  absl::StatusOr<std::vector<double>> RunBatches(
      std::int64_t batches, WorkerPool& workers,
      const std::function<absl::Status()>& after_batch = nullptr);

  // One step on the given images; the decoders' mean squared errors before it stay valid until
  // the next. Allocates nothing but in the first call with more threads than before. Shapes: 1 to
  // `minibatches.batch` indices. BLAS must be on one thread for the same bits with any number of
  // workers; RunBatches cares for it. Cost: 6 B sum_l n_l n_{l-1} flops. RunBatches is faster: it
  // passes several batches forward at once.
  absl::Span<const double> Step(absl::Span<const int> indices, WorkerPool& workers);

  const CascadeTrainingOptions& options() const { return options_; }
  linalg::ConstMatrixView<T> images() const { return images_; }
  const Cascade<T>& cascade() const { return cascade_; }
  const network::Optimizer<T>& optimizer() const { return optimizer_; }

  // For checkpoints, which restore the decoders' parameters, the optimizer's state and the number
  // of batches that were run.
  Cascade<T>& cascade() { return cascade_; }
  network::Optimizer<T>& optimizer() { return optimizer_; }
  void set_batches_done(std::int64_t batches);

 private:
  struct Part {
    int decoder;
    int part;
  };

  CascadeTraining(Cascade<T> cascade, linalg::ConstMatrixView<T> images,
                  const CascadeTrainingOptions& options);

  // Copies images to row `first` of batch_images_ and the rows after it.
  void Gather(absl::Span<const int> indices, int first);
  // Activations of the first `rows` gathered images.
  void PassForward(int rows, WorkerPool& workers);
  // One step on `rows` images from row `first`, which have passed forward.
  absl::Span<const double> TrainRows(int first, int rows, WorkerPool& workers);

  Cascade<T> cascade_;
  linalg::ConstMatrixView<T> images_;
  CascadeTrainingOptions options_;
  network::Optimizer<T> optimizer_;
  network::Minibatches minibatches_;
  network::NetworkWorkspace<T> workspace_;  // of some batches
  linalg::Matrix<T> batch_images_;          // of the same
  std::vector<Part> parts_;                 // of all decoders
  std::vector<double> part_errors_;
  std::vector<double> errors_;  // per decoder
  std::size_t scratch_size_ = 0;
  std::vector<std::vector<T>> scratch_;  // one per thread
  std::uint32_t epoch_ = 0;
  int batch_ = 0;
};

}  // namespace infoflow::cascade

#endif  // INFOFLOW_CASCADE_CASCADE_TRAINING_H_
