// Every row and column of the tables vh_L*: correlators of spins and block spins, from the
// configurations and block spins beside them, their alignment and their statistics. The side of
// the lattice is the number of columns.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"
#include "infoflow/rbm/machine/spin_file.h"
#include "infoflow/rbm/patterns/correlator.h"
#include "infoflow/rbm/patterns/pattern_alignment.h"
#include "infoflow/rbm/patterns/pattern_statistics.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::rbm {
namespace {

using ::infoflow::testing::ReferencePath;
using ::infoflow::testing::ReferenceTable;
using ::infoflow::testing::Tolerance;

constexpr Tolerance kExact = {1e-12, 1e-13};
constexpr char kFolder[] = "rbm";

int Index(ReferenceTable& table, int row, absl::string_view column) {
  return static_cast<int>(table.Input(row, column));
}

int NumberedColumns(const Table& table, absl::string_view letter) {
  int count = 0;
  while (table.HasColumn(absl::StrCat(letter, count))) ++count;
  return count;
}

// The patterns of one table, one per block, blocks in the order Y (side / 2) + X.
struct Patterns {
  std::string stem;  // of the file name, "vh_L8_average"
  std::string rule;
  int side = 0;
  linalg::Matrix<double> values;
};

std::vector<Patterns> AllPatterns() {
  std::vector<Patterns> all;
  for (const char* rule : {"average", "majority_tie_topleft"}) {
    for (ReferenceTable& table :
         ReferenceTable::Open(kFolder, absl::StrCat("vh_L*_", rule, ".csv"))) {
      Patterns patterns;
      patterns.stem = std::string(absl::StripSuffix(table.file(), ".csv"));
      patterns.rule = rule;
      const int side = patterns.side = NumberedColumns(table.table(), "x");
      patterns.values = linalg::Matrix<double>(side / 2 * (side / 2), side * side);
      EXPECT_EQ(table.num_rows(), side / 2 * (side / 2) * side);
      for (int row = 0; row < table.num_rows(); ++row) {
        const int block = Index(table, row, "Y") * (side / 2) + Index(table, row, "X");
        const int y = Index(table, row, "y");
        for (int x = 0; x < side; ++x) {
          patterns.values(block, y * side + x) = table.Input(row, absl::StrCat("x", x));
        }
      }
      all.push_back(std::move(patterns));
    }
  }
  return all;
}

// From the stored configurations and block spins.
TEST(PatternReferenceTest, Correlators) {
  for (const Patterns& patterns : AllPatterns()) {
    const int blocks = patterns.side / 2;
    // "vh_L8_average" -> "L8".
    absl::string_view tag = absl::StripPrefix(patterns.stem, "vh_");
    tag = absl::StripSuffix(tag, absl::StrCat("_", patterns.rule));
    for (ReferenceTable& table :
         ReferenceTable::Open(kFolder, absl::StrCat("block_", tag, ".csv"))) {
      const absl::StatusOr<Spins> spins =
          ReadSpins(ReferencePath(kFolder, absl::StrCat("config_", tag, ".csv")));
      ASSERT_TRUE(spins.ok()) << spins.status().message();
      ASSERT_EQ(spins->columns(), patterns.side * patterns.side);
      linalg::Matrix<double> hidden(spins->rows(), blocks * blocks);
      for (int row = 0; row < table.num_rows(); ++row) {
        const bool wanted = table.Text(row, "rule") == patterns.rule;
        const int k = Index(table, row, "k");
        const int y = Index(table, row, "Y");
        for (int x = 0; x < blocks; ++x) {
          const double value = table.Input(row, absl::StrCat("X", x));
          if (wanted) hidden(k, y * blocks + x) = value;
        }
      }
      const linalg::Matrix<double> got = VisibleHiddenCorrelator(*spins, hidden).value();
      for (std::size_t k = 0; k < got.size(); ++k) {
        EXPECT_NEAR(got.values()[k], patterns.values.values()[k], 1e-13);
      }
    }
  }
}

TEST(PatternReferenceTest, Statistics) {
  for (const Patterns& patterns : AllPatterns()) {
    for (ReferenceTable& table : ReferenceTable::Open(kFolder, patterns.stem + "_stats.csv")) {
      for (int row = 0; row < table.num_rows(); ++row) {
        const int block = Index(table, row, "Y") * (patterns.side / 2) + Index(table, row, "X");
        const absl::Span<const double> pattern = patterns.values.row(block);
        const PatternStatistics got = ComputePatternStatistics(pattern, patterns.side);
        table.Compare(row, "mean", got.mean, kExact);
        table.Compare(row, "max", got.largest, kExact);
        table.Compare(row, "min", got.smallest, kExact);
        table.Compare(row, "PR_raw", got.participation_raw, kExact);
        table.Compare(row, "PR_meansub", got.participation, kExact);
        table.Compare(row, "moran_I", got.moran_index, kExact);
        table.Compare(row, "autoc_norm_dx1", got.autocorrelation_x, kExact);
        table.Compare(row, "autoc_norm_dy1", got.autocorrelation_y, kExact);
        table.Compare(row, "autoc_norm_dxLhalf", got.autocorrelation_half, kExact);
        table.Compare(row, "mean_k2_of_power", got.mean_squared_wave_number, kExact);
        EXPECT_EQ(got.moran_index, MoranIndex(pattern, patterns.side));
      }
    }
  }
}

TEST(PatternReferenceTest, Alignment) {
  for (const Patterns& patterns : AllPatterns()) {
    std::vector<Site> origins;
    for (int y = 0; y < patterns.side; y += 2) {
      for (int x = 0; x < patterns.side; x += 2) origins.push_back({x, y});
    }
    const std::vector<double> aligned = AlignedMean(patterns.values, origins, patterns.side);
    for (ReferenceTable& table : ReferenceTable::Open(kFolder, patterns.stem + "_aligned.csv")) {
      for (int row = 0; row < table.num_rows(); ++row) {
        const int dy = Index(table, row, "dy");
        const int dx = Index(table, row, "dx");
        table.Compare(row, "vh_block_at_origin_2x2", aligned[dy * patterns.side + dx], kExact);
      }
    }
  }
}

}  // namespace
}  // namespace infoflow::rbm
