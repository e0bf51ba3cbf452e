#include "infoflow/ising/sampling/local_update.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::ising {
namespace {

constexpr std::uint64_t kAlways = std::uint64_t{1} << 32;

TEST(LocalUpdateTest, Metropolis) {
  const FlipThresholds thresholds(UpdateRule::kMetropolis, 0.25);
  EXPECT_EQ(thresholds.below[1][0],
            static_cast<std::uint64_t>(std::floor(std::exp(-2.0) * 0x1p32)));
  EXPECT_EQ(thresholds.below[1][1],
            static_cast<std::uint64_t>(std::floor(std::exp(-1.0) * 0x1p32)));
  for (int unlike = 2; unlike < 5; ++unlike) EXPECT_EQ(thresholds.below[1][unlike], kAlways);
}

// p / (1 - p) is the ratio of the weights; what is left over at u is what is taken at 4 - u.
TEST(LocalUpdateTest, HeatBath) {
  for (const double coupling : {1e-12, 1e-3, 0.25, 2.0}) {
    const FlipThresholds thresholds(UpdateRule::kHeatBath, coupling);
    for (int unlike = 0; unlike < 5; ++unlike) {
      const double p = static_cast<double>(thresholds.below[1][unlike]) * 0x1p-32;
      const double ratio = std::exp(-4.0 * (2 - unlike) * coupling);
      EXPECT_NEAR(p, ratio * (1.0 - p), (1.0 + ratio) * 0x1p-31) << unlike;
      EXPECT_NEAR(
          static_cast<double>(thresholds.below[1][unlike] + thresholds.below[1][4 - unlike]),
          0x1p32, 1.0);
      EXPECT_LT(thresholds.below[1][unlike], kAlways);
    }
  }
  const double infinity = std::numeric_limits<double>::infinity();
  const FlipThresholds cold(UpdateRule::kHeatBath, infinity);
  EXPECT_EQ(std::vector<std::uint64_t>(cold.below[1], cold.below[1] + 5),
            (std::vector<std::uint64_t>{0, 0, kAlways / 2, kAlways, kAlways}));
}

// States whose spins all see h = 0 when their turn comes, by counting: sweeps by Metropolis' rule
// never leave or enter them.
int ClosedStates(int side, bool checkerboard) {
  const int sites = side * side;
  std::vector<int> turn(sites);
  for (int i = 0; i < sites; ++i)
    turn[i] = checkerboard ? (i % side + i / side) % 2 * sites + i : i;
  int closed = 0;
  for (std::uint32_t state = 0; state < std::uint32_t{1} << sites; ++state) {
    bool all = true;
    for (int i = 0; i < sites && all; ++i) {
      const int x = i % side, y = i / side;
      int unlike = 0;
      for (const int j : {y * side + (x + 1) % side, y * side + (x + side - 1) % side,
                          (y + 1) % side * side + x, (y + side - 1) % side * side + x}) {
        const int differs = (state >> i ^ state >> j) & 1;
        unlike += turn[j] < turn[i] ? 1 - differs : differs;
      }
      all = unlike == 2;
    }
    closed += all ? 1 : 0;
  }
  return closed;
}

TEST(LocalUpdateTest, StatesThatMetropolisSweepsNeverLeave) {
  EXPECT_EQ(ClosedStates(2, true), 4);
  EXPECT_EQ(ClosedStates(4, true), 36);
  EXPECT_EQ(ClosedStates(2, false), 4);
  EXPECT_EQ(ClosedStates(3, false), 8);
  EXPECT_EQ(ClosedStates(4, false), 64);
}

// Turning a spin and the field leaves everything as it is; p / (1 - p) is the ratio of the weights.
TEST(LocalUpdateTest, Fields) {
  for (const double coupling : {-0.7, 0.0, 0.3}) {
    for (const double field : {-1.0, 1e-3, 0.4}) {
      const FlipThresholds thresholds(UpdateRule::kHeatBath, coupling, field);
      const FlipThresholds turned(UpdateRule::kHeatBath, coupling, -field);
      for (int unlike = 0; unlike < 5; ++unlike) {
        EXPECT_EQ(thresholds.below[0][unlike], turned.below[1][unlike]);
        const double p = static_cast<double>(thresholds.below[1][unlike]) * 0x1p-32;
        const double ratio = std::exp(-2.0 * (coupling * (4 - 2 * unlike) + field));
        EXPECT_NEAR(p, ratio * (1.0 - p), (1.0 + ratio) * 0x1p-31);
      }
    }
  }
  EXPECT_EQ(RuleFor(8, 0.5, 0.1), UpdateRule::kHeatBath);
  EXPECT_EQ(RuleFor(8, -0.5), UpdateRule::kHeatBath);
}

TEST(LocalUpdateTest, GroundStates) {
  EXPECT_TRUE(GroundStateSpin(1, 2, 0.5, 0.0));
  EXPECT_FALSE(GroundStateSpin(1, 2, 0.5, -0.1));
  EXPECT_FALSE(GroundStateSpin(1, 2, -0.5, 1.9));
  EXPECT_TRUE(GroundStateSpin(1, 1, -0.5, -1.9));
  EXPECT_TRUE(GroundStateSpin(1, 2, -0.5, 2.1));
}

TEST(LocalUpdateTest, WhichRule) {
  for (const int side : {2, 3, 4, 5}) EXPECT_EQ(RuleFor(side, 0.5), UpdateRule::kHeatBath);
  EXPECT_EQ(RuleFor(6, 0.125), UpdateRule::kMetropolis);
  EXPECT_EQ(RuleFor(64, std::numeric_limits<double>::infinity()), UpdateRule::kMetropolis);
  for (const int side : {6, 64}) {
    EXPECT_EQ(RuleFor(side, 0.1249), UpdateRule::kHeatBath);
    EXPECT_EQ(RuleFor(side, 0.0), UpdateRule::kHeatBath);
  }
}

}  // namespace
}  // namespace infoflow::ising
