#include "infoflow/ising/square/torus_correlators.h"

#include <cmath>

#include "infoflow/numerics/constants.h"

namespace infoflow::ising {

namespace {

// q^{n^2} at n = 4 is 1e-22.
constexpr int kTerms = 4;

double Power(double exponent) { return std::exp(-numerics::kPi * exponent); }

double Theta1(double z) {
  double sum = 0.0;
  for (int n = 0; n < kTerms; ++n) {
    sum += (n % 2 == 0 ? 2.0 : -2.0) * Power((n + 0.5) * (n + 0.5)) *
           std::sin((2 * n + 1) * numerics::kPi * z);
  }
  return sum;
}

double Theta1Slope() {
  double sum = 0.0;
  for (int n = 0; n < kTerms; ++n) {
    sum += (n % 2 == 0 ? 2.0 : -2.0) * Power((n + 0.5) * (n + 0.5)) * (2 * n + 1) * numerics::kPi;
  }
  return sum;
}

double Theta2(double z) {
  double sum = 0.0;
  for (int n = 0; n < kTerms; ++n) {
    sum += 2.0 * Power((n + 0.5) * (n + 0.5)) * std::cos((2 * n + 1) * numerics::kPi * z);
  }
  return sum;
}

// theta_3 for sign = 1, theta_4 for sign = -1.
double Theta34(double z, int sign) {
  double sum = 1.0;
  for (int n = 1; n <= kTerms; ++n) {
    sum +=
        (sign < 0 && n % 2 != 0 ? -2.0 : 2.0) * Power(n * n) * std::cos(2 * n * numerics::kPi * z);
  }
  return sum;
}

double SumAtZero() { return Theta2(0.0) + Theta34(0.0, 1) + Theta34(0.0, -1); }

}  // namespace

double TorusSpinCorrelator(double z) {
  const double sum = std::fabs(Theta1(0.5 * z)) + std::fabs(Theta2(0.5 * z)) +
                     std::fabs(Theta34(0.5 * z, 1)) + std::fabs(Theta34(0.5 * z, -1));
  return std::pow(std::fabs(Theta1Slope() / Theta1(z)), 0.25) * sum / SumAtZero();
}

double TorusEnergyCorrelator(double z) {
  const double ratio = Theta1Slope() / Theta1(z);
  const double two = Theta2(z);
  const double three = Theta34(z, 1);
  const double four = Theta34(z, -1);
  const double sum =
      two * two / Theta2(0.0) + three * three / Theta34(0.0, 1) + four * four / Theta34(0.0, -1);
  return ratio * ratio * sum / SumAtZero();
}

double TorusEnergyOnePoint() { return Theta1Slope() / SumAtZero(); }

double TorusSpinShape(int side, int distance) {
  return std::pow(side, -0.25) * TorusSpinCorrelator(static_cast<double>(distance) / side);
}

double TorusEnergyShape(int side, int distance) {
  const double one_point = TorusEnergyOnePoint();
  return (TorusEnergyCorrelator(static_cast<double>(distance) / side) - one_point * one_point) /
         (static_cast<double>(side) * side);
}

}  // namespace infoflow::ising
