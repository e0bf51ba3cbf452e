#include "paper_figures/rbm/stack_comparison.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/ising/sampling/ising_sampler.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/linalg/matrix.h"
#include "paper_figures/harness/field_writer.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/harness/run.h"
#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/rbm/recipe.h"

namespace infoflow::paper_figures {
namespace {

constexpr int kSide = 8;

StackParameters Small() {
  StackParameters parameters;
  ParameterSet set;
  parameters.Register(set);
  set.UsePreset(Preset::kSmoke);
  parameters.side = kSide;
  parameters.samples = 300;
  parameters.epochs = parameters.second_epochs = 2;
  parameters.training.authors_updates = 20;
  return parameters;
}

absl::StatusOr<StackComparison> Compare(double temperature, Recipe recipe = Recipe::kLocal) {
  return CompareStack(Small(), temperature, recipe, 1, 101, paper_figures::Run());
}

// Blocks of 4 x 4 sites, site by site: h is the mean of sixteen spins.
TEST(CompareStackTest, BlockPatternsAreMeansOfProductsWithSixteenSpins) {
  const absl::StatusOr<StackComparison> comparison = Compare(2.5);
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  const absl::StatusOr<ising::SpinSamples> samples =
      ising::SampleIsing(kSide, 2.5, 300, SamplingOf(1, 1));
  ASSERT_TRUE(samples.ok());
  const linalg::Matrix<double>& patterns = comparison->block_patterns;
  ASSERT_EQ(patterns.rows(), 4);
  ASSERT_EQ(comparison->stack_patterns.rows(), 4);
  for (int a = 0; a < 4; ++a) {
    for (int i = 0; i < kSide * kSide; ++i) {
      int sum = 0;
      for (int k = 0; k < samples->count(); ++k) {
        for (int n = 0; n < 16; ++n) {
          const int site = (a / 2 * 4 + n / 4) * kSide + a % 2 * 4 + n % 4;
          sum += samples->spin(k, i) * samples->spin(k, site);
        }
      }
      EXPECT_NEAR(patterns(a, i), sum / 4800.0, 1e-12);
    }
  }
}

TEST(CompareStackTest, StartsWithTheSamples) {
  const absl::StatusOr<StackComparison> comparison = Compare(2.5);
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  ASSERT_EQ(comparison->layers.size(), 2u);
  EXPECT_EQ(comparison->layers[0].layer, 1);
  ASSERT_EQ(comparison->flow.size(), 3u);
  const StackFlowRow& start = comparison->flow[0];
  EXPECT_EQ(start.layer, 0);
  EXPECT_EQ(start.stack_magnetization, start.block_magnetization);
  EXPECT_EQ(start.reconstructed.value, start.block_temperature.value);
  EXPECT_NEAR(start.block_temperature.value, 2.5, 6.0 * start.block_temperature.error);
}

// Of ground states blocks are ground states.
TEST(CompareStackTest, GroundStatesStayMagnetized) {
  const absl::StatusOr<StackComparison> comparison = Compare(0.5);
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  for (const StackFlowRow& row : comparison->flow) {
    EXPECT_NEAR(row.block_magnetization, 1.0, 1e-3);
    EXPECT_NEAR(row.average_square, 1.0, 2e-3);
  }
  for (const double value : comparison->block_patterns.values()) EXPECT_NEAR(value, 1.0, 1e-3);
}

// Averages keep the magnetization, and their squares fall; recipes make other machines of the same
// samples.
TEST(CompareStackTest, AveragesAreFields) {
  const absl::StatusOr<StackComparison> comparison = Compare(2.5, Recipe::kAuthors);
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  const std::vector<StackFlowRow>& flow = comparison->flow;
  EXPECT_EQ(flow[0].recipe, "authors");
  EXPECT_EQ(flow[0].average_square, 1.0);
  for (int l = 1; l <= 2; ++l) {
    EXPECT_NEAR(flow[l].average_magnetization, flow[0].stack_magnetization, 1e-12);
    EXPECT_LT(flow[l].average_square, flow[l - 1].average_square - 0.05);
  }
  const absl::StatusOr<StackComparison> local = Compare(2.5);
  ASSERT_TRUE(local.ok()) << local.status();
  EXPECT_EQ(local->block_patterns, comparison->block_patterns);
  EXPECT_NE(local->stack_patterns, comparison->stack_patterns);
}

TEST(CompareStackTest, ThreadsChangeNothing) {
  paper_figures::Run run;
  run.threads = 2;
  const auto one = CompareStack(Small(), 2.5, Recipe::kAuthors, 1, 101, run.OnOneThread());
  const auto two = CompareStack(Small(), 2.5, Recipe::kAuthors, 1, 101, run);
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_EQ(FieldText(*one), FieldText(*two));
}

TEST(CompareStackTest, SidesMustBeHalvedTwice) {
  StackParameters parameters = Small();
  parameters.side = 10;
  EXPECT_EQ(
      CompareStack(parameters, 2.5, Recipe::kLocal, 1, 101, paper_figures::Run()).status().code(),
      absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace infoflow::paper_figures
