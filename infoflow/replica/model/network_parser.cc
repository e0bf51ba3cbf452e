#include "infoflow/replica/model/network_parser.h"

#include <cmath>
#include <map>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/replica/channels/activations.h"
#include "infoflow/replica/channels/priors.h"
#include "infoflow/replica/spectra/spectrum_empirical.h"
#include "infoflow/replica/spectra/spectrum_file.h"
#include "infoflow/replica/spectra/spectrum_gaussian.h"
#include "infoflow/replica/spectra/spectrum_weights.h"
#include "infoflow/support/named_parameters.h"
#include "infoflow/support/number_grid.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::replica {

namespace {

using Values = std::map<std::string, std::string>;

// Removes `name` from `values` and returns it, or `fallback`.
std::string Take(Values& values, const std::string& name, const std::string& fallback) {
  const auto found = values.find(name);
  if (found == values.end()) return fallback;
  std::string value = std::move(found->second);
  values.erase(found);
  return value;
}

std::string Resolve(const std::string& path, const std::string& directory) {
  return directory.empty() || path[0] == '/' ? path : absl::StrCat(directory, "/", path);
}

// The error of what was made from the numbers of the file that `argument` names.
absl::Status InFile(absl::string_view argument, absl::string_view file,
                    const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(argument, "=", file, ": ", status.message()));
}

absl::StatusOr<std::shared_ptr<const Spectrum>> TakeSpectrum(Values& values,
                                                             const std::string& directory) {
  const std::string alpha = Take(values, "alpha", "");
  const std::string spectrum = Take(values, "spectrum", "");
  const std::string weights = Take(values, "weights", "");
  const bool has_header = values.count("header") > 0;
  INFOFLOW_ASSIGN_OR_RETURN(const Header header, ParseHeader(Take(values, "header", "auto")));
  if (has_header && spectrum.empty() && weights.empty()) {
    return absl::InvalidArgumentError("header is of a file of spectrum or weights");
  }
  const bool has_variance = values.count("weight_var") > 0;
  const std::string variance = Take(values, "weight_var", "1");
  if (int{has_variance} + int{!spectrum.empty()} + int{!weights.empty()} > 1) {
    return absl::InvalidArgumentError("only one of weight_var, spectrum and weights can be given");
  }
  if (!weights.empty()) {
    INFOFLOW_ASSIGN_OR_RETURN(const linalg::Matrix<double> matrix,
                              ReadWeights(Resolve(weights, directory), header));
    absl::StatusOr<std::shared_ptr<const Spectrum>> made = SpectrumOfWeights(matrix);
    if (!made.ok()) return InFile("weights", weights, made.status());
    const std::shared_ptr<const Spectrum> result = *std::move(made);
    if (!alpha.empty()) {
      INFOFLOW_ASSIGN_OR_RETURN(const double ratio, ParameterNumber("alpha", alpha));
      if (std::abs(ratio - result->aspect_ratio()) > 1e-9 * ratio) {
        return absl::InvalidArgumentError(absl::StrCat("alpha=", alpha, " disagrees with the ",
                                                       matrix.rows(), " x ", matrix.columns(),
                                                       " weights of ", weights));
      }
    }
    return result;
  }
  if (alpha.empty()) {
    return absl::InvalidArgumentError("alpha, the number of outputs per input, is missing");
  }
  INFOFLOW_ASSIGN_OR_RETURN(const double ratio, ParameterNumber("alpha", alpha));
  if (!spectrum.empty()) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> eigenvalues,
                              ReadEigenvalues(Resolve(spectrum, directory), header));
    absl::StatusOr<std::shared_ptr<const Spectrum>> result = EmpiricalSpectrum(eigenvalues, ratio);
    if (!result.ok()) return InFile("spectrum", spectrum, result.status());
    return result;
  }
  INFOFLOW_ASSIGN_OR_RETURN(const double weight_variance, ParameterNumber("weight_var", variance));
  return GaussianSpectrum(ratio, weight_variance);
}

absl::StatusOr<Layer> ParseLayer(absl::string_view text, const std::string& directory) {
  INFOFLOW_ASSIGN_OR_RETURN(NameAndTexts parsed, ParseNameAndTexts(text));
  Values& values = parsed.values;
  Layer layer;
  INFOFLOW_ASSIGN_OR_RETURN(layer.noise, ParameterNumber("noise", Take(values, "noise", "0")));
  if (layer.noise < 0.0) {
    return absl::InvalidArgumentError(
        absl::StrCat("noise=", FormatDouble(layer.noise), ": must be a variance of at least 0"));
  }
  INFOFLOW_ASSIGN_OR_RETURN(layer.spectrum, TakeSpectrum(values, directory));
  NamedParameters parameters;
  for (const auto& [key, value] : values) {
    INFOFLOW_ASSIGN_OR_RETURN(parameters[key], ParameterNumber(key, value));
  }
  INFOFLOW_ASSIGN_OR_RETURN(layer.activation, MakeActivation(parsed.name, parameters));
  return layer;
}

}  // namespace

absl::StatusOr<std::vector<Layer>> ParseLayers(absl::string_view text,
                                               const std::string& directory) {
  std::vector<Layer> layers;
  for (const std::string& part : SplitUnquoted(text, ';')) {
    absl::StatusOr<Layer> layer = ParseLayer(part, directory);
    if (!layer.ok()) {
      return absl::Status(layer.status().code(), absl::StrCat("layer ", layers.size() + 1, ": ",
                                                              layer.status().message()));
    }
    layers.push_back(*std::move(layer));
  }
  return layers;
}

absl::StatusOr<Network> ParseNetwork(absl::string_view prior, absl::string_view layers,
                                     const std::string& directory) {
  INFOFLOW_ASSIGN_OR_RETURN(std::shared_ptr<const Prior> law, ParsePrior(prior));
  INFOFLOW_ASSIGN_OR_RETURN(std::vector<Layer> parsed, ParseLayers(layers, directory));
  return Network::Create(std::move(law), std::move(parsed));
}

}  // namespace infoflow::replica
