#ifndef INFOFLOW_ISING_SQUARE_TORUS_CORRELATORS_H_
#define INFOFLOW_ISING_SQUARE_TORUS_CORRELATORS_H_

namespace infoflow::ising {

// Correlators of the critical Ising model on a large square torus, by conformal field theory, as
// functions of the fraction z = r/L of the side along an axis (modular parameter i, nome
// q = exp(-pi), theta_n(z) = theta_n(pi z, q), theta_1' = d theta_1 / dz at 0):
//
//   G(r) = A L^{-1/4} Fs(r/L),
//   Fs(z) = |theta_1'/theta_1(z)|^{1/4} sum_{n=1..4} |theta_n(z/2)| / sum_{n=2..4} |theta_n(0)|,
//   G_eps(r) = B L^{-2} [Fe(r/L) - Fe1^2],
//   Fe(z) = |theta_1'/theta_1(z)|^2 sum_{n=2..4} |theta_n(z)|^2/|theta_n(0)| / sum |theta_n(0)|,
//   Fe1 = |theta_1'| / sum_{n=2..4} |theta_n(0)|.
//
// Source: P. Di Francesco, H. Saleur, J.-B. Zuber, Nucl. Phys. B 290, 527 (1987); used to read
// scaling dimensions off finite lattices. Domain: 0 < z < 1. Accuracy: 1e-14 relative
// (torus_correlators_test.cc, reference table). Cost: four series of 4 terms.
double TorusSpinCorrelator(double z);
double TorusEnergyCorrelator(double z);
double TorusEnergyOnePoint();

// A of the square lattice: G(r) r^{1/4} tends to it on the infinite one (Wu, Phys. Rev. 149, 380,
// 1966: 0.70338 along an axis).
inline constexpr double kTorusSpinAmplitude = 0.70338;

// Abscissas of the fits: L^{-1/4} Fs(r/L) and L^{-2} [Fe(r/L) - Fe1^2].
// Domain: 1 <= r < side.
double TorusSpinShape(int side, int distance);
double TorusEnergyShape(int side, int distance);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SQUARE_TORUS_CORRELATORS_H_
