#include "paper_figures/renormalization/chain_joint_law.h"

#include <cmath>
#include <cstddef>

namespace infoflow::paper_figures {

std::vector<double> JointLaw(const ising::ChainCouplings& couplings, int spins) {
  const double k = couplings.coupling;
  const double h = couplings.field;
  const double transfer[2][2] = {{std::exp(k + h), std::exp(-k)}, {std::exp(-k), std::exp(k - h)}};
  double vector[2] = {1.0, 1.0};
  double eigenvalue = 1.0;
  for (int sweep = 0; sweep < 4000; ++sweep) {  // power iteration
    const double next[2] = {transfer[0][0] * vector[0] + transfer[0][1] * vector[1],
                            transfer[1][0] * vector[0] + transfer[1][1] * vector[1]};
    eigenvalue = std::hypot(next[0], next[1]);
    vector[0] = next[0] / eigenvalue;
    vector[1] = next[1] / eigenvalue;
  }
  std::vector<double> law(std::size_t{1} << spins);
  for (std::size_t state = 0; state < law.size(); ++state) {
    double weight = vector[state & 1] * vector[(state >> (spins - 1)) & 1];
    for (int i = 0; i + 1 < spins; ++i) {
      weight *= transfer[(state >> i) & 1][(state >> (i + 1)) & 1] / eigenvalue;
    }
    law[state] = weight;
  }
  return law;
}

std::vector<double> Marginal(const std::vector<double>& law, int kept, int spacing) {
  std::vector<double> marginal(std::size_t{1} << kept, 0.0);
  for (std::size_t state = 0; state < law.size(); ++state) {
    std::size_t index = 0;
    for (int i = 0; i < kept; ++i) index |= ((state >> (i * spacing)) & 1) << i;
    marginal[index] += law[state];
  }
  return marginal;
}

double RelativeEntropyOfLaws(const std::vector<double>& p, const std::vector<double>& q) {
  double sum = 0.0;
  for (std::size_t i = 0; i < p.size(); ++i) sum += p[i] * std::log(p[i] / q[i]);
  return sum;
}

}  // namespace infoflow::paper_figures
