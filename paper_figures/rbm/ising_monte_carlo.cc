// Samples of the two-dimensional Ising model against the exact solutions of the torus and of the
// infinite lattice, by four samplers; and the critical correlators against those of the torus.
//
// Symbols: T temperature (J/k_B), u energy per site, C heat capacity per site, G spin correlator,
// G_eps connected energy correlator, L side. Mathematics: docs/rbm.md.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "infoflow/ising/ising_sampler.h"
#include "infoflow/ising/scaling_dimensions.h"
#include "infoflow/ising/spin_correlations.h"
#include "infoflow/ising/spin_observables.h"
#include "infoflow/ising/spin_samples.h"
#include "infoflow/ising/square_exact.h"
#include "infoflow/ising/torus.h"
#include "infoflow/ising/torus_correlators.h"
#include "infoflow/ising/torus_heat_capacity.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/jackknife.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/rbm/ising_machines.h"

namespace infoflow::paper_figures {

namespace {

using ising::Sampler;

constexpr Sampler kSamplers[] = {Sampler::kMetropolis, Sampler::kMultispin, Sampler::kWolff,
                                 Sampler::kSwendsenWang};

// Enough for Student's t to be near a normal law: beyond 6 errors lies 2e-8 with 127 degrees of
// freedom, so that of the 100 to 400 deviations of a run one is larger in 1 of 10^5 runs.
constexpr int kBins = 128;
constexpr double kMostErrors = 6.0;

// How far the critical correlator may be from its scaling limit.
constexpr double kMostCorrelatorDeviation = 0.01;

// B of G_eps(r) ~ B / r^2 on the infinite critical lattice. Its sum gives the heat capacity of a
// lattice the logarithm 8 pi B K^2 ln L, which is Onsager's, (8 / pi) K^2 ln L.
constexpr double kEnergyAmplitude = 1.0 / (M_PI * M_PI);

// Temperatures of the exact curves.
constexpr int kCurvePoints = 241;

struct Parameters {
  int side;
  std::vector<double> temperatures;
  std::int64_t samples;
  int critical_side;
  std::int64_t critical_samples;

  void Register(ParameterSet& set) {
    set.Add("side", &side, "side of the lattice of the thermodynamics (even)", {16, 32, 64},
            {4, 1024});
    set.Add("temperatures", &temperatures, {"temperatures besides T_c", "J/k_B"},
            {{1.7, 2.1, 2.5, 3.5},
             {1.6, 1.8, 2.0, 2.15, 2.35, 2.5, 2.75, 3.0, 3.5, 4.0},
             {1.6, 1.8, 2.0, 2.1, 2.2, 2.25, 2.3, 2.35, 2.5, 2.75, 3.0, 3.5, 4.0, 5.0, 6.0}},
            {1.0, 100.0});
    set.Add("samples", &samples, "samples of each method at each temperature", {1500, 5000, 50000},
            {1000, 100000000});
    set.Add("critical_side", &critical_side,
            "side of the lattice of the critical correlators (even)", {16, 16, 32}, {6, 256});
    set.Add("critical_samples", &critical_samples, "samples at T_c for the correlators",
            {60000, 300000, 1000000}, {1000, 100000000});
  }

  // T_c among the others, each once, ascending.
  std::vector<double> AllTemperatures() const {
    std::vector<double> all = temperatures;
    all.push_back(kCriticalTemperature);
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }
};

// Samples of one method at one temperature, and what is measured of them.
struct Point {
  bool correlators = false;  // or thermodynamics
  Sampler sampler = Sampler::kMultispin;
  double temperature = 0.0;
  int side = 0;
  std::int64_t samples = 0;
  std::uint32_t first_chain = 0;
  std::uint64_t seed = 0;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("measured", self.correlators ? "correlators" : "thermodynamics");
    visit.Key("sampler", ising::SamplerName(self.sampler));
    visit.Key("temperature", self.temperature, "J/k_B");
    visit("side", self.side);
    visit("samples", self.samples);
    visit("first_chain", self.first_chain);
    visit("seed", self.seed);
  }
};

// One sampler at one temperature.
struct SamplerRow {
  std::string sampler;
  double temperature = 0.0;
  double energy = 0.0, energy_error = 0.0, energy_exact = 0.0, energy_deviation = 0.0;
  double heat = 0.0, heat_error = 0.0, heat_exact = 0.0, heat_deviation = 0.0;
  double magnetization = 0.0, magnetization_error = 0.0;  // <|m|>
  double energy_time = 0.0, magnetization_time = 0.0;     // integrated autocorrelation times

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("sampler", self.sampler);
    visit("temperature", self.temperature, "J/k_B");
    visit("energy", self.energy, "J per site");
    visit("energy_error", self.energy_error, "J per site");
    visit("energy_exact", self.energy_exact, "J per site");
    visit("energy_deviation", self.energy_deviation, "errors");
    visit("heat_capacity", self.heat, "k_B per site");
    visit("heat_capacity_error", self.heat_error, "k_B per site");
    visit("heat_capacity_exact", self.heat_exact, "k_B per site");
    visit("heat_capacity_deviation", self.heat_deviation, "errors");
    visit("magnetization", self.magnetization, "per site");
    visit("magnetization_error", self.magnetization_error, "per site");
    visit("energy_time", self.energy_time, "samples");
    visit("magnetization_time", self.magnetization_time, "samples");
  }
};

