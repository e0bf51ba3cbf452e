// Convolutional and residual networks, their cascades and their training against tables that
// PyTorch computed with the authors' classes.

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/convolutional_cascade.h"
#include "infoflow/cascade/image_entropy.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/channel_order.h"
#include "infoflow/network/convolution/convolutional_network.h"
#include "infoflow/network/convolution/reference_maps.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/training/training.h"
#include "infoflow/support/worker_pool.h"
#include "infoflow/testing/reference_tensors.h"

namespace infoflow::cascade {
namespace {

using linalg::ConstMatrixView;
using linalg::Matrix;
using network::ConvolutionalOptions;
using testing::ReferenceTensor;
using testing::ReferenceTensors;
using testing::Tolerance;

// Of the root mean square of each tensor.
constexpr Tolerance kDouble = {1e-9, 0.0};

// What the file's network is.
ConvolutionalOptions OptionsOf(ReferenceTensors& tensors) {
  ConvolutionalOptions options;
  options.image = network::ReferenceMapShape(tensors.Input("X"));
  options.channels = tensors.Input("net.0.0.weight").sizes[0];
  options.residual = !tensors.Names("net.*.sb.0.weight").empty();
  int layers = 0;
  while (tensors.Has(absl::StrCat("act", layers + 1))) ++layers;
  options.strided = 0;
  int level = 2;
  while (tensors.Input(absl::StrCat("act", level)).sizes[2] <
         tensors.Input(absl::StrCat("act", level - 1)).sizes[2]) {
    ++options.strided;
    ++level;
  }
  options.blocks = layers - 2 - 1 - options.strided;
  options.classes = tensors.Input(absl::StrCat("act", layers)).sizes[1];
  return options;
}

// Where the parameters of one layer stand in the file, in the order of the layer's parameters.
struct Piece {
  std::string stem;  // without ".weight"
  bool transposed;
};

std::vector<Piece> LayerPieces(const ConvolutionalOptions& options, int layer) {
  const bool block = options.residual && layer > options.strided && layer < options.levels();
  if (block) return {{absl::StrCat(layer, ".sb.0"), false}, {absl::StrCat(layer, ".sb.3"), false}};
  return {{absl::StrCat(layer, ".0"), false}};
}
std::vector<Piece> DecoderPieces(const ReferenceTensors& tensors, int layer) {
  // Decoders within a module of their own have one more number.
  if (tensors.Has(absl::StrCat("conet.", layer, ".0.0.weight"))) {
    return {{absl::StrCat(layer, ".0.0"), true}};
  }
  std::vector<Piece> pieces = {{absl::StrCat(layer, ".0"), true}};
  if (tensors.Has(absl::StrCat("conet.", layer, ".3.weight"))) {
    pieces.push_back({absl::StrCat(layer, ".3"), true});
  }
  return pieces;
}

class FileNetwork {
 public:
  explicit FileNetwork(ReferenceTensors& tensors)
      : tensors_(tensors), options_(OptionsOf(tensors)) {
    network::Network<double> network =
        network::MakeConvolutionalNetwork<double>(options_, {}, 1).value();
    for (int i = 0; i < network.num_layers(); ++i) {
      Read("net.", LayerPieces(options_, i), network.parameters(i));
    }
    cascade_.emplace(MakeConvolutionalCascade<double>(network, options_, 1).value());
    for (int i = 0; i < cascade_->num_decoders(); ++i) {
      Read("conet.", DecoderPieces(tensors, i), cascade_->parameters(i));
    }
  }

  const ConvolutionalOptions& options() const { return options_; }
  const Cascade<double>& cascade() const { return *cascade_; }

  // Compares what `values`, laid out as the parameters of these pieces, are in the file.
  void Compare(const std::string& prefix, const std::vector<Piece>& pieces, int step,
               absl::Span<const double> values) {
    for (const Piece& piece : pieces) {
      const std::string weight = prefix + piece.stem + ".weight";
      const std::vector<int> sizes = tensors_.Input(weight, step).sizes;
      const absl::Span<const double> part =
          values.subspan(0, tensors_.Input(weight, step).values.size());
      if (sizes.size() == 2) {
        tensors_.Compare(weight, step, part, kDouble);
      } else {
        tensors_.Compare(weight, step,
                         piece.transposed
                             ? network::TransposedTapMinor<double>(part, sizes[0], sizes[1])
                             : network::TapMinor<double>(part, sizes[1], sizes[0]),
                         kDouble);
      }
      values.remove_prefix(part.size());
      const std::string bias = prefix + piece.stem + ".bias";
      if (!tensors_.Has(bias, step)) continue;
      const std::size_t size = tensors_.Input(bias, step).values.size();
      tensors_.Compare(bias, step, values.subspan(0, size), kDouble);
      values.remove_prefix(size);
    }
    EXPECT_TRUE(values.empty());
  }

