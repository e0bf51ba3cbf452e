#include "paper_figures/renormalization/network_relative_entropy_claims.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

using Verdict = Claim::Verdict;

// Curves of 9 layers of which 7 are wide, by hand: D of layer l is `height` times this.
constexpr double kShape[] = {0.0, 0.4, 0.7, 0.9, 1.0, 0.95, 1.0, -0.5, -2.0};
constexpr int kWidth = 200;

StageRows Stage(double weight_variance, int epoch, double height) {
  StageRows stage;
  stage.plateau = {weight_variance, epoch,  0.5,  height, height / 400.0,
                   0.025 * height,  height, 10.0, height};
  for (int l = 0; l < 9; ++l) {
    LayerRow row;
    row.weight_variance = weight_variance;
    row.epoch = epoch;
    row.layer = l;
    row.width = l < 7 ? kWidth : 100 / (l - 6);
    row.relative_entropy = row.random_mean = height * kShape[l];
    row.gaussian_forward = row.gaussian_reverse = l < 7 ? 1.0 : -1.0;
    row.mean_field = height * (1.0 - std::exp2(-l));
    stage.layers.push_back(row);
  }
  return stage;
}

RelativeEntropyResults Results() {
  RelativeEntropyResults results;
  results.settings.width = kWidth;
  results.settings.depth = 9;
  results.plateau_from = 4;
  for (const double w : {1.5, 2.5, 4.5}) {
    results.variances.push_back({Stage(w, 0, 100.0 * w), Stage(w, 2, 110.0 * w)});
  }
  for (int i = 0; i < 10; ++i) {
    const double w = 1.0 + 0.1 * i;
    results.order_chaos.push_back({w, w * w * w, i == 3 ? 500.0 : 5.0});
  }
  results.order_chaos.back().mean_field += 0.006;
  results.bright = {{0, 0.0, 0.0, 0.0, 0.0}, {1, -7.0, -6.0, 2.0, 3.0}, {2, -9.0, -8.0, 4.0, 1.0}};
  return results;
}

std::map<std::string, Claim> Claims(const RelativeEntropyResults& results, bool paper = false) {
  std::map<std::string, Claim> claims;
  for (const Claim& claim : RelativeEntropyClaims(results, paper).ForFigure("f")) {
    claims[claim.id.substr(2)] = claim;
  }
  return claims;
}

TEST(RelativeEntropyClaimsTest, MeasureWhatCanBeReadOffHandMadeCurves) {
  const std::map<std::string, Claim> claims = Claims(Results());
  EXPECT_EQ(claims.size(), 17u);
  EXPECT_NEAR(claims.at("early_growth").measured, 15.0, 1e-9);            // 0.1 of 150
  EXPECT_NEAR(claims.at("early_growth_each").measured, 1.5, 1e-9);        // in 10 nats
  EXPECT_NEAR(claims.at("wide_limit_grows").measured, 150.0 / 16, 1e-9);  // layer 3 to 4
  EXPECT_EQ(claims.at("plateau_goes_up_and_down").measured, 6.0);         // one a curve
  EXPECT_NEAR(claims.at("layer_scatter").measured, 0.025 * 49.5, 1e-9);   // of 495 nats
  EXPECT_NEAR(claims.at("last_layers_drop").measured, -1.5 * 150, 1e-9);  // of -1.5 and -1.5
  EXPECT_EQ(claims.at("gaussian_laws").measured, 1.0);
  EXPECT_NEAR(claims.at("plateau_rises").measured, 100.0, 1e-9);
  EXPECT_NEAR(claims.at("training_lifts").measured, 10.0 * (1.5 + 2.5 + 4.5) / 3, 1e-9);
  EXPECT_NEAR(claims.at("no_lowering").measured, 1.5, 1e-9);
  EXPECT_EQ(claims.at("closed_form").measured, 0.0);
  // Third differences of w^3 in steps of 0.1 are 0.006; the last one is twice that.
  EXPECT_NEAR(claims.at("no_feature").measured, 0.5, 1e-9);
  EXPECT_EQ(claims.at("depth_scale_diverges").measured, 500.0);
  EXPECT_EQ(claims.at("negative_when_bright").measured, -7.0);
  EXPECT_EQ(claims.at("gaussian_when_bright").measured, 1.0);
  for (const auto& [name, claim] : claims) EXPECT_NE(claim.verdict(), Verdict::kFails) << name;
}

TEST(RelativeEntropyClaimsTest, PaperAsksForMore) {
  RelativeEntropyResults results = Results();
  std::map<std::string, Claim> claims = Claims(results, /*paper=*/true);
  EXPECT_NEAR(claims.at("early_growth_each").measured, 15.0, 1e-9);
  EXPECT_NEAR(claims.at("trained_plateau_rises").measured, 110.0, 1e-9);
  EXPECT_NEAR(claims.at("training_lifts").measured, 15.0, 1e-9);
  // One network that training lowers a little is against the paper, not against the short claim.
  results.variances[1][1] = Stage(2.5, 2, 249.0);
  EXPECT_EQ(Claims(results, true).at("training_lifts").verdict(), Verdict::kFails);
  EXPECT_EQ(Claims(results).at("training_lifts").verdict(), Verdict::kRefined);
  EXPECT_NEAR(Claims(results).at("no_lowering").measured, -0.1, 1e-9);
}

TEST(RelativeEntropyClaimsTest, FailWhereCurvesDoNotObey) {
  RelativeEntropyResults results = Results();
  results.variances[0][0].layers[2].random_mean = 1.0;
  results.variances[0][1].layers[7].relative_entropy = 1000.0;
  results.variances[2][0].plateau.random_mean = 200.0;
  results.bright[2].relative_entropy = 0.5;
  const std::map<std::string, Claim> claims = Claims(results);
  for (const char* name : {"early_growth", "last_layers_drop", "plateau_rises", "closed_form",
                           "negative_when_bright"}) {
    EXPECT_EQ(claims.at(name).verdict(), Verdict::kFails) << name;
  }
  EXPECT_EQ(claims.at("early_growth_each").verdict(), Verdict::kRefined);
}

TEST(RelativeEntropyClaimsTest, ExtremeParametersAreNotDecided) {
  RelativeEntropyResults results = Results();
  results.variances = {{Stage(1.2, 0, 100.0), Stage(1.2, 1, 101.0)}};
  results.order_chaos[0].correlation_depth = 1000.0;
  results.bright[2].mean_field = 1.0;
  const std::map<std::string, Claim> claims = Claims(results, /*paper=*/true);
  EXPECT_EQ(claims.size(), 17u);
  for (const char* name :
       {"early_growth", "early_growth_each", "plateau_goes_up_and_down", "plateau_rises",
        "normalized_limit_rises", "single_network_rises", "trained_plateau_rises", "training_lifts",
        "closed_form", "no_feature", "depth_scale_diverges", "negative_when_bright"}) {
    EXPECT_EQ(claims.at(name).verdict(), Verdict::kNotDecided) << name;
  }
}

}  // namespace
}  // namespace infoflow::paper_figures
