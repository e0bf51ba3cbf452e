// Samples of the two-dimensional Ising model against the exact solutions of the torus and of the
// infinite lattice, by four samplers; and the critical correlators against those of the torus.
//
// Symbols: T temperature (J/k_B), u energy per site, C heat capacity per site, G spin correlator,
// G_eps connected energy correlator, L side. Mathematics: docs/rbm.md.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/ising/ising_sampler.h"
#include "infoflow/ising/scaling_dimensions.h"
#include "infoflow/ising/spin_correlations.h"
#include "infoflow/ising/spin_observables.h"
#include "infoflow/ising/spin_samples.h"
#include "infoflow/ising/square_exact.h"
#include "infoflow/ising/torus.h"
#include "infoflow/ising/torus_correlators.h"
#include "infoflow/ising/torus_heat_capacity.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

namespace {

using ising::IsingThermodynamics;
using ising::Sampler;

constexpr char kRecipe[] =
#include "paper_figures/rbm/ising_monte_carlo.gp.inc"
    ;

constexpr Sampler kSamplers[] = {Sampler::kMetropolis, Sampler::kMultispin, Sampler::kWolff,
                                 Sampler::kSwendsenWang};
constexpr int kNumSamplers = 4;

constexpr double kCriticalTemperature = 1.0 / ising::kSquareCriticalCoupling;

// Enough for Student's t to be near a normal law: beyond 6 errors lies 2e-8 with 127 degrees of
// freedom, so that of the 100 to 400 deviations of a run one is larger in 1 of 10^5 runs.
constexpr int kBins = 128;
constexpr double kMostErrors = 6.0;

// Streams of one run of a sampler.
constexpr std::uint32_t kStreamsPerRun = 64;

// Temperatures of the exact curves.
constexpr int kCurvePoints = 241;

struct Run {
  Sampler sampler;
  double temperature;
  IsingThermodynamics result;
};

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  const int side = static_cast<int>(parameters.Integer("side"));
  const std::int64_t samples = parameters.Integer("samples");
  const int critical_side = static_cast<int>(parameters.Integer("critical_side"));
  const std::int64_t critical_samples = parameters.Integer("critical_samples");
  std::vector<double> temperatures = parameters.Numbers("temperatures");
  temperatures.push_back(kCriticalTemperature);
  std::sort(temperatures.begin(), temperatures.end());
  const int num_temperatures = static_cast<int>(temperatures.size());
  const double sites = static_cast<double>(side) * side;

