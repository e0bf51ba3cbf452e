#include "paper_figures/shared/mosaic.h"

#include <cmath>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/table.h"

namespace infoflow::paper_figures {
namespace {

// `count` patterns of 2 x 2 sites, of which pattern a has the values 10 a + 1, ..., 10 a + 4.
linalg::Matrix<double> Patterns(int count) {
  linalg::Matrix<double> patterns(count, 4);
  for (int a = 0; a < count; ++a) {
    for (int i = 0; i < 4; ++i) patterns(a, i) = 10 * a + i + 1;
  }
  return patterns;
}

// The image's rows as they are drawn, 0 for what is empty.
std::vector<std::vector<int>> Drawn(const Table& table) {
  const absl::StatusOr<std::vector<double>> x = table.Numbers("x");
  const absl::StatusOr<std::vector<double>> y = table.Numbers("y");
  const absl::StatusOr<std::vector<double>> value = table.Numbers("value");
  EXPECT_TRUE(x.ok() && y.ok() && value.ok());
  std::vector<std::vector<int>> image;
  for (std::size_t row = 0; row < x->size(); ++row) {
    if ((*x)[row] == 0.0) image.emplace_back();
    EXPECT_EQ((*x)[row], image.back().size());
    EXPECT_EQ((*y)[row], image.size() - 1);
    image.back().push_back(std::isnan((*value)[row]) ? 0 : static_cast<int>((*value)[row]));
  }
  return image;
}

TEST(MosaicTest, PatternsStandInRowsWithGapsBetweenThem) {
  EXPECT_EQ(Drawn(Mosaic(Patterns(4), 2, 2, 2)),
            (std::vector<std::vector<int>>{{1, 2, 0, 0, 11, 12},
                                           {3, 4, 0, 0, 13, 14},
                                           {0, 0, 0, 0, 0, 0},
                                           {0, 0, 0, 0, 0, 0},
                                           {21, 22, 0, 0, 31, 32},
                                           {23, 24, 0, 0, 33, 34}}));
}

// The last row may have fewer patterns than there is room for.
TEST(MosaicTest, PlacesWithoutPatternStayEmpty) {
  EXPECT_EQ(Drawn(Mosaic(Patterns(3), 2, 2, 2)),
            (std::vector<std::vector<int>>{{1, 2, 0, 0, 11, 12},
                                           {3, 4, 0, 0, 13, 14},
                                           {0, 0, 0, 0, 0, 0},
                                           {0, 0, 0, 0, 0, 0},
                                           {21, 22, 0, 0, 0, 0},
                                           {23, 24, 0, 0, 0, 0}}));
}

TEST(MosaicTest, PatternsNeedNotBeSquare) {
  EXPECT_EQ(
      Drawn(Mosaic(Patterns(2), 1, 4, 1)),
      (std::vector<std::vector<int>>{{1, 2, 3, 4}, {0, 0, 0, 0}, {0, 0, 0, 0}, {11, 12, 13, 14}}));
}

}  // namespace
}  // namespace infoflow::paper_figures
