#include "infoflow/rbm/patterns/correlator.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::rbm {

namespace {
// Samples that are turned into doubles at a time.
constexpr int kBlock = 512;
}  // namespace

absl::StatusOr<linalg::Matrix<double>> VisibleHiddenCorrelator(
    SpinsView visible, linalg::ConstMatrixView<double> hidden) {
  if (visible.rows() != hidden.rows() || visible.rows() < 1) {
    return absl::InvalidArgumentError(absl::StrCat("a correlator of ", visible.rows(),
                                                   " visible and ", hidden.rows(),
                                                   " hidden samples; there must be as many, and "
                                                   "at least 1"));
  }
  linalg::Matrix<double> patterns(hidden.columns(), visible.columns());
  linalg::Matrix<double> block(std::min(kBlock, visible.rows()), visible.columns());
  for (int first = 0; first < visible.rows(); first += kBlock) {
    const int rows = std::min(kBlock, visible.rows() - first);
    for (int k = 0; k < rows; ++k) {
      for (int i = 0; i < visible.columns(); ++i) block(k, i) = visible(first + k, i);
    }
    linalg::Gemm(linalg::Transpose::kYes, linalg::Transpose::kNo, 1.0,
                 hidden.Block(first, 0, rows, hidden.columns()),
                 block.Block(0, 0, rows, visible.columns()), 1.0, patterns);
  }
  for (double& value : patterns.values()) value /= visible.rows();
  return patterns;
}

absl::StatusOr<linalg::Matrix<double>> MachineCorrelator(const Machine& machine,
                                                         SpinsView samples) {
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(machine));
  INFOFLOW_RETURN_IF_ERROR(CheckSpins(samples, machine.visible_units()));
  return VisibleHiddenCorrelator(samples, HiddenMeans(machine, samples));
}

std::vector<int> GaugeSigns(linalg::ConstMatrixView<double> patterns) {
  std::vector<int> signs(patterns.rows());
  for (int a = 0; a < patterns.rows(); ++a) {
    double sum = 0.0;
    for (const double value : patterns.row(a)) sum += value;
    signs[a] = sum < 0.0 ? -1 : 1;
  }
  return signs;
}

void ApplyGauge(absl::Span<const int> signs, linalg::MatrixView<double> patterns) {
  INFOFLOW_CHECK(signs.size() == static_cast<std::size_t>(patterns.rows()));
  for (int a = 0; a < patterns.rows(); ++a) {
    for (double& value : patterns.row(a)) value *= signs[a];
  }
}

std::vector<double> MeanPattern(linalg::ConstMatrixView<double> patterns) {
  INFOFLOW_CHECK(patterns.rows() >= 1);
  std::vector<double> mean(patterns.columns(), 0.0);
  for (int a = 0; a < patterns.rows(); ++a)
    linalg::Axpy(1.0, patterns.row(a), absl::MakeSpan(mean));
  linalg::Scale(1.0 / patterns.rows(), absl::MakeSpan(mean));
  return mean;
}

}  // namespace infoflow::rbm
