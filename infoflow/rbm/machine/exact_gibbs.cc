#include "infoflow/rbm/machine/exact_gibbs.h"

#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/rbm/machine/exact_sum.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::rbm {

namespace {

constexpr int kLargestJointState = 22;

Spins AllStates(int units) {
  Spins states(1 << units, units);
  for (int s = 0; s < states.rows(); ++s) {
    for (int i = 0; i < units; ++i) states(s, i) = (s >> i & 1) != 0 ? 1 : -1;
  }
  return states;
}

// Row v holds p(h|v) = prod_a 1 / (1 + e^{-2 h_a f_a(v)}).
linalg::Matrix<double> HiddenGivenVisible(const Machine& machine) {
  const linalg::Matrix<double> fields = HiddenFields(machine, AllStates(machine.visible_units()));
  linalg::Matrix<double> table(fields.rows(), 1 << machine.hidden_units());
  for (int s = 0; s < fields.rows(); ++s) {
    const absl::Span<double> row = table.row(s);
    row[0] = 1.0;
    for (int a = 0; a < machine.hidden_units(); ++a) {
      const double up = 1.0 / (1.0 + std::exp(-2.0 * fields(s, a)));
      const double down = 1.0 / (1.0 + std::exp(2.0 * fields(s, a)));
      for (int t = 0; t < 1 << a; ++t) {
        row[t | 1 << a] = row[t] * up;
        row[t] *= down;
      }
    }
  }
  return table;
}

// sum_v p(v) v_i tanh f_a(v), sum_v p(v) v_i and sum_v p(v) tanh f_a(v).
Gradient WeightedMeans(const Machine& machine, SpinsView states, absl::Span<const double> weights) {
  const linalg::Matrix<double> means = HiddenMeans(machine, states);
  Gradient sums{linalg::Matrix<double>(machine.visible_units(), machine.hidden_units()),
                std::vector<double>(machine.visible_units(), 0.0),
                std::vector<double>(machine.hidden_units(), 0.0)};
  for (int s = 0; s < states.rows(); ++s) {
    linalg::Axpy(weights[s], means.row(s), absl::MakeSpan(sums.hidden_bias));
    for (int i = 0; i < states.columns(); ++i) {
      const double weight = weights[s] * states(s, i);
      sums.visible_bias[i] += weight;
      linalg::Axpy(weight, means.row(s), sums.weights.row(i));
    }
  }
  return sums;
}

Gradient DataMeans(const Machine& machine, SpinsView samples) {
  return WeightedMeans(machine, samples, std::vector<double>(samples.rows(), 1.0 / samples.rows()));
}

}  // namespace

absl::StatusOr<ExactGibbs> ExactGibbs::Create(const Machine& machine) {
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(machine));
  if (machine.visible_units() + machine.hidden_units() > kLargestJointState) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the exact chain needs at most ", kLargestJointState, " units in both layers, not ",
        machine.visible_units(), " + ", machine.hidden_units()));
  }
  ExactGibbs chain;
  chain.hidden_given_visible_ = HiddenGivenVisible(machine);
  chain.visible_given_hidden_ = HiddenGivenVisible(ExchangeLayers(machine));
  return chain;
}

std::vector<double> ExactGibbs::Step(absl::Span<const double> probabilities) const {
  std::vector<double> hidden(hidden_given_visible_.columns());
  std::vector<double> visible(visible_given_hidden_.columns());
  linalg::Gemv(linalg::Transpose::kYes, 1.0, hidden_given_visible_, probabilities, 0.0,
               absl::MakeSpan(hidden));
  linalg::Gemv(linalg::Transpose::kYes, 1.0, visible_given_hidden_, hidden, 0.0,
               absl::MakeSpan(visible));
  return visible;
}

absl::StatusOr<Gradient> LogLikelihoodGradient(const Machine& machine, SpinsView samples) {
  INFOFLOW_RETURN_IF_ERROR(CheckSpins(samples, machine.visible_units()));
  INFOFLOW_ASSIGN_OR_RETURN(const Moments moments, ExactMoments(machine));
  Gradient gradient = DataMeans(machine, samples);
  linalg::Axpy(-1.0, moments.visible_hidden.values(), gradient.weights.values());
  linalg::Axpy(-1.0, moments.visible, absl::MakeSpan(gradient.visible_bias));
  linalg::Axpy(-1.0, moments.hidden, absl::MakeSpan(gradient.hidden_bias));
  return gradient;
}

absl::StatusOr<Gradient> ExpectedContrastiveDivergence(const Machine& machine, SpinsView samples,
                                                       int steps) {
  if (steps < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("contrastive divergence takes at least 1 step, not ", steps));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const ExactGibbs chain, ExactGibbs::Create(machine));
  INFOFLOW_RETURN_IF_ERROR(CheckSpins(samples, machine.visible_units()));
  std::vector<double> law(std::size_t{1} << machine.visible_units(), 0.0);
  for (int k = 0; k < samples.rows(); ++k) {
    int state = 0;
    for (int i = 0; i < samples.columns(); ++i) state |= (samples(k, i) > 0 ? 1 : 0) << i;
    law[state] += 1.0 / samples.rows();
  }
  for (int step = 0; step < steps; ++step) law = chain.Step(law);
  const Gradient reached = WeightedMeans(machine, AllStates(machine.visible_units()), law);
  Gradient gradient = DataMeans(machine, samples);
  linalg::Axpy(-1.0, reached.weights.values(), gradient.weights.values());
  linalg::Axpy(-1.0, reached.visible_bias, absl::MakeSpan(gradient.visible_bias));
  linalg::Axpy(-1.0, reached.hidden_bias, absl::MakeSpan(gradient.hidden_bias));
  return gradient;
}

}  // namespace infoflow::rbm
