// Letters: N_m width, mu_m and v_m mean and variance over neurons, Z samples, Q mean squared
// distance of the samples from mu_m.
#include "infoflow/network/relative_entropy/relative_entropy.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/network/relative_entropy/activation_statistics.h"
#include "infoflow/network/relative_entropy/gaussian_relative_entropy.h"
#include "infoflow/network/relative_entropy/square_deviation.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/check.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

// Samples that one work item pushes through all layers: enough to make packing the weights
// cheap beside the product, few enough for several cores to have work.
constexpr int kBlock = 512;

template <typename T>
void FillSamples(const LayerStatistics& first, std::uint64_t seed, int first_sample,
                 linalg::MatrixView<T> samples) {
  const T mean = static_cast<T>(first.mean);
  const T deviation = static_cast<T>(std::sqrt(first.variance));
  for (int k = 0; k < samples.rows(); ++k) {
    random::Stream stream(seed, random::StreamUse::kEstimator,
                          static_cast<std::uint32_t>(first_sample + k));
    const absl::Span<T> row = samples.row(k);
    random::FillNormal(stream, row);
    for (T& value : row) value = mean + deviation * value;
  }
}

// Sums over the samples of || z^m - mu_m ||^2 for m >= 1; entry 0 stays 0.
template <typename T>
std::vector<double> PushThrough(const DenseNetworkView<T>& network,
                                const std::vector<LayerStatistics>& statistics,
                                linalg::Matrix<T> values) {
  std::vector<double> sums(network.layers.size(), 0.0);
  const int count = values.rows();
  network.activation(values.values(), values.values());
  std::vector<T> buffer;
  std::vector<T> current(values.values().begin(), values.values().end());
  for (std::size_t m = 1; m < network.layers.size(); ++m) {
    const DenseLayerView<T>& layer = network.layers[m];
    const int width = layer.weights.rows();
    buffer.resize(static_cast<std::size_t>(count) * width);
    const linalg::ConstMatrixView<T> before(absl::MakeConstSpan(current), count,
                                            layer.weights.columns());
    const linalg::MatrixView<T> after(absl::MakeSpan(buffer), count, width);
    linalg::Gemm(linalg::Transpose::kNo, linalg::Transpose::kYes, T(1), before, layer.weights, T(0),
                 after);
    const bool last = m + 1 == network.layers.size();
    for (int k = 0; k < count; ++k) {
      const absl::Span<T> row = after.row(k);
      sums[m] += internal::AddBiasAndSumSquares(layer.bias, statistics[m].mean, row);
      if (!last) network.activation(row, row);
    }
    current.swap(buffer);
  }
  return sums;
}

template <typename T, typename MakeBlock>
absl::StatusOr<std::vector<LayerRelativeEntropy>> Compute(
    const DenseNetworkView<T>& network, const std::vector<LayerStatistics>& statistics,
    int num_samples, int threads, const MakeBlock& make_block) {
  const LayerStatistics& first = statistics.front();
  for (std::size_t m = 0; m < statistics.size(); ++m) {
    if (statistics[m].variance > 0.0) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("the pre-activations of layer ", m,
                     " are all equal; their variance over the neurons must be positive"));
  }
  const int blocks = (num_samples - 1) / kBlock + 1;
  std::vector<std::vector<double>> sums(blocks);
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(blocks, threads, [&](int block) {
    const int begin = block * kBlock;
    const int count = std::min(kBlock, num_samples - begin);
    sums[block] = PushThrough(network, statistics, make_block(begin, count));
    return absl::OkStatus();
  }));
  std::vector<LayerRelativeEntropy> result(statistics.size());
  const double log_first = std::log(2.0 * numerics::kPi * first.variance);
  for (std::size_t m = 0; m < statistics.size(); ++m) {
    LayerRelativeEntropy& layer = result[m];
    layer.width = statistics[m].width;
    layer.mean = statistics[m].mean;
    layer.variance = statistics[m].variance;
    double square = 0.0;
    for (const std::vector<double>& sum : sums) square += sum[m];
    square /= num_samples;
    if (!std::isfinite(square)) {
      return absl::InvalidArgumentError(
          absl::StrCat("the samples are not finite in layer ", m,
                       "; samples, weights and biases must be finite"));
    }
    layer.negative_reference_entropy = -0.5 * first.width * (1.0 + log_first);
    layer.log_normalization = 0.5 * layer.width * std::log(2.0 * numerics::kPi * layer.variance);
    if (m == 0) {
      // By definition: layer 0 is compared with itself.
      layer.quadratic = 0.5 * layer.width;
      continue;
    }
    layer.quadratic = square / (2.0 * layer.variance);
    layer.relative_entropy =
        layer.negative_reference_entropy + layer.log_normalization + layer.quadratic;
    layer.first_version = layer.negative_reference_entropy + layer.log_normalization +
                          square / (2.0 * first.variance);
    if (layer.width == first.width) {
      const Gaussian p = {first.mean, first.variance};
      const Gaussian q = {layer.mean, layer.variance};
      layer.gaussian_forward = layer.width * GaussianRelativeEntropy(p, q);
      layer.gaussian_reverse = layer.width * GaussianRelativeEntropy(q, p);
    } else {
      layer.gaussian_forward = layer.gaussian_reverse = std::numeric_limits<double>::quiet_NaN();
    }
  }
  return result;
}

}  // namespace

