// Every row and column of the tables of multi-layer networks, made by an independent prototype
// with another quadrature of the scalar channels; the column est_err_H is its own estimate of
// what that leaves of error in H, and `residual` its own residual.

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "infoflow/replica/channels/activations.h"
#include "infoflow/replica/channels/priors.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/saddle/entropy.h"
#include "infoflow/replica/saddle/landscape.h"
#include "infoflow/replica/saddle/solver.h"
#include "infoflow/replica/spectra/spectrum_empirical.h"
#include "infoflow/replica/spectra/spectrum_gaussian.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::replica {
namespace {

using ::infoflow::testing::ReferenceTable;
using ::infoflow::testing::Tolerance;

// Quadrature and fixed points; potentials pass through zero.
constexpr Tolerance kPotential = {1e-8, 1e-9};
// Messages depend on the channels to first order, potentials to second: where the prototype's
// estimate of its quadrature error in H is above rounding, its messages are that much worse.
// Below `scale`, the size of a message when nothing is known, a message that decays like e^{-A/2}
// has no digits in the prototype.
Tolerance MessageTolerance(double error_of_entropy, double scale) {
  constexpr double kAmplification = 1e4;
  return {std::max(1e-8, kAmplification * error_of_entropy), 1e-13 * scale};
}
// Moments are closed forms.
constexpr Tolerance kMoment = {1e-12, 0.0};
constexpr double kResidual = 1e-10;
constexpr Tolerance kCount = {0.0, 0.0};
// One layer, closed up to a quadrature.
constexpr Tolerance kLandscape = {1e-9, 1e-11};

// V at or below this is the prototype's floor: perfect recovery, where only H and MI have a
// meaning.
constexpr double kRecovered = 1.0000001e-25;

std::shared_ptr<const Activation> ActivationOf(const std::string& name,
                                               const std::string& parameter) {
  NamedParameters parameters;
  if (!parameter.empty()) {
    parameters[name == "leaky" ? "slope" : "threshold"] = std::stod(parameter);
  }
  return MakeActivation(name, parameters).value();
}

std::map<std::string, std::vector<double>> Spectra() {
  std::map<std::string, std::vector<double>> spectra;
  for (ReferenceTable& table : ReferenceTable::Open("replica", "spectra.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      std::vector<double>& eigenvalues = spectra[table.Text(row, "spectrum")];
      EXPECT_EQ(table.Input(row, "index"), static_cast<double>(eigenvalues.size()));
      eigenvalues.push_back(table.Input(row, "eigenvalue_WtW"));
      // That alpha fits the number of eigenvalues is checked when the network is made.
      table.Ignore("alpha");
    }
  }
  return spectra;
}

Network NetworkOf(ReferenceTable& table, int row,
                  const std::map<std::string, std::vector<double>>& spectra) {
  NamedParameters parameters;
  for (const char* name : {"p", "mean", "var"}) {
    const std::string text = table.Text(row, name);
    if (!text.empty()) parameters[name] = std::stod(text);
  }
  std::string prior = table.Text(row, "prior");
  if (prior == "spikeslab") prior = "spike-slab";
  if (prior == "bimodal") parameters = {{"p", parameters.at("p")}};
  if (prior == "normal") parameters.erase("p");
  std::vector<Layer> layers;
  for (int l = 1; l <= 4; ++l) {
    const std::string name = table.Text(row, absl::StrCat("act", l));
    const std::string parameter = table.Text(row, absl::StrCat("par", l));
    const std::string ensemble = table.Text(row, absl::StrCat("ens", l));
    const std::string variance = table.Text(row, absl::StrCat("wvar", l));
    const std::string noise = table.Text(row, absl::StrCat("noise", l));
    const std::string alpha = table.Text(row, absl::StrCat("alpha", l));
    if (l > static_cast<int>(table.Input(row, "L"))) {
      EXPECT_TRUE(name.empty());
      continue;
    }
    Layer layer;
    layer.activation = ActivationOf(name, parameter);
    layer.noise = std::stod(noise);
    layer.spectrum = ensemble == "gauss"
                         ? GaussianSpectrum(std::stod(alpha), std::stod(variance)).value()
                         : EmpiricalSpectrum(spectra.at(variance), std::stod(alpha)).value();
    layers.push_back(layer);
  }
  return Network::Create(MakePrior(prior, parameters).value(), layers).value();
}

void CheckNetworks(ReferenceTable& table,
                   const std::map<std::string, std::vector<double>>& spectra) {
  table.Ignore("id");
  table.Ignore("residual");
  table.Ignore("cpu_s_proto");
  for (int row = 0; row < table.num_rows(); ++row) {
    SCOPED_TRACE(table.Text(row, "id"));
    const Network network = NetworkOf(table, row, spectra);
    const absl::StatusOr<LayerEntropy> result = ComputeEntropy(network);
    ASSERT_TRUE(result.ok()) << result.status();
    const Solution& solution = result->solution;
    const FixedPoint& best = solution.best();
    table.Compare(row, "H", result->entropy, kPotential);
    table.Compare(row, "MI", result->mutual_information, kPotential);
    EXPECT_LT(best.residual, kResidual);
    const double error = table.Input(row, "est_err_H");
    table.Compare(row, "n_fixed_points", static_cast<double>(solution.fixed_points.size()), kCount);
    if (!table.Text(row, "H_next_fixed_point").empty() && solution.fixed_points.size() > 1) {
      table.Compare(row, "H_next_fixed_point", solution.fixed_points[1].potential, kPotential);
    }
    const bool recovered = table.Input(row, "mmse") <= kRecovered;
    if (!recovered) {
      table.Compare(row, "mmse", result->mean_squared_error,
                    MessageTolerance(error, network.input_moment(0)));
    }
    for (int l = 1; l <= 4; ++l) {
      const auto column = [l](const char* name) { return absl::StrCat(name, l); };
      if (l > network.depth()) {
        // Empty columns of rows with fewer layers; that all are read is checked per table.
        for (const char* name : {"rho", "rhot", "V", "A", "At", "Vt", "theta"}) {
          EXPECT_TRUE(table.Text(row, column(name)).empty());
        }
        continue;
      }
      const int i = l - 1;
      table.Compare(row, column("rho"), network.input_moment(i), kMoment);
      table.Compare(row, column("rhot"), network.preactivation_moment(i), kMoment);
      if (recovered) continue;
      const Tolerance input = MessageTolerance(error, network.input_moment(i));
      const Tolerance output = MessageTolerance(error, network.preactivation_moment(i));
      const Tolerance precision = MessageTolerance(error, 0.0);
      const SaddleState& state = best.state;
      table.Compare(row, column("V"), state.input_error[i], input);
      table.Compare(row, column("A"), state.output_score[i], precision);
      table.Compare(row, column("At"), state.input_precision[i], precision);
      table.Compare(row, column("Vt"), state.output_noise[i], output);
      table.Compare(row, column("theta"), best.theta[i],
                    {output.relative, output.absolute * state.output_score[i]});
    }
  }
}

TEST(NetworkReferenceTest, GaussianWeights) {
  for (ReferenceTable& table : ReferenceTable::Open("replica", "multilayer_gauss.csv")) {
    CheckNetworks(table, {});
  }
}

TEST(NetworkReferenceTest, EmpiricalSpectra) {
  for (ReferenceTable& table : ReferenceTable::Open("replica", "multilayer_spectra.csv")) {
    CheckNetworks(table, Spectra());
  }
}

// Ten numbers that the program dnner publishes as expected, to six decimals, and three of a
// single channel. Nine agree. The tenth, Bimodal_Probit, is not a stationary point: dnner froze
// a layer at V = 0 there; the fixed point has 0.6929035.
TEST(NetworkReferenceTest, PublishedNumbers) {
  const std::map<std::string, std::vector<double>> spectra = Spectra();
  std::vector<ReferenceTable> networks = ReferenceTable::Open("replica", "multilayer_spectra.csv");
  for (ReferenceTable& table : ReferenceTable::Open("replica", "dnner_testsuite.csv")) {
    if (networks.empty()) GTEST_SKIP() << "the networks are in multilayer_spectra.csv";
    for (const char* name : {"dnner_test", "difference", "note"}) table.Ignore(name);
    std::set<std::string> disagreeing;
    for (int row = 0; row < table.num_rows(); ++row) {
      const std::string id = table.Text(row, "row_in_multilayer_spectra");
      const std::string quantity = table.Text(row, "quantity");
      double value = 0.0;
      if (absl::StartsWith(id, "S0")) {
        for (int i = 0; i < networks[0].num_rows(); ++i) {
          if (networks[0].Text(i, "id") != id) continue;
          const LayerEntropy result = ComputeEntropy(NetworkOf(networks[0], i, spectra)).value();
          value = quantity == "H" ? result.entropy : result.mutual_information;
        }
      } else {
        // A leaky rectifier of slope 0, noise 0.01, A = 10, Vt = 0.25, second moment 0.5; I is
        // A rho/2 - J.
        const auto relu = MakeActivation("relu", {}).value();
        const ChannelResponse response = relu->Interface(10.0, 0.26, 0.25);
        value = quantity == "I"      ? 10.0 * relu->SecondMoment(0.51) / 2.0 - response.information
                : quantity == "Aout" ? response.precision
                                     : response.variance;
      }
      table.Compare(row, "ours", value, kPotential);
      if (std::abs(value - table.Input(row, "dnner_expected")) > 1e-6) {
        disagreeing.insert(table.Text(row, "dnner_test"));
      }
    }
    EXPECT_LE(disagreeing.size(), 1u);
    for (const std::string& name : disagreeing) EXPECT_EQ(name, "test_Bimodal_Probit");
  }
  // The columns of this table are another test's.
  for (ReferenceTable& table : networks) {
    for (const Column& column : table.table().columns()) table.Ignore(column.name);
  }
}

// Two equal layers over the variance of their weights, with the first layer alone.
TEST(NetworkReferenceTest, WeightScaleSweep) {
  for (ReferenceTable& table : ReferenceTable::Open("replica", "figa_sweep.csv")) {
    table.Ignore("residual");
    for (int row = 0; row < table.num_rows(); ++row) {
      const double sigma = table.Input(row, "sigma");
      SCOPED_TRACE(absl::StrCat(table.Text(row, "activation"), " ", sigma));
      Layer layer;
      layer.activation = ActivationOf(table.Text(row, "activation"), "");
      layer.spectrum = GaussianSpectrum(table.Input(row, "alpha"), sigma * sigma).value();
      layer.noise = table.Input(row, "noise_inner");
      Layer last = layer;
      last.noise = table.Input(row, "noise_out");
      const Network network =
          Network::Create(MakePrior("normal", {}).value(), {layer, last}).value();
      const std::vector<LayerEntropy> entropies = ComputeLayerEntropies(network).value();
      ASSERT_EQ(entropies.size(), 2u);
      const Tolerance message = MessageTolerance(table.Input(row, "est_err"), 0.0);
      const FixedPoint& first = entropies[0].solution.best();
      const FixedPoint& second = entropies[1].solution.best();
      table.Compare(row, "H_T1", entropies[0].entropy, kPotential);
      table.Compare(row, "MI_T1", entropies[0].mutual_information, kPotential);
      table.Compare(row, "V_T1", first.state.input_error[0], message);
      table.Compare(row, "H_T2", entropies[1].entropy, kPotential);
      table.Compare(row, "MI_T2", entropies[1].mutual_information, kPotential);
      table.Compare(row, "V1_T2", second.state.input_error[0], message);
      table.Compare(row, "V2_T2", second.state.input_error[1], message);
      table.Compare(row, "A1_T2", second.state.output_score[0], message);
      table.Compare(row, "A2_T2", second.state.output_score[1], message);
      EXPECT_LT(second.residual, kResidual);
      table.Compare(row, "n_fixed_points",
                    static_cast<double>(entropies[1].solution.fixed_points.size()), kCount);
    }
  }
}

Network SparseLinearNetwork(ReferenceTable& table, int row) {
  const NamedParameters parameters = {{"p", table.Input(row, "p")},
                                      {"mean", table.Input(row, "mean")},
                                      {"var", table.Input(row, "var")}};
  Layer layer;
  layer.activation = MakeActivation("linear", {}).value();
  layer.noise = table.Input(row, "noise");
  layer.spectrum = GaussianSpectrum(table.Input(row, "alpha"), 1.0).value();
  return Network::Create(MakePrior("spike-slab", parameters).value(), {layer}).value();
}

TEST(NetworkReferenceTest, Landscape) {
  for (ReferenceTable& table : ReferenceTable::Open("replica", "landscape_spikeslab.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const Network network = SparseLinearNetwork(table, row);
      const std::vector<double> errors = {table.Input(row, "V")};
      const LandscapePoint point = PotentialLandscape(network, errors).value()[0];
      table.Compare(row, "phi", point.potential, kLandscape);
      table.Compare(row, "V_next", point.next_error, kLandscape);
      // A difference V_next - V times a large factor.
      const double scale = std::abs(point.slope) * errors[0] /
                           std::max(std::abs(point.next_error - errors[0]), 1e-300);
      table.Compare(row, "dphi_dV", point.slope, {1e-9, 1e-9 * scale});
    }
  }
}

TEST(NetworkReferenceTest, LandscapeFixedPoints) {
  for (ReferenceTable& table : ReferenceTable::Open("replica", "landscape_fixed_points.csv")) {
    std::map<std::tuple<double, double, double, double, double>, int> rows_of_network;
    for (int row = 0; row < table.num_rows(); ++row) {
      const Network network = SparseLinearNetwork(table, row);
      const std::vector<LandscapeFixedPoint> points = FindFixedPoints(network).value();
      const auto key =
          std::make_tuple(table.Input(row, "p"), table.Input(row, "mean"), table.Input(row, "var"),
                          table.Input(row, "noise"), table.Input(row, "alpha"));
      ++rows_of_network[key];
      const int index = static_cast<int>(table.Input(row, "fixed_point"));
      ASSERT_LT(index, static_cast<int>(points.size()));
      const LandscapeFixedPoint& point = points[index];
      table.Compare(row, "stable", point.stable ? 1.0 : 0.0, kCount);
      table.Compare(row, "V", point.error, MessageTolerance(0.0, 0.0));
      table.Compare(row, "phi", point.potential, kLandscape);
      table.Compare(row, "MI", point.mutual_information, kLandscape);
      // "easy/unique (V=...)" stands for one fixed point whether V is small or not.
      const Phase phase = ClassifyPhase(points, network.prior().variance());
      const std::string text = table.Text(row, "phase");
      if (absl::StartsWith(text, "easy/unique")) {
        EXPECT_EQ(points.size(), 1u);
        EXPECT_NE(phase, Phase::kHard);
      } else {
        EXPECT_TRUE(absl::StartsWith(text, PhaseName(phase))) << text;
      }
      if (row + 1 == table.num_rows() || table.Input(row + 1, "fixed_point") == 0.0) {
        EXPECT_EQ(rows_of_network[key], static_cast<int>(points.size()));
      }
    }
  }
}

}  // namespace
}  // namespace infoflow::replica
