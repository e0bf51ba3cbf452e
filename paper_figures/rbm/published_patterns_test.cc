#include "paper_figures/rbm/published_patterns.h"

#include <cmath>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::paper_figures {
namespace {

// Both tables, whose values are middles of 25 levels to three digits, and what was stated of them
// when they were read.
TEST(PublishedPatternsTest, AreWhatWasReadOff) {
  for (const PublishedPicture picture : {PublishedPicture::kMachine, PublishedPicture::kBlocks}) {
    const absl::StatusOr<PublishedPatterns> published = ReadPublishedPatterns(picture);
    ASSERT_TRUE(published.ok()) << published.status();
    ASSERT_EQ(published->warning, "");
    ASSERT_EQ(published->patterns.rows(), kPublishedUnits);
    const linalg::Matrix<double> again = AsPictured(published->patterns, picture);
    ASSERT_EQ(again.size(), published->patterns.size());
    for (std::size_t k = 0; k < again.size(); ++k) {
      ASSERT_NEAR(again.values()[k], published->patterns.values()[k], 1e-3);
    }
  }
  const PatternSummary machine =
      Summarize("machine", ReadPublishedPatterns(PublishedPicture::kMachine)->patterns, 32);
  EXPECT_EQ(machine.source, "machine");
  EXPECT_NEAR(machine.mean_25, 0.3855, 5e-4);
  EXPECT_NEAR(machine.mean_50, 0.566, 5e-4);
  EXPECT_NEAR(machine.mean_90, 0.633, 5e-4);
  EXPECT_NEAR(machine.deviation, 0.030, 5e-4);
  EXPECT_NEAR(machine.participation, 388.0, 4.0);
  EXPECT_NEAR(machine.concentration, 0.056, 1e-3);
  const PatternSummary blocks =
      Summarize("blocks", ReadPublishedPatterns(PublishedPicture::kBlocks)->patterns, 32);
  EXPECT_NEAR(blocks.mean_50, 0.4905, 5e-4);
  EXPECT_NEAR(blocks.participation, 110.0, 1.0);
  EXPECT_NEAR(blocks.concentration, 0.26, 5e-3);
}

// The middle level is around 0; what lies beyond the colours takes the last one.
TEST(AsPicturedTest, LevelsAreSymmetric) {
  linalg::Matrix<double> patterns(70, 4);
  patterns(0, 0) = 0.01;
  patterns(0, 1) = -0.03;
  patterns(0, 2) = 5.0;
  patterns(0, 3) = -5.0;
  const linalg::Matrix<double> shown = AsPictured(patterns, PublishedPicture::kMachine);
  ASSERT_EQ(shown.rows(), kPublishedUnits);
  const double width = 2.0 * 0.7026 / 25.0;
  EXPECT_NEAR(shown(0, 0), 0.0, 1e-15);
  EXPECT_NEAR(shown(0, 1), -width, 1e-15);
  EXPECT_NEAR(shown(0, 2), 12.0 * width, 1e-12);
  EXPECT_NEAR(shown(0, 3), -12.0 * width, 1e-12);
}

// Two patterns by hand: constant 0.5 but for one site, and its negative without the site.
TEST(SummarizeTest, SingleSites) {
  linalg::Matrix<double> patterns(2, 16, -0.5);
  for (int i = 0; i < 16; ++i) patterns(0, i) = i == 5 ? 1.3 : 0.5;
  patterns(1, 3) = -1.3;
  const PatternSummary summary = Summarize("by hand", patterns, 4);
  EXPECT_NEAR(summary.mean_10, 0.55, 1e-15);
  EXPECT_NEAR(summary.mean_90, 0.55, 1e-15);
  EXPECT_NEAR(summary.deviation, 0.8 * std::sqrt(15.0) / 16.0, 1e-15);
  // Of 16 sites one has 15/16 of q and the others -1/16.
  EXPECT_NEAR(summary.participation, 57600.0 / 50640.0, 1e-12);
}

}  // namespace
}  // namespace infoflow::paper_figures
