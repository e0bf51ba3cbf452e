#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/mean_field/critical.h"
#include "infoflow/network/mean_field/mean_field.h"
#include "infoflow/network/mean_field/recursion.h"
#include "infoflow/python/conversion.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::python {

namespace py = pybind11;
using namespace pybind11::literals;  // NOLINT: of its suffix _a

namespace {

constexpr char kSolveDoc[] =
    R"(The stable fixed point of a wide random network z' = W phi(z) + b, as a dict.

W_ij ~ N(0, weight_variance/fan-in), b_i ~ N(0, bias_variance). variance: q*; correlation: c*;
decorrelation: 1 - c* with its own digits; chi_1, chi_c: slopes of the correlation map at c = 1 and at
c*; variance_slope; correlation_depth, variance_depth: xi_c and xi_q, in layers. activation: a name such
as 'tanh' or 'hardtanh:threshold=2'. Source: arXiv:1606.05340, arXiv:1611.01232.)";

constexpr char kSweepDoc[] =
    R"(An array (n, 6) of fixed points over weight_variances: variance, decorrelation, chi_1, chi_c,
correlation_depth, variance_depth, units as solve. In parallel without the interpreter's lock.)";

constexpr char kTrajectoryDoc[] =
    R"(An array (layers + 1, 2) of variance q_l and decorrelation 1 - c_l from layer 0 on, of two inputs
with the same variance.)";

constexpr char kCriticalDoc[] =
    R"(The weight variance at which chi_1 = 1, the edge between order and chaos; dimensionless.)";

py::dict Solve(const std::string& activation, double weight_variance, double bias_variance) {
  const activation::Function function = FunctionOfText(activation);
  const network::MeanFieldPoint point = ValueOf(WithoutLock(
      [&] { return network::SolveMeanField(function, weight_variance, bias_variance); }));
  return py::dict("variance"_a = point.variance, "correlation"_a = point.correlation(),
                  "decorrelation"_a = point.decorrelation, "chi_1"_a = point.equal_input_slope,
                  "chi_c"_a = point.correlation_slope, "variance_slope"_a = point.variance_slope,
                  "correlation_depth"_a = point.correlation_depth,
                  "variance_depth"_a = point.variance_depth, "iterations"_a = point.iterations,
                  "residual"_a = point.residual, "converged"_a = point.converged);
}

DoubleArray Sweep(const std::string& activation, const DoubleArray& weight_variances,
                  double bias_variance, int threads) {
  const activation::Function function = FunctionOfText(activation);
  const absl::Span<const double> variances = VectorOf("weight_variances", weight_variances);
  linalg::Matrix<double> rows(static_cast<int>(variances.size()), 6);
  InterruptibleFor(rows.rows(), threads, [&](int i) -> absl::Status {
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point,
                              network::SolveMeanField(function, variances[i], bias_variance));
    const double row[] = {point.variance,          point.decorrelation,     point.equal_input_slope,
                          point.correlation_slope, point.correlation_depth, point.variance_depth};
    for (int j = 0; j < rows.columns(); ++j) rows(i, j) = row[j];
    return absl::OkStatus();
  });
  return ToArray(rows.view());
}

DoubleArray Trajectory(const std::string& activation, double weight_variance, double bias_variance,
                       double variance, double correlation, int layers) {
  const activation::Function function = FunctionOfText(activation);
  const std::vector<network::MeanFieldState> states = ValueOf(WithoutLock([&] {
    return network::MeanFieldTrajectory(function, weight_variance, bias_variance,
                                        {variance, 1.0 - correlation}, layers);
  }));
  linalg::Matrix<double> rows(static_cast<int>(states.size()), 2);
  for (int l = 0; l < rows.rows(); ++l) {
    rows(l, 0) = states[l].variance;
    rows(l, 1) = states[l].decorrelation;
  }
  return ToArray(rows.view());
}

}  // namespace

void DefineMeanField(py::module_& module) {
  py::module_ mean_field =
      module.def_submodule("mean_field", "Mean-field theory of wide random networks.");
  mean_field.def("solve", &Solve, "activation"_a, "weight_variance"_a, "bias_variance"_a,
                 kSolveDoc);
  mean_field.def("sweep", &Sweep, "activation"_a, "weight_variances"_a, "bias_variance"_a,
                 "threads"_a = 0, kSweepDoc);
  mean_field.def("trajectory", &Trajectory, "activation"_a, "weight_variance"_a, "bias_variance"_a,
                 "variance"_a, "correlation"_a, "layers"_a, kTrajectoryDoc);
  mean_field.def(
      "critical_weight_variance",
      [](const std::string& activation, double bias_variance) {
        return ValueOf(
                   network::FindCriticalWeightVariance(FunctionOfText(activation), bias_variance))
            .weight_variance;
      },
      "activation"_a, "bias_variance"_a, kCriticalDoc);
}

}  // namespace infoflow::python
