#include "infoflow/network/mean_field/mean_field.h"

#include <cmath>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/activation/function.h"
#include "infoflow/network/mean_field/critical.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::network {
namespace {

using numerics::kInfinity;
// Closed forms: what the header promises of the maps.
constexpr double kMap = 1e-13;
// Fixed points, times their conditioning.
constexpr double kFixedPoint = 2e-15;

activation::Function Named(const char* name) { return activation::MakeFunction(name).value(); }

activation::Function Sine() {
  activation::Function sine;
  sine.name = "sin";
  sine.evaluate = [](double u) -> activation::Value { return {std::sin(u), std::cos(u)}; };
  sine.odd = true;
  sine.longest_panel = 2.0;
  return sine;
}

TEST(MapVarianceTest, ClosedForms) {
  const VarianceStep relu = MapVariance(Named("relu"), 1.4, 0.3, 2.5).value();
  EXPECT_NEAR(relu.variance, 0.7 * 2.5 + 0.3, kMap);
  EXPECT_NEAR(relu.slope, 0.7, kMap);
  const VarianceStep sine = MapVariance(Sine(), 1.4, 0.3, 0.8).value();
  EXPECT_NEAR(sine.variance, 0.3 - 0.7 * std::expm1(-1.6), kMap);
  EXPECT_NEAR(sine.slope, 1.4 * std::exp(-1.6), kMap);
  // The limit q -> 0.
  const VarianceStep tanh = MapVariance(Named("tanh"), 1.4, 0.3, 0.0).value();
  EXPECT_EQ(tanh.variance, 0.3);
  EXPECT_NEAR(tanh.slope, 1.4, kMap);
  EXPECT_NEAR(MapVariance(Named("sigmoid"), 1.4, 0.3, 0.0)->variance, 0.65, kMap);
}

TEST(MapCorrelationTest, ClosedFormAndSymmetry) {
  constexpr double kWeight = 2.2, kBias = 0.1, kVariance = 0.9;
  for (const double d : {1e-9, 0.1, 0.8, 1.0, 1.6}) {
    const CorrelationStep step = MapCorrelation(Named("erf"), kWeight, kBias, kVariance, d).value();
    const double r = 2.0 * kVariance / (1.0 + 2.0 * kVariance);
    const double next = kWeight * 2.0 / M_PI * std::asin(r) + kBias;
    const double c = 1.0 - d;
    EXPECT_NEAR(step.variance / next, 1.0, kMap);
    EXPECT_NEAR(step.correlation(), (kWeight * 2.0 / M_PI * std::asin(r * c) + kBias) / next, kMap);
    EXPECT_NEAR(step.slope, kWeight * 2.0 / M_PI * r / std::sqrt(1.0 - r * r * c * c) / next, kMap);
  }
  // Odd functions without bias: c -> -c.
  for (const char* name : {"tanh", "hardtanh"}) {
    const double plus = MapCorrelation(Named(name), 1.5, 0.0, 1.3, 0.4)->correlation();
    const double minus = MapCorrelation(Named(name), 1.5, 0.0, 1.3, 1.6)->correlation();
    EXPECT_NEAR(plus, -minus, kMap) << name;
  }
}

// q* and c* are what the maps leave alone, and their slopes those of difference quotients.
TEST(SolveMeanFieldTest, FixedPointsOfBothMaps) {
  for (const std::string& name : activation::ContinuousFunctionNames()) {
    const activation::Function activation = activation::MakeFunction(name).value();
    for (const double w : {0.0, 0.4, 1.2, 1.9, 3.0, 9.0, 40.0}) {
      // Functions that grow have a fixed point while w phi^2 grows more slowly than its argument.
      if ((name == "relu" || name == "leaky-relu") && w >= 1.95) continue;
      if ((name == "gelu" || name == "linear" || name == "softplus") && w >= 1.0) continue;
      for (const double b : {1e-6, 0.05, 2.0}) {
        SCOPED_TRACE(testing::Message() << name << " w=" << w << " b=" << b);
        const absl::StatusOr<MeanFieldPoint> point = SolveMeanField(activation, w, b);
        ASSERT_TRUE(point.ok()) << point.status();
        EXPECT_TRUE(point->converged);
        const double conditioning = 1.0 / (1.0 - point->variance_slope);
        EXPECT_LT(point->variance_slope, 1.0);
        EXPECT_NEAR(MapVariance(activation, w, b, point->variance)->variance / point->variance, 1.0,
                    kFixedPoint);
        const CorrelationStep step =
            MapCorrelation(activation, w, b, point->variance, point->decorrelation).value();
        if (point->equal_input_slope <= 1.0) {
          EXPECT_EQ(point->decorrelation, 0.0);
          EXPECT_EQ(point->correlation_slope, point->equal_input_slope);
        } else {
          EXPECT_GT(point->decorrelation, 0.0);
          EXPECT_LE(point->decorrelation, 1.0);
          EXPECT_NEAR(step.decorrelation / point->decorrelation, 1.0, 1e-12 * conditioning);
        }
        EXPECT_NEAR(step.slope, point->correlation_slope, 1e-12 * conditioning);
        EXPECT_LE(point->correlation_slope, 1.0);
        EXPECT_GE(point->correlation_depth, 0.0);
        EXPECT_GE(point->variance_depth, 0.0);
      }
    }
  }
}

// Linear: q* = b / (1 - w), chi_1 = w. Leaky ReLU of slope a: the same with w (1 + a^2) / 2.
TEST(SolveMeanFieldTest, LinearAndLeakyReluInClosedForm) {
  constexpr double kBias = 0.1;
  const auto check = [&](const char* name, double weight, double gain) {
    const MeanFieldPoint point = SolveMeanField(Named(name), weight, kBias).value();
    EXPECT_NEAR(point.variance * (1.0 - gain) / kBias, 1.0, 1e-12) << name;
    EXPECT_NEAR(point.equal_input_slope / gain, 1.0, 1e-12) << name;
    EXPECT_EQ(point.decorrelation, 0.0) << name;
  };
  for (const double weight : {0.1, 0.5, 0.9}) {
    check("linear", weight, weight);
    check("leaky-relu", weight, 0.5 * weight * (1.0 + 0.01 * 0.01));
  }
}

// The variance map against a plain trapezoidal sum over z.
TEST(SolveMeanFieldTest, GeluAndSoftplusAgainstTheTrapezoidalRule) {
  for (const char* name : {"gelu", "softplus"}) {
    const activation::Function function = Named(name);
    const double variance = 1.7;
    double square = 0.0;
    for (int i = -8000; i <= 8000; ++i) {
      const double z = 1.5e-3 * i;
      const double weight = 1.5e-3 * std::exp(-0.5 * z * z) / std::sqrt(2.0 * M_PI);
      const activation::Value at = function.evaluate(std::sqrt(variance) * z);
      square += weight * at.value * at.value;
    }
    const auto step = MapVariance(function, 0.8, 0.1, variance).value();
    EXPECT_NEAR(step.variance, 0.8 * square + 0.1, 1e-12) << name;
  }
}

TEST(SolveMeanFieldTest, ReluInClosedForm) {
  for (const double w : {0.3, 1.0, 1.9, 2.0 - 1e-6}) {
    const MeanFieldPoint point = SolveMeanField(Named("relu"), w, 0.2).value();
    const double conditioning = 1.0 / (1.0 - 0.5 * w);
    EXPECT_NEAR(point.variance * (1.0 - 0.5 * w) / 0.2, 1.0, kFixedPoint * conditioning);
    EXPECT_EQ(point.decorrelation, 0.0);
    EXPECT_NEAR(point.correlation_depth * -std::log(0.5 * w), 1.0, kFixedPoint * conditioning);
    EXPECT_NEAR(point.variance_depth * -std::log(0.5 * w), 1.0, kFixedPoint * conditioning);
  }
  // Without bias everything shrinks to zero.
  EXPECT_EQ(SolveMeanField(Named("relu"), 1.5, 0.0)->variance, 0.0);
  EXPECT_NEAR(SolveMeanField(Named("relu"), 1.5, 0.0)->correlation_slope, 0.75, kMap);
  // No finite q*: every variance stays, or it grows forever.
  for (const double w : {2.0, 2.5}) {
    for (const double b : {0.0, 0.1}) {
      const auto point = SolveMeanField(Named("relu"), w, b);
      EXPECT_EQ(point.status().code(), absl::StatusCode::kInvalidArgument);
      EXPECT_NE(point.status().message().find("no single finite fixed point"), std::string::npos);
    }
  }
}

// q* and c* of erf from the closed forms of both maps, by plain bisection.
TEST(SolveMeanFieldTest, ErfAgainstBisectionOfTheClosedForm) {
  constexpr double kWeight = 2.6, kBias = 0.08;
  const auto bisect = [](auto f, double low, double high) {
    for (int i = 0; i < 200; ++i) {
      const double middle = 0.5 * (low + high);
      (f(middle) > 0.0 ? low : high) = middle;
    }
    return low;
  };
  const auto v = [](double q) { return 2.0 / M_PI * std::asin(2.0 * q / (1.0 + 2.0 * q)); };
  const double q = bisect([&](double x) { return kWeight * v(x) + kBias - x; }, 0.1, 10.0);
  const double r = 2.0 * q / (1.0 + 2.0 * q);
  const double c =
      bisect([&](double x) { return (kWeight * 2.0 / M_PI * std::asin(r * x) + kBias) / q - x; },
             0.0, 0.99);
  const MeanFieldPoint point = SolveMeanField(Named("erf"), kWeight, kBias).value();
  EXPECT_NEAR(point.variance, q, 1e-14);
  // The series may lack 1e-14 of chi_1, which the slope of the equation for c* divides.
  EXPECT_NEAR(point.correlation(), c, kMap);
  EXPECT_NEAR(point.equal_input_slope, kWeight * 4.0 / M_PI / std::sqrt(1.0 + 4.0 * q), 1e-14);
}

TEST(SolveMeanFieldTest, WithoutBias) {
  // Below sigma_w^2 = 1 signals die out.
  const MeanFieldPoint below = SolveMeanField(Named("tanh"), 0.6, 0.0).value();
  EXPECT_EQ(below.variance, 0.0);
  EXPECT_EQ(below.decorrelation, 0.0);
  EXPECT_NEAR(below.equal_input_slope, 0.6, kMap);
  EXPECT_NEAR(below.variance_slope, 0.6, kMap);
  // Above, inputs become independent.
  for (const char* name : {"tanh", "hardtanh"}) {
    const MeanFieldPoint above = SolveMeanField(Named(name), 1.8, 0.0).value();
    EXPECT_GT(above.variance, 0.1);
    EXPECT_EQ(above.decorrelation, 1.0);
    EXPECT_LT(above.correlation_slope, 1.0);
  }
  // q* = (w - 1)/2 + O((w - 1)^2) just above.
  const MeanFieldPoint barely = SolveMeanField(Named("tanh"), 1.0 + 1e-5, 0.0).value();
  EXPECT_NEAR(barely.variance / 0.5e-5, 1.0, 1e-4);
  // At 1 both lengths are infinite.
  const MeanFieldPoint critical = SolveMeanField(Named("tanh"), 1.0, 0.0).value();
  EXPECT_EQ(critical.variance, 0.0);
  EXPECT_EQ(critical.correlation_depth, kInfinity);
  EXPECT_EQ(critical.variance_depth, kInfinity);
}

// Near criticality: xi |chi_1 - 1| -> 1 from both sides, and never a negative length.
TEST(SolveMeanFieldTest, LengthsNearCriticality) {
  const activation::Function tanh = Named("tanh");
  const CriticalPoint critical = FindCriticalWeightVariance(tanh, 0.05).value();
  for (double distance = 1e-2; distance > 1e-16; distance *= 0.1) {
    for (const double side : {-1.0, 1.0}) {
      const double w = critical.weight_variance + side * distance;
      const MeanFieldPoint point = SolveMeanField(tanh, w, 0.05).value();
      EXPECT_GT(point.correlation_depth, 0.0);
      if (distance < 1e-12) {
        EXPECT_GT(point.correlation_depth, 1e10);
        continue;
      }
      const double excess = std::fabs(point.equal_input_slope - 1.0);
      // The first correction is of the order of the distance, the rounding of chi_1 1e-15 of it.
      EXPECT_NEAR(point.correlation_depth * excess, 1.0, 3.0 * distance + 1e-14 / excess)
          << side * distance;
      // Chaotic: c* leaves 1 with slope 2 (chi_1 - 1) / C''(1).
      EXPECT_EQ(point.decorrelation > 0.0, side > 0.0);
    }
  }
  const MeanFieldPoint at = SolveMeanField(tanh, critical.weight_variance, 0.05).value();
  EXPECT_GT(at.correlation_depth, 1e14);
}

TEST(CriticalTest, LiesOnTheLine) {
  for (const char* name : {"erf", "hardtanh", "sigmoid", "tanh"}) {
    const activation::Function activation = Named(name);
    for (const double b : {1e-3, 0.05, 0.7, 30.0}) {
      const absl::StatusOr<CriticalPoint> critical = FindCriticalWeightVariance(activation, b);
      ASSERT_TRUE(critical.ok()) << critical.status();
      const MeanFieldPoint point = SolveMeanField(activation, critical->weight_variance, b).value();
      EXPECT_NEAR(point.variance / critical->variance, 1.0, 1e-11) << name << " b=" << b;
      EXPECT_NEAR(point.equal_input_slope, 1.0, 1e-12) << name << " b=" << b;
    }
  }
}

// erf: sigma_w^2 = pi sqrt(1 + 4 q) / 4, sigma_b^2 = q - sqrt(1 + 4 q) asin(2 q / (1 + 2 q)) / 2.
TEST(CriticalTest, ErfInClosedForm) {
  for (const double q : {0.1, 0.6, 3.0}) {
    const double root = std::sqrt(1.0 + 4.0 * q);
    const double b = q - 0.5 * root * std::asin(2.0 * q / (1.0 + 2.0 * q));
    const CriticalPoint critical = FindCriticalWeightVariance(Named("erf"), b).value();
    EXPECT_NEAR(critical.variance, q, 1e-13);
    EXPECT_NEAR(critical.weight_variance, 0.25 * M_PI * root, 1e-14);
  }
}

TEST(CriticalTest, WithoutBiasAndWithout) {
  EXPECT_NEAR(FindCriticalWeightVariance(Named("tanh"), 0.0)->weight_variance, 1.0, 1e-15);
  EXPECT_NEAR(FindCriticalWeightVariance(Named("erf"), 0.0)->weight_variance, M_PI / 4.0, 1e-15);
  // The initialization of He et al.
  EXPECT_NEAR(FindCriticalWeightVariance(Named("relu"), 0.0)->weight_variance, 2.0, 1e-14);
  EXPECT_EQ(FindCriticalWeightVariance(Named("relu"), 0.1).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(MeanFieldTest, BadInput) {
  const activation::Function tanh = Named("tanh");
  for (const double bad : {-0.1, std::nan(""), kInfinity, 1e101}) {
    constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
    EXPECT_EQ(SolveMeanField(tanh, bad, 0.1).status().code(), kInvalid);
    EXPECT_EQ(SolveMeanField(tanh, 1.0, bad).status().code(), kInvalid);
    EXPECT_EQ(FindCriticalWeightVariance(tanh, bad).status().code(), kInvalid);
    EXPECT_EQ(MapVariance(tanh, 1.0, 0.1, bad).status().code(), kInvalid);
    EXPECT_EQ(MapCorrelation(tanh, 1.0, 0.1, bad, 0.5).status().code(), kInvalid);
    EXPECT_EQ(MapCorrelation(tanh, 1.0, 0.1, 1.0, bad).status().code(), kInvalid);
  }
  EXPECT_EQ(SolveMeanField(tanh, -0.1, 0.1).status().message(),
            "weight variance is -0.10000000000000001; it must be a number from 0 to 1e100");
  EXPECT_FALSE(MapCorrelation(tanh, 0.0, 0.0, 1.0, 0.5).ok());
  EXPECT_FALSE(SolveMeanField(activation::Function(), 1.0, 0.1).ok());
}

// Far ends of the domain: no overflow, no endless search.
TEST(MeanFieldTest, ExtremeVariances) {
  for (const char* name : {"tanh", "erf", "hardtanh", "sigmoid"}) {
    for (const double w : {1e-100, 1.0, 1e8}) {
      for (const double b : {1e-300, 1e-40, 1e100}) {
        const absl::StatusOr<MeanFieldPoint> point = SolveMeanField(Named(name), w, b);
        ASSERT_TRUE(point.ok()) << name << " " << w << " " << b << ": " << point.status();
        EXPECT_TRUE(point->converged) << name << " " << w << " " << b;
        EXPECT_GE(point->variance, 0.0);
        EXPECT_GE(point->correlation_depth, 0.0);
      }
    }
  }
  const CriticalPoint far = FindCriticalWeightVariance(Named("tanh"), 1e100).value();
  EXPECT_NEAR(far.variance / 1e100, 1.0, 0.9);
}

TEST(DepthScaleTest, NeverNegative) {
  EXPECT_EQ(DepthScale(1.0), kInfinity);
  EXPECT_EQ(DepthScale(1.0 + 1e-9), kInfinity);
  EXPECT_EQ(DepthScale(-1.0), kInfinity);
  EXPECT_EQ(DepthScale(0.0), 0.0);
  EXPECT_NEAR(DepthScale(std::exp(-0.25)), 4.0, 1e-14);
  EXPECT_EQ(DepthScale(std::nan("")), kInfinity);
}

}  // namespace
}  // namespace infoflow::network
