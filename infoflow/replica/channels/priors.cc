#include "infoflow/replica/channels/priors.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/numerics/logarithm_inline.h"
#include "infoflow/replica/channels/binary_channel.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::replica {
namespace {

using numerics::kPi;

// What the quadratures are laid out for: ln(1/1e-15).
constexpr double kLogError = 34.5;

absl::Status CheckFinite(absl::string_view name, double value) {
  if (std::isfinite(value)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the ", name, " of a prior is ", value, "; it must be finite"));
}

class NormalPrior : public Prior {
 public:
  NormalPrior(double mean, double variance) : mean_(mean), variance_(variance) {}
  double mean() const override { return mean_; }
  double variance() const override { return variance_; }
  ChannelResponse Observe(double precision) const override {
    INFOFLOW_CHECK(precision >= 0.0);
    const double ratio = precision * variance_;
    return {0.5 * std::log1p(ratio), variance_ / (1.0 + ratio), 0.0, 1.0 / variance_};
  }

 private:
  double mean_;
  double variance_;
};

class BimodalPrior : public Prior {
 public:
  explicit BimodalPrior(double p) : law_({p, 1.0 - p}) {}
  double mean() const override { return law_.plus - law_.minus; }
  double variance() const override { return 4.0 * law_.plus * law_.minus; }
  ChannelResponse Observe(double precision) const override {
    const BinaryResponse response = ObserveSign(law_, precision, kLogError);
    return {response.information, response.variance, 0.0};
  }

 private:
  SignLaw law_;
};

// The mixture p_0 = (1-p) N(0,1), p_1 = p N(centre, k) of eta = sqrt(A) y.
struct SpikeSlabMixture {
  double spike;   // 1 - p
  double slab;    // p
  double centre;  // sqrt(A) mean
  double k;       // 1 + A variance
};

struct SpikeSlabSums {
  double entropy = 0.0;  // p ln p - p_0 ln p_0 - p_1 ln p_1
  double spread = 0.0;   // (p_0 p_1 / p) (m / sqrt A)^2
};

constexpr int kBlock = 32;

INFOFLOW_KERNEL void SumSpikeSlab(const SpikeSlabMixture& mixture, double gain, double first,
                                  double step, int num_blocks, SpikeSlabSums* sums) {
  double entropy[kBlock] = {};
  double spread[kBlock] = {};
  const double root = 1.0 / std::sqrt(mixture.k);
  const double scale0 = mixture.spike * numerics::kInverseSqrt2Pi;
  const double scale1 = mixture.slab * numerics::kInverseSqrt2Pi * root;
  const double log0 = std::log(scale0);
  const double log1 = std::log(scale1);
  const double centre = mixture.centre;
  const double inverse_k = 1.0 / mixture.k;
  for (int b = 0; b < num_blocks; ++b) {
    for (int j = 0; j < kBlock; ++j) {
      const double eta = first + step * (b * kBlock + j);
      const double x = (eta - centre) * root;
      const double square0 = 0.5 * eta * eta;
      const double square1 = 0.5 * x * x;
      const double p0 = scale0 * numerics::ExpInline(-square0) + 1e-290;
      const double p1 = scale1 * numerics::ExpInline(-square1) + 1e-290;
      const double p = p0 + p1;
      const double m = (centre + gain * eta) * inverse_k;
      entropy[j] += p * numerics::LogInline(p) - p0 * (log0 - square0) - p1 * (log1 - square1);
      spread[j] += p0 * p1 / p * m * m;
    }
  }
  for (int j = 0; j < kBlock; ++j) {
    sums->entropy += entropy[j];
    sums->spread += spread[j];
  }
}

// The trapezoidal rule for 1/(1 + p_1/p_0) errs by exp(-2 pi^2/(step slope)) of the weight where
// the two densities cross, slope that of ln(p_1/p_0) there.
double SpikeSlabStep(const SpikeSlabMixture& mixture, double reach) {
  double step = std::sqrt(2.0 * kPi * kPi / kLogError);
  for (double eta = -reach; eta <= reach; eta += 0.125 * reach) {
    const double distance = eta - mixture.centre;
    const double depth = std::max(
        0.5 * eta * eta, 0.5 * distance * distance / mixture.k + 0.5 * std::log(mixture.k));
    // Half a sampling interval of margin.
    const double left = kLogError - depth + 0.2 * reach;
    const double slope = std::abs(eta - distance / mixture.k) + 0.06 * reach;
    if (left > 0.0) step = std::min(step, 2.0 * kPi * kPi / (slope * left));
  }
  return step;
}

class SpikeSlabPrior : public Prior {
 public:
  SpikeSlabPrior(double p, double mean, double variance)
      : p_(p), slab_mean_(mean), slab_variance_(variance) {}

  double mean() const override { return p_ * slab_mean_; }
  double variance() const override {
    return p_ * slab_variance_ + p_ * (1.0 - p_) * slab_mean_ * slab_mean_;
  }

  ChannelResponse Observe(double precision) const override {
    INFOFLOW_CHECK(precision >= 0.0);
    if (precision == 0.0) return {0.0, variance(), 0.0};
    if (slab_variance_ == 0.0) {
      const double quarter = 0.25 * slab_mean_ * slab_mean_;
      const BinaryResponse sign = ObserveSign({p_, 1.0 - p_}, precision * quarter, kLogError);
      return {sign.information, quarter * sign.variance, 0.0};
    }
    ChannelResponse response = Integrate(precision);
    // J0 cancels there; its derivative V0 / 2 does not. Two-point Gauss rule, error the fourth
    // power.
    if (precision * (slab_variance_ + slab_mean_ * slab_mean_) < 1e-3) {
      const double offset = 0.5 / std::sqrt(3.0);
      response.information = 0.25 * precision *
                             (Integrate((0.5 - offset) * precision).variance +
                              Integrate((0.5 + offset) * precision).variance);
    }
    return response;
  }

 private:
  ChannelResponse Integrate(double precision) const {
    const SpikeSlabMixture mixture = {1.0 - p_, p_, std::sqrt(precision) * slab_mean_,
                                      1.0 + precision * slab_variance_};
    const double reach = std::sqrt(2.0 * kLogError);
    const double step = SpikeSlabStep(mixture, reach);
    const int count = static_cast<int>(std::ceil(2.0 * reach / step));
    SpikeSlabSums sums;
    // m = (mean + variance A y)/k = (centre + A variance eta)/(k sqrt A).
    RunKernel<SumSpikeSlab>(mixture, precision * slab_variance_, -reach, step,
                            (count + kBlock - 1) / kBlock, &sums);
    const double label = -(1.0 - p_) * std::log1p(-p_) - p_ * std::log(p_);
    return {label + 0.5 * p_ * std::log(mixture.k) - step * sums.entropy,
            p_ * slab_variance_ / mixture.k + step * sums.spread / precision, 0.0};
  }

  double p_;
  double slab_mean_;
  double slab_variance_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Prior>> MakeNormalPrior(double mean, double variance) {
  INFOFLOW_RETURN_IF_ERROR(CheckFinite("mean", mean));
  if (!(variance > 0.0) || !std::isfinite(variance)) {
    return absl::InvalidArgumentError(absl::StrCat("the variance of a normal prior is ", variance,
                                                   "; it must be finite and positive"));
  }
  return std::make_unique<NormalPrior>(mean, variance);
}

absl::StatusOr<std::unique_ptr<Prior>> MakeBimodalPrior(double p) {
  if (!(p > 0.0 && p < 1.0)) {
    return absl::InvalidArgumentError(absl::StrCat("the probability p of a bimodal prior is ", p,
                                                   "; it must lie strictly between 0 and 1"));
  }
  return std::make_unique<BimodalPrior>(p);
}

absl::StatusOr<std::unique_ptr<Prior>> MakeSpikeSlabPrior(double p, double mean, double variance) {
  if (!(p > 0.0 && p <= 1.0)) {
    return absl::InvalidArgumentError(absl::StrCat("the probability p of a spike-slab prior is ", p,
                                                   "; it must be positive and at most 1"));
  }
  INFOFLOW_RETURN_IF_ERROR(CheckFinite("mean", mean));
  if (!(variance >= 0.0) || !std::isfinite(variance)) {
    return absl::InvalidArgumentError(absl::StrCat("the variance of a spike-slab prior is ",
                                                   variance,
                                                   "; it must be finite and not negative"));
  }
  if (variance == 0.0 && (mean == 0.0 || p == 1.0)) {
    return absl::InvalidArgumentError(
        "a spike-slab prior of variance 0 needs a mean other than 0 and p below 1; it is constant "
        "otherwise");
  }
  if (p == 1.0) return MakeNormalPrior(mean, variance);
  return std::make_unique<SpikeSlabPrior>(p, mean, variance);
}

absl::StatusOr<std::unique_ptr<Prior>> MakePrior(absl::string_view name,
                                                 const NamedParameters& parameters) {
  const std::string subject = absl::StrCat("prior ", name);
  const double mean = ParameterOr(parameters, "mean", 0.0);
  const double variance = ParameterOr(parameters, "var", 1.0);
  if (name == "normal") {
    INFOFLOW_RETURN_IF_ERROR(CheckParameterNames(subject, parameters, {"mean", "var"}));
    return MakeNormalPrior(mean, variance);
  }
  if (name == "bimodal") {
    INFOFLOW_RETURN_IF_ERROR(CheckParameterNames(subject, parameters, {"p"}));
    return MakeBimodalPrior(ParameterOr(parameters, "p", 0.5));
  }
  if (name == "spike-slab") {
    INFOFLOW_RETURN_IF_ERROR(CheckParameterNames(subject, parameters, {"p", "mean", "var"}));
    if (parameters.count("p") == 0) {
      return absl::InvalidArgumentError("prior spike-slab needs p, the probability of the slab");
    }
    return MakeSpikeSlabPrior(parameters.at("p"), mean, variance);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("there is no prior \"", name, "\"; there are normal, bimodal and spike-slab"));
}

absl::StatusOr<std::unique_ptr<Prior>> ParsePrior(absl::string_view text) {
  INFOFLOW_ASSIGN_OR_RETURN(const NameAndParameters parsed, ParseNameAndParameters(text));
  return MakePrior(parsed.name, parsed.parameters);
}

}  // namespace infoflow::replica
