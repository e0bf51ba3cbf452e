#include "infoflow/network/mean_field/residual_recursion.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/function.h"
#include "infoflow/network/mean_field/recursion.h"

namespace infoflow::network {
namespace {

// p and d / p at blocks, from an independent prototype, to the digits given. Images of mean square
// 0.1 and correlation 0.4, bias variance 2e-5.
TEST(ResidualRecursionTest, AgreesWithTheTable) {
  struct Row {
    double weight_variance;
    int block;
    double mean_square, decorrelation;
  };
  for (const Row& row : std::vector<Row>{{0.1, 10, 0.0004, 0.179},
                                         {0.1, 100, 0.0032, 0.036},
                                         {0.3, 10, 0.0059, 0.556},
                                         {0.3, 50, 0.0353, 0.527},
                                         {0.5, 30, 0.0989, 0.621},
                                         {1.0, 10, 0.2425, 0.684},
                                         {1.0, 100, 0.2441, 0.985},
                                         {2.0, 50, 0.4187, 0.999}}) {
    const StreamState state =
        ResidualTrajectory(row.weight_variance, 2e-5, {0.1, 0.4, 3}, row.block).value().back();
    EXPECT_NEAR(state.mean_square, row.mean_square, 6e-5) << row.weight_variance;
    EXPECT_NEAR(state.decorrelation(), row.decorrelation, 6e-4) << row.weight_variance;
  }
}

// Without blocks it is the recursion of plain layers.
TEST(ResidualRecursionTest, BeginsWithPlainLayers) {
  const double w = 1.3, b = 0.05;
  const std::vector<StreamState> states = ResidualTrajectory(w, b, {0.2, 0.5, 6}, 0).value();
  const activation::Function tanh = activation::MakeFunction("tanh").value();
  const double q = w * 0.2 + b;
  const std::vector<MeanFieldState> plain =
      MeanFieldTrajectory(tanh, w, b, {q, w * 0.1 / q}, 6).value();
  for (int l = 0; l < 6; ++l) {
    EXPECT_NEAR(w * states[l].mean_square + b, plain[l + 1].variance, 1e-13);
    EXPECT_NEAR(w * states[l].difference_square / plain[l + 1].variance, plain[l + 1].decorrelation,
                1e-12);
  }
}

TEST(ResidualRecursionTest, EqualImagesStayEqual) {
  const std::vector<StreamState> states = ResidualTrajectory(2.0, 0.1, {0.1, 1.0, 3}, 20).value();
  for (const StreamState& state : states) {
    EXPECT_EQ(state.difference_square, 0.0);
    EXPECT_GT(state.mean_square, 0.0);
  }
}

TEST(ResidualRecursionTest, RejectsBadArguments) {
  EXPECT_FALSE(ResidualTrajectory(-1.0, 0.0, {}, 1).ok());
  EXPECT_FALSE(ResidualTrajectory(0.0, 0.0, {}, 1).ok());
  EXPECT_FALSE(ResidualTrajectory(1.0, 0.0, {0.1, 1.5, 3}, 1).ok());
  EXPECT_FALSE(ResidualTrajectory(1.0, 0.0, {0.1, 0.5, 0}, 1).ok());
  EXPECT_FALSE(ResidualTrajectory(1.0, std::nan(""), {}, 1).ok());
  EXPECT_FALSE(ResidualTrajectory(1.0, 0.0, {}, -1).ok());
}

}  // namespace
}  // namespace infoflow::network
