// Every row and column of the mean-field tables of testdata/reference/reconstruction and
// renormalization.

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/function.h"
#include "infoflow/network/mean_field/critical.h"
#include "infoflow/network/mean_field/mean_field.h"
#include "infoflow/network/mean_field/recursion.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::network {
namespace {

using ::infoflow::testing::ReferenceTable;
using ::infoflow::testing::Tolerance;

// Fixed points away from criticality, as promised; the tables have 16 digits.
constexpr Tolerance kFixedPoint = {1e-9};
// Where chi_1 is nearer to 1, errors of 1e-16 in either computation grow by 1 / |chi_1 - 1|.
Tolerance NearCriticality(double chi) {
  return {std::max(1e-9, 1e-13 / std::max(std::fabs(chi - 1.0), 1e-13))};
}
constexpr Tolerance kCritical = {1e-12};
constexpr Tolerance kRecursion = {1e-12};

double InfinityAboveOne(double chi, double xi) {
  return chi >= 1.0 ? std::numeric_limits<double>::infinity() : xi;
}

TEST(MeanFieldReferenceTest, FixedPoints) {
  for (const std::string name : {"erf", "relu", "tanh"}) {
    const activation::Function activation = activation::MakeFunction(name).value();
    for (ReferenceTable& table :
         ReferenceTable::Open("reconstruction", "meanfield_" + name + ".csv")) {
      for (int row = 0; row < table.num_rows(); ++row) {
        const absl::StatusOr<MeanFieldPoint> point =
            SolveMeanField(activation, table.Input(row, "sigma_w2"), table.Input(row, "sigma_b2"));
        ASSERT_TRUE(point.ok()) << point.status();
        EXPECT_TRUE(point->converged);
        const Tolerance near = NearCriticality(point->equal_input_slope);
        table.Compare(row, "q_star", point->variance, kFixedPoint);
        table.Compare(row, "c_star", point->correlation(), {near.relative, near.relative});
        table.Compare(row, "one_minus_c_star", point->decorrelation, near);
        table.Compare(row, "chi_1", point->equal_input_slope, kFixedPoint);
        table.Compare(row, "chi_c", point->correlation_slope, kFixedPoint);
        table.Compare(row, "lambda_q", point->variance_slope, kFixedPoint);
        table.Compare(row, "xi_c", point->correlation_depth, near);
        table.Compare(row, "xi_q", point->variance_depth, NearCriticality(point->variance_slope));
      }
    }
  }
}

TEST(MeanFieldReferenceTest, CriticalLine) {
  const activation::Function tanh = activation::MakeFunction("tanh").value();
  for (ReferenceTable& table :
       ReferenceTable::Open("reconstruction", "meanfield_tanh_critical_line.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const CriticalPoint point =
          FindCriticalWeightVariance(tanh, table.Input(row, "sigma_b2")).value();
      table.Compare(row, "sigma_w2_critical", point.weight_variance, kCritical);
      table.Compare(row, "q_star", point.variance, kCritical);
    }
  }
  for (ReferenceTable& table : ReferenceTable::Open("renormalization", "net_critical_line.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const CriticalPoint point = FindCriticalWeightVariance(tanh, table.Input(row, "sb2")).value();
      table.Compare(row, "sw2_critical", point.weight_variance, kCritical);
    }
  }
}

TEST(MeanFieldReferenceTest, Recursion) {
  const activation::Function tanh = activation::MakeFunction("tanh").value();
  for (ReferenceTable& table :
       ReferenceTable::Open("reconstruction", "meanfield_tanh_recursion.csv")) {
    std::vector<MeanFieldState> states;
    for (int row = 0; row < table.num_rows(); ++row) {
      const int layer = static_cast<int>(table.Input(row, "layer"));
      const double w = table.Input(row, "sigma_w2");
      const double b = table.Input(row, "sigma_b2");
      if (layer == 0) states = {{table.Input(row, "q"), 1.0 - table.Input(row, "c")}};
      ASSERT_LE(layer, static_cast<int>(states.size())) << "layers must ascend";
      if (layer == static_cast<int>(states.size())) {
        states.push_back(MeanFieldTrajectory(tanh, w, b, states.back(), 1)->back());
      }
      table.Compare(row, "q", states[layer].variance, kRecursion);
      table.Compare(row, "c", states[layer].correlation(), kRecursion);
    }
  }
}

// Another prototype, in double precision, with bisections that end at 1e-15.
TEST(MeanFieldReferenceTest, FixedPointsOfTheOverlays) {
  const activation::Function tanh = activation::MakeFunction("tanh").value();
  for (ReferenceTable& table : ReferenceTable::Open("renormalization", "net_qstar_xi.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const MeanFieldPoint point =
          SolveMeanField(tanh, table.Input(row, "sw2"), table.Input(row, "sb2")).value();
      // Its rho_star comes from a difference that loses digits as rho -> 1: 1e-6 within 0.02 of
      // criticality.
      const bool near = std::fabs(point.equal_input_slope - 1.0) < 0.02;
      const Tolerance tolerance = near ? Tolerance{1e-6} : kFixedPoint;
      table.Compare(row, "q_star", point.variance, kFixedPoint);
      table.Compare(row, "chi1", point.equal_input_slope, kFixedPoint);
      table.Compare(row, "xi_at_rho1",
                    InfinityAboveOne(point.equal_input_slope, DepthScale(point.equal_input_slope)),
                    tolerance);
      table.Compare(row, "rho_star", point.correlation(), tolerance);
      table.Compare(row, "chi_rho_star", point.correlation_slope, tolerance);
      table.Compare(row, "xi", point.correlation_depth, tolerance);
      table.Compare(row, "pi_xi", M_PI * point.correlation_depth, tolerance);
      table.Compare(row, "two_pi_xi", 2.0 * M_PI * point.correlation_depth, tolerance);
    }
  }
}

}  // namespace
}  // namespace infoflow::network
