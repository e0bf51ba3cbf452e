// Samples of the two-dimensional Ising model against the exact solutions of the torus and of the
// infinite lattice, by four samplers; and the critical correlators against those of the torus.
//
// Symbols: T temperature (J/k_B), G_eps connected energy correlator, L side. Mathematics:
// docs/rbm.md.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/ising/sampling/ising_sampler.h"
#include "infoflow/ising/sampling/scaling_dimensions.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/rbm/critical_measurement.h"
#include "paper_figures/rbm/estimate_fields.h"
#include "paper_figures/rbm/exact_comparison.h"
#include "paper_figures/rbm/ising_machines.h"

namespace infoflow::paper_figures {

namespace {

using ising::Sampler;

constexpr Sampler kSamplers[] = {Sampler::kMetropolis, Sampler::kMultispin, Sampler::kWolff,
                                 Sampler::kSwendsenWang};

// B of G_eps(r) ~ B / r^2 on the infinite critical lattice. Its sum gives the heat capacity of a
// lattice the logarithm 8 pi B K^2 ln L, which is Onsager's, (8 / pi) K^2 ln L.
constexpr double kEnergyAmplitude = 1.0 / (numerics::kPi * numerics::kPi);

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
  int group = 0;  // of its streams
  std::uint64_t seed = 0;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("measured", self.correlators ? "correlators" : "thermodynamics");
    visit.Key("sampler", ising::SamplerName(self.sampler));
    visit.Key("temperature", self.temperature, "J/k_B");
    visit("side", self.side);
    visit("samples", self.samples);
    visit("group", self.group);
    visit("seed", self.seed);
  }
};

struct Record {
  std::optional<SamplerMeasurement> thermodynamics;
  std::optional<CriticalMeasurement> correlators;

  INFOFLOW_FIELDS(thermodynamics, correlators)
};

using MonteCarlo = FigureOf<Parameters, Point, Record>;

// The critical correlators, which take longest, then all samplers at each temperature.
absl::StatusOr<std::vector<Point>> Points(const Parameters& p, const Run& run) {
  std::vector<Point> points = {{true, Sampler::kMultispin, kCriticalTemperature, p.critical_side,
                                p.critical_samples, 0, run.seed}};
  for (const double temperature : p.AllTemperatures()) {
    for (const Sampler sampler : kSamplers) {
      const int group = static_cast<int>(points.size());
      points.push_back({false, sampler, temperature, p.side, p.samples, group, run.seed});
    }
  }
  return points;
}

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  ising::SamplingOptions options = SamplingOf(point.seed, run.threads, point.group);
  options.sampler = point.sampler;
  INFOFLOW_ASSIGN_OR_RETURN(
      const ising::SpinSamples samples,
      ising::SampleIsing(point.side, point.temperature, point.samples, options));
  Record record;
  if (point.correlators) {
    INFOFLOW_ASSIGN_OR_RETURN(record.correlators,
                              MeasureCritical(samples, kMonteCarloBins, run.threads));
  } else {
    INFOFLOW_ASSIGN_OR_RETURN(
        record.thermodynamics,
        MeasureSampler(ising::SamplerName(point.sampler), samples, point.temperature));
  }
  return record;
}

// Presentation: nothing below decides a record.

struct DimensionRow {
  std::string fit;
  ising::ScalingDimensions dimensions;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("fit", self.fit);
    VisitEstimate("spin_dimension", self.dimensions.spin, visit);
    VisitEstimate("energy_dimension", self.dimensions.energy, visit);
  }
};

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, MonteCarlo::Results results) {
  const CriticalMeasurement& critical = *results[0].record.correlators;
  std::vector<SamplerMeasurement> samplers;
  std::vector<SamplerRow> rows;
  for (const auto& [point, record] : results.subspan(1)) {
    samplers.push_back(*record.thermodynamics);
    rows.push_back(record.thermodynamics->row);
  }
  const std::vector<double> temperatures = p.AllTemperatures();
  INFOFLOW_ASSIGN_OR_RETURN(
      const std::vector<ExactRow> exact,
      ExactCurves(p.side, temperatures.front(), temperatures.back(), kCurvePoints));
  Presentation shown;
  shown.tables = {
      {"thermodynamics", absl::StrCat("Four samplers at side ", p.side), TableOf(rows)},
      {"exact", "Exact solutions of the torus and the infinite lattice", TableOf(exact)},
      {"correlators", absl::StrCat("Critical correlators at side ", p.critical_side),
       TableOf(critical.correlators)},
      {"dimensions", "Scaling dimensions from the critical correlators",
       TableOf<DimensionRow>({{"torus", critical.torus}, {"power", critical.straight}})}};
  AddSamplerClaims(samplers, shown.claims);
  AddCriticalClaims({"scaling_limit", "spin_dimension", "energy_dimension", "critical"}, critical,
                    shown.claims);
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
