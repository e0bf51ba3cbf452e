#include "paper_figures/reconstruction/shown_images.h"

#include <cmath>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/tap_groups.h"
#include "infoflow/support/table.h"

namespace infoflow::paper_figures {
namespace {

using linalg::Matrix;

TEST(ShownImagesTest, EachImageIsStretchedAndMissingOnesStayEmpty) {
  ImageRows rows({1, 1, 3}, 2);
  Matrix<float> two(2, 3), one(1, 3);
  for (int i = 0; i < 3; ++i) {
    two(0, i) = static_cast<float>(i) - 1.0f;
    two(1, i) = 4.0f;
    one(0, i) = i == 1 ? 2.0f : 0.0f;
  }
  rows.Add("two", two);
  rows.Add("one", one);
  const ShownImages shown = rows.Shown({"a", "b"});
  EXPECT_EQ(shown.height, 1);
  EXPECT_EQ(shown.width, 3);
  EXPECT_EQ(shown.row_names, (std::vector<std::string>{"two", "one"}));
  const std::vector<std::vector<float>> expected = {{0.0f, 0.5f, 1.0f}, {0, 0, 0}, {0, 1, 0}};
  for (int a = 0; a < 3; ++a) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(shown.images(a, i), expected[a][i]) << a << " " << i;
  }
  EXPECT_TRUE(std::isnan(shown.images(3, 0)));
  // Two rows of two images of 1 x 3 pixels with gaps of 2.
  EXPECT_EQ(shown.ToTable().num_rows(), 4 * 8);
}

TEST(ShownImagesTest, LargeImagesAndColoursAreAveraged) {
  // 130 x 65 pixels of two colours: squares of 3 x 3 become one.
  ImageRows rows({2, 130, 65}, 1);
  Matrix<float> image(1, 2 * 130 * 65);
  for (int i = 0; i < 130; ++i) {
    const int square = i / 3;
    for (int j = 0; j < 65; ++j) {
      for (int k = 0; k < 2; ++k) {
        // Differs within squares, but their means rise by 1 from one row of them to the next.
        image(0, 2 * (i * 65 + j) + k) =
            static_cast<float>(square) + (i % 3 == 1 ? 3.0f : -1.5f) + (k == 0 ? 7.0f : -7.0f);
      }
    }
  }
  rows.Add("image", image);
  const ShownImages shown = rows.Shown({"a"});
  EXPECT_EQ(shown.height, 43);
  EXPECT_EQ(shown.width, 21);
  for (int i = 0; i < 43; ++i) {
    for (int j = 0; j < 21; ++j) EXPECT_NEAR(shown.images(0, i * 21 + j), i / 42.0, 1e-5);
  }
}

TEST(ShownImagesTest, NothingToShowIsATableWithoutRows) {
  EXPECT_EQ(ShownImages().ToTable().num_rows(), 0);
}

}  // namespace
}  // namespace infoflow::paper_figures
