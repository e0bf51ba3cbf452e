#include "paper_figures/rbm/rbm_scaling_dimensions_claims.h"

#include <cmath>

#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/shared/extremes.h"

namespace infoflow::paper_figures {

void AddScalingClaims(const MeasuredStep& control,
                      const std::vector<std::vector<MeasuredStep>>& flows, ClaimList& claims) {
  Extremes spin, energy, drop, temperature;
  for (const std::vector<MeasuredStep>& flow : flows) {
    for (const MeasuredStep& m : flow) {
      if (m.step < kFirstClaimedStep || m.step > kLastClaimedStep) continue;
      spin.Add(m.critical.torus.spin.value);
      energy.Add(m.critical.torus.energy.value);
    }
    const MeasuredStep& last = flow.back();
    const numerics::JackknifeEstimate& before = control.critical.torus.spin;
    const numerics::JackknifeEstimate& after = last.critical.torus.spin;
    drop.Add((before.value - after.value) / std::hypot(before.error, after.error));
    temperature.Add(std::abs(last.temperature.value - kCriticalTemperature));
  }
  claims
      .Add("spin_not_below",
           "In the first ten steps of the flow the spin dimension stays near 1/8: not below.")
      .Measured("smallest Delta_m, steps 1 to 10", spin.least)
      .AtLeast(0.10);
  claims.Add("spin_not_above", "Nor above.")
      .Measured("largest Delta_m, steps 1 to 10", spin.greatest)
      .AtMost(0.135);
  claims.Add("energy_not_below", "The energy dimension stays near 1: not below.")
      .Measured("smallest Delta_eps, steps 1 to 10", energy.least)
      .AtLeast(0.9);
  claims.Add("energy_not_above", "Nor above.")
      .Measured("largest Delta_eps, steps 1 to 10", energy.greatest)
      .AtMost(1.2);
  claims
      .Add("fixed_point_spin",
           "At the fixed point the spin dimension is lower than the samples': the machine "
           "magnetizes too much ...")
      .Inferred()
      .Refines(
          "The flow of a machine trained at T_c has the scaling dimensions of the Ising model ("
          "an abstract says that both come out right).")
      .Measured("Delta_m of samples - of the last step (errors of the difference)", drop.least)
      .AtLeast(4.0);
  claims.Add("fixed_point_temperature", "... although its temperature is T_c.")
      .Measured("|T - T_c| at the last step (J/k_B)", temperature.greatest)
      .Below(0.08);
}

}  // namespace infoflow::paper_figures
