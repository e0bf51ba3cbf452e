#include "infoflow/network/training/loss.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "infoflow/support/check.h"

namespace infoflow::network {

namespace {

using linalg::ConstMatrixView;
using linalg::MatrixView;

template <typename T>
void CheckShapes(ConstMatrixView<T> outputs, absl::Span<const int> labels, MatrixView<T> gradient) {
  INFOFLOW_CHECK(!outputs.empty());
  INFOFLOW_CHECK(labels.size() == static_cast<std::size_t>(outputs.rows()));
  INFOFLOW_CHECK(gradient.empty() ||
                 (gradient.rows() == outputs.rows() && gradient.columns() == outputs.columns()));
}

// ln sum_k e^{z_k}, for any size of z.
template <typename T>
double LogSumExp(const T* z, int count) {
  double largest = z[0];
  for (int k = 1; k < count; ++k) largest = std::max<double>(largest, z[k]);
  double sum = 0.0;
  for (int k = 0; k < count; ++k) sum += std::exp(z[k] - largest);
  return largest + std::log(sum);
}

template <typename T>
double CrossEntropy(ConstMatrixView<T> outputs, absl::Span<const int> labels,
                    MatrixView<T> gradient) {
  CheckShapes(outputs, labels, gradient);
  const int classes = outputs.columns();
  double sum = 0.0;
  for (int b = 0; b < outputs.rows(); ++b) {
    const int label = labels[b];
    INFOFLOW_CHECK(label >= 0 && label < classes);
    const double log_sum = LogSumExp(outputs.row(b).data(), classes);
    sum += log_sum - outputs(b, label);
    if (gradient.empty()) continue;
    for (int k = 0; k < classes; ++k) {
      const double p = std::exp(outputs(b, k) - log_sum);
      gradient(b, k) = static_cast<T>((p - (k == label)) / outputs.rows());
    }
  }
  return sum / outputs.rows();
}

template <typename T>
double DoubleSoftmaxCrossEntropy(ConstMatrixView<T> outputs, absl::Span<const int> labels,
                                 MatrixView<T> gradient) {
  CheckShapes(outputs, labels, gradient);
  const int classes = outputs.columns();
  double sum = 0.0;
  for (int b = 0; b < outputs.rows(); ++b) {
    const int label = labels[b];
    INFOFLOW_CHECK(label >= 0 && label < classes);
    const double log_sum = LogSumExp(outputs.row(b).data(), classes);
    // Probabilities lie in [0, 1], so that their exponentials are tame. They are computed again
    // where they are needed, as no room may be allocated for them.
    const auto p = [&](int k) { return std::exp(outputs(b, k) - log_sum); };
    double second_sum = 0.0;
    for (int k = 0; k < classes; ++k) second_sum += std::exp(p(k));
    sum += std::log(second_sum) - p(label);
    if (gradient.empty()) continue;
    double mean = 0.0;
    const auto g = [&](int k, double pk) { return std::exp(pk) / second_sum - (k == label); };
    for (int k = 0; k < classes; ++k) mean += p(k) * g(k, p(k));
    for (int k = 0; k < classes; ++k) {
      const double pk = p(k);
      gradient(b, k) = static_cast<T>(pk * (g(k, pk) - mean) / outputs.rows());
    }
  }
  return sum / outputs.rows();
}

template <typename T>
double BinaryCrossEntropy(ConstMatrixView<T> outputs, absl::Span<const int> labels,
                          MatrixView<T> gradient) {
  CheckShapes(outputs, labels, gradient);
  INFOFLOW_CHECK(outputs.columns() == 1);
  double sum = 0.0;
  for (int b = 0; b < outputs.rows(); ++b) {
    INFOFLOW_CHECK(labels[b] == 0 || labels[b] == 1);
    const double z = outputs(b, 0);
    // -ln s(z) = ln(1 + e^{-z}), -ln(1 - s(z)) = z + ln(1 + e^{-z}).
    sum += (z > 0 ? z : 0.0) + std::log1p(std::exp(-std::abs(z))) - labels[b] * z;
    if (gradient.empty()) continue;
    gradient(b, 0) = static_cast<T>((1.0 / (1.0 + std::exp(-z)) - labels[b]) / outputs.rows());
  }
  return sum / outputs.rows();
}

// Mean squared error against target(b, k).
template <typename T, typename Target>
double SquaredError(ConstMatrixView<T> outputs, MatrixView<T> gradient, Target target) {
  INFOFLOW_CHECK(!outputs.empty());
  const double count = static_cast<double>(outputs.rows()) * outputs.columns();
  const T scale = static_cast<T>(2.0 / count);
  double sum = 0.0;
  for (int b = 0; b < outputs.rows(); ++b) {
    for (int k = 0; k < outputs.columns(); ++k) {
      const T difference = outputs(b, k) - target(b, k);
      sum += static_cast<double>(difference) * difference;
      if (!gradient.empty()) gradient(b, k) = scale * difference;
    }
  }
  return sum / count;
}

template <typename T>
double MeanSquaredErrorAny(ConstMatrixView<T> outputs, ConstMatrixView<T> targets,
                           MatrixView<T> gradient) {
  INFOFLOW_CHECK(targets.rows() == outputs.rows() && targets.columns() == outputs.columns());
  return SquaredError(outputs, gradient, [&](int b, int k) { return targets(b, k); });
}

template <typename T>
int CountCorrectAny(ConstMatrixView<T> outputs, absl::Span<const int> labels) {
  INFOFLOW_CHECK(labels.size() == static_cast<std::size_t>(outputs.rows()));
  int correct = 0;
  for (int b = 0; b < outputs.rows(); ++b) {
    const absl::Span<const T> row = outputs.row(b);
    int best = 0;
    bool valid = true;
    for (int k = 0; k < outputs.columns(); ++k) {
      valid = valid && !std::isnan(row[k]);
      if (row[k] > row[best]) best = k;
    }
    if (outputs.columns() == 1) best = row[0] > T(0) ? 1 : 0;
    correct += valid && best == labels[b];
  }
  return correct;
}

}  // namespace

const std::vector<std::string>& LossConventionNames() {
  static const std::vector<std::string>& names =
      *new std::vector<std::string>{"cross-entropy-logits", "cross-entropy-activations",
                                    "double-softmax", "binary-cross-entropy", "mean-squared-error"};
  return names;
}

std::string LossConventionName(LossConvention loss) {
  return LossConventionNames()[static_cast<int>(loss)];
}

absl::StatusOr<LossConvention> ParseLossConvention(absl::string_view name) {
  const std::vector<std::string>& names = LossConventionNames();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<LossConvention>(found - names.begin());
  return absl::InvalidArgumentError(
      absl::StrCat("loss '", name, "': must be one of ", absl::StrJoin(names, ", ")));
}

template <typename T>
double LabelLoss(LossConvention loss, ConstMatrixView<T> outputs, absl::Span<const int> labels,
                 MatrixView<T> gradient) {
  switch (loss) {
    case LossConvention::kCrossEntropyOnLogits:
    case LossConvention::kCrossEntropyOnActivations:
      return CrossEntropy(outputs, labels, gradient);
    case LossConvention::kDoubleSoftmax:
      return DoubleSoftmaxCrossEntropy(outputs, labels, gradient);
    case LossConvention::kBinaryCrossEntropy:
      return BinaryCrossEntropy(outputs, labels, gradient);
    case LossConvention::kMeanSquaredError:
      CheckShapes(outputs, labels, gradient);
      return SquaredError(outputs, gradient,
                          [&](int b, int k) { return labels[b] == k ? T(1) : T(0); });
  }
  INFOFLOW_CHECK(false);
  return 0.0;
}

template double LabelLoss(LossConvention, ConstMatrixView<float>, absl::Span<const int>,
                          MatrixView<float>);
template double LabelLoss(LossConvention, ConstMatrixView<double>, absl::Span<const int>,
                          MatrixView<double>);

double MeanSquaredError(ConstMatrixView<float> outputs, ConstMatrixView<float> targets,
                        MatrixView<float> gradient) {
  return MeanSquaredErrorAny<float>(outputs, targets, gradient);
}
double MeanSquaredError(ConstMatrixView<double> outputs, ConstMatrixView<double> targets,
                        MatrixView<double> gradient) {
  return MeanSquaredErrorAny<double>(outputs, targets, gradient);
}
int CountCorrect(ConstMatrixView<float> outputs, absl::Span<const int> labels) {
  return CountCorrectAny<float>(outputs, labels);
}
int CountCorrect(ConstMatrixView<double> outputs, absl::Span<const int> labels) {
  return CountCorrectAny<double>(outputs, labels);
}

}  // namespace infoflow::network
