#include "infoflow/numerics/inline_arrays.h"

#include <vector>

#include "gtest/gtest.h"
#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/numerics/logarithm_inline.h"
#include "infoflow/numerics/normal_inline.h"

namespace infoflow::numerics {
namespace {

// Lengths that are no multiple of any vector length, too.
TEST(InlineArraysTest, SameBitsAsTheFunctions) {
  for (const int count : {1, 3, 8, 31, 1000}) {
    std::vector<double> x(count);
    std::vector<double> y(count);
    for (int i = 0; i < count; ++i) x[i] = 1e-3 + 0.0371 * i;
    ExpArray(x, absl::MakeSpan(y));
    for (int i = 0; i < count; ++i) EXPECT_EQ(y[i], ExpInline(x[i])) << x[i];
    LogArray(x, absl::MakeSpan(y));
    for (int i = 0; i < count; ++i) EXPECT_EQ(y[i], LogInline(x[i])) << x[i];
    ErfcxArray(x, absl::MakeSpan(y));
    for (int i = 0; i < count; ++i) EXPECT_EQ(y[i], ErfcxInline(x[i])) << x[i];
    for (double& value : x) value = -value;
    ExpArray(x, absl::MakeSpan(y));
    for (int i = 0; i < count; ++i) EXPECT_EQ(y[i], ExpInline(x[i])) << x[i];
  }
}

}  // namespace
}  // namespace infoflow::numerics
