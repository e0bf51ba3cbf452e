#include "infoflow/numerics/jackknife.h"

#include <cmath>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/statistics.h"

namespace infoflow::numerics {
namespace {

constexpr double kExact = 1e-12;

TEST(JackknifeTest, OfALinearFunctionIsTheOrdinaryError) {
  linalg::Matrix<double> bins(6, 2);
  for (int i = 0; i < 6; ++i) {
    bins(i, 0) = std::sin(3.0 * i);
    bins(i, 1) = 1.0 + i * i;
  }
  const JackknifeEstimate estimate =
      Jackknife(bins, [](absl::Span<const double> means) { return 2.0 * means[0] - means[1]; });
  double combined[6];
  for (int i = 0; i < 6; ++i) combined[i] = 2.0 * bins(i, 0) - bins(i, 1);
  const MeanEstimate want = EstimateMean(combined);
  EXPECT_NEAR(estimate.value, want.mean, kExact);
  EXPECT_NEAR(estimate.error, want.error, kExact);
  EXPECT_NEAR(estimate.bias, 0.0, 10 * kExact);
}

TEST(JackknifeTest, RemovesTheBiasOfTheSquaredMean) {
  // E[mean^2] = mu^2 + var / n: the jackknife estimates the second term by variance / n.
  const double samples[] = {1.0, 4.0, -2.0, 0.5, 3.0};
  const linalg::ConstMatrixView<double> bins(absl::MakeConstSpan(samples), 5, 1);
  const JackknifeEstimate estimate =
      Jackknife(bins, [](absl::Span<const double> means) { return means[0] * means[0]; });
  const MeanEstimate mean = EstimateMean(samples);
  EXPECT_NEAR(estimate.value, mean.mean * mean.mean, kExact);
  EXPECT_NEAR(estimate.bias, mean.variance / 5.0, kExact);
}

TEST(JackknifeTest, AgreesWithErrorPropagationForManyBins) {
  // ln of a mean: error / mean to first order.
  linalg::Matrix<double> bins(10000, 1);
  for (int i = 0; i < bins.rows(); ++i) bins(i, 0) = 2.0 + std::sin(1.0 * i);
  const JackknifeEstimate estimate =
      Jackknife(bins, [](absl::Span<const double> means) { return std::log(means[0]); });
  const MeanEstimate mean = EstimateMean(bins.values());
  EXPECT_NEAR(estimate.error, mean.error / mean.mean, 1e-3 * estimate.error);
}

TEST(JackknifeDeathTest, NeedsTwoBins) {
  const linalg::Matrix<double> bins(1, 1);
  EXPECT_DEATH((void)Jackknife(bins, [](absl::Span<const double>) { return 0.0; }), "check failed");
}

}  // namespace
}  // namespace infoflow::numerics
