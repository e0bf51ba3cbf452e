#include "paper_figures/reconstruction/cascade_channels_claims.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/statistics.h"
#include "paper_figures/shared/extremes.h"

namespace infoflow::paper_figures {

namespace {

// Units whose single channels are compared with their own maps one by one.
constexpr int kShallowUnits = 2;
constexpr char kNotDecoded[] = "no such unit has a decoder";

bool IsPool(const std::string& name) { return absl::StartsWith(name, "pool"); }
bool IsConvolution(const std::string& name) { return absl::StartsWith(name, "conv"); }

class Measured {
 public:
  explicit Measured(const ChannelMeasurements& measured) : m_(measured) {}

  bool HasUnit(const char* prefix) const {
    return std::any_of(m_.units.begin(), m_.units.end(),
                       [&](const UnitRow& unit) { return absl::StartsWith(unit.name, prefix); });
  }
  // Of the last unit whose name begins so; NaN without one.
  double SameClass(const char* prefix) const {
    double share = numerics::kNaN;
    for (const UnitRow& unit : m_.units) {
      if (absl::StartsWith(unit.name, prefix)) share = unit.same_class;
    }
    return share;
  }
  double LeastStep() const {
    Extremes steps;
    for (std::size_t i = 1; i < m_.units.size(); ++i) {
      steps.Add(m_.units[i].mse - m_.units[i - 1].mse);
    }
    return steps.least;
  }
  double PoolsToConvolutions() const {
    Extremes pools, convolutions;
    for (const UnitRow& unit : m_.units) {
      if (IsPool(unit.name)) pools.Add(unit.relative_error);
      if (IsConvolution(unit.name)) convolutions.Add(unit.relative_error);
    }
    return pools.least / convolutions.greatest;
  }
  // Of the units of maps.
  double LeastUntrainedRatio() const {
    Extremes ratios;
    for (const UnitRow& unit : m_.units) {
      if (IsPool(unit.name) || IsConvolution(unit.name)) ratios.Add(unit.untrained_mse / unit.mse);
    }
    return ratios.least;
  }
  // Share of units whose channels, left out, are more like their own maps than like others, in the
  // median over channels.
  double OwnMapUnits() const {
    std::map<int, std::vector<double>> own, others;
    for (const ChannelRow& row : m_.channels) {
      if (!std::isnan(row.left_out_own_map)) own[row.unit].push_back(row.left_out_own_map);
      if (!std::isnan(row.left_out_other_maps)) others[row.unit].push_back(row.left_out_other_maps);
    }
    double units = 0.0, like_own = 0.0;
    for (const auto& [unit, correlations] : own) {
      if (others[unit].empty()) continue;
      units += 1.0;
      if (numerics::Median(correlations) > numerics::Median(others[unit])) like_own += 1.0;
    }
    return units == 0.0 ? numerics::kNaN : like_own / units;
  }
  // The least over the shallow units of their best channel's correlation with its own map.
  double BestOwnMap() const {
    std::map<int, Extremes> best;
    for (const ChannelRow& row : m_.channels) {
      if (row.unit <= kShallowUnits && !std::isnan(row.left_out_own_map)) {
        best[row.unit].Add(row.left_out_own_map);
      }
    }
    Extremes least;
    for (const auto& [unit, extremes] : best) least.Add(extremes.greatest);
    return least.least;
  }
  bool HasShallowChannels() const {
    return HasChannel([](const ChannelRow& row) { return row.unit <= kShallowUnits; });
  }
  bool HasPoolChannels() const {
    return HasChannel([](const ChannelRow& row) { return IsPool(row.name); });
  }
  // Mean over the channels of the last pool.
  double ConstantAtLastPool() const {
    std::string last;
    for (const ChannelRow& row : m_.channels) {
      if (IsPool(row.name)) last = row.name;
    }
    std::vector<double> shares;
    for (const ChannelRow& row : m_.channels) {
      if (row.name == last) shares.push_back(row.constant);
    }
    return last.empty() ? numerics::kNaN : numerics::EstimateMean(shares).mean;
  }
  double ReluRatio() const { return m_.units.back().relu_mse / m_.units.back().mse; }
  double Right(const char* output, int DecisionRow::*taken_for) const {
    const auto right = [&](const DecisionRow& row) {
      return row.output == output && row.decoders == "linear" && row.*taken_for == row.of_class;
    };
    return static_cast<double>(std::count_if(m_.decisions.begin(), m_.decisions.end(), right));
  }

 private:
  template <typename Is>
  bool HasChannel(Is is) const {
    return std::any_of(m_.channels.begin(), m_.channels.end(), is);
  }

  const ChannelMeasurements& m_;
};

// What holds whether decoders have learned much or not.
enum class Needs { kTraining, kNothing };

class Claims {
 public:
  explicit Claims(ChannelSubject subject) : subject_(subject) {}
  ClaimBuilder Add(const char* name, const char* sentence, const std::string& quantity,
                   double value, Needs needs = Needs::kTraining) {
    return list_.Add(name, sentence)
        .Measured(quantity, value)
        .DecidedIf(subject_ != ChannelSubject::kFromFiles,
                   "the bounds are those of the small network on digits")
        .DecidedIf(subject_ != ChannelSubject::kHardlyTrained || needs == Needs::kNothing,
                   "preset smoke hardly trains network and decoders");
  }
  const ClaimList& list() const { return list_; }

