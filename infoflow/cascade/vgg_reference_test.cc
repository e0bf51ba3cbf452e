// Networks of VGG's kind, their cascades and their training against tables that PyTorch computed.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/channel_images.h"
#include "infoflow/cascade/image_entropy.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/cascade/vgg_cascade.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/channel_order.h"
#include "infoflow/network/convolution/reference_maps.h"
#include "infoflow/network/convolution/vgg_network.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/training/training.h"
#include "infoflow/support/worker_pool.h"
#include "infoflow/testing/reference_tensors.h"

namespace infoflow::cascade {
namespace {

using linalg::ConstMatrixView;
using linalg::Matrix;
using network::MapShape;
using network::VggOptions;
using network::VggUnit;
using testing::ReferenceTensor;
using testing::ReferenceTensors;
using testing::Tolerance;

// Of the root mean square of each tensor.
constexpr Tolerance kDouble = {1e-9, 0.0};

VggOptions OptionsOf(ReferenceTensors& tensors) {
  VggOptions options;
  options.image = network::ReferenceMapShape(tensors.Input("X"));
  for (int l = 1; tensors.Has(absl::StrCat("act", l)); ++l) {
    const MapShape map = network::ReferenceMapShape(tensors.Input(absl::StrCat("act", l)));
    const std::string weight = absl::StrCat("net.", l - 1, ".0.weight");
    if (!tensors.Has(weight)) {
      const bool flat = tensors.Input(absl::StrCat("act", l)).sizes.size() == 2;
      options.units.push_back(flat ? VggUnit::Flatten() : VggUnit::Pool());
    } else if (tensors.Input(weight).sizes.size() == 4) {
      options.units.push_back(VggUnit::Convolution(map.channels));
    } else {
      options.units.push_back(VggUnit::Dense(map.channels));
    }
  }
  return options;
}

// Between the order of numbers in the file and here.
class Order {
 public:
  explicit Order(const VggOptions& options) : options_(options) {
    int flatten = 0;
    while (options.units[flatten].kind != VggUnit::Kind::kFlatten) ++flatten;
    first_dense_ = flatten + 1;
    flat_ = options.MapBehind(flatten);
  }

  // The map behind `level` as the file orders it, also where it has been flattened.
  std::vector<double> MapToFile(int level, absl::Span<const double> values) const {
    return network::ChannelMajor<double>(values, FileMap(level));
  }
  Matrix<double> MapFromFile(int level, const ReferenceTensor& tensor) const {
    const std::vector<double> values = network::PixelMajor<double>(tensor.values, FileMap(level));
    Matrix<double> maps(tensor.sizes[0], options_.MapBehind(level).size());
    std::copy(values.begin(), values.end(), maps.values().begin());
    return maps;
  }

  // Weights (or biases) of unit `index` of the network, or of its decoder.
  std::vector<double> FromFile(bool decoder, int index, const ReferenceTensor& tensor) const {
    const std::vector<int>& sizes = tensor.sizes;
    if (sizes.size() == 4) {
      return decoder ? network::TransposedTapMajor<double>(tensor.values, sizes[0], sizes[1])
                     : network::TapMajor<double>(tensor.values, sizes[1], sizes[0]);
    }
    if (index != first_dense_ || (sizes.size() == 1 && !decoder)) return tensor.values;
    return decoder ? Rows(tensor.values, flat_.channels, flat_.pixels())
                   : network::PixelMajor<double>(tensor.values, flat_);
  }
  std::vector<double> ToFile(bool decoder, int index, const ReferenceTensor& like,
                             absl::Span<const double> values) const {
    const std::vector<int>& sizes = like.sizes;
    if (sizes.size() == 4) {
      return decoder ? network::TransposedTapMinor<double>(values, sizes[0], sizes[1])
                     : network::TapMinor<double>(values, sizes[1], sizes[0]);
    }
    if (index != first_dense_ || (sizes.size() == 1 && !decoder)) {
      return {values.begin(), values.end()};
    }
    return decoder ? Rows(values, flat_.pixels(), flat_.channels)
                   : network::ChannelMajor<double>(values, flat_);
  }

 private:
  MapShape FileMap(int level) const {
    return level == first_dense_ ? flat_ : options_.MapBehind(level);
  }
  // Rows (a, b) of a matrix as (b, a).
  static std::vector<double> Rows(absl::Span<const double> values, std::size_t a, std::size_t b) {
    return network::internal::Permuted<double>(values, {a, b, values.size() / (a * b)}, {1, 0, 2});
  }

