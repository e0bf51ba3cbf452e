#include "paper_figures/rbm/rbm_flow_claims.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <utility>

#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/rbm/machine_recipes.h"
#include "paper_figures/rbm/recipe.h"
#include "paper_figures/shared/extremes.h"

namespace infoflow::paper_figures {

namespace {

// How far from T_c blocking may leave samples of T_c on lattices of sides 8 and 4: nearer than that
// nothing tells a start from T_c.
constexpr double kNearCritical = 0.06;

// Where the energy and the network are compared.
constexpr double kNearReading = 0.3;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double LastTemperature(const FlowOfMachine& flow) { return flow.readings.back().temperature; }

// The first measured step below T_c.
double CrossingStep(const FlowOfMachine& flow) {
  for (const FlowReading& reading : flow.readings) {
    if (reading.temperature < kCriticalTemperature) return reading.step;
  }
  return kNone;
}

double TemperatureAt(const FlowOfMachine& flow, int step) {
  for (const FlowReading& reading : flow.readings) {
    if (reading.step == step) return reading.temperature;
  }
  return kNone;
}

// Of machines of the authors' recipe.
struct AuthorsFindings {
  Extremes published;  // |T - T_c| at the longest published flow, after learning at T_c
  Extremes all;        // |T - T_c| after the last step, after learning all temperatures
  Extremes spread;     // largest difference of T between the starts of one machine
  bool one_start = true;
};

AuthorsFindings FindAuthors(const std::vector<FlowOfMachine>& flows) {
  AuthorsFindings found;
  std::map<std::pair<Learned, int>, Extremes> machines;
  for (const FlowOfMachine& flow : flows) {
    if (flow.recipe != Recipe::kAuthors) continue;
    const double end = LastTemperature(flow);
    const auto [machine, first] = machines.try_emplace({flow.learned, flow.hidden_units});
    machine->second.Add(end);
    if (!first) found.one_start = false;
    if (flow.learned == Learned::kCritical) {
      found.published.Add(
          std::abs(TemperatureAt(flow, kLongestPublishedFlow) - kCriticalTemperature));
    } else {
      found.all.Add(std::abs(end - kCriticalTemperature));
    }
  }
  for (const auto& [key, ends] : machines) found.spread.Add(ends.greatest - ends.least);
  return found;
}

// Of machines of the local recipe that learned from all temperatures.
struct Findings {
  Extremes level;    // T of fixed points, each the mean over starts
  Extremes spread;   // largest difference of T between starts
  Extremes slope;    // change of the fixed point's T from a number of hidden units to the next
  Extremes passing;  // first step below T_c of flows from far above that end below
  Extremes classes;  // of the network thermometer at step 100
  bool one_start = true;
};

Findings Find(const std::vector<FlowOfMachine>& flows) {
  struct Ends {
    Extremes extremes;
    double sum = 0.0;
    int starts = 0;
  };
  std::map<int, Ends> by_hidden_units;
  Findings found;
  for (const FlowOfMachine& flow : flows) {
    if (flow.recipe != Recipe::kLocal || flow.learned != Learned::kAll) continue;
    const double end = LastTemperature(flow);
    Ends& ends = by_hidden_units[flow.hidden_units];
    ends.extremes.Add(end);
    ends.sum += end;
    if (++ends.starts > 1) found.one_start = false;
    if (flow.start > 4.0 && end < kCriticalTemperature) found.passing.Add(CrossingStep(flow));
    for (const FlowReading& reading : flow.readings) {
      if (reading.step == 100) found.classes.Add(reading.network_class);
    }
  }
  double before = kNone;
  for (const auto& [hidden, ends] : by_hidden_units) {
    const double fixed_point = ends.sum / ends.starts;
    found.spread.Add(ends.extremes.greatest - ends.extremes.least);
    if (!found.level.empty) found.slope.Add(fixed_point - before);
    found.level.Add(fixed_point);
    before = fixed_point;
  }
  return found;
}

void AddAuthorsClaims(const AuthorsFindings& found, ClaimList& claims) {
  const bool computed = !found.all.empty;
  constexpr const char* kNoMachine = "no machine is trained by the authors' recipe";
  constexpr const char* kPaperSays =
      "The flow of a trained machine approaches the critical point (from the abstracts of the "
      "paper "
      "and of those it follows).";
  claims
      .Add("authors_forget_start",
           "The flow of a machine of the authors' recipe forgets where it started.")
      .Inferred()
      .Measured("largest difference in T between starts, after the last step (J/k_B)",
                found.spread.greatest)
      .DecidedIf(computed && !found.one_start, computed ? "there is one start" : kNoMachine)
      .AtMost(0.2);
  claims
      .Add("authors_near_critical",
           "Trained at T_c by the authors' recipe, machines bring samples from T = 0, T_c and high "
           "temperatures into the neighbourhood of T_c, within the length of the authors' flows; "
           "how near is a matter of the last updates.")
      .Inferred()
      .Refines(kPaperSays)
      .Measured("largest |T - T_c| after 29 steps (J/k_B)", found.published.greatest)
      .DecidedIf(computed, kNoMachine)
      .Below(1.0);
  claims
      .Add(
          "authors_all_temperatures",
          "Trained at all temperatures by the same recipe, flows end above T_c or below it, not at "
          "it.")
      .Inferred()
      .Refines(kPaperSays)
      .Measured("largest |T - T_c| of the machines after the last step (J/k_B)", found.all.greatest)
      .DecidedIf(computed, kNoMachine)
      .Above(0.15);
}

void AddFixedPointClaims(const Findings& found, ClaimList& claims) {
  constexpr const char* kNoMachine = "no machine is trained by the local recipe";
  claims.Add("forgets_start", "So does that of a machine of the local recipe.")
      .Measured("largest difference in T between starts, after the last step (J/k_B)",
                found.spread.greatest)
      .DecidedIf(!found.level.empty && !found.one_start, "there is one start, or no machine")
      .AtMost(0.1);
  claims
      .Add("fixed_point_least",
           "Machines of the local recipe, trained at all temperatures from 0 to 6, flow to "
           "temperatures around T_c: not below 1.85.")
      .Measured("lowest T of a fixed point (J/k_B)", found.level.least)
      .DecidedIf(!found.level.empty, kNoMachine)
      .Above(1.85);
  claims.Add("fixed_point_greatest", "Nor above 2.5.")
      .Measured("highest T of a fixed point (J/k_B)", found.level.greatest)
      .DecidedIf(!found.level.empty, kNoMachine)
      .Below(2.5);
  claims
      .Add("falls_with_units",
           "Where the flow of the local recipe ends depends on the number of hidden units: the "
           "more there are, the lower the temperature, from above T_c to below.")
      .Measured("largest change of the fixed point's T with more hidden units (J/k_B)",
                found.slope.greatest)
      .DecidedIf(!found.slope.empty, "all machines have the same number of hidden units")
      .Below(0.0);
  const char* no_passing = "no flow from above T = 4 ends below T_c";
  claims
      .Add("passing_earliest",
           "A flow from far above that ends below T_c, by the local recipe, passes T_c neither at "
           "once ...")
      .Measured("first step below T_c, earliest flow", found.passing.least)
      .DecidedIf(!found.passing.empty, no_passing)
      .AtLeast(3.0);
  claims.Add("passing_latest", "... nor late.")
      .Measured("first step below T_c, latest flow", found.passing.greatest)
      .DecidedIf(!found.passing.empty, no_passing)
      .AtMost(40.0);
}

}  // namespace

void AddBlockingClaims(const std::vector<BlockStep>& blocking, ClaimList& claims) {
  Extremes cold, hot, near, far;
  for (std::size_t i = 1; i < blocking.size(); ++i) {
    const BlockStep& now = blocking[i];
    if (now.step == 0) continue;
    if (now.start == kCriticalTemperature) {
      (now.side >= 16 ? near : far).Add(std::abs(now.temperature - kCriticalTemperature));
    } else if (std::abs(now.start - kCriticalTemperature) > kNearCritical) {
      (now.start < kCriticalTemperature ? cold : hot)
          .Add(now.temperature - blocking[i - 1].temperature);
    }
  }
  claims
      .Add("blocking_below",
           "Below T_c every step of the renormalization group lowers the temperature.")
      .Measured("largest change of T in a step", cold.greatest)
      .DecidedIf(!cold.empty, "nothing clearly below T_c is blocked")
      .Below(0.0);
  claims.Add("blocking_above", "Above T_c every step of the renormalization group raises it.")
      .Measured("smallest change of T in a step", hot.least)
      .DecidedIf(!hot.empty, "nothing clearly above T_c is blocked")
      .Above(0.0);
  claims.Add("blocking_large", "At T_c it stays, on blocked lattices of side 16 and more.")
      .Measured("largest |T - T_c| (J/k_B)", near.greatest)
      .DecidedIf(!near.empty, "no blocked lattice is that large")
      .Below(0.04);
  claims.Add("blocking_small", "At T_c it stays, on blocked lattices of sides 8 and 4.")
      .Measured("largest |T - T_c| (J/k_B)", far.greatest)
      .Below(kNearCritical);
}

void AddFlowClaims(const std::vector<FlowOfMachine>& flows, ClaimList& claims) {
  AddAuthorsClaims(FindAuthors(flows), claims);
  const Findings found = Find(flows);
  AddFixedPointClaims(found, claims);

  Extremes cold, hot, critical, apart;
  for (const FlowOfMachine& flow : flows) {
    for (const FlowReading& reading : flow.readings) {
      const bool near = std::abs(reading.temperature - kCriticalTemperature) < kNearReading;
      if (near) apart.Add(std::abs(reading.network_mean - reading.temperature));
    }
    if (flow.recipe != Recipe::kLocal) continue;
    const double end = LastTemperature(flow);
    if (flow.learned == Learned::kCold) cold.Add(end);
    if (flow.learned == Learned::kHot) hot.Add(end);
    if (flow.learned == Learned::kCritical) critical.Add(std::abs(end - kCriticalTemperature));
  }
  constexpr const char* kNoMachine = "no machine is trained by the local recipe";
  claims
      .Add("learned_cold",
           "A machine trained at T = 0 only, by the local recipe, flows to low temperatures.")
      .Measured("highest T after the last step (J/k_B)", cold.greatest)
      .DecidedIf(!cold.empty, kNoMachine)
      .Below(1.3);
  claims
      .Add("learned_hot",
           "A machine trained at T >= 4, by the local recipe, flows to high temperatures.")
      .Measured("lowest T after the last step (J/k_B)", hot.least)
      .DecidedIf(!hot.empty, kNoMachine)
      .Above(4.0);
  claims
      .Add("learned_critical",
           "A machine trained at T_c with a falling learning rate, by the local recipe, flows to "
           "T_c.")
      .Measured("largest |T - T_c| after the last step (J/k_B)", critical.greatest)
      .DecidedIf(!critical.empty, kNoMachine)
      .Below(0.08);
  claims
      .Add("class_least",
           "The network thermometer, asked for each configuration, puts most of those of the local "
           "recipe's flows from all temperatures at step 100 near T_c: not into classes below 1.5 "
           "...")
      .Measured("lowest of the most frequent classes (J/k_B)", found.classes.least)
      .DecidedIf(!found.classes.empty, kNoMachine)
      .AtLeast(1.5);
  claims.Add("class_greatest", "... nor into any above 2.7.")
      .Measured("highest of the most frequent classes (J/k_B)", found.classes.greatest)
      .DecidedIf(!found.classes.empty, kNoMachine)
      .AtMost(2.7);
  claims
      .Add("thermometers_agree",
           "Where the energy says that configurations are near T_c, the mean of their classes says "
           "so, too.")
      .Measured("largest difference of the two where |T - T_c| < 0.3 (J/k_B)", apart.greatest)
      .DecidedIf(!apart.empty, "no flow comes near T_c")
      .Below(0.5);
}

}  // namespace infoflow::paper_figures
