#include "infoflow/network/convolution/convolution_layer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "infoflow/network/convolution/tap_product.h"
#include "infoflow/support/check.h"

namespace infoflow::network {

namespace {

using linalg::ConstMatrixView;
using linalg::MatrixView;

// Images per work item: shapes alone decide, so that results are the same for any number of
// threads.
constexpr int kRowsPerItem = 24;

int RowItems(int rows) { return (rows + kRowsPerItem - 1) / kRowsPerItem; }

struct Rows {
  int first, count;
};
Rows RowsOfItem(int item, int rows) {
  const int items = RowItems(rows);
  const int first = static_cast<int>(static_cast<std::int64_t>(item) * rows / items);
  const int end = static_cast<int>(static_cast<std::int64_t>(item + 1) * rows / items);
  return {first, end - first};
}

template <typename View>
View Part(View matrix, const Rows& rows) {
  return matrix.empty() ? View() : matrix.Block(rows.first, 0, rows.count, matrix.columns());
}

// What distinguishes a convolution from a transposed one.
struct TapLayerOptions {
  std::string description;
  MapShape input, output;
  TapLists lists;
  int fan_in = 1;
  activation::Kind activation = activation::Kind::kTanh;
  bool bias = true;
  bool wrap = false;
};

template <typename T>
class TapLayer : public Layer<T> {
 public:
  explicit TapLayer(TapLayerOptions options) : options_(std::move(options)) {
    INFOFLOW_CHECK(options_.activation == activation::Kind::kTanh ||
                   options_.activation == activation::Kind::kRelu ||
                   options_.activation == activation::Kind::kLinear);
  }

  std::string Describe() const override { return options_.description; }
  int input_size() const override { return options_.input.size(); }
  int output_size() const override { return options_.output.size(); }
  std::size_t num_weights() const override { return options_.lists.num_taps * WeightsPerTap(); }
  std::size_t num_parameters() const override {
    return num_weights() + (options_.bias ? options_.output.channels : 0);
  }
  int fan_in() const override { return options_.fan_in; }
  std::size_t scratch_size(int /*rows*/) const override { return num_weights(); }

  void Forward(const ForwardArguments<T>& arguments, WorkerPool& workers) const override {
    const absl::Span<const T> weights = arguments.parameters.subspan(0, num_weights());
    const absl::Span<const T> bias = arguments.parameters.subspan(num_weights());
    const int rows = arguments.input.rows();
    workers.Run(RowItems(rows), [&](int item) {
      const Rows part = RowsOfItem(item, rows);
      const MatrixView<T> output = Part(arguments.output, part);
      TapProduct(options_.lists.by_output, options_.input.channels, options_.output.channels,
                 weights, bias, Part(arguments.input, part), output);
      if (!options_.wrap) {
        Activate(options_.activation, {}, output, {});
        return;
      }
      for (int b = 0; b < output.rows(); ++b) {
        Activate(options_.activation, {}, Inner(output, b), {});
        Wrap(output.row(b));
      }
    });
  }

  void Backward(const BackwardArguments<T>& arguments, WorkerPool& workers) const override {
    const int in = options_.input.channels, out = options_.output.channels;
    const int rows = arguments.input.rows();
    const MatrixView<T> gradient = arguments.output_gradient;
    workers.Run(RowItems(rows), [&](int item) {
      const Rows part = RowsOfItem(item, rows);
      const MatrixView<T> derivative = Part(gradient, part);
      const ConstMatrixView<T> output = Part(arguments.output, part);
      if (!options_.wrap) {
        ActivationGradient(options_.activation, output, {}, derivative, {});
        return;
      }
      for (int b = 0; b < derivative.rows(); ++b) {
        Fold(derivative.row(b));
        ActivationGradient(options_.activation, Inner(output, b), {}, Inner(derivative, b), {});
      }
    });
    if (!arguments.parameter_gradients.empty()) {
      const int taps = options_.lists.num_taps;
      std::fill(arguments.parameter_gradients.begin(), arguments.parameter_gradients.end(), T(0));
      workers.Run(taps + (options_.bias ? 1 : 0), [&](int item) {
        if (item == taps) {
          TargetSums(options_.lists.by_output, out, gradient,
                     arguments.parameter_gradients.subspan(num_weights()));
          return;
        }
        TapGradient(options_.lists.by_tap.taps(item), in, out, arguments.input, gradient,
                    arguments.parameter_gradients.subspan(item * WeightsPerTap(), WeightsPerTap()));
      });
    }
    if (arguments.input_gradient.empty()) return;
    // The same product, with the weights' channels exchanged.
    const absl::Span<T> turned = arguments.scratch.subspan(0, num_weights());
    Turn(arguments.parameters.subspan(0, num_weights()), turned);
    workers.Run(RowItems(rows), [&](int item) {
      const Rows part = RowsOfItem(item, rows);
      TapProduct(options_.lists.by_input, out, in, turned, {}, Part(gradient, part),
                 Part(arguments.input_gradient, part));
    });
  }