 private:
  void Read(const std::string& prefix, const std::vector<Piece>& pieces,
            absl::Span<double> parameters) {
    std::vector<double> all;
    for (const Piece& piece : pieces) {
      const ReferenceTensor& weight = tensors_.Input(prefix + piece.stem + ".weight");
      std::vector<double> values = weight.values;
      if (weight.sizes.size() == 4) {
        values = piece.transposed
                     ? network::TransposedTapMajor<double>(values, weight.sizes[0], weight.sizes[1])
                     : network::TapMajor<double>(values, weight.sizes[1], weight.sizes[0]);
      }
      all.insert(all.end(), values.begin(), values.end());
      if (!tensors_.Has(prefix + piece.stem + ".bias")) continue;
      const std::vector<double>& bias = tensors_.Input(prefix + piece.stem + ".bias").values;
      all.insert(all.end(), bias.begin(), bias.end());
    }
    ASSERT_EQ(all.size(), parameters.size());
    std::copy(all.begin(), all.end(), parameters.begin());
  }

  ReferenceTensors& tensors_;
  const ConvolutionalOptions options_;
  std::optional<Cascade<double>> cascade_;
};

void CompareActivations(ReferenceTensors& tensors, const FileNetwork& file,
                        ConstMatrixView<double> images) {
  const network::Network<double>& network = file.cascade().network();
  network::NetworkWorkspace<double> workspace(network, images.rows());
  WorkerPool workers(1);
  network::Forward<double>(network, images, workspace, workers);
  for (int l = 1; l <= network.num_layers(); ++l) {
    const std::string name = absl::StrCat("act", l);
    tensors.Compare(name, 0,
                    network::ChannelMajor<double>(Matrix<double>(workspace.output(l - 1)).values(),
                                                  network::ReferenceMapShape(tensors.Input(name))),
                    kDouble);
  }
}

// Everything that the file says about decoders after `step` steps.
void CompareStep(ReferenceTensors& tensors, FileNetwork& file, int step,
                 const Cascade<double>& cascade) {
  WorkerPool workers(2);
  for (int i = 0; i < cascade.num_decoders(); ++i) {
    file.Compare("conet.", DecoderPieces(tensors, i), step, cascade.parameters(i));
  }
  const Matrix<double> images = network::ReferenceMaps(tensors.Input("XT"));
  const int n = images.rows(), pixels = images.columns(), levels = cascade.num_decoders();
  // The table adds the means of both parts of the images.
  const int half = n - n / 2;
  const std::vector<double> first =
      DecoderErrors<double>(cascade, images.Block(0, 0, half, pixels), n, workers);
  std::vector<double> sums =
      DecoderErrors<double>(cascade, images.Block(half, 0, n - half, pixels), n, workers);
  for (int l = 0; l < levels; ++l) sums[l] += first[l];
  tensors.Compare("eval_loss_sum", step, sums, kDouble);

  const Matrix<double> reconstructions = Reconstruct<double>(cascade, images, levels, workers);
  tensors.Compare("cascade_l0", step, images.values(), kDouble);
  Matrix<double> reference = images, pure_reference = images;
  NormalizeImages<double>(pure_reference);
  for (int l = 1; l <= levels; ++l) {
    const auto compare = [&](const char* what, absl::Span<const double> values) {
      const std::string name = absl::StrCat(what, l);
      if (tensors.Has(name, step)) tensors.Compare(name, step, values, kDouble);
    };
    Matrix<double> level(reconstructions.Block((l - 1) * n, 0, n, pixels));
    compare("cascade_l", level.values());
    Matrix<double> pure = level;
    compare("dif_pure_l", {DifferentialEntropy<double>(pure)});
    NormalizeImages<double>(pure);
    compare("rel_pure_l", DistributionRelativeEntropies<double>(pure_reference, pure));
    compare("rel_author_l", OverwritingRelativeEntropies<double>(reference, level));
    compare("rec_mutated_l", level.values());
    compare("dif_author_l", {DifferentialEntropy<double>(level)});
  }
  if (tensors.Has("ref_mutated", step)) {
    tensors.Compare("ref_mutated", step, reference.values(), kDouble);
  }
}

void CheckDecoders(ReferenceTensors& tensors, FileNetwork& file) {
  const int rows = tensors.Input("labels").sizes[1];
  const Matrix<double> images = network::ReferenceMaps(tensors.Input("X"));
  const int batches = images.rows() / rows;
  CompareActivations(tensors, file, images.Block(0, 0, rows, images.columns()));
  CascadeTrainingOptions options;
  options.minibatches.batch = rows;
  CascadeTraining<double> training =
      CascadeTraining<double>::Create(file.cascade(), images, options).value();
  WorkerPool workers(2);
  const std::vector<int> steps = tensors.Steps("eval_loss_sum");
  for (int step = 1; step <= steps.back(); ++step) {
    std::vector<int> indices;
    for (int b = 0; b < rows; ++b) indices.push_back((step - 1) % batches * rows + b);
    training.Step(indices, workers);
    if (std::count(steps.begin(), steps.end(), step) > 0) {
      CompareStep(tensors, file, step, training.cascade());
    }
  }
}

// Plain descent of the cross-entropy of the tanh outputs.
void CheckTraining(ReferenceTensors& tensors, FileNetwork& file) {
  const std::vector<int> sizes = tensors.Input("labels").sizes;
  const int batches = sizes[0], rows = sizes[1];
  const Matrix<double> images = network::ReferenceMaps(tensors.Input("X"));
  std::vector<int> labels;
  for (const double label : tensors.Input("labels").values) {
    labels.push_back(static_cast<int>(label));
  }
  network::TrainingOptions options;
  options.loss = network::LossConvention::kCrossEntropyOnActivations;
  options.optimizer.learning_rate = tensors.Number("sgd_lr");
  options.optimizer.momentum = 0.0;
  options.minibatches.batch = rows;
  WorkerPool workers(2);
  network::Training<double> training =
      network::Training<double>::Create(file.cascade().network(), {images, labels}, options)
          .value();
  // The derivatives of the first batch, before any step.
  network::NetworkWorkspace<double> workspace(training.network(), rows);
  const ConstMatrixView<double> batch = images.Block(0, 0, rows, images.columns());
  const ConstMatrixView<double> outputs =
      network::Forward<double>(training.network(), batch, workspace, workers);
  const double loss = network::LabelLoss<double>(options.loss, outputs,
                                                 absl::MakeConstSpan(labels).subspan(0, rows),
                                                 workspace.output_gradient());
  tensors.Compare("sgd_loss0", 0, {loss}, kDouble);
  network::Backward<double>(training.network(), batch, workspace, workers,
                            [&](int layer, absl::Span<const double> gradients) {
                              file.Compare("sgd_grad.", LayerPieces(file.options(), layer), 0,
                                           gradients);
                            });
  const std::vector<int> steps = tensors.Steps("sgd_eval_loss");
  for (int step = 1; step <= steps.back(); ++step) {
    std::vector<int> indices;
    for (int b = 0; b < rows; ++b) indices.push_back((step - 1) % batches * rows + b);
    training.Step(indices, workers);
    if (std::count(steps.begin(), steps.end(), step) == 0) continue;
    for (int i = 0; i < training.network().num_layers(); ++i) {
      file.Compare("sgd.", LayerPieces(file.options(), i), step, training.network().parameters(i));
    }
    const network::Evaluation evaluation =
        network::Evaluate<double>(training.network(), {images, labels}, options.loss, {}, workers);
    tensors.Compare("sgd_eval_loss", step, {evaluation.loss}, kDouble);
    tensors.Compare("sgd_eval_acc", step, {evaluation.accuracy}, {1e-7, 0.0});
  }
}

TEST(ConvolutionalReferenceTest, NetworksAndCascades) {
  for (const char* pattern :
       {"parity_conv_tiny*.csv", "parity_conv_net*.csv", "parity_resnet*.csv"}) {
    for (ReferenceTensors& tensors : ReferenceTensors::Open("reconstruction", pattern)) {
      SCOPED_TRACE(tensors.file());
      FileNetwork file(tensors);
      CheckDecoders(tensors, file);
      CheckTraining(tensors, file);
      tensors.Ignore("sigma_*2");
    }
  }
}

}  // namespace
}  // namespace infoflow::cascade
