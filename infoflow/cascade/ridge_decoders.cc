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
#include "infoflow/linalg/thin_product.h"
#include "infoflow/linalg/transposed_copy.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::cascade {

namespace {

using linalg::ConstMatrixView;
using linalg::Matrix;
using linalg::MatrixView;

// Images whose activations are computed at a time.
constexpr int kImagesPerPass = 1000;
// Images whose centred activations are multiplied at a time: 2.4 MB in double for 784 units.
constexpr int kImagesPerChunk = 384;

// Rows of a covariance per work item, and columns that are solved for.
constexpr int kUnitsPerItem = 196;
// Columns on the diagonal of which what is above it is left out.
constexpr int kColumnsOnDiagonal = 32;

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

int Items(int units) { return (units + kUnitsPerItem - 1) / kUnitsPerItem; }

// Rows [first, first + count) of c := c + a^T b, `turned` being a^T.
void AddRows(ConstMatrixView<double> turned, ConstMatrixView<double> b, int first, int count,
             MatrixView<double> c) {
  linalg::AddThinProduct(linalg::Transpose::kNo, turned.Block(first, 0, count, turned.columns()), b,
                         c.Block(first, 0, count, c.columns()));
}

// The same for c := c + a^T a, on and below the diagonal.
void AddSymmetricRows(ConstMatrixView<double> turned, ConstMatrixView<double> a, int first,
                      int count, MatrixView<double> c) {
  AddRows(turned, a.Block(0, 0, a.rows(), first), first, count, c.Block(0, 0, c.rows(), first));
  for (int column = first; column < first + count; column += kColumnsOnDiagonal) {
    const int columns = std::min(kColumnsOnDiagonal, first + count - column);
    AddRows(turned, a.Block(0, column, a.rows(), columns), column, first + count - column,
            c.Block(0, column, c.rows(), columns));
  }
}

// Sums over images of centred activations.
struct Covariances {
  Matrix<double> yy;  // on and below the diagonal
  Matrix<double> yx;
};

template <typename T>
absl::StatusOr<Covariances> SumCovariances(ConstMatrixView<T> outputs,
                                           const std::vector<double>& output_means,
                                           ConstMatrixView<T> inputs,
                                           const std::vector<double>& input_means,
                                           WorkerPool& workers) {
  const int images = outputs.rows();
  const int n = outputs.columns(), m = inputs.columns();
  const int chunk = std::min(kImagesPerChunk, images);
  Covariances sums = {Matrix<double>(n, n), Matrix<double>(n, m)};
  Matrix<double> y(chunk, n), x(chunk, m), turned(n, chunk);
  for (int first = 0; first < images; first += chunk) {
    INFOFLOW_RETURN_IF_ERROR(CheckInterrupt());
    const int rows = std::min(chunk, images - first);
    const MatrixView<double> y_part = y.Block(0, 0, rows, n);
    const MatrixView<double> x_part = x.Block(0, 0, rows, m);
    const MatrixView<double> turned_part = turned.Block(0, 0, n, rows);
    Center(outputs.Block(first, 0, rows, n), output_means, y_part);
    Center(inputs.Block(first, 0, rows, m), input_means, x_part);
    linalg::CopyTransposed(y_part, turned_part);
    const int items = Items(n);
    workers.Run(2 * items, [&](int item) {
      const int unit = item / 2 * kUnitsPerItem;
      const int count = std::min(kUnitsPerItem, n - unit);
      if (item % 2 == 0) {
        AddRows(turned_part, x_part, unit, count, sums.yx);
      } else {
        AddSymmetricRows(turned_part, y_part, unit, count, sums.yy);
      }
    });
  }
  return sums;
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
  INFOFLOW_ASSIGN_OR_RETURN(Covariances sums,
                            SumCovariances(outputs, output_means, inputs, input_means, workers));
  Matrix<double>& yx = sums.yx;
  // Everything times the number of images.
  for (int i = 0; i < n; ++i) sums.yy(i, i) += penalty * images;
  INFOFLOW_ASSIGN_OR_RETURN(const Matrix<double> factor, linalg::CholeskyFactor(sums.yy.view()));
  workers.Run(Items(m), [&](int item) {
    const int first = item * kUnitsPerItem;
    linalg::CholeskySolve(factor, yx.Block(0, first, n, std::min(kUnitsPerItem, m - first)));
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
    for (int first = 0; first < images.rows(); first += kImagesPerPass) {
      const int rows = std::min(kImagesPerPass, images.rows() - first);
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
