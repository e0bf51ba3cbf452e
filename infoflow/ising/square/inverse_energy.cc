#include "infoflow/ising/square/inverse_energy.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/numerics/root_finding.h"
#include "infoflow/support/check.h"

namespace infoflow::ising {

namespace {

constexpr double kEnergyAtCritical = 1.41421356237309504880;

// Ends of brackets are moved outwards by this much, so that rounding cannot close them.
constexpr double kSlack = 1e-12;

double Solve(absl::FunctionRef<double(double)> function, double low, double high) {
  const absl::StatusOr<numerics::Root> root =
      numerics::FindRoot(function, low * (1.0 - kSlack), high * (1.0 + kSlack));
  // The callers' brackets are proven, and the functions are smooth and finite in them.
  INFOFLOW_CHECK(root.ok());
  return root->value;
}

double Disordered(double energy) {
  // e = 2K (1 + O(K^2)).
  if (energy < 1e-9) return 0.5 * energy;
  // e is convex on [0, K_c]: it lies above 2K and below its chord (slope 3.2091).
  const double low = energy / 3.2092;
  const double high = std::min(0.5 * energy, kSquareCriticalCoupling);
  return Solve([energy](double k) { return SquareEnergy(k) - energy; }, low, high);
}

double Ordered(double deficit) {
  if (deficit == 0.0) return std::numeric_limits<double>::infinity();
  // 2 - e = 8 e^{-8K} (1 + ...) with positive terms, which at K_c, where they weigh most, shift
  // the solution by 0.1138.
  const double least = -0.125 * std::log(deficit / 8.0);
  return Solve([deficit](double k) { return std::log(SquareEnergyDeficit(k) / deficit); },
               std::max(least, kSquareCriticalCoupling), least + 0.1139);
}

}  // namespace

double SquareCouplingFromEnergy(double energy) {
  if (!(energy >= 0.0 && energy <= 2.0)) return std::numeric_limits<double>::quiet_NaN();
  // The difference is exact for energies between 1 and 2.
  return energy <= kEnergyAtCritical ? Disordered(energy) : Ordered(2.0 - energy);
}

double SquareCouplingFromEnergyDeficit(double deficit) {
  if (!(deficit >= 0.0 && deficit <= 2.0)) return std::numeric_limits<double>::quiet_NaN();
  return deficit < 2.0 - kEnergyAtCritical ? Ordered(deficit) : Disordered(2.0 - deficit);
}

}  // namespace infoflow::ising
