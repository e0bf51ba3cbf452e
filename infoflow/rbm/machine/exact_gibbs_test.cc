#include "infoflow/rbm/machine/exact_gibbs.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/rbm/machine/exact_sum.h"

namespace infoflow::rbm {
namespace {

Machine SmallMachine() {
  Machine machine = RandomMachine(4, 3, 0.7, 5).value();
  machine.visible_bias = {0.1, -0.2, 0.3, 0.05};
  machine.hidden_bias = {0.2, -0.1, 0.3};
  return machine;
}

Spins SomeSamples() {
  Spins samples(3, 4, 1);
  samples(0, 1) = -1;
  samples(1, 2) = -1;
  samples(1, 3) = -1;
  return samples;
}

TEST(ExactGibbsTest, TheMachinesLawIsStationary) {
  const Machine machine = SmallMachine();
  const ExactGibbs chain = ExactGibbs::Create(machine).value();
  const std::vector<double> law = VisibleProbabilities(machine).value();
  const std::vector<double> after = chain.Step(law);
  for (std::size_t s = 0; s < law.size(); ++s) EXPECT_NEAR(after[s], law[s], 1e-14);
  // And attracts: every entry of the kernel is positive.
  std::vector<double> other(law.size(), 0.0);
  other[0] = 1.0;
  for (int step = 0; step < 300; ++step) other = chain.Step(other);
  for (std::size_t s = 0; s < law.size(); ++s) EXPECT_NEAR(other[s], law[s], 1e-12);
}

TEST(ExactGibbsTest, GradientIsTheSlopeOfTheLikelihood) {
  const Machine machine = SmallMachine();
  const Spins samples = SomeSamples();
  const Gradient gradient = LogLikelihoodGradient(machine, samples).value();
  constexpr double kStep = 1e-5;
  const auto slope = [&](auto&& parameter) {
    Machine up = machine;
    Machine down = machine;
    parameter(up) += kStep;
    parameter(down) -= kStep;
    return (MeanLogLikelihood(up, samples).value() - MeanLogLikelihood(down, samples).value()) /
           (2.0 * kStep);
  };
  for (int i = 0; i < 4; ++i) {
    EXPECT_NEAR(gradient.visible_bias[i],
                slope([i](Machine& m) -> double& { return m.visible_bias[i]; }), 1e-8);
    for (int a = 0; a < 3; ++a) {
      EXPECT_NEAR(gradient.weights(i, a),
                  slope([i, a](Machine& m) -> double& { return m.weights(i, a); }), 1e-8);
    }
  }
  for (int a = 0; a < 3; ++a) {
    EXPECT_NEAR(gradient.hidden_bias[a],
                slope([a](Machine& m) -> double& { return m.hidden_bias[a]; }), 1e-8);
  }
}

TEST(ExactGibbsTest, LongChainsGiveTheLikelihoodGradient) {
  const Machine machine = SmallMachine();
  const Gradient exact = LogLikelihoodGradient(machine, SomeSamples()).value();
  const Gradient chain = ExpectedContrastiveDivergence(machine, SomeSamples(), 300).value();
  for (std::size_t k = 0; k < exact.weights.size(); ++k) {
    EXPECT_NEAR(chain.weights.values()[k], exact.weights.values()[k], 1e-12);
  }
  for (int i = 0; i < 4; ++i) EXPECT_NEAR(chain.visible_bias[i], exact.visible_bias[i], 1e-12);
  for (int a = 0; a < 3; ++a) EXPECT_NEAR(chain.hidden_bias[a], exact.hidden_bias[a], 1e-12);
}

TEST(ExactGibbsTest, NamesWhatIsWrong) {
  EXPECT_EQ(ExactGibbs::Create(Machine(12, 11)).status().message(),
            "the exact chain needs at most 22 units in both layers, not 12 + 11");
  EXPECT_EQ(ExpectedContrastiveDivergence(SmallMachine(), SomeSamples(), 0).status().message(),
            "contrastive divergence takes at least 1 step, not 0");
  EXPECT_FALSE(LogLikelihoodGradient(Machine(5, 3), SomeSamples()).ok());
}

}  // namespace
}  // namespace infoflow::rbm
