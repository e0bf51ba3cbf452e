#include "infoflow/replica/saddle/landscape_phase_diagram.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/replica/model/network_parser.h"

namespace infoflow::replica {
namespace {

absl::StatusOr<Network> SparseLinear(double aspect_ratio, double sparsity) {
  return ParseNetwork(absl::StrCat("spike-slab:mean=1,var=0.5,p=", sparsity),
                      absl::StrCat("linear:noise=1e-5,alpha=", aspect_ratio));
}

// The phases of arXiv:1805.09785 at p = 0.3; alpha is the outer index.
TEST(LandscapePhaseDiagramTest, NamesThePhasesOfTheSparsePrior) {
  const std::vector<double> alphas = {0.29, 0.37, 0.40, 0.51};
  const std::vector<double> sparsities = {0.3, 0.05};
  const std::vector<PhasePoint> points = PhaseDiagram(alphas, sparsities, SparseLinear).value();
  ASSERT_EQ(points.size(), 8u);
  const Phase expected[] = {Phase::kImpossible, Phase::kImpossible, Phase::kHard, Phase::kEasy};
  for (int i = 0; i < 4; ++i) {
    const PhasePoint& dense = points[2 * i];
    EXPECT_EQ(dense.aspect_ratio, alphas[i]);
    EXPECT_EQ(dense.sparsity, 0.3);
    EXPECT_EQ(dense.phase, expected[i]) << alphas[i];
    EXPECT_LE(dense.informed_error, dense.best_error);
    EXPECT_LE(dense.best_error, dense.uninformed_error);
    // Far more measurements than non-zero inputs.
    EXPECT_EQ(points[2 * i + 1].sparsity, 0.05);
    EXPECT_EQ(points[2 * i + 1].phase, Phase::kEasy) << alphas[i];
  }
  // In the hard phase the best state is the informed one and message passing misses it.
  EXPECT_EQ(points[4].best_error, points[4].informed_error);
  EXPECT_GT(points[4].uninformed_error, 100.0 * points[4].informed_error);
}

TEST(LandscapePhaseDiagramTest, DoesNotDependOnThreads) {
  const std::vector<double> alphas = {0.3, 0.45};
  const std::vector<double> sparsities = {0.1, 0.3, 0.4};
  const auto one = PhaseDiagram(alphas, sparsities, SparseLinear, {}, 1).value();
  const auto two = PhaseDiagram(alphas, sparsities, SparseLinear, {}, 2).value();
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].phase, two[i].phase);
    EXPECT_EQ(one[i].best_error, two[i].best_error);
  }
}

TEST(LandscapePhaseDiagramTest, ReturnsTheErrorOfANetwork) {
  const std::vector<double> alphas = {1.0, -1.0};
  const std::vector<double> sparsities = {0.3};
  const auto points = PhaseDiagram(alphas, sparsities, SparseLinear);
  ASSERT_FALSE(points.ok());
  EXPECT_EQ(points.status().message(),
            "layer 1: alpha must be a positive number of at most 1e6, not -1");
}

}  // namespace
}  // namespace infoflow::replica
