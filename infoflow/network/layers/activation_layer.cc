#include "infoflow/network/layers/activation_layer.h"

#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "infoflow/support/check.h"

namespace infoflow::network {

namespace {

// Samples per work item.
constexpr int kRowsPerItem = 16;

template <typename T>
class ActivationLayer : public Layer<T> {
 public:
  ActivationLayer(int size, activation::Kind activation) : size_(size), activation_(activation) {
    INFOFLOW_CHECK(size >= 1);
  }

  std::string Describe() const override {
    return absl::StrCat("activation(", size_, ",", activation::KindName(activation_), ")");
  }
  int input_size() const override { return size_; }
  int output_size() const override { return size_; }
  std::size_t num_parameters() const override { return 0; }
  std::size_t num_weights() const override { return 0; }
  int fan_in() const override { return 0; }
  int preactivation_size() const override { return size_; }

  void Forward(const ForwardArguments<T>& arguments, WorkerPool& workers) const override {
    const int rows = arguments.input.rows();
    workers.Run((rows + kRowsPerItem - 1) / kRowsPerItem, [&](int item) {
      const int first = item * kRowsPerItem;
      const int count = std::min(kRowsPerItem, rows - first);
      for (int b = first; b < first + count; ++b) {
        const absl::Span<const T> input = arguments.input.row(b);
        std::copy(input.begin(), input.end(), arguments.output.row(b).begin());
      }
      linalg::MatrixView<T> preactivations;
      if (!arguments.preactivations.empty()) {
        preactivations = arguments.preactivations.Block(first, 0, count, size_);
      }
      Activate(activation_, {}, arguments.output.Block(first, 0, count, size_), preactivations);
    });
  }

  void Backward(const BackwardArguments<T>& arguments, WorkerPool& workers) const override {
    if (arguments.input_gradient.empty()) return;
    const int rows = arguments.input.rows();
    workers.Run((rows + kRowsPerItem - 1) / kRowsPerItem, [&](int item) {
      const int first = item * kRowsPerItem;
      const int count = std::min(kRowsPerItem, rows - first);
      for (int b = first; b < first + count; ++b) {
        const absl::Span<const T> gradient = arguments.output_gradient.row(b);
        std::copy(gradient.begin(), gradient.end(), arguments.input_gradient.row(b).begin());
      }
      ActivationGradient(activation_, arguments.output.Block(first, 0, count, size_),
                         arguments.input.Block(first, 0, count, size_),
                         arguments.input_gradient.Block(first, 0, count, size_), {});
    });
  }

 private:
  const int size_;
  const activation::Kind activation_;
};

}  // namespace

template <typename T>
LayerPointer<T> MakeActivationLayer(int size, activation::Kind activation) {
  return std::make_shared<ActivationLayer<T>>(size, activation);
}

template LayerPointer<float> MakeActivationLayer<float>(int, activation::Kind);
template LayerPointer<double> MakeActivationLayer<double>(int, activation::Kind);

}  // namespace infoflow::network
