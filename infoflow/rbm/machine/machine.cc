#include "infoflow/rbm/machine/machine.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/rbm/machine/log_two_cosh.h"
#include "infoflow/support/check.h"
#include "infoflow/support/memory.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::rbm {

namespace {

// Samples that are turned into doubles at a time.
constexpr int kBlock = 256;

absl::Status CheckFinite(absl::Span<const double> values, absl::string_view name, int columns) {
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (std::isfinite(values[k])) continue;
    const int row = static_cast<int>(k) / columns;
    const int column = static_cast<int>(k) % columns;
    return absl::InvalidArgumentError(
        absl::StrCat("the machine's ", name, "[", row, columns > 1 ? absl::StrCat(",", column) : "",
                     "] is ", FormatDouble(values[k]), "; it must be finite"));
  }
  return absl::OkStatus();
}

}  // namespace

std::int64_t MostHiddenUnits(int visible_units) {
  return std::max<std::int64_t>(
      (kMostParameters - visible_units) / (std::int64_t{visible_units} + 1), 0);
}

absl::Status CheckMachine(const Machine& machine) {
  if (machine.visible_units() < 1 || machine.hidden_units() < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("a machine needs at least 1 visible and 1 hidden unit, not ",
                     machine.visible_units(), " and ", machine.hidden_units()));
  }
  if (machine.visible_bias.size() != static_cast<std::size_t>(machine.visible_units()) ||
      machine.hidden_bias.size() != static_cast<std::size_t>(machine.hidden_units())) {
    return absl::InvalidArgumentError(
        absl::StrCat("a machine with weights ", machine.visible_units(), " x ",
                     machine.hidden_units(), " has ", machine.visible_bias.size(), " visible and ",
                     machine.hidden_bias.size(), " hidden biases"));
  }
  INFOFLOW_RETURN_IF_ERROR(CheckFinite(machine.weights.values(), "W", machine.hidden_units()));
  INFOFLOW_RETURN_IF_ERROR(CheckFinite(machine.visible_bias, "b", 1));
  return CheckFinite(machine.hidden_bias, "c", 1);
}

absl::Status CheckSpins(SpinsView spins, int units) {
  if (spins.columns() != units) {
    return absl::InvalidArgumentError(
        absl::StrCat("the samples have ", spins.columns(), " units each, the machine has ", units));
  }
  if (spins.rows() < 1) return absl::InvalidArgumentError("there are no samples");
  for (int k = 0; k < spins.rows(); ++k) {
    for (int i = 0; i < units; ++i) {
      if (spins(k, i) == 1 || spins(k, i) == -1) continue;
      return absl::InvalidArgumentError(absl::StrCat("sample ", k, ", unit ", i, " is ",
                                                     static_cast<int>(spins(k, i)),
                                                     "; units must be +1 or -1"));
    }
  }
  return absl::OkStatus();
}

Machine ExchangeLayers(const Machine& machine) {
  Machine exchanged;
  exchanged.weights = linalg::Transposed(machine.weights);
  exchanged.visible_bias = machine.hidden_bias;
  exchanged.hidden_bias = machine.visible_bias;
  return exchanged;
}

double Energy(const Machine& machine, absl::Span<const std::int8_t> visible,
              absl::Span<const std::int8_t> hidden) {
  INFOFLOW_CHECK(visible.size() == machine.visible_bias.size());
  INFOFLOW_CHECK(hidden.size() == machine.hidden_bias.size());
  double energy = 0.0;
  for (std::size_t i = 0; i < visible.size(); ++i) {
    double field = machine.visible_bias[i];
    for (std::size_t a = 0; a < hidden.size(); ++a) field += machine.weights(i, a) * hidden[a];
    energy -= field * visible[i];
  }
  for (std::size_t a = 0; a < hidden.size(); ++a) energy -= machine.hidden_bias[a] * hidden[a];
  return energy;
}

linalg::Matrix<double> HiddenFields(const Machine& machine, SpinsView samples) {
  const int visible = machine.visible_units();
  const int hidden = machine.hidden_units();
  INFOFLOW_CHECK(samples.columns() == visible);
  linalg::Matrix<double> fields(samples.rows(), hidden);
  linalg::Matrix<double> block(std::min(kBlock, samples.rows()), visible);
  for (int first = 0; first < samples.rows(); first += kBlock) {
    const int rows = std::min(kBlock, samples.rows() - first);
    for (int k = 0; k < rows; ++k) {
      for (int i = 0; i < visible; ++i) block(k, i) = samples(first + k, i);
      for (int a = 0; a < hidden; ++a) fields(first + k, a) = machine.hidden_bias[a];
    }
    linalg::Gemm(linalg::Transpose::kNo, linalg::Transpose::kNo, 1.0,
                 block.Block(0, 0, rows, visible), machine.weights, 1.0,
                 fields.Block(first, 0, rows, hidden));
  }
  return fields;
}

