// Every named function at many points at once against its scalar evaluation, which calls the
// mathematics library, once per instruction set.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/activation/function.h"

namespace infoflow::activation {
namespace {

std::vector<double> Arguments() {
  std::vector<double> u = {0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 800.0, -800.0};
  for (double x = 1e-300; x < 1e3; x *= 1.37) {
    u.push_back(x);
    u.push_back(-x);
  }
  for (double x = -40.0; x < 40.0; x += 0.0173) u.push_back(x);
  return u;
}

TEST(FunctionKernelsTest, AgreeWithScalarFunctions) {
  const std::vector<double> u = Arguments();
  std::vector<double> values(u.size());
  std::vector<double> derivatives(u.size());
  for (const std::string& name : FunctionNames()) {
    const Function function = MakeFunction(name).value();
    ASSERT_TRUE(function.evaluate_all) << name;
    function.EvaluateAll(u, absl::MakeSpan(values), absl::MakeSpan(derivatives));
    for (std::size_t i = 0; i < u.size(); ++i) {
      const Value want = function.evaluate(u[i]);
      // The exponent of a normal density has the rounding error of u^2.
      const double relative = 2e-15 + (name == "erf" || name == "gelu" ? 2e-16 * u[i] * u[i] : 0.0);
      // gelu's derivative passes zero, where it is a difference of numbers of this size.
      const double cancelled = name == "gelu" ? std::min(std::fabs(u[i]), 1.0) * 1e-15 : 0.0;
      const double smallest = 1e-300;
      EXPECT_NEAR(values[i], want.value, relative * std::fabs(want.value) + smallest)
          << name << " at " << u[i];
      EXPECT_NEAR(derivatives[i], want.derivative,
                  relative * std::fabs(want.derivative) + cancelled + smallest)
          << name << " at " << u[i];
    }
  }
}

TEST(FunctionKernelsTest, AnyNumberOfPoints) {
  const Function function = MakeFunction("tanh").value();
  for (int count = 0; count < 20; ++count) {
    std::vector<double> u(count);
    for (int i = 0; i < count; ++i) u[i] = 0.3 * i - 1.0;
    std::vector<double> values(count, 7.0);
    std::vector<double> derivatives(count, 7.0);
    function.EvaluateAll(u, absl::MakeSpan(values), absl::MakeSpan(derivatives));
    for (int i = 0; i < count; ++i) {
      EXPECT_NEAR(values[i], std::tanh(u[i]), 1e-15);
      EXPECT_NEAR(derivatives[i], 1.0 - std::tanh(u[i]) * std::tanh(u[i]), 1e-15);
    }
  }
}

TEST(FunctionKernelsTest, OneByOneWithoutKernel) {
  Function function = MakeFunction("erf").value();
  function.evaluate_all = nullptr;
  const std::vector<double> u = {0.3, -2.0};
  std::vector<double> values(2);
  std::vector<double> derivatives(2);
  function.EvaluateAll(u, absl::MakeSpan(values), absl::MakeSpan(derivatives));
  EXPECT_EQ(values[0], std::erf(0.3));
  EXPECT_EQ(derivatives[1], function.evaluate(-2.0).derivative);
}

}  // namespace
}  // namespace infoflow::activation
