#include "infoflow/network/convolution/chain_layer.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "infoflow/support/check.h"

namespace infoflow::network {

namespace {

using linalg::MatrixView;

template <typename T>
class ChainLayer : public Layer<T> {
 public:
  explicit ChainLayer(std::vector<LayerPointer<T>> parts) {
    INFOFLOW_CHECK(!parts.empty());
    for (std::size_t i = 0; i < parts.size(); ++i) {
      INFOFLOW_CHECK(i == 0 || parts[i]->input_size() == parts[i - 1]->output_size());
      Part part;
      part.layer = parts[i];
      part.parameters = parameters_;
      part.output = memory_;
      if (i + 1 < parts.size()) memory_ += parts[i]->output_size();
      part.memory = memory_;
      memory_ += parts[i]->memory_size();
      parameters_ += parts[i]->num_parameters();
      weights_ += parts[i]->num_weights();
      if (parts[i]->num_weights() > 0) {
        INFOFLOW_CHECK(fan_in_ == 0 || fan_in_ == parts[i]->fan_in());
        fan_in_ = parts[i]->fan_in();
      }
      if (i > 0) widest_inner_ = std::max(widest_inner_, parts[i]->input_size());
      parts_.push_back(part);
    }
  }

  std::string Describe() const override {
    std::string text;
    for (const Part& part : parts_) {
      absl::StrAppend(&text, text.empty() ? "chain(" : ",", part.layer->Describe());
    }
    return text + ")";
  }
  int input_size() const override { return parts_.front().layer->input_size(); }
  int output_size() const override { return parts_.back().layer->output_size(); }
  std::size_t num_parameters() const override { return parameters_; }
  std::size_t num_weights() const override { return weights_; }
  bool IsWeight(std::size_t index) const override {
    std::size_t i = parts_.size() - 1;
    while (parts_[i].parameters > index) --i;
    return parts_[i].layer->IsWeight(index - parts_[i].parameters);
  }
  int fan_in() const override { return fan_in_; }
  int memory_size() const override { return memory_; }
  std::size_t scratch_size(int rows) const override {
    std::size_t most = 0;
    for (const Part& part : parts_) most = std::max(most, part.layer->scratch_size(rows));
    return most + 2 * static_cast<std::size_t>(rows) * widest_inner_;
  }

  void Forward(const ForwardArguments<T>& arguments, WorkerPool& workers) const override {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const Layer<T>& layer = *parts_[i].layer;
      ForwardArguments<T> part;
      part.parameters = arguments.parameters.subspan(parts_[i].parameters, layer.num_parameters());
      part.input = i == 0 ? arguments.input : InnerOutput(arguments.memory, i - 1);
      part.output = i + 1 == parts_.size() ? arguments.output : InnerOutput(arguments.memory, i);
      part.memory = Memory(arguments.memory, i);
      layer.Forward(part, workers);
    }
  }

  void Backward(const BackwardArguments<T>& arguments, WorkerPool& workers) const override {
    const int rows = arguments.input.rows();
    const std::size_t inner = static_cast<std::size_t>(rows) * widest_inner_;
    // Derivatives by the inner outputs, in turn.
    const absl::Span<T> buffers[2] = {arguments.scratch.subspan(0, inner),
                                      arguments.scratch.subspan(inner, inner)};
    MatrixView<T> gradient = arguments.output_gradient;
    for (std::size_t i = parts_.size(); i-- > 0;) {
      const Layer<T>& layer = *parts_[i].layer;
      BackwardArguments<T> part;
      part.parameters = arguments.parameters.subspan(parts_[i].parameters, layer.num_parameters());
      part.input = i == 0 ? arguments.input : InnerOutput(arguments.memory, i - 1);
      part.output = i + 1 == parts_.size() ? arguments.output : InnerOutput(arguments.memory, i);
      part.memory = Memory(arguments.memory, i);
      part.output_gradient = gradient;
      if (i == 0) {
        part.input_gradient = arguments.input_gradient;
      } else {
        part.input_gradient =
            MatrixView<T>(buffers[i % 2].data(), rows, layer.input_size(), layer.input_size());
      }
      if (!arguments.parameter_gradients.empty()) {
        part.parameter_gradients =
            arguments.parameter_gradients.subspan(parts_[i].parameters, layer.num_parameters());
      }
      part.scratch = arguments.scratch.subspan(2 * inner);
      layer.Backward(part, workers);
      gradient = part.input_gradient;
    }
  }

 private:
  struct Part {
    LayerPointer<T> layer;
    std::size_t parameters = 0;  // where they begin
    int output = 0;              // where the part's output stands in the chain's memory
    int memory = 0;              // where the part's memory stands there
  };

  template <typename View>
  View InnerOutput(View memory, std::size_t part) const {
    return memory.Block(0, parts_[part].output, memory.rows(), parts_[part].layer->output_size());
  }
  template <typename View>
  View Memory(View memory, std::size_t part) const {
    const int size = parts_[part].layer->memory_size();
    return size == 0 ? View() : memory.Block(0, parts_[part].memory, memory.rows(), size);
  }

  std::vector<Part> parts_;
  std::size_t parameters_ = 0, weights_ = 0;
  int memory_ = 0;
  int widest_inner_ = 0;
  int fan_in_ = 0;
};

}  // namespace

template <typename T>
LayerPointer<T> MakeChainLayer(std::vector<LayerPointer<T>> parts) {
  return std::make_shared<ChainLayer<T>>(std::move(parts));
}

template LayerPointer<float> MakeChainLayer(std::vector<LayerPointer<float>>);
template LayerPointer<double> MakeChainLayer(std::vector<LayerPointer<double>>);

}  // namespace infoflow::network
