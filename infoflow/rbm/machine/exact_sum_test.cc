#include "infoflow/rbm/machine/exact_sum.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::rbm {
namespace {

constexpr double kExact = 1e-12;

Machine WithBiases(int visible, int hidden, double deviation) {
  Machine machine = RandomMachine(visible, hidden, deviation, 11).value();
  for (int i = 0; i < visible; ++i) machine.visible_bias[i] = 0.3 * std::cos(1 + i);
  for (int a = 0; a < hidden; ++a) machine.hidden_bias[a] = 0.4 * std::sin(2 + a);
  return machine;
}

struct BruteForce {
  double log_partition = 0.0;
  std::vector<double> visible;
  std::vector<double> hidden;
  std::vector<double> visible_hidden;
  std::vector<double> visible_visible;
};

// Every joint state, in long double.
BruteForce SumAll(const Machine& machine) {
  const int nv = machine.visible_units();
  const int nh = machine.hidden_units();
  std::vector<long double> v(nv), h(nh), vh(nv * nh), vv(nv * nv);
  long double z = 0.0L;
  std::vector<std::int8_t> x(nv), y(nh);
  for (int s = 0; s < 1 << nv; ++s) {
    for (int t = 0; t < 1 << nh; ++t) {
      for (int i = 0; i < nv; ++i) x[i] = (s >> i & 1) != 0 ? 1 : -1;
      for (int a = 0; a < nh; ++a) y[a] = (t >> a & 1) != 0 ? 1 : -1;
      const long double w = std::exp(-static_cast<long double>(Energy(machine, x, y)));
      z += w;
      for (int i = 0; i < nv; ++i) {
        v[i] += w * x[i];
        for (int a = 0; a < nh; ++a) vh[i * nh + a] += w * x[i] * y[a];
        for (int j = 0; j < nv; ++j) vv[i * nv + j] += w * x[i] * x[j];
      }
      for (int a = 0; a < nh; ++a) h[a] += w * y[a];
    }
  }
  BruteForce result;
  result.log_partition = static_cast<double>(std::log(z));
  for (const long double value : v) result.visible.push_back(static_cast<double>(value / z));
  for (const long double value : h) result.hidden.push_back(static_cast<double>(value / z));
  for (const long double value : vh) {
    result.visible_hidden.push_back(static_cast<double>(value / z));
  }
  for (const long double value : vv) {
    result.visible_visible.push_back(static_cast<double>(value / z));
  }
  return result;
}

TEST(ExactSumTest, AgreesWithAllJointStates) {
  for (const auto& [visible, hidden] : {std::pair{1, 1}, {5, 3}, {3, 5}, {7, 2}}) {
    const Machine machine = WithBiases(visible, hidden, 0.9);
    const BruteForce want = SumAll(machine);
    const Moments got = ExactMoments(machine).value();
    EXPECT_NEAR(LogPartition(machine).value(), want.log_partition, kExact);
    EXPECT_EQ(got.log_partition, LogPartition(machine).value());
    for (int i = 0; i < visible; ++i) {
      EXPECT_NEAR(got.visible[i], want.visible[i], kExact);
      for (int a = 0; a < hidden; ++a) {
        EXPECT_NEAR(got.visible_hidden(i, a), want.visible_hidden[i * hidden + a], kExact);
      }
      for (int j = 0; j < visible; ++j) {
        EXPECT_NEAR(got.visible_visible(i, j), want.visible_visible[i * visible + j], kExact);
      }
    }
    for (int a = 0; a < hidden; ++a) EXPECT_NEAR(got.hidden[a], want.hidden[a], kExact);
  }
}

// Several blocks, groups and threads; both layers can be summed, and must agree.
TEST(ExactSumTest, ManyBlocks) {
  const Machine machine = WithBiases(14, 15, 0.3);
  Machine wide(15, 15);
  for (int i = 0; i < 14; ++i) {
    wide.visible_bias[i] = machine.visible_bias[i];
    for (int a = 0; a < 15; ++a) wide.weights(i, a) = machine.weights(i, a);
  }
  wide.hidden_bias = machine.hidden_bias;
  // A visible unit without couplings or bias only doubles Z, and makes the hidden layer be summed.
  const double want = LogPartition(machine).value();
  EXPECT_NEAR(LogPartition(wide).value(), want + std::log(2.0), kExact);
  for (const int threads : {1, 3}) {
    EXPECT_EQ(LogPartition(machine, threads).value(), want);
    const Moments moments = ExactMoments(machine, threads).value();
    const Moments other = ExactMoments(wide, threads).value();
    for (int i = 0; i < 14; ++i) {
      EXPECT_NEAR(moments.visible[i], other.visible[i], kExact);
      EXPECT_NEAR(moments.visible_hidden(i, 14), other.visible_hidden(i, 14), kExact);
      EXPECT_NEAR(moments.visible_visible(i, 3), other.visible_visible(i, 3), kExact);
    }
    EXPECT_EQ(moments.visible, ExactMoments(machine, 1)->visible);
  }
}

TEST(ExactSumTest, LogPartitionWithoutCouplingsIsTheProduct) {
  const Machine machine = WithBiases(30, 4, 0.0);
  EXPECT_NEAR(LogPartition(machine).value(), LogPartitionWithoutCouplings(machine), kExact);
}

TEST(ExactSumTest, LargeWeightsDoNotOverflow) {
  Machine machine(40, 2);
  for (double& weight : machine.weights.values()) weight = 400.0;
  // h = (+,+) and (-,-) have 40 * 800, the other two states 40 ln 2.
  EXPECT_NEAR(LogPartition(machine).value(), 32000.0 + std::log(2.0), 1e-10);
}

TEST(ExactSumTest, ProbabilitiesEntropyAndLikelihood) {
  const Machine machine = WithBiases(6, 4, 0.7);
  const std::vector<double> p = VisibleProbabilities(machine).value();
  double sum = 0.0;
  double mean = 0.0;
  for (int s = 0; s < 64; ++s) {
    sum += p[s];
    mean += p[s] * ((s >> 2 & 1) != 0 ? 1 : -1);
  }
  EXPECT_NEAR(sum, 1.0, kExact);
  EXPECT_NEAR(mean, ExactMoments(machine)->visible[2], kExact);
  Spins sample(1, 6, 1);
  EXPECT_NEAR(MeanLogLikelihood(machine, sample).value(), std::log(p[63]), kExact);
  EXPECT_NEAR(Entropy({0.5, 0.5, 0.0}), std::log(2.0), kExact);
}

TEST(ExactSumTest, NamesWhatIsWrong) {
  const Machine large(30, 29);
  EXPECT_EQ(LogPartition(large).status().message(),
            "a sum over all states of the smaller layer of 30 x 29 units is too long: it may have "
            "at most 28 units");
  EXPECT_FALSE(ExactMoments(large).ok());
  EXPECT_FALSE(SampleExactly(Machine(30, 25), 10, 1).ok());
  EXPECT_EQ(SampleExactly(Machine(3, 2), 0, 1).status().message(),
            "the number of samples is 0; it must be at least 1");
  EXPECT_FALSE(FreeEnergiesOfAllStates(Machine(25, 2)).ok());
  Machine broken(3, 2);
  broken.weights(0, 0) = NAN;
  EXPECT_FALSE(LogPartition(broken).ok());
  EXPECT_FALSE(VisibleProbabilities(broken).ok());
  EXPECT_FALSE(MeanLogLikelihood(Machine(3, 2), Spins(2, 4, 1)).ok());
}

}  // namespace
}  // namespace infoflow::rbm
