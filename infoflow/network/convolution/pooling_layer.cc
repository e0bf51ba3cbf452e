#include "infoflow/network/convolution/pooling_layer.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::network {

namespace {

// out = the largest of the windows of 2 x 2 pixels, by channel; a NaN is larger than all.
template <typename T>
INFOFLOW_KERNEL void LargestOfWindows(const T* in, const MapShape& input, const MapShape& output,
                                      T* __restrict__ out) {
  const int channels = input.channels;
  for (int y = 0; y < output.height; ++y) {
    for (int x = 0; x < output.width; ++x, out += channels) {
      const T* const upper =
          in + static_cast<std::ptrdiff_t>(2 * y * input.width + 2 * x) * channels;
      const T* const lower = upper + static_cast<std::ptrdiff_t>(input.width) * channels;
      const auto larger = [](T value, T than) INFOFLOW_KERNEL_LAMBDA {
        return (value > than) | (value != value) ? value : than;
      };
      for (int c = 0; c < channels; ++c) {
        T largest = larger(upper[channels + c], upper[c]);
        largest = larger(lower[c], largest);
        out[c] = larger(lower[channels + c], largest);
      }
    }
  }
}

// The geometry that both kinds share.
template <typename T>
class PoolLayer : public Layer<T> {
 public:
  PoolLayer(const MapShape& input, int window, int stride)
      : input_(input), window_(window), stride_(stride) {
    INFOFLOW_CHECK(window >= 1 && stride >= 1);
    INFOFLOW_CHECK(window <= std::min(input.height, input.width));
    output_ = {input.channels, (input.height - window) / stride + 1,
               (input.width - window) / stride + 1};
  }
  int input_size() const override { return input_.size(); }
  int output_size() const override { return output_.size(); }
  std::size_t num_parameters() const override { return 0; }
  std::size_t num_weights() const override { return 0; }
  int fan_in() const override { return 0; }

 protected:
  // Calls use(first input pixel of the window, output pixel).
  template <typename Use>
  void ForWindows(Use use) const {
    for (int y = 0; y < output_.height; ++y) {
      for (int x = 0; x < output_.width; ++x) {
        use(stride_ * y * input_.width + stride_ * x, y * output_.width + x);
      }
    }
  }
  // The pixel `index`, in row order, of the window that begins at `first`.
  int WindowPixel(int first, int index) const {
    return first + index / window_ * input_.width + index % window_;
  }

  MapShape input_, output_;
  const int window_, stride_;
};

template <typename T>
class MaxPoolLayer : public PoolLayer<T> {
 public:
  explicit MaxPoolLayer(const MapShape& input) : PoolLayer<T>(input, 2, 2) {}
  std::string Describe() const override {
    return absl::StrCat("maxpool2(", MapShapeName(this->input_), ")");
  }

  void Forward(const ForwardArguments<T>& arguments, WorkerPool& workers) const override {
    workers.Run(arguments.input.rows(), [&](int b) {
      RunKernel<LargestOfWindows<T>>(arguments.input.row(b).data(), this->input_, this->output_,
                                     arguments.output.row(b).data());
    });
  }

  void Backward(const BackwardArguments<T>& arguments, WorkerPool& workers) const override {
    if (arguments.input_gradient.empty()) return;
    const int channels = this->input_.channels;
    workers.Run(arguments.input.rows(), [&](int b) {
      const T* const in = arguments.input.row(b).data();
      const T* const gradient = arguments.output_gradient.row(b).data();
      const absl::Span<T> result = arguments.input_gradient.row(b);
      std::fill(result.begin(), result.end(), T(0));
      this->ForWindows([&](int first, int pixel) {
        for (int c = 0; c < channels; ++c) {
          int best = first;
          for (int i = 1; i < 4; ++i) {
            const int other = this->WindowPixel(first, i);
            const T value = in[other * channels + c];
            if (value > in[best * channels + c] || value != value) best = other;
          }
          result[best * channels + c] = gradient[pixel * channels + c];
        }
      });
    });
  }
};

template <typename T>
class AveragePoolLayer : public PoolLayer<T> {
 public:
  using PoolLayer<T>::PoolLayer;
  std::string Describe() const override {
    return absl::StrCat("avgpool(", MapShapeName(this->input_), ",", this->window_, ",",
                        this->stride_, ")");
  }

  void Forward(const ForwardArguments<T>& arguments, WorkerPool& workers) const override {
    const int channels = this->input_.channels, count = this->window_ * this->window_;
    workers.Run(arguments.input.rows(), [&](int b) {
      const T* const in = arguments.input.row(b).data();
      T* const out = arguments.output.row(b).data();
      this->ForWindows([&](int first, int pixel) {
        T* const sums = out + pixel * channels;
        std::fill_n(sums, channels, T(0));
        for (int i = 0; i < count; ++i) {
          const T* const values = in + this->WindowPixel(first, i) * channels;
          for (int c = 0; c < channels; ++c) sums[c] += values[c];
        }
        for (int c = 0; c < channels; ++c) sums[c] /= static_cast<T>(count);
      });
    });
  }

  void Backward(const BackwardArguments<T>& arguments, WorkerPool& workers) const override {
    if (arguments.input_gradient.empty()) return;
    const int channels = this->input_.channels, count = this->window_ * this->window_;
    workers.Run(arguments.input.rows(), [&](int b) {
      const T* const gradient = arguments.output_gradient.row(b).data();
      const absl::Span<T> result = arguments.input_gradient.row(b);
      std::fill(result.begin(), result.end(), T(0));
      this->ForWindows([&](int first, int pixel) {
        for (int i = 0; i < count; ++i) {
          T* const values = result.data() + this->WindowPixel(first, i) * channels;
          for (int c = 0; c < channels; ++c) {
            values[c] += gradient[pixel * channels + c] / static_cast<T>(count);
          }
        }
      });
    });
  }
};

}  // namespace

template <typename T>
LayerPointer<T> MakeMaxPoolLayer(const MapShape& input) {
  return std::make_shared<MaxPoolLayer<T>>(input);
}

template <typename T>
LayerPointer<T> MakeAveragePoolLayer(const MapShape& input, int window, int stride) {
  return std::make_shared<AveragePoolLayer<T>>(input, window, stride);
}

template LayerPointer<float> MakeMaxPoolLayer(const MapShape&);
template LayerPointer<double> MakeMaxPoolLayer(const MapShape&);
template LayerPointer<float> MakeAveragePoolLayer(const MapShape&, int, int);
template LayerPointer<double> MakeAveragePoolLayer(const MapShape&, int, int);

}  // namespace infoflow::network
