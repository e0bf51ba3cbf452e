// Layers of convolutional networks against tables that PyTorch computed.

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/chain_layer.h"
#include "infoflow/network/convolution/channel_order.h"
#include "infoflow/network/convolution/convolution_layer.h"
#include "infoflow/network/convolution/pooling_layer.h"
#include "infoflow/network/convolution/reference_maps.h"
#include "infoflow/network/convolution/residual_layer.h"
#include "infoflow/network/layers/activation_layer.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/support/worker_pool.h"
#include "infoflow/testing/reference_tensors.h"

namespace infoflow::network {
namespace {

using activation::Kind;
using linalg::Matrix;
using testing::ReferenceTensor;
using testing::ReferenceTensors;
using testing::Tolerance;

// Of the root mean square of each tensor.
constexpr Tolerance kDouble = {1e-9, 0.0};

// One set of weights and biases within a layer's parameters.
struct Weights {
  std::string suffix;  // "", "1", "2"
  bool transposed;
};

class CaseCheck {
 public:
  CaseCheck(ReferenceTensors& tensors, std::string name)
      : tensors_(tensors),
        name_(std::move(name)),
        input_(ReferenceMapShape(tensors.Input(name_ + ".x"))),
        output_(ReferenceMapShape(tensors.Input(name_ + ".y"))) {}

  const MapShape& input() const { return input_; }
  const MapShape& output() const { return output_; }
  int kernel(const char* weights = ".w") { return tensors_.Input(name_ + weights).sizes[2]; }
  bool Has(const char* what) const { return tensors_.Has(name_ + what); }

  // Compares values, derivatives and loss of a layer whose parameters are these.
  void Check(const Layer<double>& layer, const std::vector<Weights>& weights) {
    SCOPED_TRACE(name_);
    std::vector<double> parameters;
    for (const Weights& w : weights) Append(w, parameters);
    ASSERT_EQ(parameters.size(), layer.num_parameters());
    const Matrix<double> input = ReferenceMaps(tensors_.Input(name_ + ".x"));
    const int rows = input.rows();
    Matrix<double> output(rows, layer.output_size()), memory(rows, layer.memory_size());
    Matrix<double> gradient(rows, layer.output_size()), input_gradient(rows, layer.input_size());
    std::vector<double> gradients(parameters.size()), scratch(layer.scratch_size(rows));
    WorkerPool workers(1);
    layer.Forward({parameters, input, output, memory, {}}, workers);
    CompareMaps(".y", output, output_);
    if (tensors_.Has(name_ + ".gy")) {
      gradient = ReferenceMaps(tensors_.Input(name_ + ".gy"));
    } else {
      const double loss =
          MeanSquaredError(output, ReferenceMaps(tensors_.Input(name_ + ".t")), gradient);
      tensors_.Compare(name_ + ".loss", 0, {loss}, kDouble);
    }
    layer.Backward({parameters, input, output, memory, gradient, input_gradient,
                    absl::MakeSpan(gradients), absl::MakeSpan(scratch)},
                   workers);
    CompareMaps(".gx", input_gradient, input_);
    absl::Span<const double> rest = gradients;
    for (const Weights& w : weights) CompareGradients(w, rest);
  }

 private:
  void CompareMaps(const char* what, const Matrix<double>& maps, const MapShape& shape) {
    tensors_.Compare(name_ + what, 0, ChannelMajor<double>(maps.values(), shape), kDouble);
  }
  void Append(const Weights& w, std::vector<double>& parameters) {
    const ReferenceTensor& tensor = tensors_.Input(name_ + ".w" + w.suffix);
    const int first = tensor.sizes[0], second = tensor.sizes[1];
    const std::vector<double> values =
        w.transposed ? TransposedTapMajor<double>(tensor.values, first, second)
                     : TapMajor<double>(tensor.values, second, first);
    parameters.insert(parameters.end(), values.begin(), values.end());
    if (!tensors_.Has(name_ + ".b" + w.suffix)) return;
    const std::vector<double>& bias = tensors_.Input(name_ + ".b" + w.suffix).values;
    parameters.insert(parameters.end(), bias.begin(), bias.end());
  }
  void CompareGradients(const Weights& w, absl::Span<const double>& rest) {
    const ReferenceTensor& tensor = tensors_.Input(name_ + ".w" + w.suffix);
    const int first = tensor.sizes[0], second = tensor.sizes[1];
    const absl::Span<const double> values = rest.subspan(0, tensor.values.size());
    tensors_.Compare(name_ + ".gw" + w.suffix, 0,
                     w.transposed ? TransposedTapMinor<double>(values, first, second)
                                  : TapMinor<double>(values, second, first),
                     kDouble);
    rest.remove_prefix(values.size());
    if (!tensors_.Has(name_ + ".b" + w.suffix)) return;
    const int biases = w.transposed ? second : first;
    tensors_.Compare(name_ + ".gb" + w.suffix, 0, rest.subspan(0, biases), kDouble);
    rest.remove_prefix(biases);
  }

