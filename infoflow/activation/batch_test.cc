#include "infoflow/activation/batch.h"

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::activation {
namespace {

using linalg::Matrix;

struct Oracle {
  Kind activation;
  std::function<double(double)> value;
  std::function<double(double)> slope;
};

std::vector<Oracle> Oracles() {
  return {
      {Kind::kLinear, [](double z) { return z; }, [](double) { return 1.0; }},
      {Kind::kTanh, [](double z) { return std::tanh(z); },
       [](double z) { return 1.0 / (std::cosh(z) * std::cosh(z)); }},
      {Kind::kRelu, [](double z) { return std::fmax(z, 0.0); },
       [](double z) { return z > 0 ? 1.0 : 0.0; }},
      {Kind::kHardtanh, [](double z) { return std::fmin(std::fmax(z, -1.0), 1.0); },
       [](double z) { return std::abs(z) < 1 ? 1.0 : 0.0; }},
      {Kind::kErf, [](double z) { return std::erf(z); },
       [](double z) { return 2.0 / std::sqrt(M_PI) * std::exp(-z * z); }},
      {Kind::kSigmoid, [](double z) { return 1.0 / (1.0 + std::exp(-z)); },
       [](double z) { return std::exp(-z) / std::pow(1.0 + std::exp(-z), 2); }},
  };
}

template <typename T>
void CheckAgainstOracles(double tolerance) {
  const int rows = 3;
  const int columns = 37;  // no multiple of a vector's length
  for (const Oracle& oracle : Oracles()) {
    SCOPED_TRACE(KindName(oracle.activation));
    for (const bool with_bias : {true, false}) {
      std::vector<T> bias(with_bias ? columns : 0);
      // Wider than the view, so that strides matter.
      Matrix<T> storage(rows, columns + 5);
      const linalg::MatrixView<T> values = storage.Block(0, 2, rows, columns);
      Matrix<T> preactivations(rows, columns);
      for (int i = 0; i < columns; ++i) {
        if (with_bias) bias[i] = T(0.1) * T(i % 7 - 3);
        for (int b = 0; b < rows; ++b) values(b, i) = T(-3) + T(0.17) * T(i + b);
      }
      Matrix<T> sums(rows, columns);
      for (int b = 0; b < rows; ++b) {
        for (int i = 0; i < columns; ++i) {
          sums(b, i) = with_bias ? values(b, i) + bias[i] : values(b, i);
        }
      }
      Matrix<T> unrecorded(values);
      Activate(oracle.activation, absl::Span<const T>(bias), unrecorded.view(),
               linalg::MatrixView<T>());
      Activate(oracle.activation, absl::Span<const T>(bias), values, preactivations.view());
      EXPECT_EQ(preactivations, sums);
      EXPECT_EQ(unrecorded, Matrix<T>(values));
      Matrix<T> gradient(rows, columns, T(2));
      std::vector<T> bias_gradient(columns, T(77));
      ActivationGradient(oracle.activation, linalg::ConstMatrixView<T>(values),
                         linalg::ConstMatrixView<T>(preactivations), gradient.view(),
                         absl::MakeSpan(bias_gradient));
      for (int i = 0; i < columns; ++i) {
        double sum = 0.0;
        for (int b = 0; b < rows; ++b) {
          const double z = sums(b, i);
          EXPECT_NEAR(values(b, i), oracle.value(z), tolerance) << z;
          EXPECT_NEAR(gradient(b, i), 2.0 * oracle.slope(z), 4 * tolerance) << z;
          sum += gradient(b, i);
        }
        EXPECT_NEAR(bias_gradient[i], sum, 4 * tolerance);
      }
      for (int b = 0; b < rows; ++b) {
        for (const int outside : {0, 1, columns + 2, columns + 4}) {
          EXPECT_EQ(storage(b, outside), T(0)) << "outside of the view";
        }
      }
    }
  }
}

TEST(BatchTest, AgreesWithTheLibraryInFloat) { CheckAgainstOracles<float>(3e-7); }
TEST(BatchTest, AgreesWithTheLibraryInDouble) { CheckAgainstOracles<double>(1e-15); }

TEST(BatchTest, HasNoSlopeAtKinks) {
  Matrix<double> gradient(1, 3, 1.0);
  Matrix<double> values(1, 3);
  values(0, 0) = -1.0;
  values(0, 1) = 1.0;
  ActivationGradient(Kind::kHardtanh, values.view(), values.view(), gradient.view(),
                     absl::Span<double>());
  EXPECT_EQ(gradient(0, 0), 0.0);
  EXPECT_EQ(gradient(0, 1), 0.0);
  EXPECT_EQ(gradient(0, 2), 1.0);
  ActivationGradient(Kind::kRelu, values.view(), values.view(), gradient.view(),
                     absl::Span<double>());
  EXPECT_EQ(gradient(0, 2), 0.0);
}

TEST(BatchTest, KeepsNaN) {
  for (const Oracle& oracle : Oracles()) {
    Matrix<float> value(1, 1, std::numeric_limits<float>::quiet_NaN());
    Activate(oracle.activation, absl::Span<const float>(), value.view(),
             linalg::MatrixView<float>());
    EXPECT_TRUE(std::isnan(value(0, 0))) << KindName(oracle.activation);
  }
}

TEST(BatchTest, HasNames) {
  for (const Oracle& oracle : Oracles()) {
    EXPECT_EQ(ParseKind(KindName(oracle.activation)).value(), oracle.activation);
  }
  EXPECT_EQ(ParseKind("swish").status().message(),
            "activation 'swish': must be one of linear, tanh, relu, hardtanh, erf, sigmoid");
}

}  // namespace
}  // namespace infoflow::activation
