#include "infoflow/rbm/training/adam.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::rbm {
namespace {

// By hand, with g = 0.5 then -0.25, learning rate 0.001 and epsilon 0.01:
// m = 0.05, then 0.045 - 0.025 = 0.02; s = 0.00025, then 0.00024975 + 0.0000625 = 0.00031225;
// rate_1 = 0.001 sqrt(0.001) / 0.1, rate_2 = 0.001 sqrt(0.001999) / 0.19.
TEST(AdamTest, TwoStepsInTensorFlowsForm) {
  EXPECT_NEAR(AdamRate(0.001, 1), 3.162277660168379e-4, 1e-16);
  EXPECT_NEAR(AdamRate(0.001, 2), 2.353167253274527e-4, 1e-16);
  // 1 - b^t has reached 1.
  EXPECT_DOUBLE_EQ(AdamRate(0.001, 1000000), 0.001);
  std::vector<float> first = {0.0f}, second = {0.0f}, parameter = {1.0f};
  const auto step = [&](float gradient, int number) {
    AdamStep(AdamRate(0.001, number), 0.01, {gradient}, absl::MakeSpan(first),
             absl::MakeSpan(second), absl::MakeSpan(parameter));
  };
  step(0.5f, 1);
  EXPECT_NEAR(first[0], 0.05, 1e-8);
  EXPECT_NEAR(second[0], 0.00025, 1e-10);
  // 0.05 rate_1 / (0.0158113883 + 0.01); PyTorch's form gave 0.001 / 1.02.
  EXPECT_NEAR(parameter[0], 1.0 + 6.1257411e-4, 1e-7);
  step(-0.25f, 2);
  EXPECT_NEAR(first[0], 0.02, 1e-8);
  EXPECT_NEAR(second[0], 0.00031225, 1e-10);
  // 0.02 rate_2 / (0.0176705970 + 0.01)
  EXPECT_NEAR(parameter[0], 1.0 + 6.1257411e-4 + 1.7008431e-4, 1e-7);
}

// Each element as alone, at lengths that leave remainders.
TEST(AdamTest, ElementsAreIndependent) {
  for (const int count : {1, 15, 16, 17, 100}) {
    std::vector<float> gradient(count), first(count), second(count), parameters(count);
    for (int k = 0; k < count; ++k) {
      gradient[k] = 0.1f * static_cast<float>(std::sin(k));
      first[k] = 0.01f * static_cast<float>(std::cos(k));
      second[k] = 0.001f * static_cast<float>(k);
    }
    std::vector<float> one_first = first, one_second = second, one_parameters = parameters;
    AdamStep(0.1, 1e-2, gradient, absl::MakeSpan(first), absl::MakeSpan(second),
             absl::MakeSpan(parameters));
    for (int k = 0; k < count; ++k) {
      AdamStep(0.1, 1e-2, {gradient[k]}, absl::MakeSpan(&one_first[k], 1),
               absl::MakeSpan(&one_second[k], 1), absl::MakeSpan(&one_parameters[k], 1));
    }
    EXPECT_EQ(first, one_first);
    EXPECT_EQ(second, one_second);
    EXPECT_EQ(parameters, one_parameters);
  }
}

TEST(AdamTest, PassesOnNotANumber) {
  std::vector<float> first = {0.0f}, second = {0.0f}, parameter = {0.0f};
  AdamStep(0.1, 1e-2, {std::nanf("")}, absl::MakeSpan(first), absl::MakeSpan(second),
           absl::MakeSpan(parameter));
  EXPECT_TRUE(std::isnan(parameter[0]));
}

}  // namespace
}  // namespace infoflow::rbm
