#include "infoflow/replica/channels/simd_arrays.h"

#include <vector>

#include "gtest/gtest.h"
#include "infoflow/replica/channels/simd_math.h"

namespace infoflow::replica::simd {
namespace {

// Lengths that are no multiple of any vector length, too.
TEST(SimdArraysTest, SameBitsAsTheFunctions) {
  for (const int count : {1, 3, 8, 31, 1000}) {
    std::vector<double> x(count);
    std::vector<double> y(count);
    for (int i = 0; i < count; ++i) x[i] = 1e-3 + 0.0371 * i;
    ExpArray(x, absl::MakeSpan(y));
    for (int i = 0; i < count; ++i) EXPECT_EQ(y[i], Exp(x[i])) << x[i];
    LogArray(x, absl::MakeSpan(y));
    for (int i = 0; i < count; ++i) EXPECT_EQ(y[i], Log(x[i])) << x[i];
    ErfcxArray(x, absl::MakeSpan(y));
    for (int i = 0; i < count; ++i) EXPECT_EQ(y[i], Erfcx(x[i])) << x[i];
    for (double& value : x) value = -value;
    ExpArray(x, absl::MakeSpan(y));
    for (int i = 0; i < count; ++i) EXPECT_EQ(y[i], Exp(x[i])) << x[i];
  }
}

}  // namespace
}  // namespace infoflow::replica::simd
