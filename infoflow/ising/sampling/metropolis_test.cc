#include "infoflow/ising/sampling/metropolis.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/ising/sampling/local_update.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/random/stream.h"

namespace infoflow::ising {
namespace {

constexpr std::uint64_t kSeed = 20;

SpinSamples SampleOf(const MetropolisChain& chain, int side) {
  SpinSamples sample = *SpinSamples::Create(1, side);
  chain.Snapshot(sample.words(0));
  return sample;
}

// One spin after the other, from the definition.
void SweepPlainly(double coupling, UpdateOrder order, random::Stream& stream, int side,
                  std::vector<int>& spins) {
  for (int pass = 0; pass < (order == UpdateOrder::kCheckerboard ? 2 : 1); ++pass) {
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        if (order == UpdateOrder::kCheckerboard && (x + y) % 2 != pass) continue;
        const auto spin = [&](int dx, int dy) {
          return spins[(y + dy + side) % side * side + (x + dx + side) % side];
        };
        const int sum = spin(1, 0) + spin(-1, 0) + spin(0, 1) + spin(0, -1);
        const double ratio = std::exp(-2.0 * coupling * spin(0, 0) * sum);
        const double probability = RuleFor(side, coupling) == UpdateRule::kMetropolis
                                       ? std::fmin(1.0, ratio)
                                       : 1.0 / (1.0 + 1.0 / ratio);
        if (stream() < std::floor(probability * 0x1p32)) spins[y * side + x] *= -1;
      }
    }
  }
}

TEST(MetropolisTest, AgreesWithThePlainDefinition) {
  for (const UpdateOrder order : {UpdateOrder::kCheckerboard, UpdateOrder::kSequential}) {
    for (const int side : {2, 3, 4, 6, 16, 22, 70}) {
      if (order == UpdateOrder::kCheckerboard && side % 2 != 0) continue;
      for (const double coupling : {0.0, 0.1, 0.44, 1.0, 30.0}) {
        auto chain = MetropolisChain::Create(side, coupling, order, false, kSeed, 3);
        ASSERT_TRUE(chain.ok()) << chain.status();
        const SpinSamples start = SampleOf(*chain, side);
        std::vector<int> spins(side * side);
        int up = 0;
        for (int i = 0; i < side * side; ++i) {
          spins[i] = start.spin(0, i);
          up += spins[i];
        }
        if (side == 70) {
          EXPECT_LT(std::abs(up), 5 * side);  // 5 standard deviations
        }
        random::Stream stream(kSeed, random::StreamUse::kSweep, 3);
        for (int sweep = 0; sweep < 4; ++sweep) {
          chain->Sweep();
          SweepPlainly(coupling, order, stream, side, spins);
        }
        const SpinSamples end = SampleOf(*chain, side);
        for (int i = 0; i < side * side; ++i)
          ASSERT_EQ(end.spin(0, i), spins[i]) << side << " " << i;
      }
    }
  }
}

// In a field and for negative couplings, both orders from the ground state at next to no
// temperature: nothing moves, but for the whole lattice where the field does not mind. The kernels'
// variants agree on a long run.
TEST(MetropolisTest, FieldsAndNegativeCouplings) {
  for (const UpdateOrder order : {UpdateOrder::kCheckerboard, UpdateOrder::kSequential}) {
    for (const double coupling : {-50.0, 0.0, 50.0}) {
      for (const double field : {-60.0, 20.0}) {
        auto chain = MetropolisChain::Create(8, coupling, order, true, kSeed, 0, field);
        ASSERT_TRUE(chain.ok()) << chain.status();
        const SpinSamples start = SampleOf(*chain, 8);
        for (int sweep = 0; sweep < 20; ++sweep) chain->Sweep();
        SpinSamples end = SampleOf(*chain, 8);
        if (coupling < 0.0 && end.spin(0, 0) != start.spin(0, 0)) end.Flip(0);
        EXPECT_EQ(end, start) << coupling << " " << field;
      }
    }
  }
  auto chain = MetropolisChain::Create(22, -0.4, UpdateOrder::kCheckerboard, false, kSeed, 1, 0.3);
  for (int sweep = 0; sweep < 300; ++sweep) chain->Sweep();
  const SpinSamples here = SampleOf(*chain, 22);
  static const SpinSamples& plain = *new SpinSamples(here);  // of the target that runs first
  EXPECT_EQ(here, plain);
}

TEST(MetropolisTest, OrderedStartAndZeroTemperature) {
  auto chain = MetropolisChain::Create(8, std::numeric_limits<double>::infinity(),
                                       UpdateOrder::kCheckerboard, true, kSeed, 0);
  ASSERT_TRUE(chain.ok());
  chain->Sweep();
  const SpinSamples sample = SampleOf(*chain, 8);
  for (int i = 0; i < 64; ++i) EXPECT_EQ(sample.spin(0, i), 1);
}

TEST(MetropolisTest, BadInput) {
  const auto error = [](int side, double coupling) {
    return std::string(
        MetropolisChain::Create(side, coupling, UpdateOrder::kCheckerboard, true, 1, 0)
            .status()
            .message());
  };
  EXPECT_EQ(error(5, 0.4),
            "the lattice has side 5; the checkerboard order needs an even one (sequential order, "
            "Wolff and Swendsen-Wang take any)");
  EXPECT_EQ(error(0, 0.4), "the lattice has side 0; Metropolis updates take 2 to 4096");
  EXPECT_EQ(error(4, std::nan("")),
            "coupling and field are nan and 0 over the temperature; they must be finite numbers");
  EXPECT_NE(error(4, -std::numeric_limits<double>::infinity()), "");
}

}  // namespace
}  // namespace infoflow::ising
