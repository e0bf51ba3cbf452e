#include "infoflow/linalg/transposed_copy.h"

#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::linalg {
namespace {

// Blocks of larger matrices, so that strides and what lies around B are tried as well.
template <typename T>
void CheckShapesAround(int rows, int columns) {
  SCOPED_TRACE(testing::Message() << rows << " x " << columns);
  Matrix<T> a(rows + 3, columns + 5);
  for (int i = 0; i < a.rows(); ++i) {
    for (int j = 0; j < a.columns(); ++j) a(i, j) = static_cast<T>(1000 * i + j);
  }
  Matrix<T> around(columns + 2, rows + 4, T(-1));
  CopyTransposed(a.view().Block(2, 1, rows, columns), around.view().Block(1, 3, columns, rows));
  for (int i = 0; i < around.rows(); ++i) {
    for (int j = 0; j < around.columns(); ++j) {
      const bool inside = i >= 1 && i <= columns && j >= 3 && j < rows + 3;
      ASSERT_EQ(around(i, j), inside ? a(j - 3 + 2, i - 1 + 1) : T(-1)) << i << " " << j;
    }
  }
}

TEST(TransposedCopyTest, ExchangesRowsAndColumns) {
  for (const int rows : {0, 1, 3, 4, 7, 8, 9, 16, 31, 64}) {
    for (const int columns : {0, 1, 3, 4, 5, 8, 15, 16, 17, 40}) {
      CheckShapesAround<float>(rows, columns);
      CheckShapesAround<double>(rows, columns);
    }
  }
}

TEST(TransposedCopyDeathTest, ShapesMustFit) {
  Matrix<float> b(2, 3);
  EXPECT_DEATH(CopyTransposed(Matrix<float>(2, 3), b), "");
}

}  // namespace
}  // namespace infoflow::linalg
