#include "infoflow/activation/batch.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "infoflow/numerics/hyperbolic_tangent_inline.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::activation {

namespace {

using linalg::ConstMatrixView;
using linalg::MatrixView;

// One struct per nonlinearity that vectorises: the value, and the derivative from the value.
struct Linear {
  template <typename T>
  static INFOFLOW_KERNEL T Value(T z) {
    return z;
  }
  template <typename T>
  static INFOFLOW_KERNEL T Slope(T) {
    return T(1);
  }
};
struct HyperbolicTangent {
  template <typename T>
  static INFOFLOW_KERNEL T Value(T z) {
    return numerics::TanhInline(z);
  }
  template <typename T>
  static INFOFLOW_KERNEL T Slope(T y) {
    return T(1) - y * y;
  }
};
struct Relu {
  template <typename T>
  static INFOFLOW_KERNEL T Value(T z) {
    return z < T(0) ? T(0) : z;  // NaN stays NaN
  }
  template <typename T>
  static INFOFLOW_KERNEL T Slope(T y) {
    return y > T(0) ? T(1) : T(0);
  }
};
struct Hardtanh {
  template <typename T>
  static INFOFLOW_KERNEL T Value(T z) {
    const T above = z < T(-1) ? T(-1) : z;
    return above > T(1) ? T(1) : above;
  }
  template <typename T>
  static INFOFLOW_KERNEL T Slope(T y) {
    return y > T(-1) && y < T(1) ? T(1) : T(0);
  }
};
struct Sigmoid {
  template <typename T>
  static INFOFLOW_KERNEL T Value(T z) {
    return T(0.5) + T(0.5) * numerics::TanhInline(T(0.5) * z);
  }
  template <typename T>
  static INFOFLOW_KERNEL T Slope(T y) {
    return y * (T(1) - y);
  }
};

// The elements of a matrix as the loops below want them.
template <typename T>
struct Rows {
  T* data;
  std::ptrdiff_t stride;
};

template <typename F, typename T>
INFOFLOW_KERNEL void ActivateRows(const T* bias, int rows, int columns, Rows<T> values) {
  for (int b = 0; b < rows; ++b) {
    T* const v = values.data + b * values.stride;
    if (bias == nullptr) {
      for (int i = 0; i < columns; ++i) v[i] = F::template Value<T>(v[i]);
    } else {
      for (int i = 0; i < columns; ++i) v[i] = F::template Value<T>(v[i] + bias[i]);
    }
  }
}

template <typename F, typename T>
INFOFLOW_KERNEL void GradientRows(Rows<const T> outputs, int rows, int columns, Rows<T> gradient,
                                  T* __restrict__ bias_gradient) {
  for (int b = 0; b < rows; ++b) {
    const T* const y = outputs.data + b * outputs.stride;
    T* const g = gradient.data + b * gradient.stride;
    if (bias_gradient == nullptr) {
      for (int i = 0; i < columns; ++i) g[i] *= F::template Slope<T>(y[i]);
    } else {
      for (int i = 0; i < columns; ++i) {
        g[i] *= F::template Slope<T>(y[i]);
        bias_gradient[i] += g[i];
      }
    }
  }
}

template <typename T>
INFOFLOW_KERNEL void DispatchActivate(Kind activation, const T* bias, int rows, int columns,
                                      Rows<T> values) {
  switch (activation) {
    case Kind::kLinear:
      return ActivateRows<Linear, T>(bias, rows, columns, values);
    case Kind::kTanh:
      return ActivateRows<HyperbolicTangent, T>(bias, rows, columns, values);
    case Kind::kRelu:
      return ActivateRows<Relu, T>(bias, rows, columns, values);
    case Kind::kHardtanh:
      return ActivateRows<Hardtanh, T>(bias, rows, columns, values);
    case Kind::kSigmoid:
      return ActivateRows<Sigmoid, T>(bias, rows, columns, values);
    case Kind::kErf:
      break;
  }
}

template <typename T>
INFOFLOW_KERNEL void DispatchGradient(Kind activation, Rows<const T> outputs, int rows, int columns,
                                      Rows<T> gradient, T* bias_gradient) {
  switch (activation) {
    case Kind::kLinear:
      return GradientRows<Linear, T>(outputs, rows, columns, gradient, bias_gradient);
    case Kind::kTanh:
      return GradientRows<HyperbolicTangent, T>(outputs, rows, columns, gradient, bias_gradient);
    case Kind::kRelu:
      return GradientRows<Relu, T>(outputs, rows, columns, gradient, bias_gradient);
    case Kind::kHardtanh:
      return GradientRows<Hardtanh, T>(outputs, rows, columns, gradient, bias_gradient);
    case Kind::kSigmoid:
      return GradientRows<Sigmoid, T>(outputs, rows, columns, gradient, bias_gradient);
    case Kind::kErf:
      break;
  }
}

template <typename T>
void ActivateAny(Kind activation, absl::Span<const T> bias, MatrixView<T> values,
                 MatrixView<T> preactivations) {
  INFOFLOW_CHECK(bias.empty() || bias.size() == static_cast<std::size_t>(values.columns()));
  const T* bias_or_null = bias.empty() ? nullptr : bias.data();
  if (!preactivations.empty()) {
    INFOFLOW_CHECK(preactivations.rows() == values.rows());
    INFOFLOW_CHECK(preactivations.columns() == values.columns());
    RunKernel<DispatchActivate<T>>(Kind::kLinear, bias_or_null, values.rows(), values.columns(),
                                   Rows<T>{values.data(), values.stride()});
    for (int b = 0; b < values.rows(); ++b) {
      const absl::Span<const T> row = values.row(b);
      std::copy(row.begin(), row.end(), preactivations.row(b).begin());
    }
    bias_or_null = nullptr;
  }
  if (activation != Kind::kErf) {
    RunKernel<DispatchActivate<T>>(activation, bias_or_null, values.rows(), values.columns(),
                                   Rows<T>{values.data(), values.stride()});
    return;
  }
  for (int b = 0; b < values.rows(); ++b) {
    for (int i = 0; i < values.columns(); ++i) {
      const T z = values(b, i) + (bias_or_null == nullptr ? T(0) : bias_or_null[i]);
      values(b, i) = std::erf(z);
    }
  }
}

template <typename T>
void ActivationGradientAny(Kind activation, ConstMatrixView<T> outputs,
                           ConstMatrixView<T> preactivations, MatrixView<T> gradient,
                           absl::Span<T> bias_gradient) {
  const int rows = gradient.rows();
  const int columns = gradient.columns();
  INFOFLOW_CHECK(outputs.rows() == rows && outputs.columns() == columns);
  INFOFLOW_CHECK(bias_gradient.empty() ||
                 bias_gradient.size() == static_cast<std::size_t>(columns));
  std::fill(bias_gradient.begin(), bias_gradient.end(), T(0));
  T* const sums = bias_gradient.empty() ? nullptr : bias_gradient.data();
  if (!DerivativeNeedsPreactivation(activation)) {
    RunKernel<DispatchGradient<T>>(activation, Rows<const T>{outputs.data(), outputs.stride()},
                                   rows, columns, Rows<T>{gradient.data(), gradient.stride()},
                                   sums);
    return;
  }
  INFOFLOW_CHECK(preactivations.rows() == rows && preactivations.columns() == columns);
  constexpr T kTwoOverRootPi = T(1.12837916709551257390);
  for (int b = 0; b < rows; ++b) {
    for (int i = 0; i < columns; ++i) {
      const T z = preactivations(b, i);
      gradient(b, i) *= kTwoOverRootPi * std::exp(-z * z);
      if (sums != nullptr) sums[i] += gradient(b, i);
    }
  }
}

}  // namespace

