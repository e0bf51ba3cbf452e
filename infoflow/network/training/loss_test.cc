#include "infoflow/network/training/loss.h"

#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::network {
namespace {

using linalg::ConstMatrixView;
using linalg::Matrix;
using linalg::MatrixView;

constexpr double kExact = 1e-12;
constexpr double kFiniteDifferences = 1e-8;

constexpr LossConvention kCrossEntropy = LossConvention::kCrossEntropyOnLogits;
constexpr LossConvention kDoubleSoftmax = LossConvention::kDoubleSoftmax;
constexpr LossConvention kBinary = LossConvention::kBinaryCrossEntropy;

// Without gradient.
template <typename T>
double LossOf(LossConvention loss, const Matrix<T>& outputs, const std::vector<int>& labels) {
  return LabelLoss<T>(loss, outputs, labels, {});
}

Matrix<double> NormalMatrix(int rows, int columns) {
  Matrix<double> a(rows, columns);
  random::Stream stream(1, random::StreamUse::kTest, 0);
  random::FillNormal(stream, a.values());
  return a;
}

// Central differences of a loss against the gradient that it writes.
void CheckGradient(Matrix<double> outputs,
                   const std::function<double(ConstMatrixView<double>, MatrixView<double>)>& loss) {
  Matrix<double> gradient(outputs.rows(), outputs.columns(),
                          std::numeric_limits<double>::quiet_NaN());
  const double value = loss(outputs, gradient);
  EXPECT_EQ(loss(outputs, {}), value) << "without gradient";
  constexpr double kStep = 1e-5;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    double& variable = outputs.values()[i];
    const double kept = variable;
    variable = kept + kStep;
    const double above = loss(outputs, {});
    variable = kept - kStep;
    const double below = loss(outputs, {});
    variable = kept;
    EXPECT_NEAR(gradient.values()[i], (above - below) / (2 * kStep), kFiniteDifferences);
  }
}

TEST(LossTest, HasTheGradientsOfFiniteDifferences) {
  const std::vector<int> labels = {0, 3, 4, 1};
  for (const LossConvention loss :
       {LossConvention::kCrossEntropyOnLogits, LossConvention::kCrossEntropyOnActivations,
        LossConvention::kDoubleSoftmax, LossConvention::kMeanSquaredError}) {
    SCOPED_TRACE(LossConventionName(loss));
    CheckGradient(NormalMatrix(4, 5), [&](auto outputs, auto gradient) {
      return LabelLoss<double>(loss, outputs, labels, gradient);
    });
  }
  const std::vector<int> binary = {0, 1, 1, 0};
  CheckGradient(NormalMatrix(4, 1), [&](auto outputs, auto gradient) {
    return LabelLoss<double>(LossConvention::kBinaryCrossEntropy, outputs, binary, gradient);
  });
  const Matrix<double> targets(4, 5, 0.3);
  CheckGradient(NormalMatrix(4, 5), [&](auto outputs, auto gradient) {
    return MeanSquaredError(outputs, targets, gradient);
  });
}

TEST(LossTest, HasTheFloorsOfTanhOutputs) {
  // The best that ten tanh outputs can do: 1 at the label, -1 elsewhere.
  Matrix<double> outputs(1, 10, -1.0);
  outputs(0, 7) = 1.0;
  const std::vector<int> labels = {7};
  EXPECT_NEAR(LossOf(kCrossEntropy, outputs, labels), std::log(1.0 + 9.0 * std::exp(-2.0)), kExact);
  const double p = std::exp(1.0) / (std::exp(1.0) + 9.0 * std::exp(-1.0));
  const double q = std::exp(-1.0) / (std::exp(1.0) + 9.0 * std::exp(-1.0));
  const double want = std::log(std::exp(p) + 9.0 * std::exp(q)) - p;
  EXPECT_NEAR(want, 1.95932, 5e-6);  // arXiv:2406.12916's networks
  EXPECT_NEAR(LossOf(kDoubleSoftmax, outputs, labels), want, kExact);
}

TEST(LossTest, EqualOutputsCostTheLogarithmOfTheirNumber) {
  const Matrix<float> outputs(3, 10, 4.0f);
  const std::vector<int> labels = {0, 5, 9};
  EXPECT_NEAR(LossOf(kCrossEntropy, outputs, labels), std::log(10.0), 1e-12);
  EXPECT_NEAR(LossOf(kDoubleSoftmax, outputs, labels), std::log(10.0), 1e-12);
}

TEST(LossTest, DoesNotOverflow) {
  Matrix<double> outputs(1, 3);
  outputs(0, 0) = 1e4;
  outputs(0, 1) = -1e4;
  const std::vector<int> wrong = {1};
  EXPECT_NEAR(LossOf(kCrossEntropy, outputs, wrong), 2e4, 1e-9);
  EXPECT_TRUE(std::isfinite(LossOf(kDoubleSoftmax, outputs, wrong)));
  const Matrix<double> far(1, 1, -1e4);
  Matrix<double> gradient(1, 1);
  EXPECT_NEAR(LabelLoss<double>(kBinary, far, wrong, gradient), 1e4, 1e-9);
  EXPECT_EQ(gradient(0, 0), -1.0);
}

TEST(LossTest, BinaryIsTheCrossEntropyOfTwoClasses) {
  const Matrix<double> z = NormalMatrix(5, 1);
  Matrix<double> two(5, 2);
  for (int b = 0; b < 5; ++b) two(b, 1) = z(b, 0);
  const std::vector<int> labels = {1, 0, 0, 1, 1};
  EXPECT_NEAR(LossOf(kBinary, z, labels), LossOf(kCrossEntropy, two, labels), kExact);
}

TEST(LossTest, NaNShows) {
  const Matrix<double> outputs(1, 3, std::numeric_limits<double>::quiet_NaN());
  const std::vector<int> labels = {0};
  EXPECT_TRUE(std::isnan(LossOf(kCrossEntropy, outputs, labels)));
  EXPECT_EQ(CountCorrect(outputs.view(), labels), 0);
}

TEST(LossTest, CountsWhatIsRight) {
  Matrix<float> outputs(4, 3);
  outputs(0, 2) = 1.0f;   // class 2
  outputs(1, 0) = -1.0f;  // classes 1 and 2 are equal: the first counts
  outputs(2, 1) = 0.5f;
  outputs(3, 0) = 0.5f;
  EXPECT_EQ(CountCorrect(outputs.view(), std::vector<int>{2, 1, 1, 1}), 3);
  EXPECT_EQ(CountCorrect(outputs.view(), std::vector<int>{2, 2, 1, 0}), 3);
  Matrix<float> single(3, 1);
  single(0, 0) = 0.1f;
  single(1, 0) = -0.1f;
  EXPECT_EQ(CountCorrect(single.view(), std::vector<int>{1, 0, 0}), 3);
  EXPECT_EQ(CountCorrect(single.view(), std::vector<int>{0, 1, 1}), 0);
}

TEST(LossTest, HasNames) {
  for (const std::string& name : LossConventionNames()) {
    EXPECT_EQ(LossConventionName(ParseLossConvention(name).value()), name);
  }
  EXPECT_EQ(ParseLossConvention("hinge").status().message(),
            "loss 'hinge': must be one of cross-entropy-logits, cross-entropy-activations, "
            "double-softmax, binary-cross-entropy, mean-squared-error");
}

}  // namespace
}  // namespace infoflow::network
