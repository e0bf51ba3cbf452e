#include "paper_figures/rbm/rbm_scaling_dimensions_claims.h"

#include <cmath>

#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/shared/extremes.h"

namespace infoflow::paper_figures {

namespace {

// What the claims need of the flows of one recipe.
struct FlowFindings {
  Extremes spin, energy;  // torus fit, in the first ten steps
  Extremes drop;          // of Delta_m, samples to the last step, in errors
  Extremes temperature;   // |T - T_c| at the last step
  // After the longest published flow, less that of exact samples: where there is one,
  Extremes published_spin;  // of the fit to the torus, |Delta_m - ...|
  Extremes class_spin;      // within the class of T_c
  Extremes magnetization;   // of |m| over the classes
};

// A flow far from T_c has no dimension, and says nothing then.
void AddIfThere(double value, Extremes& extremes) {
  if (!std::isnan(value)) extremes.Add(value);
}

FlowFindings Find(Recipe recipe, const ControlMeasurement& control,
                  const std::vector<MeasuredFlow>& flows) {
  FlowFindings found;
  const numerics::JackknifeEstimate& before = control.critical.critical.torus.spin;
  for (const MeasuredFlow& flow : flows) {
    if (flow.recipe != recipe) continue;
    for (const MeasuredStep& m : flow.steps) {
      if (m.step == kLongestPublishedFlow) {
        AddIfThere(std::abs(m.critical.torus.spin.value - before.value), found.published_spin);
      }
      if (m.step < kFirstClaimedStep || m.step > kLastClaimedStep) continue;
      found.spin.Add(m.critical.torus.spin.value);
      found.energy.Add(m.critical.torus.energy.value);
    }
    const ClassMeasurement& classes = flow.classes.back();
    AddIfThere(
        classes.rows[kCriticalClass].spin.value - control.by_class.rows[kCriticalClass].spin.value,
        found.class_spin);
    AddIfThere(classes.magnetization_dimension - control.by_class.magnetization_dimension,
               found.magnetization);
    const MeasuredStep& last = flow.steps.back();
    const numerics::JackknifeEstimate& after = last.critical.torus.spin;
    found.drop.Add((before.value - after.value) / std::hypot(before.error, after.error));
    found.temperature.Add(std::abs(last.temperature.value - kCriticalTemperature));
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
                control.by_class.rows[kCriticalClass].energy.value -
                    control.by_temperature.rows[kCriticalClass].energy.value)
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
  constexpr const char* kNoDimension =
      "no machine is trained by the authors' recipe, or none has a flow near T_c";
  claims
      .Add("authors_spin",
           "Machines of the authors' recipe, trained at T_c, do not keep the spin dimension of "
           "critical samples for as long as the authors' programs let them flow: what they have "
           "learned is the total magnetization, and correlators hardly fall with distance.")
      .Inferred()
      .Refines(
          "The flow of a machine trained at T_c has the scaling dimensions of the Ising model ("
          "an abstract says that both come out right).")
      .Measured("smallest |Delta_m after 29 steps - of the samples|, fit to the torus",
                found.published_spin.least)
      .DecidedIf(!found.published_spin.empty, kNoDimension)
      .AtLeast(0.02);
  claims
      .Add("authors_class_spin",
           "The authors' estimator shows it, too: within the class of T_c the spin dimension is "
           "lower than that of exact samples of this class, ...")
      .Measured("largest Delta_m after 29 steps - of exact samples, class 2.3",
                found.class_spin.greatest)
      .DecidedIf(!found.class_spin.empty, kNoDimension)
      .Below(0.0);
  claims
      .Add("authors_magnetization",
           "... and |m| over the classes below T_c has a smaller power than that of exact samples.")
      .Measured("largest power after 29 steps - of exact samples", found.magnetization.greatest)
      .DecidedIf(!found.magnetization.empty, kNoDimension)
      .Below(0.0);
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
