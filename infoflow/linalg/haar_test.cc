#include "infoflow/linalg/haar.h"

#include <cmath>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/stream.h"

namespace infoflow::linalg {
namespace {

// As documented in the header.
constexpr double kOrthogonality = 1e-12;

random::Stream TestStream(std::uint32_t index) {
  return random::Stream(1, random::StreamUse::kOrthogonalMatrix, index);
}

TEST(HaarTest, ColumnsAreOrthonormal) {
  for (const auto& [rows, columns] :
       {std::pair(0, 0), {1, 1}, {5, 0}, {3, 2}, {17, 17}, {100, 40}}) {
    random::Stream stream = TestStream(0);
    const absl::StatusOr<Matrix<double>> o = HaarOrthogonal(rows, columns, stream);
    ASSERT_TRUE(o.ok()) << o.status();
    ASSERT_EQ(o->rows(), rows);
    ASSERT_EQ(o->columns(), columns);
    EXPECT_EQ(stream.position(), 2u * rows * columns);
    Matrix<double> gram = Matrix<double>::Identity(columns);
    Syrk(Transpose::kYes, 1.0, *o, -1.0, gram);
    for (const double value : gram.values()) EXPECT_NEAR(value, 0.0, kOrthogonality);
  }
}

TEST(HaarTest, SameStreamGivesTheSameMatrixAndOtherStreamsOthers) {
  random::Stream a = TestStream(0), b = TestStream(0), c = TestStream(1);
  const Matrix<double> first = *HaarOrthogonal(8, 8, a);
  EXPECT_EQ(first, *HaarOrthogonal(8, 8, b));
  EXPECT_NE(first, *HaarOrthogonal(8, 8, c));
}

TEST(HaarTest, OneByOneIsASignOfEitherKind) {
  // Without the correction of signs it would always be the same one.
  int positive = 0;
  for (int i = 0; i < 64; ++i) {
    random::Stream stream = TestStream(i);
    const double value = (*HaarOrthogonal(1, 1, stream))(0, 0);
    EXPECT_NEAR(std::abs(value), 1.0, kOrthogonality);
    positive += value > 0.0;
  }
  EXPECT_GT(positive, 10);
  EXPECT_LT(positive, 54);
}

TEST(HaarTest, RejectsMoreColumnsThanRows) {
  random::Stream stream = TestStream(0);
  EXPECT_EQ(HaarOrthogonal(2, 3, stream).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(HaarOrthogonal(2, -1, stream).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace infoflow::linalg