  const VggOptions options_;
  int first_dense_ = 0;
  MapShape flat_;
};

class VggCheck {
 public:
  explicit VggCheck(ReferenceTensors& tensors)
      : tensors_(tensors), options_(OptionsOf(tensors)), order_(options_) {
    network::Network<double> network = network::MakeVggNetwork<double>(options_).value();
    for (int i = 0; i < network.num_layers(); ++i) Read("net", false, i, network.parameters(i));
    const bool relu = tensors.Number("decoder_relu") == 1.0;
    cascade_.emplace(MakeVggCascade<double>(network, options_,
                                            relu ? VggDecoders::kRelu : VggDecoders::kLinear, 1)
                         .value());
    for (int i = 0; i < units(); ++i) Read("conet", true, i, cascade_->parameters(i));
    images_ = order_.MapFromFile(0, tensors.Input("X"));
    test_images_ = order_.MapFromFile(0, tensors.Input("XT"));
    batches_ = tensors.Input("labels").sizes[0];
    rows_ = tensors.Input("labels").sizes[1];
    for (const double label : tensors.Input("labels").values) {
      labels_.push_back(static_cast<int>(label));
    }
  }

  void CheckActivations() {
    network::NetworkWorkspace<double> workspace(cascade_->network(), rows_);
    const ConstMatrixView<double> batch = images_.Block(0, 0, rows_, images_.columns());
    network::Forward<double>(cascade_->network(), batch, workspace, workers_);
    for (int l = 1; l <= units(); ++l) {
      CompareMap(absl::StrCat("act", l), 0, l, Matrix<double>(workspace.output(l - 1)).values());
      if (!tensors_.Has(absl::StrCat("dec_loss", l))) continue;
      CheckDecoder(l, workspace.output(l - 1), l == 1 ? batch : workspace.output(l - 2));
    }
  }

  void CheckDecoders() {
    CascadeTrainingOptions options;
    options.minibatches.batch = rows_;
    CascadeTraining<double> training =
        CascadeTraining<double>::Create(*cascade_, images_, options).value();
    for (int step = 1; step <= 10; ++step) {
      training.Step(Batch(step), workers_);
      if (tensors_.Has("eval_loss", step)) CompareStep(step, training.cascade());
    }
    std::size_t offset = 0;
    for (int i = 0; i < units(); ++i) {
      const std::size_t size = training.cascade().parameters(i).size();
      Compare("adam_m", true, i, 10, training.optimizer().first_moment().subspan(offset, size));
      Compare("adam_v", true, i, 10, training.optimizer().second_moment().subspan(offset, size));
      offset += size;
    }
    CheckChannels(training.cascade());
  }

  void CheckTraining() {
    network::TrainingOptions options;
    options.loss = network::LossConvention::kCrossEntropyOnLogits;
    options.minibatches.batch = rows_;
    options.optimizer.learning_rate = tensors_.Number("sgd_lr");
    options.optimizer.momentum = tensors_.Number("sgd_momentum");
    Train(options, "sgd");
    options.optimizer.kind = network::OptimizerKind::kAdam;
    options.optimizer.learning_rate = 1e-3;
    Train(options, "adamnet");
  }

 private:
  int units() const { return static_cast<int>(options_.units.size()); }

  std::vector<int> Batch(int step) const {
    std::vector<int> indices;
    for (int b = 0; b < rows_; ++b) indices.push_back((step - 1) % batches_ * rows_ + b);
    return indices;
  }

  static std::string Name(const std::string& prefix, int unit, const char* what) {
    return absl::StrCat(prefix, ".", unit, ".0.", what);
  }
  void Read(const std::string& prefix, bool decoder, int unit, absl::Span<double> parameters) {
    std::vector<double> all;
    for (const char* what : {"weight", "bias"}) {
      const std::string name = Name(prefix, unit, what);
      if (!tensors_.Has(name)) continue;
      const std::vector<double> values = order_.FromFile(decoder, unit, tensors_.Input(name));
      all.insert(all.end(), values.begin(), values.end());
    }
    ASSERT_EQ(all.size(), parameters.size());
    std::copy(all.begin(), all.end(), parameters.begin());
  }
  void Compare(const std::string& prefix, bool decoder, int unit, int step,
               absl::Span<const double> values) {
    for (const char* what : {"weight", "bias"}) {
      const std::string name = Name(prefix, unit, what);
      if (!tensors_.Has(name, step)) continue;
      const ReferenceTensor& tensor = tensors_.Input(name, step);
      const std::size_t size = tensor.values.size();
      tensors_.Compare(name, step, order_.ToFile(decoder, unit, tensor, values.subspan(0, size)),
                       kDouble);
      values.remove_prefix(size);
    }
    EXPECT_TRUE(values.empty());
  }
  void CompareMap(const std::string& name, int step, int level, absl::Span<const double> values) {
    tensors_.Compare(name, step, order_.MapToFile(level, values), kDouble);
  }

