#include "paper_figures/renormalization/truncation_costs.h"

#include <cmath>
#include <map>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::paper_figures {
namespace {

constexpr int kSide = 6;
constexpr int kKept = kSide * kSide / 2;

// All states of the kept spins of the 6 x 6 torus, those with even x + y: how often each sum of
// their nearest-neighbour bonds (diagonals of the original lattice) occurs, in how many states
// and in the exact law with weight prod 2 cosh K(s1+s2+s3+s4) over the spins summed out.
class Enumeration {
 public:
  explicit Enumeration(double coupling) {
    std::map<int, double> log_factor;
    for (const int sum : {-4, -2, 0, 2, 4}) {
      log_factor[sum] = std::log(2.0 * std::cosh(coupling * sum));
    }
    // In long double: 2^18 terms are added to few that are large.
    long double total = 0.0;
    long double weighted_log = 0.0;
    long double weighted_bonds = 0.0;
    for (int state = 0; state < (1 << kKept); ++state) {
      const auto spin = [&](int x, int y) {
        const int site = ((y + kSide) % kSide) * kSide + (x + kSide) % kSide;
        return (state >> (site / 2)) & 1 ? -1 : 1;
      };
      double log_weight = 0.0;
      int bonds = 0;
      for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
          if ((x + y) % 2 == 0) {
            bonds += spin(x, y) * (spin(x + 1, y + 1) + spin(x + 1, y - 1));
          } else {
            const int sum = spin(x + 1, y) + spin(x - 1, y) + spin(x, y + 1) + spin(x, y - 1);
            log_weight += log_factor[sum];
          }
        }
      }
      const long double weight = std::exp(static_cast<long double>(log_weight));
      total += weight;
      weighted_log += weight * log_weight;
      weighted_bonds += weight * bonds;
      ++states_[bonds];
    }
    mean_bonds_ = weighted_bonds / total;
    negative_entropy_ = weighted_log / total - std::log(total);
  }

  // D(exact law || weights e^{K' bonds}) per kept spin.
  double Cost(double model) const {
    long double partition = 0.0;
    for (const auto& [bonds, states] : states_) partition += states * std::exp(model * bonds);
    return static_cast<double>(negative_entropy_ - model * mean_bonds_ + std::log(partition)) /
           kKept;
  }

  // The least cost of any K', which is convex in K'.
  double LeastCost() const {
    double low = 0.0;
    double high = 2.0;
    for (int i = 0; i < 100; ++i) {
      const double third = (high - low) / 3.0;
      if (Cost(low + third) < Cost(high - third)) {
        high -= third;
      } else {
        low += third;
      }
    }
    return Cost(0.5 * (low + high));
  }

 private:
  std::map<int, double> states_;
  long double mean_bonds_ = 0.0;
  long double negative_entropy_ = 0.0;
};

TEST(TruncationCostsTest, TorusAgreesWithEnumerationOfItsStates) {
  const auto costs = TorusTruncationCosts(2, 0.8, 2);
  ASSERT_TRUE(costs.ok()) << costs.status();
  ASSERT_EQ(costs->size(), 2u);
  for (const TruncationCosts& at : *costs) {
    SCOPED_TRACE(at.coupling);
    const Enumeration enumeration(at.coupling);
    const double log_cosh = std::log(std::cosh(4.0 * at.coupling));
    // Entropies of some 10 nats, of which the costs are differences.
    constexpr double kTolerance = 1e-12;
    EXPECT_NEAR(at.drop, enumeration.Cost(0.25 * log_cosh), kTolerance);
    EXPECT_NEAR(at.sum, enumeration.Cost(0.375 * log_cosh), kTolerance);
    EXPECT_NEAR(at.wall, enumeration.Cost(0.5 * log_cosh), kTolerance);
    EXPECT_NEAR(at.optimal, enumeration.LeastCost(), kTolerance);
  }
}

TEST(TruncationCostsTest, InfiniteLatticeAgreesWithTable) {
  using testing::ReferenceTable;
  constexpr testing::Tolerance kTolerance = {2e-15};
  for (ReferenceTable& table :
       ReferenceTable::Open("renormalization", "ising2d_trunc_thermo.csv")) {
    table.Ignore("K_opt");
    for (int row = 0; row < table.num_rows(); ++row) {
      const auto costs = InfiniteLatticeTruncationCosts(1, table.Input(row, "K"), 1);
      ASSERT_TRUE(costs.ok()) << costs.status();
      table.Compare(row, "d_drop", costs->front().drop, kTolerance);
      table.Compare(row, "d_sum", costs->front().sum, kTolerance);
      table.Compare(row, "d_wall", costs->front().wall, kTolerance);
      table.Compare(row, "d_opt", costs->front().optimal, kTolerance);
    }
  }
}

TEST(TruncationCostsTest, GridDoesNotDependOnThreads) {
  const auto one = TorusTruncationCosts(3, 0.6, 1);
  const auto many = TorusTruncationCosts(3, 0.6, 4);
  ASSERT_TRUE(one.ok() && many.ok());
  for (int i = 0; i < 3; ++i) {
    EXPECT_DOUBLE_EQ((*one)[i].coupling, 0.2 * (i + 1));
    EXPECT_EQ((*one)[i].coupling, (*many)[i].coupling);
    EXPECT_EQ((*one)[i].optimal, (*many)[i].optimal);
  }
}

TEST(TruncationCostsTest, PeaksAndDefeatsOfHandMadeCosts) {
  // Peaks: drop 0.5, sum 0.4, wall 0.1, optimal 0.4.
  const std::vector<TruncationCosts> costs = {
      {0.1, 3.0, 2.0, 9.0, 1.0}, {0.4, 4.0, 6.0, 8.0, 5.0}, {0.5, 5.0, 3.0, 7.0, 3.0}};
  EXPECT_DOUBLE_EQ(LargestPeakDistance(costs, 0.4), 0.3);
  EXPECT_DOUBLE_EQ(LargestPeakDistance(costs, 0.1), 0.4);
  EXPECT_DOUBLE_EQ(SpacingAround(costs, 0.2), 0.3);
  EXPECT_DOUBLE_EQ(SpacingAround(costs, 0.5), 0.1);
  EXPECT_EQ(SpacingAround(costs, 0.1), numerics::kInfinity);
  EXPECT_EQ(SpacingAround(costs, 0.6), numerics::kInfinity);
  // At 0.4 drop is cheaper; at 0.5 sum costs the same.
  EXPECT_EQ(TimesOptimalIsBeaten(costs), 1);
}

}  // namespace
}  // namespace infoflow::paper_figures
