#include "infoflow/network/training/optimizer.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::network {
namespace {

constexpr double kExact = 1e-12;

TEST(OptimizerTest, PlainDescentMovesByTheGradient) {
  OptimizerOptions options;
  options.momentum = 0.0;
  options.learning_rate = 0.5;
  Optimizer<double> optimizer(options, {3});
  std::vector<double> p = {1.0, 2.0, 3.0};
  optimizer.BeginStep();
  optimizer.Update(0, {1.0, 0.0, -2.0}, absl::MakeSpan(p));
  EXPECT_EQ(p, (std::vector<double>{0.5, 2.0, 4.0}));
  EXPECT_TRUE(optimizer.first_moment().empty());
}

// A constant gradient g: v_t = g (1 - mu^t) / (1 - mu), so
// p_t = p_0 - rate g [ t - mu (1 - mu^t) / (1 - mu) ] / (1 - mu).
TEST(OptimizerTest, MomentumFollowsItsClosedForm) {
  OptimizerOptions options;
  options.learning_rate = 0.1;
  options.momentum = 0.8;
  Optimizer<double> optimizer(options, {5, 40});
  std::vector<double> p(40, 1.0);
  const std::vector<double> g(40, 0.3);
  for (int t = 1; t <= 30; ++t) {
    optimizer.BeginStep();
    optimizer.Update(1, g, absl::MakeSpan(p));
    const double mu = 0.8;
    const double want = 1.0 - 0.1 * 0.3 * (t - mu * (1 - std::pow(mu, t)) / (1 - mu)) / (1 - mu);
    for (const double value : p) ASSERT_NEAR(value, want, kExact);
  }
  for (int i = 0; i < 5; ++i) EXPECT_EQ(optimizer.first_moment()[i], 0.0) << "another group";
}

// With a constant gradient both corrected moments are exact, m = g and v = g^2: every step is
// rate g / (|g| + epsilon).
TEST(OptimizerTest, AdamMovesByTheRateUnderAConstantGradient) {
  OptimizerOptions options;
  options.kind = OptimizerKind::kAdam;
  options.learning_rate = 0.01;
  options.epsilon = 1e-3;
  Optimizer<double> optimizer(options, {17});
  std::vector<double> p(17, 0.0);
  const std::vector<double> g(17, -0.02);
  for (int t = 1; t <= 50; ++t) {
    optimizer.BeginStep();
    optimizer.Update(0, g, absl::MakeSpan(p));
    for (const double value : p) ASSERT_NEAR(value, t * 0.01 * 0.02 / 0.021, kExact);
  }
}

TEST(OptimizerTest, AdamFollowsItsRecurrence) {
  OptimizerOptions options;
  options.kind = OptimizerKind::kAdam;
  Optimizer<float> optimizer(options, {1});
  std::vector<float> p = {0.25f};
  double m = 0, v = 0, want = 0.25;
  for (int t = 1; t <= 20; ++t) {
    const double g = std::sin(t);
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    want -= 0.005 / (1 - std::pow(0.9, t)) * m /
            (std::sqrt(v) / std::sqrt(1 - std::pow(0.999, t)) + 1e-8);
    optimizer.BeginStep();
    optimizer.Update(0, {static_cast<float>(g)}, absl::MakeSpan(p));
    EXPECT_NEAR(p[0], want, 1e-6);
  }
}

TEST(OptimizerTest, PartsMakeAWhole) {
  for (const OptimizerKind kind : {OptimizerKind::kSgd, OptimizerKind::kAdam}) {
    OptimizerOptions options;
    options.kind = kind;
    Optimizer<float> whole(options, {100}), parts(options, {100});
    std::vector<float> p(100), q(100), g(100);
    for (int step = 0; step < 3; ++step) {
      for (int i = 0; i < 100; ++i) g[i] = std::sin(0.1f * (i + step));
      whole.BeginStep();
      parts.BeginStep();
      whole.Update(0, g, absl::MakeSpan(p));
      const absl::Span<const float> gradients = g;
      parts.UpdatePart(0, 37, gradients.subspan(37), absl::MakeSpan(q).subspan(37));
      parts.UpdatePart(0, 0, gradients.subspan(0, 37), absl::MakeSpan(q).subspan(0, 37));
    }
    EXPECT_EQ(p, q);
  }
}

TEST(OptimizerTest, ChecksItsOptions) {
  const auto message = [](auto change) {
    OptimizerOptions options;
    change(options);
    return std::string(CheckOptimizerOptions(options).message());
  };
  EXPECT_EQ(message([](OptimizerOptions&) {}), "");
  EXPECT_EQ(message([](OptimizerOptions& o) { o.learning_rate = 0.0; }),
            "learning_rate=0: must be a finite number above 0");
  EXPECT_EQ(message([](OptimizerOptions& o) { o.momentum = 1.0; }),
            "momentum=1: must be at least 0 and below 1");
  EXPECT_EQ(message([](OptimizerOptions& o) { o.beta1 = -0.5; }),
            "beta1=-0.5: must be at least 0 and below 1");
  EXPECT_EQ(message([](OptimizerOptions& o) { o.beta2 = std::nan(""); }),
            "beta2=nan: must be at least 0 and below 1");
  EXPECT_EQ(message([](OptimizerOptions& o) { o.epsilon = -1.0; }),
            "epsilon=-1: must be a finite number, at least 0");
}

}  // namespace
}  // namespace infoflow::network
