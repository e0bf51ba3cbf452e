#include "infoflow/network/mean_field/activation.h"

#include <cmath>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace infoflow::network {

namespace {

constexpr double kTwoOverRootPi = 1.12837916709551257390;

MeanFieldActivation Tanh() {
  MeanFieldActivation activation;
  activation.name = "tanh";
  activation.evaluate = [](double u) -> ActivationValue {
    const double size = std::fabs(u);
    if (size < 1.0) {
      const double t = std::expm1(-2.0 * size);
      const double value = -t / (2.0 + t);
      return {std::copysign(value, u), 1.0 - value * value};
    }
    // 1 - tanh^2 would cancel in the tails.
    const double e = std::exp(-2.0 * size);
    const double f = 1.0 / (1.0 + e);
    return {std::copysign((1.0 - e) * f, u), 4.0 * e * f * f};
  };
  activation.odd = true;
  return activation;
}

MeanFieldActivation Erf() {
  MeanFieldActivation activation;
  activation.name = "erf";
  activation.evaluate = [](double u) -> ActivationValue {
    return {std::erf(u), kTwoOverRootPi * std::exp(-u * u)};
  };
  activation.odd = true;
  return activation;
}

MeanFieldActivation Relu() {
  MeanFieldActivation activation;
  activation.name = "relu";
  activation.evaluate = [](double u) -> ActivationValue {
    return u > 0.0 ? ActivationValue{u, 1.0} : ActivationValue{0.0, 0.0};
  };
  activation.kinks = {0.0};
  activation.smooth_scale = std::numeric_limits<double>::infinity();
  return activation;
}

MeanFieldActivation HardTanh() {
  MeanFieldActivation activation;
  activation.name = "hardtanh";
  activation.evaluate = [](double u) -> ActivationValue {
    if (std::fabs(u) < 1.0) return {u, 1.0};
    return {std::copysign(1.0, u), 0.0};
  };
  activation.odd = true;
  activation.kinks = {-1.0, 1.0};
  activation.smooth_scale = std::numeric_limits<double>::infinity();
  return activation;
}

MeanFieldActivation Sigmoid() {
  MeanFieldActivation activation;
  activation.name = "sigmoid";
  activation.evaluate = [](double u) -> ActivationValue {
    const double e = std::exp(-std::fabs(u));
    const double larger = 1.0 / (1.0 + e);
    return {u > 0.0 ? larger : e * larger, e * larger * larger};
  };
  // Singular at +-pi i.
  activation.smooth_scale = 2.0;
  return activation;
}

struct NamedActivation {
  const char* name;
  MeanFieldActivation (*make)();
};
constexpr NamedActivation kActivations[] = {
    {"erf", Erf}, {"hardtanh", HardTanh}, {"relu", Relu}, {"sigmoid", Sigmoid}, {"tanh", Tanh}};

}  // namespace

absl::StatusOr<MeanFieldActivation> MakeMeanFieldActivation(absl::string_view name) {
  for (const NamedActivation& activation : kActivations) {
    if (name == activation.name) return activation.make();
  }
  return absl::InvalidArgumentError(absl::StrCat("activation '", name, "' is not one of ",
                                                 absl::StrJoin(MeanFieldActivationNames(), ", ")));
}

std::vector<std::string> MeanFieldActivationNames() {
  std::vector<std::string> names;
  for (const NamedActivation& activation : kActivations) names.push_back(activation.name);
  return names;
}

absl::Status CheckActivation(const MeanFieldActivation& activation) {
  const auto error = [&](absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat("activation '", activation.name, "': ", what));
  };
  if (!activation.evaluate) return error("has no function to evaluate");
  const std::vector<double>& kinks = activation.kinks;
  for (std::size_t i = 0; i < kinks.size(); ++i) {
    if (!std::isfinite(kinks[i]) || (i > 0 && !(kinks[i - 1] < kinks[i]))) {
      return error("kinks must be finite and ascending");
    }
    if (activation.odd && kinks[i] != -kinks[kinks.size() - 1 - i]) {
      return error("an odd function has kinks that are symmetric about zero");
    }
  }
  if (!(activation.smooth_scale > 0.0)) return error("smooth_scale must be positive");
  if (!(activation.longest_panel > 0.0)) return error("longest_panel must be positive");
  return absl::OkStatus();
}

}  // namespace infoflow::network
