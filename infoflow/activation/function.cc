#include "infoflow/activation/function.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "infoflow/activation/function_kernels.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::activation {

namespace {

using numerics::kInfinity;
using numerics::kInverseSqrt2;
using numerics::kInverseSqrt2Pi;
using numerics::kLn2;
using numerics::kPi;

constexpr double kTwoOverRootPi = 1.12837916709551257390;
constexpr double kLnTwoOverRootPi = 0.12078223763524522235;

using EvaluateAllPointer = void (*)(absl::Span<const double>, absl::Span<double>,
                                    absl::Span<double>);

// An analytic, strictly increasing function.
Function Analytic(const char* name, Value (*evaluate)(double), EvaluateAllPointer evaluate_all,
                  double (*log_derivative)(double), double analytic_width, double smooth_scale,
                  bool odd) {
  Function function;
  function.name = name;
  function.evaluate = evaluate;
  function.evaluate_all = evaluate_all;
  function.log_derivative = log_derivative;
  function.analytic_width = analytic_width;
  function.smooth_scale = smooth_scale;
  function.odd = odd;
  return function;
}

Function Tanh() {
  const auto evaluate = [](double u) -> Value {
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
  const auto log_derivative = [](double u) {
    const double size = std::fabs(u);
    return 2.0 * (kLn2 - size - std::log1p(std::exp(-2.0 * size)));
  };
  return Analytic("tanh", evaluate, internal::EvaluateTanh, log_derivative, 0.5 * kPi, 1.0, true);
}

Function Erf() {
  const auto evaluate = [](double u) -> Value {
    return {std::erf(u), kTwoOverRootPi * std::exp(-u * u)};
  };
  const auto log_derivative = [](double u) { return kLnTwoOverRootPi - u * u; };
  return Analytic("erf", evaluate, internal::EvaluateErf, log_derivative, 1.0, 1.0, true);
}

Value SigmoidValue(double u) {
  const double e = std::exp(-std::fabs(u));
  const double larger = 1.0 / (1.0 + e);
  return {u > 0.0 ? larger : e * larger, e * larger * larger};
}

// Singular at +-pi i, as softplus is.
Function Sigmoid() {
  const auto log_derivative = [](double u) {
    const double size = std::fabs(u);
    return -size - 2.0 * std::log1p(std::exp(-size));
  };
  return Analytic("sigmoid", SigmoidValue, internal::EvaluateSigmoid, log_derivative, kPi, 2.0,
                  false);
}

Function Softplus() {
  const auto evaluate = [](double u) -> Value {
    return {std::max(u, 0.0) + std::log1p(std::exp(-std::fabs(u))), SigmoidValue(u).value};
  };
  const auto log_derivative = [](double u) {
    return std::min(u, 0.0) - std::log1p(std::exp(-std::fabs(u)));
  };
  return Analytic("softplus", evaluate, internal::EvaluateSoftplus, log_derivative, kPi, 2.0,
                  false);
}

Function Gelu() {
  Function function;
  function.name = "gelu";
  function.evaluate = [](double u) -> Value {
    const double law = 0.5 * std::erfc(-u * kInverseSqrt2);
    return {u * law, law + u * kInverseSqrt2Pi * std::exp(-0.5 * u * u)};
  };
  function.evaluate_all = internal::EvaluateGelu;
  return function;
}

// A named function: its parameters, and how to make it.
struct Entry {
  const char* name;
  std::vector<std::string> parameters;
  absl::StatusOr<Function> (*make)(const NamedParameters&);
};

template <Function (*make)()>
absl::StatusOr<Function> Without(const NamedParameters&) {
  return make();
}

const std::vector<Entry>& Entries() {
  static const auto& entries = *new std::vector<Entry>{
      {"erf", {}, Without<Erf>},
      {"gelu", {}, Without<Gelu>},
      {"hardtanh",
       {"threshold"},
       [](const NamedParameters& parameters) -> absl::StatusOr<Function> {
         INFOFLOW_ASSIGN_OR_RETURN(
             const PiecewiseAffine pieces,
             PiecewiseAffine::Hardtanh(ParameterOr(parameters, "threshold", 1.0)));
         return FunctionOf("hardtanh", pieces);
       }},
      {"leaky-relu",
       {"slope"},
       [](const NamedParameters& parameters) -> absl::StatusOr<Function> {
         INFOFLOW_ASSIGN_OR_RETURN(
             const PiecewiseAffine pieces,
             PiecewiseAffine::LeakyRelu(ParameterOr(parameters, "slope", 0.01)));
         return FunctionOf("leaky-relu", pieces);
       }},
      {"linear",
       {},
       [](const NamedParameters&) -> absl::StatusOr<Function> {
         return FunctionOf("linear", PiecewiseAffine::Linear());
       }},
      {"probit",
       {},
       [](const NamedParameters&) -> absl::StatusOr<Function> {
         return FunctionOf("probit", PiecewiseAffine::Sign());
       }},
      {"relu",
       {},
       [](const NamedParameters&) -> absl::StatusOr<Function> {
         return FunctionOf("relu", PiecewiseAffine::Relu());
       }},
      {"sigmoid", {}, Without<Sigmoid>},
      {"softplus", {}, Without<Softplus>},
      {"tanh", {}, Without<Tanh>},
  };
  return entries;
}

absl::StatusOr<const Entry*> FindEntry(absl::string_view name) {
  const absl::string_view full = name == "leaky" ? "leaky-relu" : name == "sign" ? "probit" : name;
  for (const Entry& entry : Entries()) {
    if (full == entry.name) return &entry;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "there is no activation \"", name, "\"; there are ", absl::StrJoin(FunctionNames(), ", "),
      " (leaky for leaky-relu, sign for probit)"));
}

}  // namespace

