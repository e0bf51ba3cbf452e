#include "paper_figures/replica/replica_estimators_claims.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "paper_figures/harness/claim.h"

namespace infoflow::paper_figures {
namespace {

using Verdict = Claim::Verdict;

EstimatorParameters ParametersWith(int sigmas, double noise) {
  EstimatorParameters p;
  p.units = 100;
  p.samples = 50;
  p.sigmas = sigmas;
  p.noise = noise;
  p.neighbours = 3;
  p.jump_points = 4;
  return p;
}

std::vector<JumpRow> JumpAt(double sigma) {
  return {{sigma - 0.15, 1.0, 0.0},
          {sigma - 0.05, 1.1, 0.0},
          {sigma + 0.05, 4.0, 0.0},
          {sigma + 0.15, 4.2, 0.0}};
}

// Curves as the claims say: straight lines in ln sigma, of slope 1 for linear layers and 1/2 for
// ReLU, and for hardtanh a parabola with its maximum at sigma = 3.
EstimatorRecord RecordFor(const EstimatorParameters& p) {
  const double noise_entropy = 0.5 * std::log(2.0 * M_PI * M_E * p.noise);
  const double saturated = noise_entropy + std::log(p.samples) / p.units;
  EstimatorRecord record;
  for (const TwoLayerActivation activation : kTwoLayerActivations) {
    for (int layer = 1; layer <= 2; ++layer) {
      for (int i = 0; i < p.sigmas; ++i) {
        const double sigma = std::pow(10.0, -1.0 + 2.0 * i / (p.sigmas - 1));
        const double x = std::log(sigma);
        double value = x + 10.0;
        if (activation == TwoLayerActivation::kHardtanh) value = -std::pow(x - std::log(3.0), 2);
        if (activation == TwoLayerActivation::kRelu) value = 0.5 * x;
        record.rows.push_back({activation,
                               sigma,
                               layer,
                               value,
                               value,
                               value + 0.01,
                               {value + 1.0, saturated, saturated}});
      }
    }
  }
  record.first_jump = JumpAt(2.2);
  record.second_jump = JumpAt(7.0);
  return record;
}

Claim ClaimOf(const EstimatorParameters& p, const EstimatorRecord& record,
              const std::string& name) {
  for (const Claim& claim : EstimatorClaims(p, record).ForFigure("fig")) {
    if (claim.id == "fig/" + name) return claim;
  }
  ADD_FAILURE() << name;
  return {};
}

TEST(ReplicaEstimatorsClaimsTest, JumpIsTheSteepestStep) {
  EXPECT_DOUBLE_EQ(JumpPosition({{1.0, 1.0, 0.0}, {2.0, 2.5, 0.0}, {4.0, 9.0, 0.0}}), 3.0);
  EXPECT_DOUBLE_EQ(JumpPosition(JumpAt(2.2)), 2.2);
  EXPECT_TRUE(std::isnan(JumpPosition({{1.0, 1.0, 0.0}, {2.0, 1.5, 0.0}, {4.0, 2.5, 0.0}})));
}

TEST(ReplicaEstimatorsClaimsTest, HoldForWhatTheySay) {
  const EstimatorParameters p = ParametersWith(9, 1e-5);
  for (const Claim& claim : EstimatorClaims(p, RecordFor(p)).ForFigure("fig")) {
    EXPECT_TRUE(claim.Holds()) << claim.id << ": " << claim.Comparison();
  }
  const EstimatorRecord record = RecordFor(p);
  EXPECT_NEAR(ClaimOf(p, record, "linear_exact").measured, 0.01, 1e-12);
  EXPECT_NEAR(ClaimOf(p, record, "neighbours_overestimate").measured, 1.0, 1e-12);
  EXPECT_NEAR(ClaimOf(p, record, "relu_half_slope").measured, 0.0, 1e-12);
  EXPECT_NEAR(ClaimOf(p, record, "first_jump").measured, 0.05, 1e-12);
}

TEST(ReplicaEstimatorsClaimsTest, FailForWhatTheyDoNotSay) {
  const EstimatorParameters p = ParametersWith(9, 1e-5);
  const auto fails = [&](const std::string& name, const EstimatorRecord& record) {
    EXPECT_EQ(ClaimOf(p, record, name).verdict(), Verdict::kFails) << name;
  };
  EstimatorRecord record = RecordFor(p);
  for (EstimatorRow& row : record.rows) {
    row.exact_linear += 1.0;
    row.samples.nearest_neighbour -= 2.0;
    row.samples.mixture_upper += 100.0;
    if (row.activation != TwoLayerActivation::kLinear) {
      row.replica = row.information =
          (row.activation == TwoLayerActivation::kRelu ? -1.0 : 1.0) * std::log(row.sigma);
    }
  }
  std::swap(record.first_jump, record.second_jump);
  for (const char* name :
       {"linear_exact", "neighbours_overestimate", "mixture_saturates", "hardtanh_maximum",
        "relu_rises", "relu_half_slope", "information_maximum", "first_jump", "second_jump"}) {
    fails(name, record);
  }
  record.first_jump = {{2.0, 1.0, 0.0}, {2.1, 1.0, 0.0}};
  fails("first_jump", record);
}

TEST(ReplicaEstimatorsClaimsTest, AreNotDecidedWhereNothingCanBeSeen) {
  const auto not_decided = [](const EstimatorParameters& p, const EstimatorRecord& record,
                              const std::string& name) {
    EXPECT_EQ(ClaimOf(p, record, name).verdict(), Verdict::kNotDecided) << name;
  };
  const EstimatorParameters few_sigmas = ParametersWith(3, 1e-5);
  not_decided(few_sigmas, RecordFor(few_sigmas), "hardtanh_maximum");

  const EstimatorParameters much_noise = ParametersWith(9, 1.0);
  for (const char* name : {"relu_half_slope", "information_maximum", "first_jump", "second_jump"}) {
    not_decided(much_noise, RecordFor(much_noise), name);
  }

  EstimatorParameters few_units = ParametersWith(9, 1e-5);
  few_units.units = 10;
  for (const char* name : {"linear_exact", "neighbours_overestimate"}) {
    not_decided(few_units, RecordFor(few_units), name);
  }

  const EstimatorParameters p = ParametersWith(9, 1e-5);
  EstimatorRecord close_samples = RecordFor(p);
  for (EstimatorRow& row : close_samples.rows) row.samples.mixture_lower -= 0.01;
  not_decided(p, close_samples, "mixture_saturates");
}

TEST(ReplicaEstimatorsClaimsTest, ThePapersSentencesAreInferred) {
  const EstimatorParameters p = ParametersWith(9, 1e-5);
  EXPECT_EQ(ClaimOf(p, RecordFor(p), "mixture_saturates").OriginName(), "inferred");
  for (const Claim& claim : EstimatorClaims(p, RecordFor(p)).ForFigure("fig")) {
    EXPECT_NE(claim.origin, Claim::Origin::kQuoted) << claim.id;
  }
}

}  // namespace
}  // namespace infoflow::paper_figures
