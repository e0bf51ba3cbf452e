// Block spins on a torus small enough for all its configurations: exact correlators of spins and
// block spins against a table.

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"
#include "infoflow/ising/sampling/block_spins.h"
#include "infoflow/ising/sampling/spin_observables.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::ising {
namespace {

using testing::ReferenceTable;

// A sum over all configurations in double precision on both sides.
constexpr testing::Tolerance kSum = {1e-12, 1e-13};

// "rg4x4_exact_vh.csv" -> 4.
int SideOf(absl::string_view file) {
  absl::ConsumePrefix(&file, "rg");
  absl::ConsumeSuffix(&file, "_exact_vh.csv");
  const std::vector<std::string> sides = absl::StrSplit(file, 'x');
  int side = 0;
  EXPECT_TRUE(sides.size() == 2 && sides[0] == sides[1] && absl::SimpleAtoi(sides[0], &side));
  return side;
}

// Mean block spins of every configuration: with random ties 0 where there is a tie, which is what
// remains when the tie's random bit is averaged.
linalg::Matrix<double> MeanBlocks(const SpinSamples& all, const std::string& rule) {
  const linalg::Matrix<float> averages = *BlockAverages(all);
  linalg::Matrix<double> blocks(averages.rows(), averages.columns());
  const BlockRule spins_rule = rule == "decimate" ? BlockRule::kDecimate : BlockRule::kMajority;
  const SpinSamples spins = *BlockSpins(all, spins_rule);
  for (int k = 0; k < blocks.rows(); ++k) {
    for (int b = 0; b < blocks.columns(); ++b) {
      if (rule == "average") {
        blocks(k, b) = averages(k, b);
      } else {
        const bool tie = rule != "decimate" && averages(k, b) == 0.0f;
        blocks(k, b) = tie ? 0.0 : spins.spin(k, b);
      }
    }
  }
  return blocks;
}

TEST(BlockSpinReferenceTest, ExactCorrelators) {
  for (ReferenceTable& table : ReferenceTable::Open("rbm", "rg*x*_exact_vh.csv")) {
    const int side = SideOf(table.file());
    ASSERT_TRUE(side == 2 || side == 4);
    const int sites = side * side;
    SpinSamples all = *SpinSamples::Create(std::int64_t{1} << sites, side);
    for (int k = 0; k < all.count(); ++k) all.words(k)[0] = static_cast<std::uint64_t>(k);
    const std::vector<ConfigurationTotals> totals = MeasureTotals(all);
    for (int row = 0; row < table.num_rows(); ++row) {
      const std::string rule = table.Text(row, "rule");
      ASSERT_TRUE(rule == "average" || rule == "majority_random_tie" || rule == "decimate") << rule;
      const double coupling = table.Input(row, "K");
      const linalg::Matrix<double> blocks = MeanBlocks(all, rule);
      std::vector<long double> spin_block(sites, 0.0L);
      std::vector<long double> block_block(blocks.columns(), 0.0L);
      long double partition = 0.0L;
      for (int k = 0; k < all.count(); ++k) {
        // About the ground state's energy, so that nothing overflows.
        const long double weight =
            std::exp(-static_cast<long double>(coupling) * (totals[k].energy + 2 * sites));
        partition += weight;
        const long double first = weight * blocks(k, 0);
        for (int i = 0; i < sites; ++i) spin_block[i] += first * all.spin(k, i);
        for (int b = 0; b < blocks.columns(); ++b) block_block[b] += first * blocks(k, b);
      }
      for (int i = 0; i < sites; ++i) {
        table.Compare(row, absl::StrCat("v", i, "_h0"),
                      static_cast<double>(spin_block[i] / partition), kSum);
      }
      table.Compare(row, "h0h0_before_tie_sampling",
                    static_cast<double>(block_block[0] / partition), kSum);
      for (int b = 1; b < blocks.columns(); ++b) {
        table.Compare(row, absl::StrCat("h0h", b), static_cast<double>(block_block[b] / partition),
                      kSum);
      }
    }
  }
}

}  // namespace
}  // namespace infoflow::ising