const std::vector<std::string>& KindNames() {
  static const std::vector<std::string>& names =
      *new std::vector<std::string>{"linear", "tanh", "relu", "hardtanh", "erf", "sigmoid"};
  return names;
}

std::string KindName(Kind activation) { return KindNames()[static_cast<int>(activation)]; }

absl::StatusOr<Kind> ParseKind(absl::string_view name) {
  const std::vector<std::string>& names = KindNames();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<Kind>(found - names.begin());
  return absl::InvalidArgumentError(
      absl::StrCat("activation '", name, "': must be one of ", absl::StrJoin(names, ", ")));
}

bool DerivativeNeedsPreactivation(Kind activation) { return activation == Kind::kErf; }

void Activate(Kind activation, absl::Span<const float> bias, MatrixView<float> values,
              MatrixView<float> preactivations) {
  ActivateAny<float>(activation, bias, values, preactivations);
}
void Activate(Kind activation, absl::Span<const double> bias, MatrixView<double> values,
              MatrixView<double> preactivations) {
  ActivateAny<double>(activation, bias, values, preactivations);
}

void ActivationGradient(Kind activation, ConstMatrixView<float> outputs,
                        ConstMatrixView<float> preactivations, MatrixView<float> gradient,
                        absl::Span<float> bias_gradient) {
  ActivationGradientAny<float>(activation, outputs, preactivations, gradient, bias_gradient);
}
void ActivationGradient(Kind activation, ConstMatrixView<double> outputs,
                        ConstMatrixView<double> preactivations, MatrixView<double> gradient,
                        absl::Span<double> bias_gradient) {
  ActivationGradientAny<double>(activation, outputs, preactivations, gradient, bias_gradient);
}

}  // namespace infoflow::activation