bool Function::continuous() const {
  if (!pieces.has_value()) return true;
  const auto all = pieces->pieces();
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i - 1].At(all[i].lower) != all[i].At(all[i].lower)) return false;
  }
  return true;
}

void Function::EvaluateAll(absl::Span<const double> u, absl::Span<double> values,
                           absl::Span<double> derivatives) const {
  if (evaluate_all) return evaluate_all(u, values, derivatives);
  for (std::size_t i = 0; i < u.size(); ++i) {
    const Value at = evaluate(u[i]);
    values[i] = at.value;
    derivatives[i] = at.derivative;
  }
}

absl::StatusOr<Function> MakeFunction(absl::string_view name, const NamedParameters& parameters) {
  INFOFLOW_ASSIGN_OR_RETURN(const Entry* entry, FindEntry(name));
  INFOFLOW_RETURN_IF_ERROR(
      CheckParameterNames(absl::StrCat("activation ", name), parameters, entry->parameters));
  return entry->make(parameters);
}

absl::StatusOr<Function> ParseFunction(absl::string_view text) {
  INFOFLOW_ASSIGN_OR_RETURN(const NameAndParameters parsed, ParseNameAndParameters(text));
  return MakeFunction(parsed.name, parsed.parameters);
}

Function FunctionOf(std::string name, const PiecewiseAffine& pieces) {
  Function function;
  function.name = std::move(name);
  function.evaluate = [pieces](double u) -> Value {
    for (const AffinePiece& piece : pieces.pieces()) {
      if (u < piece.upper) return {piece.At(u), piece.slope};
    }
    const AffinePiece& last = pieces.pieces().back();
    return {last.At(u), last.slope};
  };
  function.evaluate_all = [pieces](absl::Span<const double> u, absl::Span<double> values,
                                   absl::Span<double> derivatives) {
    internal::EvaluatePieces(pieces.pieces(), u, values, derivatives);
  };
  function.odd = pieces.odd();
  for (const AffinePiece& piece : pieces.pieces()) {
    if (piece.upper < kInfinity) function.kinks.push_back(piece.upper);
  }
  function.smooth_scale = kInfinity;
  function.pieces = pieces;
  return function;
}

std::vector<std::string> FunctionNames() {
  std::vector<std::string> names;
  for (const Entry& entry : Entries()) names.push_back(entry.name);
  return names;
}

std::vector<std::string> ContinuousFunctionNames() {
  std::vector<std::string> names;
  for (const Entry& entry : Entries()) {
    if (entry.make({})->continuous()) names.push_back(entry.name);
  }
  return names;
}

absl::Status CheckFunction(const Function& function) {
  const auto error = [&](absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat("activation '", function.name, "': ", what));
  };
  if (!function.evaluate) return error("has no function to evaluate");
  const std::vector<double>& kinks = function.kinks;
  for (std::size_t i = 0; i < kinks.size(); ++i) {
    if (!std::isfinite(kinks[i]) || (i > 0 && !(kinks[i - 1] < kinks[i]))) {
      return error("kinks must be finite and ascending");
    }
    if (function.odd && kinks[i] != -kinks[kinks.size() - 1 - i]) {
      return error("an odd function has kinks that are symmetric about zero");
    }
  }
  if (!function.continuous()) return error("jumps");
  if (!(function.smooth_scale > 0.0)) return error("smooth_scale must be positive");
  if (!(function.longest_panel > 0.0)) return error("longest_panel must be positive");
  return absl::OkStatus();
}

}  // namespace infoflow::activation