 private:
  std::size_t WeightsPerTap() const {
    return static_cast<std::size_t>(options_.input.channels) * options_.output.channels;
  }

  // The map of image b without the copied border: one row per row of pixels.
  template <typename U>
  linalg::BasicMatrixView<U> Inner(linalg::BasicMatrixView<U> maps, int b) const {
    const int row = options_.output.width * options_.output.channels;
    return linalg::BasicMatrixView<U>(maps.row(b).data() + row + options_.output.channels,
                                      options_.output.height - 2,
                                      row - 2 * options_.output.channels, row);
  }

  // Calls use(copy, original) for each pixel of the border.
  template <typename Use>
  void ForBorder(Use use) const {
    const int height = options_.output.height, width = options_.output.width;
    for (int y = 0; y < height; ++y) {
      const int inner_row = y == 0 ? height - 2 : y == height - 1 ? 1 : y;
      for (int x = 0; x < width; ++x) {
        const int inner_column = x == 0 ? width - 2 : x == width - 1 ? 1 : x;
        if (inner_row == y && inner_column == x) continue;
        use(y * width + x, inner_row * width + inner_column);
      }
    }
  }

  void Wrap(absl::Span<T> map) const {
    const int channels = options_.output.channels;
    ForBorder([&](int copy, int original) {
      std::copy_n(map.data() + original * channels, channels, map.data() + copy * channels);
    });
  }
  void Fold(absl::Span<T> gradient) const {
    const int channels = options_.output.channels;
    ForBorder([&](int copy, int original) {
      for (int c = 0; c < channels; ++c) {
        gradient[original * channels + c] += gradient[copy * channels + c];
      }
    });
  }

  void Turn(absl::Span<const T> weights, absl::Span<T> turned) const {
    const int in = options_.input.channels, out = options_.output.channels;
    for (int tap = 0; tap < options_.lists.num_taps; ++tap) {
      const T* const from = weights.data() + tap * WeightsPerTap();
      T* const to = turned.data() + tap * WeightsPerTap();
      for (int i = 0; i < in; ++i) {
        for (int o = 0; o < out; ++o) to[o * in + i] = from[i * out + o];
      }
    }
  }

  const TapLayerOptions options_;
};

const char* CutName(Cut cut) {
  return cut == Cut::kNone ? "none" : cut == Cut::kBoth ? "both" : "end";
}

}  // namespace

template <typename T>
LayerPointer<T> MakeConvolutionLayer(const ConvolutionOptions& options) {
  const ConvolutionGeometry geometry = options.geometry();
  INFOFLOW_CHECK(options.input.channels >= 1 && options.channels >= 1 && options.kernel >= 1);
  INFOFLOW_CHECK(options.stride >= 1 && options.padding >= 0);
  INFOFLOW_CHECK(options.input.height + 2 * options.padding >= options.kernel &&
                 options.input.width + 2 * options.padding >= options.kernel);
  TapLayerOptions taps;
  taps.description = absl::StrCat(
      "conv(", MapShapeName(options.input), ",", options.channels, ",", options.kernel, ",",
      options.stride, ",", options.padding, ",", activation::KindName(options.activation),
      options.wrap ? ",wrap" : "", options.bias == DenseBias::kWith ? "" : ",no-bias", ")");
  taps.input = options.input;
  taps.output = options.output();
  taps.lists = ConvolutionTaps(geometry);
  taps.fan_in = options.input.channels * options.kernel * options.kernel;
  taps.activation = options.activation;
  taps.bias = options.bias == DenseBias::kWith;
  taps.wrap = options.wrap;
  return std::make_shared<TapLayer<T>>(std::move(taps));
}

template <typename T>
LayerPointer<T> MakeTransposedConvolutionLayer(const TransposedConvolutionOptions& options) {
  INFOFLOW_CHECK(options.input.channels >= 1 && options.channels >= 1 && options.kernel >= 1);
  INFOFLOW_CHECK(options.stride >= 1 && options.output().height >= 1 &&
                 options.output().width >= 1);
  TapLayerOptions taps;
  taps.description =
      absl::StrCat("conv_transpose(", MapShapeName(options.input), ",", options.channels, ",",
                   options.kernel, ",", options.stride, ",",
                   activation::KindName(options.activation), ",", CutName(options.cut), ")");
  taps.input = options.input;
  taps.output = options.output();
  taps.lists = TransposedTaps(options.geometry());
  taps.fan_in = options.channels * options.kernel * options.kernel;
  taps.activation = options.activation;
  return std::make_shared<TapLayer<T>>(std::move(taps));
}

template LayerPointer<float> MakeConvolutionLayer(const ConvolutionOptions&);
template LayerPointer<double> MakeConvolutionLayer(const ConvolutionOptions&);
template LayerPointer<float> MakeTransposedConvolutionLayer(const TransposedConvolutionOptions&);
template LayerPointer<double> MakeTransposedConvolutionLayer(const TransposedConvolutionOptions&);

}  // namespace infoflow::network