  // Output, loss and derivatives of the decoder of unit `l`, from 1, before any step.
  void CheckDecoder(int l, ConstMatrixView<double> input, ConstMatrixView<double> target) {
    const network::Layer<double>& layer = cascade_->decoder(l - 1).layer();
    const absl::Span<const double> parameters = cascade_->parameters(l - 1);
    Matrix<double> output(rows_, layer.output_size()), gradient = output;
    std::vector<double> gradients(parameters.size()), scratch(layer.scratch_size(rows_));
    layer.Forward({parameters, input, output, {}, {}}, workers_);
    CompareMap(absl::StrCat("dec_pred", l), 0, l - 1, output.values());
    const double loss = network::MeanSquaredError(output, target, gradient);
    tensors_.Compare(absl::StrCat("dec_loss", l), 0, {loss}, kDouble);
    layer.Backward({parameters,
                    input,
                    output,
                    {},
                    gradient,
                    {},
                    absl::MakeSpan(gradients),
                    absl::MakeSpan(scratch)},
                   workers_);
    Compare("dec_grad", true, l - 1, 0, gradients);
  }

  void CompareStep(int step, const Cascade<double>& cascade) {
    for (int i = 0; i < units(); ++i) Compare("conet", true, i, step, cascade.parameters(i));
    const int n = test_images_.rows(), pixels = test_images_.columns();
    tensors_.Compare("eval_loss", step, DecoderErrors<double>(cascade, test_images_, n, workers_),
                     kDouble);
    const Matrix<double> all = Reconstruct<double>(cascade, test_images_, units(), workers_);
    Matrix<double> reference = test_images_;
    NormalizeImages<double>(reference);
    for (int l = 1; l <= units(); ++l) {
      Matrix<double> level(all.Block((l - 1) * n, 0, n, pixels));
      CompareMap(absl::StrCat("cascade_l", l), step, 0, level.values());
      tensors_.Compare(absl::StrCat("dif_pure_l", l), step, {DifferentialEntropy<double>(level)},
                       kDouble);
      NormalizeImages<double>(level);
      tensors_.Compare(absl::StrCat("rel_pure_l", l), step,
                       DistributionRelativeEntropies<double>(reference, level), kDouble);
    }
  }

  void CheckChannels(const Cascade<double>& cascade) {
    network::NetworkWorkspace<double> workspace(cascade.network(), test_images_.rows());
    network::Forward<double>(cascade.network(), test_images_, workspace, workers_);
    for (const std::string& name : tensors_.Names("channel_l*")) {
      const std::vector<std::string> parts =
          absl::StrSplit(name.substr(std::string("channel_l").size()), "_k");
      int level = 0, channel = 0;
      ASSERT_TRUE(absl::SimpleAtoi(parts[0], &level) && absl::SimpleAtoi(parts[1], &channel));
      const int channels = options_.MapBehind(level).channels;
      const ConstMatrixView<double> activations = workspace.output(level - 1);
      Matrix<double> images = DecodeChannel<double>(cascade, level, activations, channels, channel,
                                                    ChannelChoice::kAlone, workers_);
      CompareMap(name, 10, 0, images.values());
      ScaleForDisplay<double>(images);
      CompareMap("channel_display" + name.substr(std::string("channel").size()), 10, 0,
                 images.values());
    }
    const Matrix<double> prototypes = ClassPrototypes<double>(cascade, 0.0, workers_);
    for (int k = 0; k < prototypes.rows(); ++k) {
      CompareMap(absl::StrCat("perfect_", k, "_full_0"), 10, 0, prototypes.row(k));
    }
  }

