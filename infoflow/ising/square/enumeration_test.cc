#include "infoflow/ising/square/enumeration.h"

#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

#include "gtest/gtest.h"

namespace infoflow::ising {
namespace {

TEST(SquareEnumerationTest, CountsEveryStateOnce) {
  for (const auto& [rows, columns] :
       {std::pair<int, int>{1, 1}, {1, 4}, {2, 2}, {3, 4}, {4, 4}, {5, 4}}) {
    const auto states = EnumerateSquare(rows, columns);
    ASSERT_TRUE(states.ok()) << states.status();
    const std::int64_t total =
        std::accumulate(states->count.begin(), states->count.end(), std::int64_t{0});
    EXPECT_EQ(total, std::int64_t{1} << (rows * columns));
    EXPECT_EQ(states->BondSum(static_cast<int>(states->count.size()) - 1), 2 * rows * columns);
    EXPECT_EQ(states->count.back(), 2);
  }
}

// A ring of n spins with a bond of each to itself: Z = e^{Kn} [(2 cosh K)^n + (2 sinh K)^n].
TEST(SquareEnumerationTest, RingInClosedForm) {
  const auto states = EnumerateSquare(1, 7);
  ASSERT_TRUE(states.ok());
  for (const double k : {-0.9, -0.1, 0.0, 0.3, 2.0}) {
    const double want =
        7 * k + std::log(std::pow(2 * std::cosh(k), 7) + std::pow(2 * std::sinh(k), 7));
    EXPECT_NEAR(states->LogPartition(k), want, 1e-14 * std::fmax(1.0, want));
    const double h = 1e-5;
    EXPECT_NEAR(states->Energy(k),
                (states->LogPartition(k + h) - states->LogPartition(k - h)) / (2 * h), 1e-8);
  }
}

TEST(SquareEnumerationTest, BadInput) {
  EXPECT_EQ(EnumerateSquare(6, 6).status().message(),
            "the torus has 6 rows and 6 columns; enumeration takes at least 1 of each and at most "
            "28 sites");
  EXPECT_FALSE(EnumerateSquare(0, 3).ok());
  EXPECT_FALSE(EnumerateSquare(3, -1).ok());
  EXPECT_FALSE(EnumerateSquare(1 << 20, 1 << 20).ok());
}

}  // namespace
}  // namespace infoflow::ising
