#ifndef INFOFLOW_ISING_SQUARE_INVERSE_ENERGY_H_
#define INFOFLOW_ISING_SQUARE_INVERSE_ENERGY_H_

namespace infoflow::ising {

// The coupling K >= 0 of the infinite square lattice with bond energy per site e(K) = `energy`
// (exact.h). Domain: 0 <= energy <= 2 (2 gives inf); else NaN.
// Accuracy: 5e-15 relative, for the argument as given. Cost: about 2 us.
double SquareCouplingFromEnergy(double energy);

// The same from `deficit` = 2 - e(K), which keeps all digits near the ground state.
// Domain: 0 <= deficit <= 2 (0 gives inf); else NaN.
// Accuracy and cost: as above.
double SquareCouplingFromEnergyDeficit(double deficit);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SQUARE_INVERSE_ENERGY_H_