// A mean with its error.
struct Moment {
  double value = 0.0, error = 0.0;

  INFOFLOW_FIELDS(value, error)
};

// Critical correlators at one distance, means of both axes.
struct CorrelatorRow {
  int distance = 0;
  double spin = 0.0, spin_error = 0.0, torus_spin = 0.0;
  double deviation = 0.0, deviation_error = 0.0;  // of spin from torus_spin
  double energy = 0.0, energy_error = 0.0, torus_energy_shape = 0.0;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("distance", self.distance, "sites");
    visit("spin_correlator", self.spin);
    visit("spin_correlator_error", self.spin_error);
    visit("torus_spin_correlator", self.torus_spin);
    visit("spin_deviation", self.deviation, "relative");
    visit("spin_deviation_error", self.deviation_error, "relative");
    visit("energy_correlator", self.energy, "J^2");
    visit("energy_correlator_error", self.energy_error, "J^2");
    visit("torus_energy_shape", self.torus_energy_shape);
  }
};

struct DimensionRow {
  std::string fit;
  double spin_dimension = 0.0, spin_dimension_error = 0.0;
  double energy_dimension = 0.0, energy_dimension_error = 0.0;

  INFOFLOW_FIELDS(fit, spin_dimension, spin_dimension_error, energy_dimension,
                  energy_dimension_error)
};

struct Record {
  std::vector<SamplerRow> thermodynamics;  // one of a sampler, none of the correlators
  std::vector<Moment> moments;             // <|m|>, <m^2>, <m^4>
  std::vector<CorrelatorRow> correlators;
  std::vector<DimensionRow> dimensions;  // fit to the torus, straight fit

  INFOFLOW_FIELDS(thermodynamics, moments, correlators, dimensions)
};

using MonteCarlo = FigureOf<Parameters, Point, Record>;

// The critical correlators, which take longest, then all samplers at each temperature.
absl::StatusOr<std::vector<Point>> Points(const Parameters& p, const Run& run) {
  std::vector<Point> points = {{true, Sampler::kMultispin, kCriticalTemperature, p.critical_side,
                                p.critical_samples, FirstChain(0), run.seed}};
  for (const double temperature : p.AllTemperatures()) {
    for (const Sampler sampler : kSamplers) {
      const int group = static_cast<int>(points.size());
      points.push_back(
          {false, sampler, temperature, p.side, p.samples, FirstChain(group), run.seed});
    }
  }
  return points;
}

// Kaufman's solution, per site.
struct Torus {
  double energy = 0.0, heat_capacity = 0.0;
};

absl::StatusOr<Torus> SolveTorus(int side, double temperature) {
  const double coupling = 1.0 / temperature;
  INFOFLOW_ASSIGN_OR_RETURN(const ising::TorusThermodynamics torus,
                            ising::SolveTorus(side, side, coupling));
  INFOFLOW_ASSIGN_OR_RETURN(const double heat_capacity,
                            ising::TorusHeatCapacity(side, side, coupling));
  return Torus{-torus.energy / (static_cast<double>(side) * side), heat_capacity};
}

