#include "paper_figures/rbm/rbm_flow_claims.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>

#include "paper_figures/rbm/ising_machines.h"

namespace infoflow::paper_figures {

namespace {

using Relation = Claim::Relation;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Largest and smallest of what was seen; NaN before that, and once a NaN was.
struct Extremes {
  double least = kNone;
  double greatest = kNone;
  bool empty = true;

  void Add(double value) {
    const bool replace = empty || std::isnan(value);
    empty = false;
    if (replace || value < least) least = value;
    if (replace || value > greatest) greatest = value;
  }
};

double LastTemperature(const FlowOfMachine& flow) { return flow.readings.back().temperature; }

// The first measured step below T_c.
double CrossingStep(const FlowOfMachine& flow) {
  for (const FlowReading& reading : flow.readings) {
    if (reading.temperature < kCriticalTemperature) return reading.step;
  }
  return kNone;
}

}  // namespace

void AddRenormalizationClaims(absl::Span<const BlockFlow> flows, std::vector<Claim>& claims) {
  Extremes cold_steps, hot_steps, near, far;
  for (const BlockFlow& flow : flows) {
    for (std::size_t n = 0; n + 1 < flow.points.size(); ++n) {
      const double next = flow.points[n + 1].temperature.value;
      const double step = next - flow.points[n].temperature.value;
      if (flow.temperature == kCriticalTemperature) {
        (flow.points[n + 1].side >= 16 ? near : far).Add(std::abs(next - kCriticalTemperature));
      } else {
        (flow.temperature < kCriticalTemperature ? cold_steps : hot_steps).Add(step);
      }
    }
  }
  claims.insert(
      claims.end(),
      {{"F4a", "Below T_c every step of the renormalization group lowers the temperature.",
        "largest change of T in a step", cold_steps.greatest, Relation::kLess, 0.0},
       {"F4b", "Above T_c every step of the renormalization group raises it.",
        "smallest change of T in a step", hot_steps.least, Relation::kGreater, 0.0},
       {"F4c", "At T_c it stays, on blocked lattices of side 16 and more.",
        "largest |T - T_c| (J/k_B)", near.greatest, Relation::kLess, 0.04},
       {"F4d", "At T_c it stays, on blocked lattices of sides 8 and 4.",
        "largest |T - T_c| (J/k_B)", far.greatest, Relation::kLess, 0.06}});
}

void AddFlowClaims(absl::Span<const FlowOfMachine> flows, std::vector<Claim>& claims) {
  // By hidden units, of the machines that learned from all temperatures.
  std::map<int, Extremes> ends;
  std::map<int, double> fixed_points;  // means over starts
  std::map<int, int> starts;
  Extremes cold, hot, critical, critical_starts, classes, crossing;
  for (const FlowOfMachine& flow : flows) {
    const double end = LastTemperature(flow);
    const std::string& learned = flow.learned;
    if (learned == "cold") cold.Add(end);
    if (learned == "hot") hot.Add(end);
    if (learned == "critical") critical.Add(std::abs(end - kCriticalTemperature));
    if (learned != "all") continue;
    const int hidden = flow.hidden_units;
    ends[hidden].Add(end);
    fixed_points[hidden] += end;
    ++starts[hidden];
    // Flows from far above that end below T_c.
    if (flow.start > 4.0 && end < kCriticalTemperature) crossing.Add(CrossingStep(flow));
    for (const FlowReading& reading : flow.readings) {
      if (reading.step == 100) classes.Add(reading.network.likeliest_temperature);
    }
  }
  Extremes spread, level, slope;
  double before = kNone;
  for (auto& [hidden, temperature] : fixed_points) {
    temperature /= starts[hidden];
    spread.Add(ends[hidden].greatest - ends[hidden].least);
    level.Add(temperature);
    if (!std::isnan(before)) slope.Add(temperature - before);
    before = temperature;
  }
  claims.insert(
      claims.end(),
      {{"F5a", "The flow of a machine forgets where it started.",
        "largest difference in T between starts, after the last step (J/k_B)", spread.greatest,
        Relation::kAtMost, 0.1},
       {"F5b",
        "Machines trained at all temperatures from 0 to 6 flow to temperatures around T_c: not "
        "below 1.85.",
        "lowest T of a fixed point (J/k_B)", level.least, Relation::kGreater, 1.85},
       {"F5c", "Nor above 2.5.", "highest T of a fixed point (J/k_B)", level.greatest,
        Relation::kLess, 2.5},
       {"F5d",
        "But where the flow ends depends on the number of hidden units: the more there are, the "
        "lower the temperature, from above T_c to below.",
        "largest change of the fixed point's T with more hidden units (J/k_B)", slope.greatest,
        Relation::kLess, 0.0,
        "The flow of a machine trained at all temperatures approaches the critical point (as "
        "inferred from the abstracts of the paper and of those it follows)."},
       {"F5e", "A flow from far above that ends below T_c passes T_c neither at once ...",
        "first step below T_c, earliest flow", crossing.least, Relation::kAtLeast, 3.0},
       {"F5f", "... nor late.", "first step below T_c, latest flow", crossing.greatest,
        Relation::kAtMost, 40.0},
       {"F6a", "A machine trained at T = 0 only flows to low temperatures.",
        "highest T after the last step (J/k_B)", cold.greatest, Relation::kLess, 1.3},
       {"F6b", "A machine trained at T >= 4 flows to high temperatures.",
        "lowest T after the last step (J/k_B)", hot.least, Relation::kGreater, 4.0},
       {"F7", "A machine trained at T_c with a falling learning rate flows to T_c.",
        "largest |T - T_c| after the last step (J/k_B)", critical.greatest, Relation::kLess, 0.08},
       {"F8a",
        "The network thermometer puts the flow of machines trained at all temperatures at step "
        "100 into a class next to T_c ...",
        "lowest class (J/k_B)", classes.least, Relation::kAtLeast, 2.0},
       {"F8b", "... and into none above.", "highest class (J/k_B)", classes.greatest,
        Relation::kAtMost, 2.25}});
}

}  // namespace infoflow::paper_figures
