// Flows and stacks against exact laws. Bands are 5 standard errors of some 60 comparisons in all:
// with fixed seeds the probability of a false alarm was 4e-5 when the seeds were chosen.

#include <cmath>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/rbm/flow/flow.h"
#include "infoflow/rbm/flow/stack.h"
#include "infoflow/rbm/machine/exact_gibbs.h"
#include "infoflow/rbm/machine/exact_sum.h"

namespace infoflow::rbm {
namespace {

constexpr int kSamples = 20000;

Machine SmallMachine() {
  Machine machine = RandomMachine(6, 4, 0.6, 5).value();
  for (int i = 0; i < 6; ++i) machine.visible_bias[i] = 0.1 * i - 0.2;
  machine.hidden_bias = {0.2, -0.1, 0.3, 0.0};
  return machine;
}

double MeanOf(const Spins& spins, int unit) {
  double sum = 0.0;
  for (int k = 0; k < spins.rows(); ++k) sum += spins(k, unit);
  return sum / spins.rows();
}

void ExpectMean(double got, double want, const char* name, int index) {
  EXPECT_NEAR(got, want, 5.0 * std::sqrt((1.0 - want * want) / kSamples) + 1e-6)
      << name << " " << index;
}

TEST(FlowStatisticalTest, StochasticFlowFollowsTheExactLaw) {
  const Machine machine = SmallMachine();
  const ExactGibbs chain = ExactGibbs::Create(machine).value();
  std::vector<double> law(64, 0.0);
  law[63] = 1.0;
  Flow flow = Flow::Create(machine, Spins(kSamples, 6, 1), FlowVariant::kStochastic, 3, 2).value();
  for (int step = 0; step < 3; ++step) {
    law = chain.Step(law);
    flow.Advance(1);
    const Spins spins = flow.Visible();
    for (int i = 0; i < 6; ++i) {
      double want = 0.0;
      for (int s = 0; s < 64; ++s) want += law[s] * ((s >> i & 1) != 0 ? 1.0 : -1.0);
      ExpectMean(MeanOf(spins, i), want, "step", step);
    }
  }
}

TEST(FlowStatisticalTest, HiddenMeanFlowSamplesTheVisibleUnits) {
  const Machine machine = SmallMachine();
  Flow flow = Flow::Create(machine, Spins(kSamples, 6, 1), FlowVariant::kHiddenMean, 3, 1).value();
  flow.Advance(1);
  const linalg::Matrix<double> h = HiddenMeans(machine, Spins(1, 6, 1));
  for (int i = 0; i < 6; ++i) {
    double field = machine.visible_bias[i];
    for (int a = 0; a < 4; ++a) field += machine.weights(i, a) * h(0, a);
    ExpectMean(MeanOf(flow.Visible(), i), std::tanh(field), "unit", i);
  }
}

TEST(FlowStatisticalTest, MeanFlowIsDeterministic) {
  const Machine machine = SmallMachine();
  Flow flow = Flow::Create(machine, Spins(2, 6, 1), FlowVariant::kMean, 3, 1).value();
  flow.Advance(2);
  std::vector<double> v(6, 1.0);
  for (int step = 0; step < 2; ++step) {
    std::vector<double> h(4), next(6);
    for (int a = 0; a < 4; ++a) {
      h[a] = machine.hidden_bias[a];
      for (int i = 0; i < 6; ++i) h[a] += v[i] * machine.weights(i, a);
      h[a] = std::tanh(h[a]);
    }
    for (int i = 0; i < 6; ++i) {
      next[i] = machine.visible_bias[i];
      for (int a = 0; a < 4; ++a) next[i] += machine.weights(i, a) * h[a];
      next[i] = std::tanh(next[i]);
    }
    v = next;
  }
  for (int i = 0; i < 6; ++i) EXPECT_EQ(flow.Visible()(1, i), v[i] >= 0.0 ? 1 : -1);
}

TEST(FlowStatisticalTest, NeitherThreadsNorPartsMatter) {
  const Machine machine = SmallMachine();
  const Spins start = SampleExactly(machine, 300, 9).value();
  for (const FlowVariant variant :
       {FlowVariant::kStochastic, FlowVariant::kHiddenMean, FlowVariant::kMean}) {
    Flow whole = Flow::Create(machine, start, variant, 3, 1).value();
    whole.Advance(7);
    Flow parts = Flow::Create(machine, start, variant, 3, 3).value();
    parts.Advance(2);
    parts.Advance(0);
    parts.Advance(5);
    EXPECT_EQ(parts.Visible(), whole.Visible());
    EXPECT_EQ(parts.steps(), 7);
    // A sample's path does not depend on the samples after it.
    Flow alone = Flow::Create(machine, start.Block(0, 0, 130, 6), variant, 3, 1).value();
    alone.Advance(7);
    EXPECT_EQ(alone.Visible(), Spins(SpinsView(whole.Visible().Block(0, 0, 130, 6))));
  }
}

TEST(FlowStatisticalTest, NamesWhatIsWrong) {
  EXPECT_EQ(ParseFlowVariant("hmean").value(), FlowVariant::kHiddenMean);
  EXPECT_EQ(ParseFlowVariant("both").status().message(),
            "the variant of the flow is 'both'; it must be stochastic, hmean or mean");
  EXPECT_EQ(
      Flow::Create(SmallMachine(), Spins(2, 5, 1), FlowVariant::kMean, 1, 1).status().message(),
      "the samples have 5 units each, the machine has 6");
}

TEST(StackStatisticalTest, DrawsHiddenUnitsAndBack) {
  const Machine machine = SmallMachine();
  const Spins start(kSamples, 6, 1);
  const std::vector<StackLayer> layers = {{machine, {1, -1, 1, 1}}};
  const Spins hidden = SampleThroughStack(layers, start, 4).value();
  const linalg::Matrix<double> means = HiddenMeans(machine, Spins(1, 6, 1));
  for (int a = 0; a < 4; ++a) {
    ExpectMean(MeanOf(hidden, a), means(0, a) * layers[0].gauge[a], "hidden", a);
  }
  const linalg::Matrix<double> stack_means = StackMeans(layers, Spins(2, 6, 1), 4).value();
  EXPECT_NEAR(stack_means(1, 1), -means(0, 1), 1e-14);
  // Back to the visible layer: one step of the exact chain.
  std::vector<double> law(64, 0.0);
  law[63] = 1.0;
  law = ExactGibbs::Create(machine)->Step(law);
  const Spins back = ReconstructThroughStack(layers, hidden, 5).value();
  for (int i = 0; i < 6; ++i) {
    double want = 0.0;
    for (int s = 0; s < 64; ++s) want += law[s] * ((s >> i & 1) != 0 ? 1.0 : -1.0);
    ExpectMean(MeanOf(back, i), want, "back", i);
  }
}

// h' given v by the exact chain: one step of the visible units, then the conditional means.
TEST(StackStatisticalTest, OutputAfterAStep) {
  const Machine machine = SmallMachine();
  const Spins start(kSamples, 6, 1);
  const std::vector<StackLayer> layers = {{machine, {1, -1, 1, 1}, StackOutput::kAfterStep}};
  std::vector<double> law(64, 0.0);
  law[63] = 1.0;
  law = ExactGibbs::Create(machine)->Step(law);
  Spins states(64, 6);
  for (int s = 0; s < 64; ++s) {
    for (int i = 0; i < 6; ++i) states(s, i) = static_cast<std::int8_t>((s >> i & 1) != 0 ? 1 : -1);
  }
  const linalg::Matrix<double> given = HiddenMeans(machine, states);
  const Spins output = SampleThroughStack(layers, start, 4).value();
  const linalg::Matrix<double> stack_means = StackMeans(layers, start, 4).value();
  for (int a = 0; a < 4; ++a) {
    double want = 0.0;
    for (int s = 0; s < 64; ++s) want += law[s] * given(s, a) * layers[0].gauge[a];
    ExpectMean(MeanOf(output, a), want, "output", a);
    double mean = 0.0;
    for (int k = 0; k < kSamples; ++k) mean += stack_means(k, a) / kSamples;
    ExpectMean(mean, want, "mean of the output", a);
  }
  // The step's second h is not its first one once more.
  EXPECT_NE(output, SampleThroughStack({{machine, layers[0].gauge}}, start, 4).value());
}

TEST(StackStatisticalTest, TrainsLayerOnLayer) {
  const Spins samples = SampleExactly(SmallMachine(), 500, 2).value();
  TrainingOptions first;
  first.hidden_units = 4;
  first.schedule = {{0.05, 5}};
  TrainingOptions second = first;
  second.hidden_units = 2;
  const std::vector<TrainingOptions> options = {first, second};
  const TrainedMachineCache no_cache("");
  const std::vector<StackLayer> layers = TrainStack(options, samples, 6, no_cache).value();
  ASSERT_EQ(layers.size(), 2);
  EXPECT_EQ(layers[1].machine.visible_units(), 4);
  // The first layer is a training of its own, the second learned what the first one drew.
  EXPECT_EQ(layers[0].machine.weights, Train(first, samples)->weights);
  const Spins between =
      SampleThroughStack(absl::MakeConstSpan(layers).first(1), samples, 6).value();
  EXPECT_EQ(layers[1].machine.weights, Train(second, between)->weights);
  EXPECT_EQ(StackMeans(layers, samples, 6)->columns(), 2);
  const std::vector<StackLayer> stepped =
      TrainStack(options, samples, 6, no_cache, StackOutput::kAfterStep).value();
  EXPECT_EQ(stepped[0].machine.weights, layers[0].machine.weights);
  const Spins after = SampleThroughStack(absl::MakeConstSpan(stepped).first(1), samples, 6).value();
  EXPECT_EQ(stepped[1].machine.weights, Train(second, after)->weights);
  EXPECT_FALSE(StackMeans({}, samples, 6).ok());
  EXPECT_FALSE(SampleThroughStack(layers, Spins(2, 5, 1), 6).ok());
}

}  // namespace
}  // namespace infoflow::rbm
