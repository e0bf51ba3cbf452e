#include "infoflow/linalg/matrix.h"

#include <numeric>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"

namespace infoflow::linalg {
namespace {

Matrix<double> Counting(int rows, int columns) {
  Matrix<double> a(rows, columns);
  std::iota(a.values().begin(), a.values().end(), 0.0);
  return a;
}

TEST(MatrixTest, StoresRowAfterRow) {
  const Matrix<double> a = Counting(2, 3);
  EXPECT_EQ(a.rows(), 2);
  EXPECT_EQ(a.columns(), 3);
  EXPECT_EQ(a.size(), 6u);
  EXPECT_EQ(a(1, 0), 3.0);
  EXPECT_EQ(a.row(1), absl::MakeConstSpan({3.0, 4.0, 5.0}));
}

TEST(MatrixTest, StartsAsZeroOrAsTheValueGiven) {
  EXPECT_EQ(Matrix<float>(2, 2)(1, 1), 0.0f);
  EXPECT_EQ(Matrix<float>(2, 2, 7.0f)(1, 0), 7.0f);
  const Matrix<float> identity = Matrix<float>::Identity(3);
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) EXPECT_EQ(identity(i, j), i == j ? 1.0f : 0.0f);
  }
}

TEST(MatrixTest, EmptyShapesKeepTheirSizes) {
  const Matrix<double> a(0, 5);
  EXPECT_TRUE(a.empty());
  EXPECT_EQ(a.columns(), 5);
  EXPECT_EQ(Transposed(a).rows(), 5);
  EXPECT_TRUE(Matrix<double>(4, 0).row(3).empty());
  EXPECT_TRUE(ConstMatrixView<double>().empty());
}

TEST(MatrixTest, MovedFromMatrixIsEmpty) {
  Matrix<double> a = Counting(2, 3);
  const Matrix<double> b = std::move(a);
  EXPECT_EQ(b, Counting(2, 3));
  EXPECT_EQ(a.rows(), 0);  // NOLINT: the state after a move is documented
  EXPECT_TRUE(a.empty());  // NOLINT
  EXPECT_NE(b, Matrix<double>(3, 2));
}

TEST(MatrixViewTest, BlockSharesItsElements) {
  Matrix<double> a = Counting(4, 5);
  const MatrixView<double> block = a.Block(1, 2, 2, 3);
  EXPECT_EQ(block.stride(), 5);
  EXPECT_EQ(block(0, 0), 7.0);
  EXPECT_EQ(block.row(1), absl::MakeConstSpan({12.0, 13.0, 14.0}));
  block(1, 2) = -1.0;
  EXPECT_EQ(a(2, 4), -1.0);
  EXPECT_EQ(block.Block(1, 1, 1, 1)(0, 0), 13.0);
}

TEST(MatrixViewTest, CopyOfABlockHasNoGaps) {
  const Matrix<double> a = Counting(3, 4);
  const Matrix<double> copy(a.Block(1, 1, 2, 2));
  EXPECT_EQ(copy.values(), absl::MakeConstSpan({5.0, 6.0, 9.0, 10.0}));
}

TEST(MatrixViewTest, SpanBecomesAMatrix) {
  std::vector<float> values = {1, 2, 3, 4, 5, 6};
  const MatrixView<float> view(absl::MakeSpan(values), 3, 2);
  EXPECT_EQ(view(2, 0), 5.0f);
  const ConstMatrixView<float> read_only = view;
  EXPECT_EQ(read_only(2, 1), 6.0f);
}

TEST(MatrixViewTest, TransposesShapesBeyondOneTile) {
  const Matrix<double> a = Counting(17, 35);
  const Matrix<double> b = Transposed(a);
  ASSERT_EQ(b.rows(), 35);
  ASSERT_EQ(b.columns(), 17);
  for (int i = 0; i < 17; ++i) {
    for (int j = 0; j < 35; ++j) ASSERT_EQ(b(j, i), a(i, j));
  }
  EXPECT_EQ(Transposed(b), a);
}

TEST(MatrixViewDeathTest, ChecksRowsAndBlocks) {
  Matrix<double> a(2, 3);
  EXPECT_DEATH(a.row(2), "check failed");
  EXPECT_DEATH(a.Block(0, 2, 1, 2), "check failed");
  EXPECT_DEATH(a.Block(1, 0, 2, 1), "check failed");
  std::vector<double> values(5);
  EXPECT_DEATH(MatrixView<double>(absl::MakeSpan(values), 2, 3), "check failed");
}

}  // namespace
}  // namespace infoflow::linalg
