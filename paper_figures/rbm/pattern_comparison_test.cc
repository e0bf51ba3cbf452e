#include "paper_figures/rbm/pattern_comparison.h"

#include <cmath>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/ising/sampling/ising_sampler.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/linalg/matrix.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/harness/run.h"

namespace infoflow::paper_figures {
namespace {

PatternParameters Small() {
  PatternParameters parameters;
  ParameterSet set;
  parameters.Register(set);
  set.UsePreset(Preset::kSmoke);
  parameters.side = 6;
  parameters.hidden = 40;
  parameters.samples = 200;
  parameters.epochs = 2;
  parameters.training.authors_updates = 5;
  return parameters;
}

// Blocks, site by site: h is the mean of the four spins.
TEST(ComparePatternsTest, BlocksAreMeansOfProductsWithFourSpins) {
  const PatternParameters parameters = Small();
  const paper_figures::Run run;
  const absl::StatusOr<PatternComparison> comparison = ComparePatterns(parameters, run);
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  ising::SamplingOptions options;
  options.seed = run.seed;
  const absl::StatusOr<ising::SpinSamples> samples =
      ising::SampleIsing(6, parameters.temperature, parameters.samples, options);
  ASSERT_TRUE(samples.ok());
  const linalg::Matrix<double>& patterns = comparison->blocks.patterns;
  ASSERT_EQ(patterns.rows(), 9);
  for (int a = 0; a < 9; ++a) {
    const int corner = a / 3 * 12 + a % 3 * 2;
    for (int i = 0; i < 36; ++i) {
      int sum = 0;
      for (int k = 0; k < samples->count(); ++k) {
        for (const int site : {corner, corner + 1, corner + 6, corner + 7}) {
          sum += samples->spin(k, i) * samples->spin(k, site);
        }
      }
      EXPECT_NEAR(patterns(a, i), sum / 800.0, 1e-12);
      const int of_site = i / 12 * 3 + i % 6 / 2;
      EXPECT_EQ(comparison->blocks.weights(a, i), of_site == a ? 0.25 : 0.0);
    }
  }
}

// In ground states all spins agree: a block spin is each spin, and a machine's pattern is flat.
TEST(ComparePatternsTest, GroundStatesGiveFlatPatterns) {
  PatternParameters parameters = Small();
  parameters.temperature = 0.1;
  const absl::StatusOr<PatternComparison> comparison =
      ComparePatterns(parameters, paper_figures::Run());
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  for (const double value : comparison->blocks.patterns.values()) EXPECT_DOUBLE_EQ(value, 1.0);
  EXPECT_EQ(comparison->magnetization, 1.0);
  for (const MachinePatterns& machine : comparison->machines) {
    const linalg::Matrix<double>& patterns = machine.machine.patterns;
    for (int a = 0; a < patterns.rows(); ++a) {
      for (int i = 0; i < patterns.columns(); ++i) {
        EXPECT_NEAR(patterns(a, i), patterns(a, 0), 1e-12);
        EXPECT_GE(patterns(a, i), 0.0);
      }
    }
  }
}

double RootMeanSquare(const linalg::Matrix<double>& matrix) {
  double squares = 0.0;
  for (const double value : matrix.values()) squares += value * value;
  return std::sqrt(squares / static_cast<double>(matrix.size()));
}

TEST(ComparePatternsTest, RandomWeightsAreAsLargeAsTheMachines) {
  const absl::StatusOr<PatternComparison> comparison =
      ComparePatterns(Small(), paper_figures::Run());
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  for (const MachinePatterns& patterns : comparison->machines) {
    const linalg::Matrix<double>& machine = patterns.machine.weights;
    const linalg::Matrix<double>& random = patterns.random.weights;
    ASSERT_EQ(random.rows(), machine.rows());
    ASSERT_EQ(random.columns(), machine.columns());
    EXPECT_NE(random.values(), machine.values());
    // Of 1440 normal numbers: 1 +- 0.019, taken six times.
    EXPECT_NEAR(RootMeanSquare(random) / RootMeanSquare(machine), 1.0, 0.11);
  }
}

TEST(ComparePatternsTest, PatternsSumUpToNoNegativeNumber) {
  const absl::StatusOr<PatternComparison> comparison =
      ComparePatterns(Small(), paper_figures::Run());
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  for (const MachinePatterns& patterns : comparison->machines) {
    for (const PatternSource* source : {&patterns.machine, &patterns.random}) {
      const linalg::Matrix<double> raw = source->Raw(1000);
      ASSERT_EQ(raw.rows(), 40);
      for (int a = 0; a < source->patterns.rows(); ++a) {
        double sum = 0.0;
        for (const double value : source->patterns.row(a)) sum += value;
        EXPECT_GE(sum, 0.0) << source->name << " " << a;
        EXPECT_EQ(raw(a, 3), source->signs[a] * source->patterns(a, 3));
      }
      EXPECT_EQ(source->Raw(7).rows(), 7);
    }
  }
}

TEST(ComparePatternsTest, ThreadsChangeNothing) {
  paper_figures::Run run;
  run.threads = 2;
  const absl::StatusOr<PatternComparison> one = ComparePatterns(Small(), run.OnOneThread());
  const absl::StatusOr<PatternComparison> two = ComparePatterns(Small(), run);
  ASSERT_TRUE(one.ok() && two.ok());
  ASSERT_EQ(one->machines.size(), 2u);
  for (int k = 0; k < 2; ++k) {
    EXPECT_EQ(one->machines[k].machine.patterns.values(),
              two->machines[k].machine.patterns.values());
  }
}

TEST(ComparePatternsTest, RecipesAreThoseAskedFor) {
  PatternParameters parameters = Small();
  const absl::StatusOr<PatternComparison> both = ComparePatterns(parameters, paper_figures::Run());
  parameters.recipes = {Recipe::kLocal};
  const absl::StatusOr<PatternComparison> local = ComparePatterns(parameters, paper_figures::Run());
  ASSERT_TRUE(both.ok() && local.ok());
  ASSERT_EQ(both->machines.size(), 2u);
  ASSERT_EQ(local->machines.size(), 1u);
  EXPECT_EQ(both->machines[0].machine.name, "authors");
  EXPECT_EQ(both->machines[0].random.name, "random (authors)");
  EXPECT_EQ(both->machines[1].machine.name, "local");
  EXPECT_EQ(local->machines[0].machine.weights, both->machines[1].machine.weights);
  EXPECT_NE(both->machines[0].machine.weights, both->machines[1].machine.weights);
}

TEST(ComparePatternsTest, OddSidesHaveNoBlocks) {
  PatternParameters parameters = Small();
  parameters.side = 5;
  EXPECT_EQ(ComparePatterns(parameters, paper_figures::Run()).status().code(),
            absl::StatusCode::kInvalidArgument);
}

// Peaks at sites 0, 1 and 10 of 4 x 4: the first two in the same 2 x 2 cell. Three single sites of
// sizes 1, 2 and 3 differ in mean and size only: of q, one site has 15/16 and 15 have -1/16, so
// that PR = (15/16)^2 / ((15^4 + 15) / 16^4) = 57600 / 50640.
TEST(MediansOfTest, SingleSites) {
  PatternSource source;
  source.name = "by hand";
  source.patterns = linalg::Matrix<double>(3, 16);
  source.weights = linalg::Matrix<double>(3, 16);
  source.patterns(0, 0) = 1.0;
  source.patterns(1, 1) = 2.0;
  source.patterns(2, 10) = 3.0;
  for (int a = 0; a < 3; ++a) {
    for (int i = 0; i <= 4 * a; ++i) source.weights(a, i) = 0.5;
  }
  const PatternMedians medians = MediansOf(source, 4);
  EXPECT_EQ(medians.source, "by hand");
  EXPECT_EQ(medians.patterns, 3);
  EXPECT_NEAR(medians.mean, 2.0 / 16.0, 1e-15);
  EXPECT_EQ(medians.max, 2.0);
  EXPECT_NEAR(medians.participation, 57600.0 / 50640.0, 1e-12);
  EXPECT_NEAR(medians.weight_participation, 5.0, 1e-12);
}

}  // namespace
}  // namespace infoflow::paper_figures