linalg::Matrix<double> HiddenMeans(const Machine& machine, SpinsView samples) {
  linalg::Matrix<double> means = HiddenFields(machine, samples);
  for (double& value : means.values()) value = std::tanh(value);
  return means;
}

std::vector<double> FreeEnergies(const Machine& machine, SpinsView samples) {
  const linalg::Matrix<double> fields = HiddenFields(machine, samples);
  std::vector<double> energies(samples.rows());
  for (int k = 0; k < samples.rows(); ++k) {
    double energy = -SumLogTwoCosh(fields.row(k));
    for (int i = 0; i < samples.columns(); ++i) energy -= machine.visible_bias[i] * samples(k, i);
    energies[k] = energy;
  }
  return energies;
}

std::vector<double> PseudoLogLikelihoods(const Machine& machine, SpinsView samples) {
  const linalg::Matrix<double> fields = HiddenFields(machine, samples);
  const int hidden = machine.hidden_units();
  std::vector<double> flipped(hidden);
  std::vector<double> result(samples.rows());
  for (int k = 0; k < samples.rows(); ++k) {
    const double here = SumLogTwoCosh(fields.row(k));
    double sum = 0.0;
    for (int i = 0; i < samples.columns(); ++i) {
      const double spin = samples(k, i);
      for (int a = 0; a < hidden; ++a)
        flipped[a] = fields(k, a) - 2.0 * spin * machine.weights(i, a);
      // F(v) - F(flipped), twice the half-field that holds v_i in place with its sign.
      const double difference =
          SumLogTwoCosh(flipped) - here - 2.0 * machine.visible_bias[i] * spin;
      sum -= difference > 0.0 ? difference + std::log1p(std::exp(-difference))
                              : std::log1p(std::exp(difference));
    }
    result[k] = sum;
  }
  return result;
}

double LogPartitionWithoutCouplings(const Machine& machine) {
  return SumLogTwoCosh(machine.visible_bias) + SumLogTwoCosh(machine.hidden_bias);
}

Machine ToZeroOneUnits(const Machine& machine) {
  Machine result = machine;
  for (double& bias : result.visible_bias) bias *= 2.0;
  for (double& bias : result.hidden_bias) bias *= 2.0;
  for (int i = 0; i < machine.visible_units(); ++i) {
    for (int a = 0; a < machine.hidden_units(); ++a) {
      result.weights(i, a) *= 4.0;
      result.visible_bias[i] -= 2.0 * machine.weights(i, a);
      result.hidden_bias[a] -= 2.0 * machine.weights(i, a);
    }
  }
  return result;
}

Machine FromZeroOneUnits(const Machine& machine) {
  Machine result = machine;
  for (int i = 0; i < machine.visible_units(); ++i) {
    for (int a = 0; a < machine.hidden_units(); ++a) {
      const double weight = 0.25 * machine.weights(i, a);
      result.weights(i, a) = weight;
      result.visible_bias[i] += 2.0 * weight;
      result.hidden_bias[a] += 2.0 * weight;
    }
  }
  for (double& bias : result.visible_bias) bias *= 0.5;
  for (double& bias : result.hidden_bias) bias *= 0.5;
  return result;
}

absl::StatusOr<Machine> RandomMachine(int visible_units, int hidden_units, double deviation,
                                      std::uint64_t seed) {
  if (visible_units < 1 || hidden_units < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("a machine needs at least 1 visible and 1 hidden unit, not ", visible_units,
                     " and ", hidden_units));
  }
  if (!(deviation >= 0.0) || !std::isfinite(deviation)) {
    return absl::InvalidArgumentError(absl::StrCat("the standard deviation of the weights is ",
                                                   FormatDouble(deviation),
                                                   "; it must be finite and not negative"));
  }
  INFOFLOW_RETURN_IF_ERROR(
      CheckMemory(sizeof(double) * static_cast<double>(visible_units) * hidden_units,
                  absl::StrCat("a machine of ", visible_units, " visible and ", hidden_units,
                               " hidden units")));
  Machine machine(visible_units, hidden_units);
  random::Stream stream(seed, random::StreamUse::kWeights, 0);
  random::FillNormal(stream, machine.weights.values());
  for (double& weight : machine.weights.values()) weight *= deviation;
  return machine;
}

}  // namespace infoflow::rbm
