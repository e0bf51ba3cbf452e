#include "infoflow/network/convolution/reshape_layer.h"

#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "infoflow/support/check.h"

namespace infoflow::network {

namespace {

template <typename T>
void CopyRows(linalg::ConstMatrixView<T> from, linalg::MatrixView<T> to) {
  for (int b = 0; b < from.rows(); ++b) {
    std::copy_n(from.row(b).begin(), from.columns(), to.row(b).begin());
  }
}

template <typename T>
class ReshapeLayer : public Layer<T> {
 public:
  explicit ReshapeLayer(int size) : size_(size) { INFOFLOW_CHECK(size >= 1); }
  std::string Describe() const override { return absl::StrCat("reshape(", size_, ")"); }
  int input_size() const override { return size_; }
  int output_size() const override { return size_; }
  std::size_t num_parameters() const override { return 0; }
  std::size_t num_weights() const override { return 0; }
  int fan_in() const override { return 0; }
  void Forward(const ForwardArguments<T>& arguments, WorkerPool& /*workers*/) const override {
    CopyRows<T>(arguments.input, arguments.output);
  }
  void Backward(const BackwardArguments<T>& arguments, WorkerPool& /*workers*/) const override {
    if (arguments.input_gradient.empty()) return;
    CopyRows<T>(arguments.output_gradient, arguments.input_gradient);
  }

 private:
  const int size_;
};

}  // namespace

template <typename T>
LayerPointer<T> MakeReshapeLayer(int size) {
  return std::make_shared<ReshapeLayer<T>>(size);
}

template LayerPointer<float> MakeReshapeLayer(int);
template LayerPointer<double> MakeReshapeLayer(int);

}  // namespace infoflow::network
