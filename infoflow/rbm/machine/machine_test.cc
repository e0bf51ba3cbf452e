#include "infoflow/rbm/machine/machine.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::rbm {
namespace {

constexpr double kExact = 1e-12;

Machine SmallMachine() {
  Machine machine = RandomMachine(5, 3, 0.8, 7).value();
  for (int i = 0; i < 5; ++i) machine.visible_bias[i] = 0.3 * std::cos(i);
  for (int a = 0; a < 3; ++a) machine.hidden_bias[a] = 0.4 * std::sin(1 + a);
  return machine;
}

// All 2^units rows of spins; bit i of the row's number set means +1.
Spins AllStates(int units) {
  Spins states(1 << units, units);
  for (int s = 0; s < states.rows(); ++s) {
    for (int i = 0; i < units; ++i) states(s, i) = (s >> i & 1) != 0 ? 1 : -1;
  }
  return states;
}

TEST(MachineTest, FreeEnergySumsOutTheHiddenUnits) {
  const Machine machine = SmallMachine();
  const Spins visible = AllStates(5);
  const Spins hidden = AllStates(3);
  const std::vector<double> free_energies = FreeEnergies(machine, visible);
  const linalg::Matrix<double> means = HiddenMeans(machine, visible);
  for (int s = 0; s < visible.rows(); ++s) {
    double sum = 0.0;
    double first = 0.0;
    for (int t = 0; t < hidden.rows(); ++t) {
      const double weight = std::exp(-Energy(machine, visible.row(s), hidden.row(t)));
      sum += weight;
      first += weight * hidden(t, 0);
    }
    EXPECT_NEAR(free_energies[s], -std::log(sum), kExact);
    EXPECT_NEAR(means(s, 0), first / sum, kExact);
  }
}

TEST(MachineTest, FieldsOfManySamplesAreThoseOfEach) {
  const Machine machine = SmallMachine();
  Spins samples(600, 5);
  for (int k = 0; k < 600; ++k) {
    for (int i = 0; i < 5; ++i) samples(k, i) = (k * 7 + i * i) % 3 == 0 ? 1 : -1;
  }
  const linalg::Matrix<double> fields = HiddenFields(machine, samples);
  for (int k = 0; k < 600; ++k) {
    for (int a = 0; a < 3; ++a) {
      double want = machine.hidden_bias[a];
      for (int i = 0; i < 5; ++i) want += samples(k, i) * machine.weights(i, a);
      EXPECT_NEAR(fields(k, a), want, kExact);
    }
  }
}

TEST(MachineTest, PseudoLikelihoodIsTheProductOfConditionals) {
  const Machine machine = SmallMachine();
  const Spins states = AllStates(5);
  const std::vector<double> free_energies = FreeEnergies(machine, states);
  const std::vector<double> pseudo = PseudoLogLikelihoods(machine, states);
  for (int s = 0; s < states.rows(); ++s) {
    double want = 0.0;
    for (int i = 0; i < 5; ++i) {
      const double here = std::exp(-free_energies[s]);
      want += std::log(here / (here + std::exp(-free_energies[s ^ 1 << i])));
    }
    EXPECT_NEAR(pseudo[s], want, kExact);
  }
}

TEST(MachineTest, ExchangedLayersHaveTheSameEnergy) {
  const Machine machine = SmallMachine();
  const Machine exchanged = ExchangeLayers(machine);
  const std::vector<std::int8_t> v = {1, -1, -1, 1, 1};
  const std::vector<std::int8_t> h = {-1, 1, -1};
  EXPECT_NEAR(Energy(machine, v, h), Energy(exchanged, h, v), kExact);
}

TEST(MachineTest, ZeroOneUnitsHaveTheSameLaw) {
  const Machine machine = SmallMachine();
  const Machine zero_one = ToZeroOneUnits(machine);
  // -E' - (-E) is one constant for all states.
  double constant = 0.0;
  for (const double bias : machine.visible_bias) constant += bias;
  for (const double bias : machine.hidden_bias) constant += bias;
  for (const double weight : machine.weights.values()) constant -= weight;
  const Spins visible = AllStates(5);
  const Spins hidden = AllStates(3);
  for (int s = 0; s < visible.rows(); ++s) {
    for (int t = 0; t < hidden.rows(); ++t) {
      double exponent = 0.0;
      for (int i = 0; i < 5; ++i) {
        const double x = 0.5 * (visible(s, i) + 1);
        exponent += zero_one.visible_bias[i] * x;
        for (int a = 0; a < 3; ++a) {
          exponent += x * zero_one.weights(i, a) * 0.5 * (hidden(t, a) + 1);
        }
      }
      for (int a = 0; a < 3; ++a) exponent += zero_one.hidden_bias[a] * 0.5 * (hidden(t, a) + 1);
      EXPECT_NEAR(exponent, -Energy(machine, visible.row(s), hidden.row(t)) + constant, kExact);
    }
  }
  const Machine back = FromZeroOneUnits(zero_one);
  for (int i = 0; i < 5; ++i) EXPECT_NEAR(back.visible_bias[i], machine.visible_bias[i], kExact);
  for (int a = 0; a < 3; ++a) EXPECT_NEAR(back.hidden_bias[a], machine.hidden_bias[a], kExact);
  EXPECT_EQ(back.weights, machine.weights);
}

TEST(MachineTest, RandomMachineHasTheDeviationAskedFor) {
  const Machine machine = RandomMachine(100, 50, 0.1, 3).value();
  double square = 0.0;
  for (const double weight : machine.weights.values()) square += weight * weight;
  // Relative standard error of a variance from n normals: sqrt(2/n) = 0.02; 5 of them.
  EXPECT_NEAR(square / 5000 / 0.01, 1.0, 0.1);
  EXPECT_EQ(RandomMachine(100, 50, 0.1, 3)->weights, machine.weights);
  EXPECT_NE(RandomMachine(100, 50, 0.1, 4)->weights, machine.weights);
}

TEST(MachineTest, NamesWhatIsWrong) {
  EXPECT_EQ(RandomMachine(4, 0, 0.1, 1).status().message(),
            "a machine needs at least 1 visible and 1 hidden unit, not 4 and 0");
  EXPECT_EQ(RandomMachine(4, 2, -0.1, 1).status().message(),
            "the standard deviation of the weights is -0.10000000000000001; it must be finite and "
            "not negative");
  Machine machine = SmallMachine();
  EXPECT_TRUE(CheckMachine(machine).ok());
  machine.weights(3, 1) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(CheckMachine(machine).message(), "the machine's W[3,1] is nan; it must be finite");
  machine = SmallMachine();
  machine.hidden_bias[2] = -std::numeric_limits<double>::infinity();
  EXPECT_EQ(CheckMachine(machine).message(), "the machine's c[2] is -inf; it must be finite");
  machine = SmallMachine();
  machine.visible_bias.pop_back();
  EXPECT_EQ(CheckMachine(machine).message(),
            "a machine with weights 5 x 3 has 4 visible and 3 hidden biases");
  Spins samples = AllStates(5);
  EXPECT_TRUE(CheckSpins(samples, 5).ok());
  EXPECT_EQ(CheckSpins(samples, 6).message(), "the samples have 5 units each, the machine has 6");
  samples(4, 2) = 0;
  EXPECT_EQ(CheckSpins(samples, 5).message(), "sample 4, unit 2 is 0; units must be +1 or -1");
  EXPECT_EQ(CheckSpins(Spins(0, 5), 5).message(), "there are no samples");
}

}  // namespace
}  // namespace infoflow::rbm