 private:
  const ChannelSubject subject_;
  ClaimList list_;
};

void AddUnitClaims(const std::vector<UnitRow>& units, const Measured& measured, Claims& claims) {
  claims
      .Add("error_grows", "The error of reconstructions does not fall from unit to unit.",
           "smallest increase of the mean squared error", measured.LeastStep())
      .Inferred()
      .AtLeast(-0.003);
  claims
      .Add("first_unit", "The first unit keeps the image.", "mean squared error of R_1",
           units[0].mse)
      .Inferred()
      .AtMost(0.01);
  claims
      .Add("logits_lose", "The logits have lost most of what the first unit keeps.",
           "mean squared error of the last unit / of the first", units.back().mse / units[0].mse)
      .Inferred()
      .DecidedIf(measured.HasUnit("logits"), kNotDecoded)
      .AtLeast(5.0);
  claims
      .Add("pools_lose", "Each pool loses more than any convolution.",
           "least error of a pool's decoder, in variances of its target / largest of a "
           "convolution's",
           measured.PoolsToConvolutions())
      .DecidedIf(measured.HasUnit("pool"), kNotDecoded)
      .Above(1.0);
  const struct {
    const char* name;
    const char* sentence;
    const char* unit;
    const char* prefix;
    double bound;
  } kept[] = {
      {"class_kept_by_convolutions", "The network sees the image's class in reconstructions.",
       "last convolution", "conv", 0.88},
      {"class_kept_by_pools", "It does so behind the last pool.", "last pool", "pool", 0.65},
      {"class_kept_by_logits", "And in what is decoded from the logits alone.", "logits", "logits",
       0.6}};
  for (const auto& claim : kept) {
    claims
        .Add(claim.name, claim.sentence,
             absl::StrCat("share of reconstructions with the image's class, ", claim.unit),
             measured.SameClass(claim.prefix))
        .Inferred()
        .DecidedIf(measured.HasUnit(claim.prefix), kNotDecoded)
        .AtLeast(claim.bound);
  }
  claims
      .Add("untrained", "Decoders as they start show nothing of this.",
           "least mean squared error of untrained / trained decoders, units of maps",
           measured.LeastUntrainedRatio())
      .AtLeast(2.0);
}

void AddChannelClaims(const Measured& measured, Claims& claims) {
  claims
      .Add("own_maps",
           "What is missing without a channel looks like the channel's own map, more than like "
           "others.",
           "share of units, medians over channels", measured.OwnMapUnits(), Needs::kNothing)
      .DecidedIf(!std::isnan(measured.OwnMapUnits()),
                 "no unit has two decoded channels whose maps vary")
      .AtLeast(4.0 / 6.0);
  claims
      .Add("best_own_map", "In the first two units a channel decodes to its own map.",
           "least over these units: best channel's absolute correlation", measured.BestOwnMap())
      .DecidedIf(measured.HasShallowChannels(), "no channel of theirs is decoded")
      .AtLeast(0.5);
  claims
      .Add("linear_varies",
           "With linear decoders no single channel of the last pool decodes to a constant.",
           "share of images without any contrast", measured.ConstantAtLastPool(), Needs::kNothing)
      .DecidedIf(measured.HasPoolChannels(), "no channel of a pool is decoded")
      .AtMost(0.0);
  claims
      .Add("relu_keeps_no_more", "ReLU decoders keep no more of the logits than linear ones.",
           "mean squared error of the last unit, ReLU / linear decoders", measured.ReluRatio())
      .DecidedIf(measured.HasUnit("logits"), kNotDecoded)
      .AtLeast(0.9);
}

void AddDecisionClaims(const Measured& measured, Claims& claims) {
  const struct {
    const char* name;
    const char* sentence;
    const char* quantity;
    int DecisionRow::*taken_for;
    double bound;
  } decisions[] = {
      {"decisions_near_mean", "Mean logits of a class decode to an image of that class.",
       "classes of ten whose mean image is nearest", &DecisionRow::class_by_nearest_mean, 8.0},
      {"decisions_correlated", "The class's mean image is the most correlated one, too.",
       "classes of ten whose mean image is most correlated", &DecisionRow::class_by_correlation,
       8.0},
      {"decisions_classified", "The network takes these images for their class.",
       "classes of ten that the network gives back", &DecisionRow::class_by_network, 7.0}};
  for (const auto& claim : decisions) {
    claims
        .Add(claim.name, claim.sentence, claim.quantity,
             measured.Right("mean-logits", claim.taken_for))
        .Inferred()
        .AtLeast(claim.bound);
  }
}

}  // namespace

ClaimList ChannelClaims(const ChannelMeasurements& measurements, const std::string& dataset,
                        ChannelSubject subject) {
  const Measured measured(measurements);
  Claims claims(subject);
  claims
      .Add("accuracy", "The network has learned its classes.",
           absl::StrCat("accuracy on images of ", dataset), measurements.accuracy)
      .AtLeast(0.93);
  AddUnitClaims(measurements.units, measured, claims);
  AddChannelClaims(measured, claims);
  AddDecisionClaims(measured, claims);
  return claims.list();
}

}  // namespace infoflow::paper_figures