  void Train(const network::TrainingOptions& options, const std::string& name) {
    network::Training<double> training =
        network::Training<double>::Create(cascade_->network(), {images_, labels_}, options).value();
    if (tensors_.Has(name + "_loss0")) {
      network::NetworkWorkspace<double> workspace(training.network(), rows_);
      const ConstMatrixView<double> batch = images_.Block(0, 0, rows_, images_.columns());
      const ConstMatrixView<double> outputs =
          network::Forward<double>(training.network(), batch, workspace, workers_);
      const double loss = network::LabelLoss<double>(options.loss, outputs,
                                                     absl::MakeConstSpan(labels_).subspan(0, rows_),
                                                     workspace.output_gradient());
      tensors_.Compare(name + "_loss0", 0, {loss}, kDouble);
      network::Backward<double>(training.network(), batch, workspace, workers_,
                                [&](int layer, absl::Span<const double> gradients) {
                                  Compare(name + "_grad", false, layer, 0, gradients);
                                });
    }
    for (int step = 1; step <= 10; ++step) {
      training.Step(Batch(step), workers_);
      if (!tensors_.Has(name + "_eval_loss", step)) continue;
      for (int i = 0; i < units(); ++i) {
        Compare(name, false, i, step, training.network().parameters(i));
      }
      const network::Evaluation evaluation = network::Evaluate<double>(
          training.network(), {images_, labels_}, options.loss, {}, workers_);
      tensors_.Compare(name + "_eval_loss", step, {evaluation.loss}, kDouble);
    }
  }

  ReferenceTensors& tensors_;
  const VggOptions options_;
  const Order order_;
  std::optional<Cascade<double>> cascade_;
  WorkerPool workers_{2};
  Matrix<double> images_, test_images_;
  std::vector<int> labels_;
  int batches_ = 0, rows_ = 0;
};

TEST(VggReferenceTest, NetworksAndCascades) {
  for (ReferenceTensors& tensors : ReferenceTensors::Open("reconstruction", "parity_vgg_*.csv")) {
    SCOPED_TRACE(tensors.file());
    VggCheck check(tensors);
    check.CheckActivations();
    check.CheckDecoders();
    check.CheckTraining();
  }
}

TEST(VggReferenceTest, LeaveOneOutOfLinearDecodersIsTheChannelWithoutTheBiases) {
  VggOptions options;
  options.image = {1, 8, 8};
  options.units = {VggUnit::Convolution(3), VggUnit::Pool()};
  network::Network<double> network = network::MakeVggNetwork<double>(options).value();
  network::InitializeGaussian<double>({2.0, 0.1}, 1, network);
  const Cascade<double> cascade =
      MakeVggCascade<double>(network, options, VggDecoders::kLinear, 1).value();
  WorkerPool workers(1);
  Matrix<double> activations(2, 48, 0.5);
  const Matrix<double> zero = Decode<double>(cascade, 2, Matrix<double>(2, 48), workers);
  for (int channel = 0; channel < 3; ++channel) {
    const Matrix<double> alone =
        DecodeChannel<double>(cascade, 2, activations, 3, channel, ChannelChoice::kAlone, workers);
    const Matrix<double> without = DecodeChannel<double>(cascade, 2, activations, 3, channel,
                                                         ChannelChoice::kLeaveOneOut, workers);
    for (std::size_t i = 0; i < alone.size(); ++i) {
      EXPECT_NEAR(alone.values()[i] - zero.values()[i], without.values()[i], 1e-12);
    }
  }
}

TEST(VggReferenceTest, RejectsUnitsThatDoNotFit) {
  const auto error = [](std::vector<VggUnit> units) {
    return std::string(
        network::MakeVggNetwork<double>({{1, 5, 5}, std::move(units)}).status().message());
  };
  EXPECT_EQ(error({}), "a network needs at least one unit");
  EXPECT_EQ(error({VggUnit::Convolution(0)}), "unit 1: needs a size of at least 1");
  EXPECT_EQ(error({VggUnit::Dense(3)}), "unit 1: is dense and needs a flatten before it");
  EXPECT_EQ(error({VggUnit::Flatten(), VggUnit::Pool()}),
            "unit 2: must be dense, behind a flatten");
  EXPECT_EQ(error({VggUnit::Pool(), VggUnit::Pool(), VggUnit::Pool()}),
            "unit 3: pools a map of fewer than 2 x 2 pixels");
  const VggOptions options = {{1, 5, 5}, {VggUnit::Pool()}};
  EXPECT_EQ(MakeVggCascade<double>(network::MakeVggNetwork<double>(options).value(), options,
                                   VggDecoders::kRelu, 1)
                .status()
                .message(),
            "unit 1 pools a map of 5 x 5 pixels: both must be even for a decoder");
}

}  // namespace
}  // namespace infoflow::cascade