  ReferenceTensors& tensors_;
  const std::string name_;
  const MapShape input_, output_;
};

Kind KindIn(const std::string& name) {
  if (absl::StrContains(name, "tanh")) return Kind::kTanh;
  return absl::StrContains(name, "relu") ? Kind::kRelu : Kind::kLinear;
}

LayerPointer<double> Convolution(CaseCheck& check, int stride, int padding, Kind kind,
                                 bool wrap = false) {
  ConvolutionOptions options;
  options.input = check.input();
  options.channels = check.output().channels;
  options.kernel = check.kernel();
  options.stride = stride;
  options.padding = padding;
  options.activation = kind;
  options.wrap = wrap;
  options.bias = check.Has(".b") ? DenseBias::kWith : DenseBias::kWithout;
  return MakeConvolutionLayer<double>(options);
}

LayerPointer<double> TransposedLayer(CaseCheck& check, int stride, Kind kind, Cut cut,
                                     const char* weights = ".w") {
  TransposedConvolutionOptions options;
  options.input = check.input();
  options.channels = check.output().channels;
  options.kernel = check.kernel(weights);
  options.stride = stride;
  options.activation = kind;
  options.cut = cut;
  return MakeTransposedConvolutionLayer<double>(options);
}

void CheckConvolution(CaseCheck& check, const std::string& name) {
  const Kind kind = KindIn(name);
  LayerPointer<double> layer;
  if (absl::StrContains(name, "_s2p1")) {
    layer = Convolution(check, 2, 1, kind);
  } else if (absl::StrContains(name, "_k5s3p2")) {
    layer = Convolution(check, 3, 2, kind);
  } else if (absl::StrContains(name, "_circ")) {
    layer = Convolution(check, 1, 0, kind, true);
  } else if (absl::StrContains(name, "_same") || name == "conv_relu_maxpool2") {
    layer = Convolution(check, 1, 1, kind);
  } else {
    layer = Convolution(check, 1, 0, kind);
  }
  const MapShape& input = check.input();
  if (absl::StrContains(name, "_avgpool5")) {
    layer = MakeChainLayer<double>(
        {layer, MakeAveragePoolLayer<double>({check.output().channels, 5, 5}, 5, 5)});
  } else if (absl::StrContains(name, "_maxpool2")) {
    layer = MakeChainLayer<double>(
        {layer, MakeMaxPoolLayer<double>({check.output().channels, input.height, input.width})});
  }
  check.Check(*layer, {{"", false}});
}

void CheckDecoder(CaseCheck& check, const std::string& name) {
  LayerPointer<double> layer;
  if (name == "decoder_resblock") {
    layer = TransposedLayer(check, 1, Kind::kTanh, Cut::kBoth, ".w1");
    check.Check(*MakeChainLayer<double>({layer, layer}), {{"1", true}, {"2", true}});
    return;
  }
  if (absl::StrContains(name, "_s2_tanh_cutend")) {
    layer = TransposedLayer(check, 2, Kind::kTanh, Cut::kEnd);
  } else if (name == "decoder_vgg_conv") {
    layer = TransposedLayer(check, 1, Kind::kRelu, Cut::kBoth);
  } else if (name == "decoder_vgg_pool") {
    layer = TransposedLayer(check, 2, Kind::kLinear, Cut::kNone);
  } else {
    layer = TransposedLayer(check, 1, Kind::kTanh, Cut::kBoth);
  }
  check.Check(*layer, {{"", true}});
}

void CheckPool(CaseCheck& check, const std::string& name) {
  const MapShape& input = check.input();
  LayerPointer<double> layer;
  if (absl::StrContains(name, "maxpool2")) {
    layer = MakeMaxPoolLayer<double>(input);
    if (name == "relu_maxpool2") {
      layer =
          MakeChainLayer<double>({MakeActivationLayer<double>(input.size(), Kind::kRelu), layer});
    }
  } else if (name == "avgpool3_s2") {
    layer = MakeAveragePoolLayer<double>(input, 3, 2);
  } else {
    const int window = absl::StrContains(name, "avgpool5") ? 5 : 2;
    layer = MakeAveragePoolLayer<double>(input, window, window);
  }
  check.Check(*layer, {});
}

TEST(ConvolutionReferenceTest, Units) {
  for (ReferenceTensors& tensors :
       ReferenceTensors::Open("reconstruction", "parity_conv_backward_*.csv")) {
    for (const std::string& x : tensors.Names("*.x")) {
      const std::string name = x.substr(0, x.size() - 2);
      CaseCheck check(tensors, name);
      if (absl::StartsWith(name, "conv")) {
        CheckConvolution(check, name);
      } else if (absl::StartsWith(name, "resblock")) {
        check.Check(*MakeResidualLayer<double>(check.input()), {{"1", false}, {"2", false}});
      } else if (absl::StartsWith(name, "decoder")) {
        CheckDecoder(check, name);
      } else {
        CheckPool(check, name);
      }
    }
    tensors.Ignore("seed");
  }
}

// A layer that only moves pixels: a kernel of one pixel with the identity of `channels`.
std::vector<double> IdentityParameters(int channels) {
  std::vector<double> parameters(static_cast<std::size_t>(channels) * (channels + 1));
  for (int c = 0; c < channels; ++c) parameters[c * channels + c] = 1.0;
  return parameters;
}

void CheckMove(ReferenceTensors& tensors, const std::string& name) {
  SCOPED_TRACE(name);
  const Matrix<double> input = ReferenceMaps(tensors.Input(name + ".x"));
  Matrix<double> gradient = ReferenceMaps(tensors.Input(name + ".gy"));
  const MapShape shape = ReferenceMapShape(tensors.Input(name + ".x"));
  const MapShape moved = ReferenceMapShape(tensors.Input(name + ".y"));
  LayerPointer<double> layer;
  if (name == "circpad1") {
    ConvolutionOptions options;
    options.input = shape;
    options.channels = shape.channels;
    options.kernel = 1;
    options.activation = Kind::kLinear;
    options.wrap = true;
    layer = MakeConvolutionLayer<double>(options);
  } else {
    TransposedConvolutionOptions options;
    options.input = shape;
    options.channels = shape.channels;
    options.kernel = 1;
    options.activation = Kind::kLinear;
    options.cut = name == "cut_both" ? Cut::kBoth : Cut::kEnd;
    layer = MakeTransposedConvolutionLayer<double>(options);
  }
  const std::vector<double> parameters = IdentityParameters(shape.channels);
  std::vector<double> scratch(layer->scratch_size(input.rows()));
  Matrix<double> output(input.rows(), layer->output_size());
  Matrix<double> input_gradient(input.rows(), layer->input_size());
  WorkerPool workers(1);
  layer->Forward({parameters, input, output, {}, {}}, workers);
  layer->Backward(
      {parameters, input, output, {}, gradient, input_gradient, {}, absl::MakeSpan(scratch)},
      workers);
  tensors.Compare(name + ".y", 0, ChannelMajor<double>(output.values(), moved), kDouble);
  tensors.Compare(name + ".gx", 0, ChannelMajor<double>(input_gradient.values(), shape), kDouble);
}

TEST(ConvolutionReferenceTest, Operations) {
  for (ReferenceTensors& tensors : ReferenceTensors::Open("reconstruction", "parity_ops.csv")) {
    for (const std::string& x : tensors.Names("conv*.x")) {
      const std::string name = x.substr(0, x.size() - 2);
      CaseCheck check(tensors, name);
      if (absl::StartsWith(name, "convT")) {
        const int stride = absl::EndsWith(name, "s2") ? 2 : 1;
        check.Check(*TransposedLayer(check, stride, Kind::kLinear, Cut::kNone), {{"", true}});
      } else {
        CheckConvolution(check, name);
      }
    }
    for (const char* name : {"avgpool2", "avgpool5", "maxpool2"}) {
      CaseCheck check(tensors, name);
      CheckPool(check, name);
    }
    for (const char* name : {"circpad1", "cut_both", "cut_end"}) CheckMove(tensors, name);
    // The others are compared in infoflow/network/training; nothing of the suite uses tanhshrink.
    for (const char* other :
         {"tanh*", "relu*", "linear*", "softmax*", "plain_ce*", "mse*", "adam*"}) {
      tensors.Ignore(other);
    }
  }
}

}  // namespace
}  // namespace infoflow::network
