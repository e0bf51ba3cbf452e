#include "paper_figures/renormalization/network_relative_entropy_claims.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/network/relative_entropy/relative_entropy.h"
#include "paper_figures/renormalization/relative_entropy_control_claims.h"

namespace infoflow::paper_figures {

namespace {

// Standard deviations of layers and plateaus that count as scatter.
constexpr double kScatter = 4.0;
// Layers over which D grows whatever the scatter.
constexpr int kEarlyLayers = 4;
// A layer whose mean field is closer to its limit, relative to it, has reached it.
constexpr double kReached = 1e-12;
// So many layers of plateaus show whether D ever falls there: it would rise in all of them by
// chance once in 2^10.
constexpr int kEnoughSteps = 10;
constexpr char kOneVariance[] = "there is one weight variance";

double Least(const std::vector<double>& values) {
  return values.empty() ? std::numeric_limits<double>::infinity()
                        : *std::min_element(values.begin(), values.end());
}
double Greatest(const std::vector<double>& values) {
  return values.empty() ? -std::numeric_limits<double>::infinity()
                        : *std::max_element(values.begin(), values.end());
}

// Adds how much `field` grows from each of the layers [first, end) to the next one.
void AddGrowth(const std::vector<LayerRow>& layers, double LayerRow::*field, int first, int end,
               std::vector<double>& growth) {
  for (int l = first; l < end; ++l) growth.push_back(layers[l + 1].*field - layers[l].*field);
}

bool Narrows(const std::vector<LayerRow>& layers) {
  const std::size_t n = layers.size();
  return layers[n - 1].width < layers[n - 2].width && layers[n - 2].width < layers[n - 3].width;
}

std::string PlottedFrom() { return absl::StrFormat("weight variances from %g", kLeastPlotted); }
std::string NonePlotted() { return absl::StrFormat("there are no %s", PlottedFrom()); }

void AddEarlyClaims(const RelativeEntropyResults& results, bool as_in_the_paper,
                    ClaimList& claims) {
  const DepthCurveSettings& settings = results.settings;
  std::vector<double> of_mean, of_each;
  for (const std::vector<StageRows>& stages : results.variances) {
    if (stages[0].plateau.weight_variance < kLeastPlotted) continue;
    AddGrowth(stages[0].layers, &LayerRow::random_mean, 0, kEarlyLayers, of_mean);
    for (const StageRows& stage : stages) {
      AddGrowth(stage.layers, &LayerRow::relative_entropy, 0, kEarlyLayers, of_each);
    }
  }
  const std::string early =
      absl::StrFormat("over the first %d layers, %s", kEarlyLayers, PlottedFrom());
  const bool deep = settings.last_wide() >= kEarlyLayers;
  const char* shallow = "not so many layers have full width";
  claims.Add("early_growth", "D is 0 at layer 0 and grows over the first four layers.")
      .Inferred()
      .Measured(absl::StrFormat("smallest growth of the mean of %d untrained networks %s (nats)",
                                settings.random_networks, early),
                Least(of_mean))
      .DecidedIf(!of_mean.empty(), NonePlotted())
      .DecidedIf(deep, shallow)
      .Above(0.0);
  ClaimBuilder each = claims.Add(
      "early_growth_each", as_in_the_paper
                               ? "So it does in each network, before and after training."
                               : "So it does in each network, before and after training, up to the "
                                 "scatter of a layer.");
  each.Inferred()
      .Measured(absl::StrCat("smallest growth ", early,
                             as_in_the_paper ? " (nats)" : ", in units of sqrt(N/2) nats"),
                Least(of_each) / (as_in_the_paper ? 1.0 : std::sqrt(0.5 * settings.width)))
      .DecidedIf(!of_each.empty(), NonePlotted())
      .DecidedIf(deep, shallow)
      .Above(as_in_the_paper ? 0.0 : -1.0);
  if (!as_in_the_paper) {
    each.Refines(
        "each of these layers is above the one before (preset "
        "paper)");
  }
}

void AddLayerClaims(const RelativeEntropyResults& results, ClaimList& claims) {
  const int last_wide = results.settings.last_wide();
  std::vector<double> of_limit, limits, in_plateau, scatter, narrow, gaussian;
  for (const std::vector<StageRows>& stages : results.variances) {
    const double limit = stages[0].plateau.mean_field;
    limits.push_back(limit);
    for (int l = 0; l < results.plateau_from; ++l) {
      const double distance = std::fabs(limit - stages[0].layers[l].mean_field);
      if (distance <= kReached * std::fabs(limit)) break;
      AddGrowth(stages[0].layers, &LayerRow::mean_field, l, l + 1, of_limit);
    }
    for (const auto& [plateau, layers] : stages) {
      AddGrowth(layers, &LayerRow::relative_entropy, results.plateau_from, last_wide, in_plateau);
      AddGrowth(layers, &LayerRow::relative_entropy, last_wide, last_wide + 2, narrow);
      scatter.push_back(plateau.scatter);
      for (int l = 0; l <= last_wide; ++l) {
        gaussian.push_back(std::min(layers[l].gaussian_forward, layers[l].gaussian_reverse));
      }
    }
  }
  const int steps = static_cast<int>(in_plateau.size());
  const auto falls =
      std::count_if(in_plateau.begin(), in_plateau.end(), [](double g) { return g <= 0.0; });
  const char* paper_says = "monotone increase to a parameter-dependent asymptote";
  claims.Add("wide_limit_grows", "In the limit of large width D grows from layer to layer.")
      .Quoted("abstract")
      .Refines(paper_says)
      .Measured(absl::StrFormat("smallest growth up to layer %d, mean field (nats)",
                                results.plateau_from),
                Least(of_limit))
      .DecidedIf(Least(limits) > 0.0, "the image is so bright that variances shrink with depth")
      .Above(0.0);
  claims
      .Add("plateau_goes_up_and_down",
           "In networks of finite width it goes up and down once it is near its asymptote.")
      .Quoted("abstract")
      .Refines(paper_says)
      .Measured(absl::StrFormat("decreases among %d steps in the plateau", steps),
                static_cast<double>(falls))
      .DecidedIf(steps >= kEnoughSteps, "the plateau has too few layers")
      .AtLeast(1.0);
  claims.Add("layer_scatter", "That scatter is what a sample of finite width gives.")
      .Measured(
          "largest standard deviation over the layers of a plateau, in units of sqrt(N/2) nats",
          Greatest(scatter) / std::sqrt(0.5 * results.settings.width))
      .AtMost(kScatter);
  claims.Add("last_layers_drop", "D drops at the last two layers, which are narrower.")
      .Inferred()
      .Measured("largest growth at these layers (nats)", Greatest(narrow))
      .DecidedIf(Narrows(results.variances[0][0].layers), "they are not narrower")
      .Below(0.0);
  claims
      .Add("gaussian_laws",
           "The relative entropies of the layers' Gaussian laws are never negative, either way.")
      .Measured("smallest of all layers of full width (nats)", Least(gaussian))
      .AtLeast(0.0);
}

// How the plateau of untrained networks goes with the weight variance.
void AddRiseClaims(const RelativeEntropyResults& results, bool as_in_the_paper, ClaimList& claims) {
  std::vector<double> of_mean, of_limit, in_scatter, of_trained;
  for (std::size_t i = 1; i < results.variances.size(); ++i) {
    const PlateauRow& before = results.variances[i - 1].front().plateau;
    const PlateauRow& row = results.variances[i].front().plateau;
    const double there =
        network::NotebookNormalization(results.settings.width, before.weight_variance);
    const double here = network::NotebookNormalization(results.settings.width, row.weight_variance);
    of_mean.push_back(row.random_mean - before.random_mean);
    of_limit.push_back(row.mean_field / here - before.mean_field / there);
    in_scatter.push_back((row.normalized - before.normalized) /
                         std::hypot(row.random_deviation / here, before.random_deviation / there));
    of_trained.push_back(results.variances[i].back().plateau.plateau -
                         results.variances[i - 1].back().plateau.plateau);
  }
  const bool several = !of_mean.empty();
  claims.Add("plateau_rises", "The plateau of untrained networks rises with the weight variance.")
      .Inferred()
      .Measured(
          absl::StrFormat(
              "smallest rise from one weight variance to the next, mean of %d networks (nats)",
              results.settings.random_networks),
          Least(of_mean))
      .DecidedIf(several, kOneVariance)
      .Above(0.0);
  claims
      .Add("normalized_limit_rises",
           "Also after the plot's normalization, in the limit of large width.")
      .Measured("smallest rise of the normalized plateau, mean field", Least(of_limit))
      .DecidedIf(several, kOneVariance)
      .Above(0.0);
  claims
      .Add("single_network_rises",
           "In a single untrained network it rises or stays within the networks' scatter.")
      .Inferred()
      .Refines("the normalized plateau rises with the weight variance")
      .Measured("smallest rise, in standard deviations of the difference of two random networks",
                Least(in_scatter))
      .DecidedIf(several, kOneVariance)
      .AtLeast(-kScatter);
  if (!as_in_the_paper) return;
  claims
      .Add("trained_plateau_rises",
           "The plateau of trained networks rises with the weight variance.")
      .Inferred()
      .Measured("smallest rise (nats)", Least(of_trained))
      .DecidedIf(several, kOneVariance)
      .Above(0.0);
}

// What training does to the plateau, and what it is before.
void AddLiftClaims(const RelativeEntropyResults& results, bool as_in_the_paper, ClaimList& claims) {
  std::vector<double> lift, in_scatter, deviations;
  double mean_lift = 0.0;
  for (const std::vector<StageRows>& stages : results.variances) {
    const PlateauRow& before = stages.front().plateau;
    lift.push_back(stages.back().plateau.plateau - before.plateau);
    in_scatter.push_back(lift.back() / before.random_deviation);
    mean_lift += lift.back() / static_cast<double>(results.variances.size());
    if (before.weight_variance >= kLeastPlotted) {
      deviations.push_back(std::fabs(before.random_mean / before.mean_field - 1.0));
    }
  }
  const bool plotted = deviations.size() == lift.size();
  const std::string lower =
      absl::StrFormat("the authors plot no weight variances below %g", kLeastPlotted);
  if (as_in_the_paper) {
    claims.Add("training_lifts", "Training lifts the plateau, for every weight variance.")
        .Inferred()
        .Measured("smallest lift from the untrained to the trained network (nats)", Least(lift))
        .DecidedIf(plotted, lower)
        .Above(0.0);
  } else {
    const char* paper_says =
        "after 15 epochs of 50,000 images the plateau is higher than before, for every weight "
        "variance (preset paper)";
    claims
        .Add("training_lifts",
             "A short training lifts the plateau, taken over all weight variances.")
        .Inferred()
        .Refines(paper_says)
        .Measured("mean lift from the untrained to the trained network (nats)", mean_lift)
        .DecidedIf(plotted, lower)
        .Above(0.0);
    claims.Add("no_lowering", "At each of them it does not lower it beyond the scatter.")
        .Inferred()
        .Refines(paper_says)
        .Measured("smallest lift, in standard deviations between random networks",
                  Least(in_scatter))
        .AtLeast(-kScatter);
  }
  claims.Add("closed_form", "Before training the plateau is (N/2) ln(q*/q_0).")
      .Measured(absl::StrFormat("largest relative deviation, mean of %d networks, %s",
                                results.settings.random_networks, PlottedFrom()),
                Greatest(deviations))
      .DecidedIf(!deviations.empty(), NonePlotted())
      .AtMost(0.1);
}

}  // namespace

ClaimList RelativeEntropyClaims(const RelativeEntropyResults& results, bool as_in_the_paper) {
  ClaimList claims;
  AddEarlyClaims(results, as_in_the_paper, claims);
  AddLayerClaims(results, claims);
  AddRiseClaims(results, as_in_the_paper, claims);
  AddLiftClaims(results, as_in_the_paper, claims);
  AddOrderChaosClaims(results.order_chaos, claims);
  AddBrightClaims(results.bright, claims);
  return claims;
}

}  // namespace infoflow::paper_figures
