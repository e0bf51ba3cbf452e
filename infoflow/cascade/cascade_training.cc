#include "infoflow/cascade/cascade_training.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/support/check.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::cascade {

namespace {

// Products with a batch of 64 rows run at two thirds of the rate of those with some hundred; more
// would take memory, depth x rows x width numbers.
constexpr int kRowsPerForward = 256;
// So the activations of a group of batches have at most this many numbers, 256 MB in float.
constexpr std::size_t kNumbersPerForward = std::size_t{1} << 26;

template <typename T>
int BatchesPerForward(const network::Network<T>& network, int batch) {
  std::size_t per_row = 0;
  for (int i = 0; i < network.num_layers(); ++i) {
    per_row += network.layer(i).output_size() + network.layer(i).memory_size();
  }
  const std::size_t rows = std::min<std::size_t>(kRowsPerForward, kNumbersPerForward / per_row);
  return std::max(1, static_cast<int>(rows) / batch);
}

template <typename T>
std::vector<std::size_t> GroupSizes(const Cascade<T>& cascade) {
  std::vector<std::size_t> sizes;
  for (int i = 0; i < cascade.num_decoders(); ++i) sizes.push_back(cascade.parameters(i).size());
  return sizes;
}

}  // namespace

network::OptimizerOptions DecoderOptimizer() {
  network::OptimizerOptions options;
  options.kind = network::OptimizerKind::kAdam;
  options.learning_rate = 1e-3;
  return options;
}

template <typename T>
absl::StatusOr<CascadeTraining<T>> CascadeTraining<T>::Create(
    Cascade<T> cascade, linalg::ConstMatrixView<T> images, const CascadeTrainingOptions& options) {
  INFOFLOW_RETURN_IF_ERROR(network::CheckOptimizerOptions(options.optimizer));
  if (images.columns() != cascade.network().input_size()) {
    return absl::InvalidArgumentError(absl::StrCat("images of ", images.columns(),
                                                   " pixels do not fit a network with ",
                                                   cascade.network().input_size(), " inputs"));
  }
  const int batch = options.minibatches.batch;
  if (batch < 1 || batch > images.rows()) {
    return absl::InvalidArgumentError(
        absl::StrCat("batch=", batch, ": must be from 1 to the number of images, ", images.rows()));
  }
  return CascadeTraining(std::move(cascade), images, options);
}

template <typename T>
CascadeTraining<T>::CascadeTraining(Cascade<T> cascade, linalg::ConstMatrixView<T> images,
                                    const CascadeTrainingOptions& options)
    : cascade_(std::move(cascade)),
      images_(images),
      options_(options),
      optimizer_(options.optimizer, GroupSizes(cascade_)),
      minibatches_(images.rows(), options.minibatches, options.seed),
      workspace_(cascade_.network(),
                 options.minibatches.batch *
                     BatchesPerForward(cascade_.network(), options.minibatches.batch)),
      batch_images_(workspace_.max_rows(), images.columns()),
      errors_(cascade_.num_decoders()) {
  for (int i = 0; i < cascade_.num_decoders(); ++i) {
    const Decoder<T>& decoder = cascade_.decoder(i);
    for (int part = 0; part < decoder.num_parts(); ++part) parts_.push_back({i, part});
    scratch_size_ = std::max(scratch_size_, decoder.scratch_size(options.minibatches.batch));
  }
  part_errors_.resize(parts_.size());
}

template <typename T>
void CascadeTraining<T>::Gather(absl::Span<const int> indices, int first) {
  for (const int index : indices) {
    const absl::Span<const T> image = images_.row(index);
    std::copy(image.begin(), image.end(), batch_images_.row(first++).begin());
  }
}

template <typename T>
void CascadeTraining<T>::PassForward(int rows, WorkerPool& workers) {
  network::Forward<T>(cascade_.network(), batch_images_.view().Block(0, 0, rows, images_.columns()),
                      workspace_, workers);
}

template <typename T>
absl::Span<const double> CascadeTraining<T>::Step(absl::Span<const int> indices,
                                                  WorkerPool& workers) {
  const int rows = static_cast<int>(indices.size());
  INFOFLOW_CHECK(rows >= 1 && rows <= options_.minibatches.batch);
  Gather(indices, 0);
  PassForward(rows, workers);
  return TrainRows(0, rows, workers);
}