template <typename T>
absl::StatusOr<std::vector<LayerRelativeEntropy>> RelativeEntropyOfSamples(
    const DenseNetworkView<T>& network, absl::Span<const T> input,
    linalg::ConstMatrixView<T> samples, int threads) {
  // The bits of the input's products, too, must not depend on who else uses BLAS.
  const linalg::SingleThreadedBlas single_threaded_blas;
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<LayerStatistics> statistics,
                            ComputeLayerStatistics(network, input));
  if (samples.rows() < 1 || samples.columns() != statistics.front().width) {
    return absl::InvalidArgumentError(
        absl::StrCat("samples have shape ", samples.rows(), " x ", samples.columns(),
                     "; there must be at least 1 with as many values as layer 0 has neurons, ",
                     statistics.front().width));
  }
  return Compute(network, statistics, samples.rows(), threads, [&](int begin, int count) {
    return linalg::Matrix<T>(samples.Block(begin, 0, count, samples.columns()));
  });
}

template <typename T>
absl::StatusOr<std::vector<LayerRelativeEntropy>> RelativeEntropyWithDepth(
    const DenseNetworkView<T>& network, absl::Span<const T> input,
    const RelativeEntropyOptions& options) {
  // The bits of the input's products, too, must not depend on who else uses BLAS.
  const linalg::SingleThreadedBlas single_threaded_blas;
  if (options.num_samples < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("number of samples is ", options.num_samples, "; it must be at least 1"));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<LayerStatistics> statistics,
                            ComputeLayerStatistics(network, input));
  const LayerStatistics& first = statistics.front();
  return Compute(network, statistics, options.num_samples, options.threads,
                 [&](int begin, int count) {
                   linalg::Matrix<T> samples(count, first.width);
                   FillSamples<T>(first, options.seed, begin, samples);
                   return samples;
                 });
}

double NotebookNormalization(int width, double weight_variance) {
  INFOFLOW_CHECK(weight_variance > 0.0);
  return 0.5 * width * (1.0 + std::log(2.0 * numerics::kPi * weight_variance));
}

template absl::StatusOr<std::vector<LayerRelativeEntropy>> RelativeEntropyOfSamples(
    const DenseNetworkView<float>&, absl::Span<const float>, linalg::ConstMatrixView<float>, int);
template absl::StatusOr<std::vector<LayerRelativeEntropy>> RelativeEntropyOfSamples(
    const DenseNetworkView<double>&, absl::Span<const double>, linalg::ConstMatrixView<double>,
    int);
template absl::StatusOr<std::vector<LayerRelativeEntropy>> RelativeEntropyWithDepth(
    const DenseNetworkView<float>&, absl::Span<const float>, const RelativeEntropyOptions&);
template absl::StatusOr<std::vector<LayerRelativeEntropy>> RelativeEntropyWithDepth(
    const DenseNetworkView<double>&, absl::Span<const double>, const RelativeEntropyOptions&);

}  // namespace infoflow::network
