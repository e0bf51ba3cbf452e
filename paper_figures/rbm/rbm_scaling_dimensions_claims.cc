#include "paper_figures/rbm/rbm_scaling_dimensions_claims.h"

#include <algorithm>
#include <cmath>

#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/shared/extremes.h"

namespace infoflow::paper_figures {

namespace {

// What the claims need of the flows of one recipe.
struct FlowFindings {
  Extremes spin, energy;                      // torus fit, in the first ten steps
  Extremes published_spin, published_energy;  // torus fit, after the longest published flow
  Extremes open_spin;                 // by the authors' estimator then, less that of exact samples
  Extremes class_spin, class_energy;  // the same within the class of T_c
  Extremes drop;                      // of Delta_m, samples to the last step, in errors
  Extremes temperature;               // |T - T_c| at the last step
  Extremes magnetized;                // <m^2> at the last step over that of the samples
};

double SpinAt(const ClassMeasurement& measured) { return measured.rows[kCriticalClass].spin.value; }
double EnergyAt(const ClassMeasurement& measured) {
  return measured.rows[kCriticalClass].energy.value;
}

FlowFindings Find(Recipe recipe, const ControlMeasurement& control,
                  const std::vector<MeasuredFlow>& flows) {
  FlowFindings found;
  for (const MeasuredFlow& flow : flows) {
    if (flow.recipe != recipe) continue;
    for (const MeasuredStep& m : flow.steps) {
      if (m.step == kLongestPublishedFlow) {
        found.published_spin.Add(m.critical.torus.spin.value);
        found.published_energy.Add(m.critical.torus.energy.value);
        found.open_spin.Add(m.open_spin.value - control.critical.open_spin.value);
      }
      if (m.step < kFirstClaimedStep || m.step > kLastClaimedStep) continue;
      found.spin.Add(m.critical.torus.spin.value);
      found.energy.Add(m.critical.torus.energy.value);
    }
    found.class_spin.Add(SpinAt(flow.classes.back()) - SpinAt(control.by_class));
    found.class_energy.Add(EnergyAt(flow.classes.back()) - EnergyAt(control.by_class));
    const MeasuredStep& last = flow.steps.back();
    const numerics::JackknifeEstimate& before = control.critical.critical.torus.spin;
    const numerics::JackknifeEstimate& after = last.critical.torus.spin;
    found.drop.Add((before.value - after.value) / std::hypot(before.error, after.error));
    found.temperature.Add(std::abs(last.temperature.value - kCriticalTemperature));
    found.magnetized.Add(last.squared_magnetization / control.critical.squared_magnetization);
  }
  return found;
}

}  // namespace

void AddEstimatorClaims(const ControlMeasurement& control, ClaimList& claims) {
  claims
      .Add("open_spin_bias",
           "The authors' estimator of the spin dimension is biased on so small a torus: of exact "
           "critical samples it makes less than 1/8.")
      .Measured("1/8 - Delta_m of exact samples at T_c, pairs less than L/2 apart",
                kSpinDimension - control.critical.open_spin.value)
      .AtLeast(0.03);
  claims.Add("open_energy_bias", "That of the energy dimension is not, on one bond: it makes 1.")
      .Measured("|Delta_eps - 1| of exact samples at T_c, pairs less than L/2 apart",
                std::abs(control.critical.open_energy.value - kEnergyDimension))
      .AtMost(0.1);
  claims
      .Add("class_energy_bias",
           "But sorting by class fixes the energy nearly: within the class of T_c exact samples "
           "have a larger energy dimension.")
      .Measured("Delta_eps of exact samples, within the class 2.3 - of all samples at T = 2.3",
                EnergyAt(control.by_class) - EnergyAt(control.by_temperature))
      .AtLeast(0.1);
  claims
      .Add("magnetization_bias",
           "Nor does |m| over the classes below T_c have the power 1/8 on this lattice.")
      .Measured("1/8 - power of |m| of exact samples, classes 1.8 to 2.2",
                kSpinDimension - control.by_class.magnetization_dimension)
      .AtLeast(0.01);
}

void AddAuthorsClaims(const ControlMeasurement& control, const std::vector<MeasuredFlow>& flows,
                      ClaimList& claims) {
  const FlowFindings found = Find(Recipe::kAuthors, control, flows);
  constexpr const char* kNoMachine = "no machine is trained by the authors' recipe";
  claims
      .Add("authors_spin",
           "After 29 steps through machines of the authors' recipe critical samples have a lower "
           "spin dimension than before ...")
      .Inferred()
      .Refines(
          "The flow of a machine trained at T_c has the scaling dimensions of the Ising model ("
          "an abstract says that both come out right).")
      .Measured("largest Delta_m after 29 steps, fit to the torus", found.published_spin.greatest)
      .DecidedIf(!found.drop.empty, kNoMachine)
      .Below(kSpinDimension);
  claims.Add("authors_energy", "... and their energy dimension is not 1, either.")
      .Inferred()
      .Measured("smallest |Delta_eps - 1| after 29 steps, fit to the torus",
                std::min(std::abs(found.published_energy.least - kEnergyDimension),
                         std::abs(found.published_energy.greatest - kEnergyDimension)))
      .DecidedIf(!found.drop.empty, kNoMachine)
      .AtLeast(0.0);
  claims
      .Add("authors_class_spin",
           "Within the class of T_c, as the authors measure, the spin dimension is near that of "
           "exact samples of the class.")
      .Measured("largest |Delta_m after 29 steps - of exact samples|, class 2.3",
                std::max(std::abs(found.class_spin.least), std::abs(found.class_spin.greatest)))
      .DecidedIf(!found.drop.empty, kNoMachine)
      .AtMost(0.05);
}

void AddLocalClaims(const ControlMeasurement& control, const std::vector<MeasuredFlow>& flows,
                    ClaimList& claims) {
  const FlowFindings found = Find(Recipe::kLocal, control, flows);
  const bool computed = !found.drop.empty;
  constexpr const char* kNoMachine = "no machine is trained by the local recipe";
  claims
      .Add("spin_not_below",
           "In the first ten steps of the flow of a machine of the local recipe the spin dimension "
           "stays near 1/8: not below.")
      .Measured("smallest Delta_m, steps 1 to 10", found.spin.least)
      .DecidedIf(computed, kNoMachine)
      .AtLeast(0.10);
  claims.Add("spin_not_above", "Nor above.")
      .Measured("largest Delta_m, steps 1 to 10", found.spin.greatest)
      .DecidedIf(computed, kNoMachine)
      .AtMost(0.135);
  claims.Add("energy_not_below", "The energy dimension stays near 1: not below.")
      .Measured("smallest Delta_eps, steps 1 to 10", found.energy.least)
      .DecidedIf(computed, kNoMachine)
      .AtLeast(0.9);
  claims.Add("energy_not_above", "Nor above.")
      .Measured("largest Delta_eps, steps 1 to 10", found.energy.greatest)
      .DecidedIf(computed, kNoMachine)
      .AtMost(1.2);
  claims
      .Add("fixed_point_spin",
           "At the fixed point of the local recipe the spin dimension is lower than the samples': "
           "the machine magnetizes too much ...")
      .Measured("Delta_m of samples - of the last step (errors of the difference)",
                found.drop.least)
      .DecidedIf(computed, kNoMachine)
      .AtLeast(4.0);
  claims.Add("fixed_point_temperature", "... although its temperature is T_c.")
      .Measured("|T - T_c| at the last step (J/k_B)", found.temperature.greatest)
      .DecidedIf(computed, kNoMachine)
      .Below(0.08);
}

}  // namespace infoflow::paper_figures