template <typename T>
absl::Span<const double> CascadeTraining<T>::TrainRows(int first, int rows, WorkerPool& workers) {
  const auto rows_of = [&](linalg::ConstMatrixView<T> matrix) {
    return matrix.Block(first, 0, rows, matrix.columns());
  };
  optimizer_.BeginStep();

  // One long item per thread, which takes parts until there are none left: a thread's scratch
  // memory stays in its cache. Which thread takes which part changes no number.
  const int threads = workers.threads();
  while (static_cast<int>(scratch_.size()) < threads) scratch_.emplace_back(scratch_size_);
  std::atomic<int> next{0};
  const int count = static_cast<int>(parts_.size());
  workers.Run(std::min(threads, count), [&](int thread) {
    for (int index = next++; index < count; index = next++) {
      const auto [decoder, part] = parts_[index];
      DecoderStep<T> step;
      step.input = rows_of(workspace_.output(decoder));
      step.target = rows_of(decoder == 0 ? batch_images_ : workspace_.output(decoder - 1));
      step.parameters = cascade_.parameters(decoder);
      step.optimizer = &optimizer_;
      step.group = decoder;
      step.scratch = absl::MakeSpan(scratch_[thread]);
      part_errors_[index] = cascade_.decoder(decoder).TrainPart(part, step);
    }
  });
  std::fill(errors_.begin(), errors_.end(), 0.0);
  for (int index = 0; index < count; ++index) {
    errors_[parts_[index].decoder] += part_errors_[index];
  }
  for (int i = 0; i < cascade_.num_decoders(); ++i) {
    errors_[i] /= static_cast<double>(rows) * cascade_.decoder(i).layer().output_size();
  }
  return errors_;
}

template <typename T>
void CascadeTraining<T>::set_batches_done(std::int64_t batches) {
  optimizer_.set_steps(batches);
  epoch_ = static_cast<std::uint32_t>(batches / batches_per_epoch());
  batch_ = static_cast<int>(batches % batches_per_epoch());
}

template <typename T>
absl::StatusOr<std::vector<double>> CascadeTraining<T>::RunBatches(
    std::int64_t batches, WorkerPool& workers, const std::function<absl::Status()>& after_batch) {
  if (batches < 1) {
    return absl::InvalidArgumentError(absl::StrCat("batches=", batches, ": must be at least 1"));
  }
  const linalg::SingleThreadedBlas single_threaded_blas;
  minibatches_.BeginEpoch(epoch_);
  std::vector<double> means(errors_.size());
  for (std::int64_t done = 0; done < batches;) {
    // The batches of a group pass forward together, then decoders step on one after the other.
    // Groups have fixed places in the epoch, so that it changes no bit where a run began or ended.
    const int group = BatchesPerForward(cascade_.network(), options_.minibatches.batch);
    const int begin = batch_ / group * group;
    const int end = std::min(begin + group, minibatches_.batches());
    int gathered = 0, first = 0;
    for (int i = begin; i < end; ++i) {
      const absl::Span<const int> indices = minibatches_.Batch(i);
      Gather(indices, gathered);
      gathered += static_cast<int>(indices.size());
      if (i < batch_) first = gathered;
    }
    PassForward(gathered, workers);
    while (batch_ < end && done < batches) {
      INFOFLOW_RETURN_IF_ERROR(CheckInterrupt());
      const int rows = static_cast<int>(minibatches_.Batch(batch_).size());
      const absl::Span<const double> errors = TrainRows(first, rows, workers);
      first += rows;
      for (std::size_t i = 0; i < errors.size(); ++i) {
        if (!std::isfinite(errors[i])) {
          return absl::OutOfRangeError(absl::StrCat(
              "the error of decoder ", i + 1, " is not finite in batch ", optimizer_.steps(),
              ": the learning rate ", options_.optimizer.learning_rate, " may be too large"));
        }
        means[i] += errors[i];
      }
      ++batch_;
      ++done;
      if (after_batch) INFOFLOW_RETURN_IF_ERROR(after_batch());
    }
    if (batch_ == minibatches_.batches()) {
      batch_ = 0;
      minibatches_.BeginEpoch(++epoch_);
    }
  }
  for (double& mean : means) mean /= static_cast<double>(batches);
  return means;
}

template class CascadeTraining<float>;
template class CascadeTraining<double>;

}  // namespace infoflow::cascade
