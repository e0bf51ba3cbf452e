#ifndef PAPER_FIGURES_SHARED_DENSE_TRAINING_H_
#define PAPER_FIGURES_SHARED_DENSE_TRAINING_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/activation/batch.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/network/training/training.h"
#include "infoflow/network/training/training_evaluation.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::paper_figures {

// A dense network with random weights, and how it is trained.
struct DenseTraining {
  std::vector<int> sizes;  // units from the input to the output
  double weight_variance = 1.0;
  double bias_variance = 0.0;
  // tanh after every layer but the last one, which has this.
  activation::Kind last_activation = activation::Kind::kTanh;
  network::TrainingOptions options;  // its seed is that of the weights, too
};

// The training at its start. The samples must outlive it. Errors: of Training::Create.
absl::StatusOr<network::Training<float>> StartTraining(
    const DenseTraining& training, const network::LabelledSamples<float>& samples);

// Goes on to the end of that epoch, counted from the start; returns the last epoch's mean loss
// before each step, NaN when there was none. Errors: of RunEpoch.
absl::StatusOr<double> TrainUntil(int epoch, network::Training<float>& training,
                                  WorkerPool& workers);

// The same for a training that takes long: keeps its state in the file `checkpoint`, if that is not
// empty, after each epoch and when a caught signal came, and goes on from there. The file belongs
// to a training from the same network with the same samples and options.
absl::Status TrainKeptUntil(int epoch, const std::string& checkpoint,
                            network::Training<float>& training, WorkerPool& workers);

// The images of a data set with their classes.
network::LabelledSamples<float> Labelled(const datasets::Dataset& data);

// Sizes of a network of `depth` linear layers with `width` units in every hidden layer.
std::vector<int> UniformSizes(int in, int width, int out, int depth);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_SHARED_DENSE_TRAINING_H_