  std::vector<Run> runs(kNumSamplers * num_temperatures);
  INFOFLOW_RETURN_IF_ERROR(
      ParallelFor(static_cast<int>(runs.size()), context.threads, [&](int index) -> absl::Status {
        Run& run = runs[index];
        run.sampler = kSamplers[index % kNumSamplers];
        run.temperature = temperatures[index / kNumSamplers];
        ising::SamplingOptions options;
        options.sampler = run.sampler;
        options.seed = context.seed;
        options.first_chain = kStreamsPerRun * static_cast<std::uint32_t>(index + 1);
        options.threads = 1;
        INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples configurations,
                                  ising::SampleIsing(side, run.temperature, samples, options));
        INFOFLOW_ASSIGN_OR_RETURN(
            run.result, ising::MeasureThermodynamics(configurations, run.temperature, kBins));
        return absl::OkStatus();
      }));

  Table thermodynamics({{"sampler", ""},
                        {"temperature", "J/k_B"},
                        {"energy", "J per site"},
                        {"energy_error", "J per site"},
                        {"energy_exact", "J per site"},
                        {"energy_deviation", "errors"},
                        {"heat_capacity", "k_B per site"},
                        {"heat_capacity_error", "k_B per site"},
                        {"heat_capacity_exact", "k_B per site"},
                        {"heat_capacity_deviation", "errors"},
                        {"magnetization", "per site"},
                        {"magnetization_error", "per site"},
                        {"energy_time", "samples"},
                        {"magnetization_time", "samples"}});
  double worst_exact = 0.0;
  double worst_time = 0.0;
  for (const Run& run : runs) {
    const double coupling = 1.0 / run.temperature;
    INFOFLOW_ASSIGN_OR_RETURN(const ising::TorusThermodynamics torus,
                              ising::SolveTorus(side, side, coupling));
    INFOFLOW_ASSIGN_OR_RETURN(const double heat_capacity,
                              ising::TorusHeatCapacity(side, side, coupling));
    const double energy = -torus.energy / sites;
    const auto& got = run.result;
    const double energy_deviation = (got.energy.value - energy) / got.energy.error;
    const double heat_deviation =
        (got.heat_capacity.value - heat_capacity) / got.heat_capacity.error;
    // NaN, should an error vanish, must not pass.
    for (const double deviation : {energy_deviation, heat_deviation}) {
      worst_exact = std::isnan(deviation) ? INFINITY : std::max(worst_exact, std::abs(deviation));
    }
    worst_time = std::max({worst_time, got.energy_time.time, got.magnetization_time.time});
    thermodynamics.AddRow(
        {ising::SamplerName(run.sampler), FormatDouble(run.temperature),
         FormatDouble(got.energy.value), FormatDouble(got.energy.error), FormatDouble(energy),
         FormatDouble(energy_deviation), FormatDouble(got.heat_capacity.value),
         FormatDouble(got.heat_capacity.error), FormatDouble(heat_capacity),
         FormatDouble(heat_deviation), FormatDouble(got.absolute_magnetization.value),
         FormatDouble(got.absolute_magnetization.error), FormatDouble(got.energy_time.time),
         FormatDouble(got.magnetization_time.time)});
  }
  // Samplers among themselves, where there is no exact value: |m|, m^2 and m^4.
  double worst_pair = 0.0;
  for (int t = 0; t < num_temperatures; ++t) {
    for (int a = 0; a < kNumSamplers; ++a) {
      for (int b = 0; b < a; ++b) {
        const IsingThermodynamics& first = runs[t * kNumSamplers + a].result;
        const IsingThermodynamics& second = runs[t * kNumSamplers + b].result;
        for (const auto quantity :
             {&IsingThermodynamics::absolute_magnetization,
              &IsingThermodynamics::squared_magnetization, &IsingThermodynamics::fourth_moment}) {
          const double deviation = ((first.*quantity).value - (second.*quantity).value) /
                                   std::hypot((first.*quantity).error, (second.*quantity).error);
          worst_pair = std::isnan(deviation) ? INFINITY : std::max(worst_pair, std::abs(deviation));
        }
      }
    }
  }

  Table exact({{"temperature", "J/k_B"},
               {"torus_energy", "J per site"},
               {"torus_heat_capacity", "k_B per site"},
               {"infinite_energy", "J per site"},
               {"infinite_heat_capacity", "k_B per site"},
               {"infinite_magnetization", "per site"}});
  const double least = temperatures.front();
  const double most = temperatures.back();
  for (int i = 0; i < kCurvePoints; ++i) {
    const double t = least + (most - least) * i / (kCurvePoints - 1);
    const double k = 1.0 / t;
    INFOFLOW_ASSIGN_OR_RETURN(const ising::TorusThermodynamics torus,
                              ising::SolveTorus(side, side, k));
    INFOFLOW_ASSIGN_OR_RETURN(const double heat_capacity, ising::TorusHeatCapacity(side, side, k));
    exact.AddRow({t, -torus.energy / sites, heat_capacity, -ising::SquareEnergy(k),
                  k * k * ising::SquareEnergySlope(k), ising::SquareMagnetization(k)});
  }

  ising::SamplingOptions options;
  options.seed = context.seed;
  options.threads = context.threads;
  INFOFLOW_ASSIGN_OR_RETURN(
      const ising::SpinSamples critical,
      ising::SampleIsing(critical_side, kCriticalTemperature, critical_samples, options));
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinCorrelations correlations,
                            ising::MeasureCorrelations(critical, kBins, context.threads));
  Table correlators({{"distance", "sites"},
                     {"spin_correlator", ""},
                     {"spin_correlator_error", ""},
                     {"torus_spin_correlator", ""},
                     {"spin_deviation", "relative"},
                     {"spin_deviation_error", "relative"},
                     {"energy_correlator", "J^2"},
                     {"energy_correlator_error", "J^2"},
                     {"torus_energy_shape", ""}});
  double worst_correlator = 0.0;
  for (int r = 1; r <= critical_side / 2; ++r) {
    // Both axes; the last column is the mean energy density.
    linalg::Matrix<double> bins(kBins, 3);
    for (int b = 0; b < kBins; ++b) {
      const int down = r * critical_side;
      bins(b, 0) = 0.5 * (correlations.spin(b, r) + correlations.spin(b, down));
      bins(b, 1) = 0.5 * (correlations.energy(b, r) + correlations.energy(b, down));
      bins(b, 2) = correlations.energy_density[b];
    }
    using Means = absl::Span<const double>;
    const auto spin = numerics::Jackknife(bins, [](Means x) { return x[0]; });
    const auto energy = numerics::Jackknife(bins, [](Means x) { return x[1] - x[2] * x[2]; });
    const double curve = ising::kTorusSpinAmplitude * ising::TorusSpinShape(critical_side, r);
    const double deviation = spin.value / curve - 1.0;
    if (r >= 2) worst_correlator = std::max(worst_correlator, std::abs(deviation));
    correlators.AddRow({static_cast<double>(r), spin.value, spin.error, curve, deviation,
                        spin.error / curve, energy.value, energy.error,
                        ising::TorusEnergyShape(critical_side, r)});
  }

  Table dimensions({{"fit", ""},
                    {"spin_dimension", ""},
                    {"spin_dimension_error", ""},
                    {"energy_dimension", ""},
                    {"energy_dimension_error", ""}});
  ising::ScalingDimensions torus_fit;
  for (const auto fit : {ising::DimensionFit::kTorus, ising::DimensionFit::kPower}) {
    INFOFLOW_ASSIGN_OR_RETURN(const ising::ScalingDimensions measured,
                              ising::MeasureScalingDimensions(correlations, fit));
    const bool torus = fit == ising::DimensionFit::kTorus;
    if (torus) torus_fit = measured;
    dimensions.AddRow({torus ? "torus" : "power", FormatDouble(measured.spin.value),
                       FormatDouble(measured.spin.error), FormatDouble(measured.energy.value),
                       FormatDouble(measured.energy.error)});
  }

  FigureResult result;
  // Sums of integers and jackknives of them.
  constexpr GoldenTolerance kTolerance = {1e-9, 1e-12};
  result.tables = {
      {"thermodynamics",
       absl::StrCat("Four samplers at side ", side),
       thermodynamics,
       kTolerance,
       // Differences in units of a small error.
       {{"energy_deviation", {1e-6, 1e-6}}, {"heat_capacity_deviation", {1e-6, 1e-6}}}},
      {"exact", "Exact solutions of the torus and the infinite lattice", exact, kTolerance, {}},
      {"correlators",
       absl::StrCat("Critical correlators at side ", critical_side),
       correlators,
       kTolerance,
       {}},
      {"dimensions",
       "Scaling dimensions from the critical correlators",
       dimensions,
       {1e-8, 1e-10},
       {}}};
  using Relation = Claim::Relation;
  result.claims = {
      {"M1", "Every sampler has the exact energy and heat capacity of the torus.",
       "largest deviation from Kaufman's solution (errors; false alarm 1 in 10^5)", worst_exact,
       Relation::kAtMost, kMostErrors},
      {"M2", "Wolff, Swendsen-Wang, plain and multispin Metropolis samples have the same law.",
       "largest difference of <|m|>, <m^2>, <m^4> between two samplers (errors; false alarm 1 in "
       "10^5)",
       worst_pair, Relation::kAtMost, kMostErrors},
      {"M3", "Successive samples are nearly independent.",
       "largest autocorrelation time of the energy and |m| (samples; 1/2 is independent)",
       worst_time, Relation::kAtMost, 2.5},
      {"F10",
       "The critical spin correlator is, from distance 2 on, its scaling limit: that of conformal "
       "field theory on the torus.",
       "largest relative deviation of G(r) from the scaling limit, r >= 2", worst_correlator,
       Relation::kLess, 0.01},
      {"T1a", "The samples' spin scaling dimension is 1/8.", "|Delta_m - 1/8|, fit to the torus",
       std::abs(torus_fit.spin.value - 0.125), Relation::kAtMost, 0.006},
      {"T1b", "The samples' energy scaling dimension is 1.", "|Delta_eps - 1|, fit to the torus",
       std::abs(torus_fit.energy.value - 1.0), Relation::kAtMost, 0.08}};
  return result;
}

}  // namespace

