#include "infoflow/cascade/cutoff.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::cascade {
namespace {

using numerics::kInfinity;
using numerics::kNaN;

// 1 - e^{-l / 2}, which is within 0.5 % of its end from l = 11 on.
std::vector<double> Saturating(int length) {
  std::vector<double> values;
  for (int l = 1; l <= length; ++l) values.push_back(1.0 - std::exp(-0.5 * l));
  return values;
}

TEST(CutoffTest, FindsTheLastLayerBeforeThePlateau) {
  const std::vector<double> sequence = Saturating(40);
  // e^{-l/2} > 0.005 for l <= 10.
  EXPECT_EQ(AuthorCutoff(sequence, {}) + 1, 10);
  const GuardedCutoff guarded = FindCutoff(sequence, {});
  EXPECT_EQ(guarded.kind, GuardedCutoff::Kind::kFound);
  EXPECT_EQ(guarded.layer, 10);
}

TEST(CutoffTest, QuirkAllClose) {
  const std::vector<double> constant(12, 0.7);
  EXPECT_EQ(AuthorCutoff(constant, {}), 12);
  CutoffOptions differential;
  differential.method = CutoffMethod::kDifferential;
  EXPECT_EQ(AuthorCutoff(constant, differential), 7);
  EXPECT_EQ(FindCutoff(constant, {}).kind, GuardedCutoff::Kind::kConstant);
  EXPECT_EQ(FindCutoff(constant, {}).layer, 0);
}

TEST(CutoffTest, QuirkNotSaturated) {
  std::vector<double> rising;
  for (int l = 0; l < 28; ++l) rising.push_back(l);
  EXPECT_EQ(AuthorCutoff(rising, {}), 26);
  EXPECT_EQ(FindCutoff(rising, {}).kind, GuardedCutoff::Kind::kNotSaturated);
  EXPECT_EQ(FindCutoff(rising, {}).layer, 27);
  // Only the last of eight entries is on the plateau.
  EXPECT_EQ(FindCutoff(Saturating(8), {}).kind, GuardedCutoff::Kind::kNotSaturated);
}

TEST(CutoffTest, QuirkNotFinite) {
  EXPECT_EQ(AuthorCutoff({0.1, 0.2, kNaN}, {}), 2);
  EXPECT_EQ(AuthorCutoff({-6.0, -7.0, -kInfinity, -kInfinity}, {}), 1);
  EXPECT_EQ(FindCutoff({0.1, kNaN, 0.2}, {}).kind, GuardedCutoff::Kind::kNotFinite);
  EXPECT_EQ(FindCutoff({0.1, 0.2, -kInfinity}, {}).layer, 3);
  EXPECT_EQ(GuardedCutoffName(FindCutoff({kNaN}, {}).kind), "not-finite");
}

TEST(CutoffTest, QuirkDeltaKernel) {
  CutoffOptions options;
  options.method = CutoffMethod::kDifferential;
  options.absolute_tolerance = 0.01;
  // The only step is from entry 4 to 5: index 2 after two are cut off.
  const std::vector<double> step = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
  EXPECT_EQ(AuthorCutoff(step, options), 2);
  // The relative tolerance does nothing.
  options.relative_tolerance = 1e9;
  EXPECT_EQ(AuthorCutoff(step, options), 2);
  // NaN spreads two entries to either side.
  EXPECT_EQ(AuthorCutoff({0, 0, 0, kNaN, 0, 0, 0, 0, 0, 0}, options), 3);
}

TEST(CutoffTest, SummarizesImages) {
  // The second image has the same shape at another scale and saturates where the first does;
  // the third is constant (quirk "all close").
  const std::vector<double> sequence = Saturating(30);
  linalg::Matrix<double> entropies(30, 3);
  for (int l = 0; l < 30; ++l) {
    entropies(l, 0) = sequence[l];
    entropies(l, 1) = 5.0 * sequence[l];
    entropies(l, 2) = 1.0;
  }
  const SampleCutoffs summary = SummarizeCutoffs(entropies, {});
  EXPECT_NEAR(summary.mean, (9.0 + 9.0 + 30.0) / 3.0, 1e-12);
  EXPECT_NEAR(summary.standard_deviation, std::sqrt(147.0), 1e-9);
  EXPECT_EQ(summary.of_median, 9);
  EXPECT_EQ(summary.guarded_of_median.layer, 10);
  EXPECT_TRUE(std::isnan(SummarizeCutoffs(entropies.Block(0, 0, 30, 1), {}).standard_deviation));
}

}  // namespace
}  // namespace infoflow::cascade
