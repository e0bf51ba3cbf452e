#ifndef INFOFLOW_ISING_SQUARE_EXACT_H_
#define INFOFLOW_ISING_SQUARE_EXACT_H_

namespace infoflow::ising {

// The infinite square lattice without field, Boltzmann weight exp(K sum_<ij> s_i s_j) with
// K = J/kT: Onsager's solution (Phys. Rev. 65, 117, 1944) and what follows from it.
//
// All functions: coupling K is a pure number, quantities are per site, logarithms natural (nats).
// Every finite K of either sign is allowed; phi, s, phi'' are even in K and e is odd (flip one
// sublattice). NaN gives NaN, +-inf the limit. Near the critical coupling K_c all of them are
// functions of K - K_c, which is formed with a correction for the rounding of K_c. Where a
// quantity tends to zero (phi - 2K at large K, say) it is summed as such, never formed by
// subtraction; accuracies below are relative.

// K_c = asinh(1)/2 as the nearest double, which lies 1.1e-17 above K_c. At this argument phi'' is
// infinite by convention; everything else has the value it has there (magnetization 0.0103).
inline constexpr double kSquareCriticalCoupling = 0.44068679350977151262;

// K_c minus the double above.
inline constexpr double kSquareCriticalCouplingRemainder = -1.125272946412933e-17;

// Log-partition function per site, nats.
//
//   phi(K) = ln(2 cosh 2K) + I(k'^2),  k' = 2 tanh^2 2K - 1
//   I(p) = (1/pi) int_0^{pi/2} ln{ [1 + sqrt(1 - (1-p) sin^2 t)]/2 } dt
//
// I is expanded about K_c (p = 0), where dI/dp = [K(k) - pi/2]/(2 pi (1-p)), k^2 = 1-p, has the
// series of K in p and ln p; far from K_c the loop series of series.h serve.
// Accuracy: 4e-16. Cost: O(1), about 0.15 us.
double SquareLogPartition(double coupling);

// phi(K) - ln 2, the part above infinite temperature; ~ K^2 for small K.
// Accuracy: 2e-15. Cost: as SquareLogPartition.
double SquareLogPartitionAboveDisorder(double coupling);

// phi(K) - 2|K|, the part above the ground state; ~ e^{-8|K|} for large |K|.
// Accuracy: 1e-14. Cost: as SquareLogPartition.
double SquareLogPartitionAboveGroundState(double coupling);

// Bond energy per site e = dphi/dK = 2 <s s'>_nn (the energy in units of -J).
//
//   e(K) = coth 2K [1 + k'/agm(1, |k'|)]
//
// with the bracket formed from the positive steps of the mean when k' < 0; e(K_c) = sqrt 2.
// Accuracy: 2e-15. Cost: O(1), about 0.1 us.
double SquareEnergy(double coupling);

// 2 - |e(K)|, the distance to the ground state's energy; ~ 8 e^{-8|K|} for large |K|.
// Accuracy: 5e-15. Cost: as SquareEnergy.
double SquareEnergyDeficit(double coupling);

// Slope of the energy, phi'' = de/dK (specific heat / K^2), in closed form.
//
//   phi''(K) = (4/pi) coth^2 2K { K1 - E1 - [pi/2 + k' K1]/cosh^2 2K },  modulus^2 = 1 - k'^2
//
// ~ -(8/pi) ln|K - K_c| - 3.66393 near K_c; infinite at +-kSquareCriticalCoupling.
// Accuracy: 1e-14. Cost: O(1), about 0.2 us.
double SquareEnergySlope(double coupling);

// The same at K = K_c + `offset` with the offset exact (|offset| may be far below the spacing of
// doubles at K_c). Domain: 0 < |offset| <= 0.2; positive side of the coupling axis.
double SquareEnergySlopeNearCritical(double offset);

// Entropy s = phi - K e, nats per site; ln 2 at K = 0 and ~ 8|K| e^{-8|K|} for large |K|.
// Accuracy: 4e-15. Cost: O(1), about 0.25 us.
double SquareEntropy(double coupling);

// ln 2 - s(K), what the couplings tell about a site; ~ K^2 for small K.
// Accuracy: 5e-15. Cost: as SquareEntropy.
double SquareEntropyDeficit(double coupling);

// Spontaneous magnetization (1 - sinh^{-4} 2K)^{1/8} for K > K_c (Yang, Phys. Rev. 85, 808,
// 1952), else 0: the antiferromagnet orders in its sublattices, whose magnetization is that of
// -K. Accuracy: 2e-15. Cost: O(1).
double SquareMagnetization(double coupling);

namespace internal {

// sinh 2K - 1 without cancellation near K_c, for any K >= 0.
double SinhMinusOne(double coupling);

}  // namespace internal

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SQUARE_EXACT_H_