Figure IsingMonteCarlo() {
  Figure figure;
  figure.slug = "ising_monte_carlo";
  figure.title = "Samples of the Ising model against its exact solutions";
  figure.paper = "arXiv:1906.05212";
  figure.source = "the two-dimensional Ising samples that everything else is learned from";
  figure.description =
      "Energy, heat capacity and magnetization of samples from four Monte Carlo methods against "
      "the exact solutions of the torus and the infinite lattice, with what is left in units of "
      "the error; and the critical correlators against those of conformal field theory on the "
      "torus.";
  figure.oracle =
      "Kaufman's and Onsager's solutions (columns *_exact, table exact), checked against "
      "testdata/reference/rbm/ising_kaufman.csv, ising_onsager.csv, torus_correlators.csv";
  figure.parameters
      .AddInteger("side", "side of the lattice of the thermodynamics (even)", {16, 32, 64},
                  {4, 1024})
      .AddNumbers("temperatures", "temperatures besides T_c, J/k_B",
                  {{1.7, 2.1, 2.5, 3.5},
                   {1.6, 1.8, 2.0, 2.15, 2.35, 2.5, 2.75, 3.0, 3.5, 4.0},
                   {1.6, 1.8, 2.0, 2.1, 2.2, 2.25, 2.3, 2.35, 2.5, 2.75, 3.0, 3.5, 4.0, 5.0, 6.0}},
                  {1.0, 100.0})
      .AddInteger("samples", "samples of each method at each temperature", {1500, 5000, 50000},
                  {1000, 100000000})
      .AddInteger("critical_side", "side of the lattice of the critical correlators (even)",
                  {16, 16, 32}, {6, 256})
      .AddInteger("critical_samples", "samples at T_c for the correlators",
                  {60000, 300000, 1000000}, {1000, 100000000});
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
