#include "infoflow/cascade/ridge_decoders.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::cascade {

namespace {

using linalg::ConstMatrixView;
using linalg::Gemm;
using linalg::Matrix;
using linalg::MatrixView;
using linalg::Transpose;

// Images whose activations are converted to double at a time: 6 MB for 784 units.
constexpr int kImagesPerChunk = 1000;

// Columns of a covariance per work item.
constexpr int kColumnsPerItem = 196;

template <typename T>
std::vector<double> ColumnMeans(ConstMatrixView<T> values) {
  std::vector<double> means(values.columns());
  for (int b = 0; b < values.rows(); ++b) {
    for (int i = 0; i < values.columns(); ++i) means[i] += values(b, i);
  }
  for (double& mean : means) mean /= values.rows();
  return means;
}

template <typename T>
void Center(ConstMatrixView<T> values, const std::vector<double>& means, MatrixView<double> to) {
  for (int b = 0; b < values.rows(); ++b) {
    const absl::Span<const T> from = values.row(b);
    const absl::Span<double> row = to.row(b);
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = static_cast<double>(from[i]) - means[i];
  }
}

// c := c + a^T b, of c only the part on and below the diagonal blocks when `lower_only`.
void AddProduct(ConstMatrixView<double> a, ConstMatrixView<double> b, bool lower_only,
                MatrixView<double> c, WorkerPool& workers) {
  const int items = (c.columns() + kColumnsPerItem - 1) / kColumnsPerItem;
  workers.Run(items, [&](int item) {
    const int first = item * kColumnsPerItem;
    const int count = std::min(kColumnsPerItem, c.columns() - first);
    const int top = lower_only ? first : 0;
    Gemm(Transpose::kYes, Transpose::kNo, 1.0, a.Block(0, top, a.rows(), a.columns() - top),
         b.Block(0, first, b.rows(), count), 1.0, c.Block(top, first, c.rows() - top, count));
  });
}

// V and c of one decoder.
template <typename T>
absl::Status Fit(ConstMatrixView<T> outputs, ConstMatrixView<T> inputs, double penalty,
                 const network::Layer<T>& decoder, absl::Span<T> parameters, WorkerPool& workers) {
  const int images = outputs.rows();
  const int n = outputs.columns(), m = inputs.columns();
  const std::vector<double> output_means = ColumnMeans(outputs);
  const std::vector<double> input_means = ColumnMeans(inputs);
  for (const double mean : output_means) {
    if (!std::isfinite(mean)) {
      return absl::OutOfRangeError("the network's activations are not finite");
    }
  }
  const int chunk = std::min(kImagesPerChunk, images);
  Matrix<double> y(chunk, n), x(chunk, m), yy(n, n), yx(n, m);
  for (int first = 0; first < images; first += chunk) {
    INFOFLOW_RETURN_IF_ERROR(CheckInterrupt());
    const int rows = std::min(chunk, images - first);
    Center(outputs.Block(first, 0, rows, n), output_means, y.Block(0, 0, rows, n));
    Center(inputs.Block(first, 0, rows, m), input_means, x.Block(0, 0, rows, m));
    const ConstMatrixView<double> part = y.Block(0, 0, rows, n);
    AddProduct(part, part, true, yy, workers);
    AddProduct(part, x.Block(0, 0, rows, m), false, yx, workers);
  }
  // Everything times the number of images.
  for (int i = 0; i < n; ++i) yy(i, i) += penalty * images;
  INFOFLOW_ASSIGN_OR_RETURN(const Matrix<double> factor, linalg::CholeskyFactor(yy.view()));
  const int items = (m + kColumnsPerItem - 1) / kColumnsPerItem;
  workers.Run(items, [&](int item) {
    const int first = item * kColumnsPerItem;
    linalg::CholeskySolve(factor, yx.Block(0, first, n, std::min(kColumnsPerItem, m - first)));
  });
  const std::size_t num_weights = decoder.num_weights();
  for (int i = 0; i < m; ++i) {
    double bias = input_means[i];
    for (int j = 0; j < n; ++j) {
      parameters[static_cast<std::size_t>(i) * n + j] = static_cast<T>(yx(j, i));
      bias -= yx(j, i) * output_means[j];
    }
    parameters[num_weights + i] = static_cast<T>(bias);
  }
  return absl::OkStatus();
}

}  // namespace

template <typename T>
absl::StatusOr<Cascade<T>> MakeRidgeCascade(network::Network<T> network, ConstMatrixView<T> images,
                                            const RidgeOptions& options, WorkerPool& workers) {
  if (!(std::isfinite(options.penalty) && options.penalty > 0.0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("penalty=", options.penalty, ": must be a finite number above 0"));
  }
  if (images.columns() != network.input_size()) {
    return absl::InvalidArgumentError(absl::StrCat("images of ", images.columns(),
                                                   " pixels do not fit a network with ",
                                                   network.input_size(), " inputs"));
  }
  if (images.rows() < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat(images.rows(), " images: ridge decoders need at least 2"));
  }
  INFOFLOW_ASSIGN_OR_RETURN(Cascade<T> cascade,
                            MakeDenseCascade<T>(std::move(network), 0, activation::Kind::kLinear));
  const linalg::SingleThreadedBlas single_threaded_blas;
  Matrix<T> inputs, outputs, memory;
  ConstMatrixView<T> current = images;
  for (int i = 0; i < cascade.num_decoders(); ++i) {
    const network::Layer<T>& layer = cascade.network().layer(i);
    outputs = Matrix<T>(images.rows(), layer.output_size());
    for (int first = 0; first < images.rows(); first += kImagesPerChunk) {
      const int rows = std::min(kImagesPerChunk, images.rows() - first);
      network::ForwardArguments<T> arguments;
      arguments.parameters = cascade.network().parameters(i);
      arguments.input = current.Block(first, 0, rows, current.columns());
      arguments.output = outputs.Block(first, 0, rows, outputs.columns());
      if (layer.memory_size() > 0) {
        memory = Matrix<T>(rows, layer.memory_size());
        arguments.memory = memory;
      }
      layer.Forward(arguments, workers);
    }
    INFOFLOW_RETURN_IF_ERROR(Fit<T>(outputs, current, options.penalty, cascade.decoder(i).layer(),
                                    cascade.parameters(i), workers));
    inputs = std::move(outputs);
    current = inputs;
  }
  return cascade;
}

template absl::StatusOr<Cascade<float>> MakeRidgeCascade(network::Network<float>,
                                                         ConstMatrixView<float>,
                                                         const RidgeOptions&, WorkerPool&);
template absl::StatusOr<Cascade<double>> MakeRidgeCascade(network::Network<double>,
                                                          ConstMatrixView<double>,
                                                          const RidgeOptions&, WorkerPool&);

}  // namespace infoflow::cascade