absl::Status MeasureThermodynamics(const Point& point, const ising::SpinSamples& samples,
                                   Record& record) {
  INFOFLOW_ASSIGN_OR_RETURN(const ising::IsingThermodynamics got,
                            ising::MeasureThermodynamics(samples, point.temperature, kBins));
  INFOFLOW_ASSIGN_OR_RETURN(const Torus exact, SolveTorus(point.side, point.temperature));
  const auto& [u, c, m] = std::tie(got.energy, got.heat_capacity, got.absolute_magnetization);
  record.thermodynamics = {{ising::SamplerName(point.sampler), point.temperature, u.value, u.error,
                            exact.energy, (u.value - exact.energy) / u.error, c.value, c.error,
                            exact.heat_capacity, (c.value - exact.heat_capacity) / c.error, m.value,
                            m.error, got.energy_time.time, got.magnetization_time.time}};
  for (const numerics::JackknifeEstimate& moment :
       {got.absolute_magnetization, got.squared_magnetization, got.fourth_moment}) {
    record.moments.push_back({moment.value, moment.error});
  }
  return absl::OkStatus();
}

absl::Status MeasureCorrelators(const ising::SpinSamples& samples, int threads, Record& record) {
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinCorrelations correlations,
                            ising::MeasureCorrelations(samples, kBins, threads));
  const int side = samples.side();
  for (int r = 1; r <= side / 2; ++r) {
    // The last column is the mean energy density.
    linalg::Matrix<double> bins(kBins, 3);
    for (int b = 0; b < kBins; ++b) {
      const int down = r * side;
      bins(b, 0) = 0.5 * (correlations.spin(b, r) + correlations.spin(b, down));
      bins(b, 1) = 0.5 * (correlations.energy(b, r) + correlations.energy(b, down));
      bins(b, 2) = correlations.energy_density[b];
    }
    using Means = absl::Span<const double>;
    const auto spin = numerics::Jackknife(bins, [](Means x) { return x[0]; });
    const auto energy = numerics::Jackknife(bins, [](Means x) { return x[1] - x[2] * x[2]; });
    const double torus = ising::kTorusSpinAmplitude * ising::TorusSpinShape(side, r);
    record.correlators.push_back({r, spin.value, spin.error, torus, spin.value / torus - 1.0,
                                  spin.error / torus, energy.value, energy.error,
                                  ising::TorusEnergyShape(side, r)});
  }
  for (const auto fit : {ising::DimensionFit::kTorus, ising::DimensionFit::kPower}) {
    INFOFLOW_ASSIGN_OR_RETURN(const ising::ScalingDimensions got,
                              ising::MeasureScalingDimensions(correlations, fit));
    record.dimensions.push_back({fit == ising::DimensionFit::kTorus ? "torus" : "power",
                                 got.spin.value, got.spin.error, got.energy.value,
                                 got.energy.error});
  }
  return absl::OkStatus();
}

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  ising::SamplingOptions options;
  options.sampler = point.sampler;
  options.seed = point.seed;
  options.first_chain = point.first_chain;
  options.threads = run.threads;
  INFOFLOW_ASSIGN_OR_RETURN(
      const ising::SpinSamples samples,
      ising::SampleIsing(point.side, point.temperature, point.samples, options));
  Record record;
  INFOFLOW_RETURN_IF_ERROR(point.correlators ? MeasureCorrelators(samples, run.threads, record)
                                             : MeasureThermodynamics(point, samples, record));
  return record;
}

absl::StatusOr<Table> ExactCurves(const Parameters& p) {
  Table table({{"temperature", "J/k_B"},
               {"torus_energy", "J per site"},
               {"torus_heat_capacity", "k_B per site"},
               {"infinite_energy", "J per site"},
               {"infinite_heat_capacity", "k_B per site"},
               {"infinite_magnetization", "per site"}});
  const std::vector<double> temperatures = p.AllTemperatures();
  const double least = temperatures.front();
  const double most = temperatures.back();
  for (int i = 0; i < kCurvePoints; ++i) {
    const double t = least + (most - least) * i / (kCurvePoints - 1);
    const double k = 1.0 / t;
    INFOFLOW_ASSIGN_OR_RETURN(const Torus torus, SolveTorus(p.side, t));
    table.AddRow({t, torus.energy, torus.heat_capacity, -ising::SquareEnergy(k),
                  k * k * ising::SquareEnergySlope(k), ising::SquareMagnetization(k)});
  }
  return table;
}

// The larger size. NaN, should an error vanish, must not pass.
double Worse(double worst, double deviation) {
  return std::isnan(deviation) ? INFINITY : std::max(worst, std::abs(deviation));
}

// Between any two samplers at the same temperature, in errors: for what has no exact value.
double WorstDifference(MonteCarlo::Results results) {
  double worst = 0.0;
  for (const auto& a : results) {
    for (const auto& b : results) {
      if (a.point.temperature != b.point.temperature || a.point.sampler <= b.point.sampler)
        continue;
      for (std::size_t i = 0; i < a.record.moments.size(); ++i) {
        const Moment& x = a.record.moments[i];
        const Moment& y = b.record.moments[i];
        worst = Worse(worst, (x.value - y.value) / std::hypot(x.error, y.error));
      }
    }
  }
  return worst;
}

// `critical`: the record of the correlators; `results`: those of the samplers.
ClaimList Claims(const Record& critical, MonteCarlo::Results results) {
  double worst_exact = 0.0, worst_time = 0.0, worst_correlator = 0.0;
  for (const auto& [point, record] : results) {
    const SamplerRow& row = record.thermodynamics[0];
    worst_exact = Worse(Worse(worst_exact, row.energy_deviation), row.heat_deviation);
    worst_time = std::max({worst_time, row.energy_time, row.magnetization_time});
  }
  for (const CorrelatorRow& row : critical.correlators) {
    if (row.distance >= 2) worst_correlator = Worse(worst_correlator, row.deviation);
  }
  const DimensionRow& torus_fit = critical.dimensions[0];

  ClaimList claims;
  claims
      .Add("exact_thermodynamics",
           "Every sampler has the exact energy and heat capacity of the torus.")
      .Measured("largest deviation from Kaufman's solution (errors; false alarm 1 in 10^5)",
                worst_exact)
      .AtMost(kMostErrors);
  claims
      .Add("same_law",
           "Wolff, Swendsen-Wang, plain and multispin Metropolis samples have the same law.")
      .Measured(
          "largest difference of <|m|>, <m^2>, <m^4> between two samplers (errors; false alarm 1 "
          "in 10^5)",
          WorstDifference(results))
      .AtMost(kMostErrors);
  claims.Add("independent_samples", "Successive samples are nearly independent.")
      .Measured("largest autocorrelation time of the energy and |m| (samples; 1/2 is independent)",
                worst_time)
      .AtMost(2.5);
  claims
      .Add("scaling_limit",
           "The critical spin correlator is, from distance 2 on, its scaling limit: that of "
           "conformal field theory on the torus.")
      .Measured("largest relative deviation of G(r) from the scaling limit, r >= 2",
                worst_correlator)
      .Below(kMostCorrelatorDeviation);
  claims.Add("spin_dimension", "The samples' spin scaling dimension is 1/8.")
      .Measured("|Delta_m - 1/8|, fit to the torus", std::abs(torus_fit.spin_dimension - 0.125))
      .AtMost(0.006);
  claims.Add("energy_dimension", "The samples' energy scaling dimension is 1.")
      .Measured("|Delta_eps - 1|, fit to the torus", std::abs(torus_fit.energy_dimension - 1.0))
      .AtMost(0.08);
  return claims;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, MonteCarlo::Results results) {
  const Record& critical = results[0].record;
  const MonteCarlo::Results samplers = results.subspan(1);
  std::vector<SamplerRow> rows;
  for (const auto& result : samplers) rows.push_back(result.record.thermodynamics[0]);
  INFOFLOW_ASSIGN_OR_RETURN(const Table exact, ExactCurves(p));
  Presentation shown;
  // Sums of integers and jackknives of them.
  constexpr GoldenTolerance kTolerance = {1e-9, 1e-12};
  shown.tables = {
      {"thermodynamics",
       absl::StrCat("Four samplers at side ", p.side),
       TableOf(rows),
       kTolerance,
       // Differences in units of a small error.
       {{"energy_deviation", {1e-6, 1e-6}}, {"heat_capacity_deviation", {1e-6, 1e-6}}}},
      {"exact", "Exact solutions of the torus and the infinite lattice", exact, kTolerance},
      {"correlators", absl::StrCat("Critical correlators at side ", p.critical_side),
       TableOf(critical.correlators), kTolerance},
      {"dimensions",
       "Scaling dimensions from the critical correlators",
       TableOf(critical.dimensions),
       {1e-8, 1e-10}}};
  shown.claims = Claims(critical, samplers);
  shown.keys.Add("samplers", ising::SamplerNames());
  shown.keys.Add("most_errors", kMostErrors);
  shown.keys.Add("most_correlator_deviation", kMostCorrelatorDeviation);
  shown.keys.Add("energy_amplitude", kEnergyAmplitude);
  return shown;
}

}  // namespace

Figure IsingMonteCarlo() {
  MonteCarlo figure;
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
  figure.width = 1500;
  figure.height = 900;
  figure.keeps_points = true;
  figure.points = Points;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
