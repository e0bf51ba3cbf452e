// Every row and column of the tables of the one-dimensional chain. Inputs are exact doubles,
// outputs come from 28 to 150 digits rounded to double.

#include <cmath>
#include <cstdint>

#include "gtest/gtest.h"
#include "infoflow/ising/chain/chain.h"
#include "infoflow/ising/chain/coarse_graining.h"
#include "infoflow/ising/chain/decimation.h"
#include "infoflow/ising/chain/finite_chain.h"
#include "infoflow/ising/chain/finite_chain_relative_entropy.h"
#include "infoflow/ising/chain/relative_entropy.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::ising {
namespace {

using ::infoflow::testing::ReferenceTable;
using ::infoflow::testing::Tolerance;

// Below the range of normal doubles a result has fewer digits, down to none at all.
constexpr double kUnderflow = 1e-307;

// One formula of a dozen roundings, without cancellation.
constexpr Tolerance kExact = {4e-15, kUnderflow};

// phi_0 - phi_n / b^n is 0 at n = 0, where the tables hold what their working precision leaves of
// it.
constexpr Tolerance kConstantPerSite = {4e-15, 1e-100};

// As kExact; what the relative entropies are held to over the whole domain.
constexpr Tolerance kRelativeEntropy = {5e-15, kUnderflow};

// K' and h' divide by (1-t)^2 and w^2 and pass the errors of the power t^(b^n), relative size
// |ln t_n| times the rounding, on.
constexpr Tolerance kCoupling = {2e-13, kUnderflow};

// Where t_n leaves ordinary size, b^n times the rounding of t_0 is what remains: the
// conditioning of the problem.
constexpr Tolerance kUnderflowingCoupling = {1e-11, kUnderflow};
constexpr double kUnderflowingRatio = 1e-100;

Tolerance CouplingTolerance(double ratio) {
  return std::abs(ratio) < kUnderflowingRatio ? kUnderflowingCoupling : kCoupling;
}

Chain MakeChain(double coupling, double field) { return Chain::Create({coupling, field}).value(); }

TEST(ChainReferenceTest, Step) {
  for (ReferenceTable& table : ReferenceTable::Open("renormalization", "ising1d_step.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const ChainCouplings couplings = {table.Input(row, "K"), table.Input(row, "h")};
      const auto blocking = static_cast<std::int64_t>(table.Input(row, "b"));
      const ChainDecimation step = DecimateChain(couplings, blocking).value();
      table.Compare(row, "K_prime", step.couplings.coupling, kCoupling);
      table.Compare(row, "h_prime", step.couplings.field, kCoupling);
      table.Compare(row, "C", step.additive_constant, kExact);
    }
  }
}

void CheckFlow(ReferenceTable& table) {
  for (int row = 0; row < table.num_rows(); ++row) {
    const Chain fine = MakeChain(table.Input(row, "K0"), table.Input(row, "h0"));
    const auto blocking = static_cast<std::int64_t>(table.Input(row, "b"));
    const auto steps = static_cast<std::int64_t>(table.Input(row, "n"));
    const DecimatedChain decimated = DecimateChainTimes(fine, blocking, steps).value();
    const Chain& kept = decimated.chain;
    const Tolerance coupling = CouplingTolerance(table.Input(row, "t_n"));
    table.Compare(row, "K_n", kept.coupling(), coupling);
    table.Compare(row, "h_n", kept.field(), kCoupling);
    table.Compare(row, "m", kept.magnetization(), kExact);
    table.Compare(row, "t_n", kept.eigenvalue_ratio().value, coupling);
    table.Compare(row, "one_minus_t_n", kept.eigenvalue_ratio().one_minus, kExact);
    table.Compare(row, "phi_n", kept.log_partition_per_site(), kExact);
    table.Compare(row, "const_per_site", decimated.additive_constant_per_site, kConstantPerSite);
    table.Compare(row, "s_n", kept.entropy_per_site(), kExact);
    const RelativeEntropies at_n = DecimationRelativeEntropies(fine, kept);
    table.Compare(row, "D_fwd", at_n.forward, kRelativeEntropy);
    table.Compare(row, "D_rev", at_n.reverse, kRelativeEntropy);
    const RelativeEntropies limit = AsymptoticRelativeEntropies(fine);
    table.Compare(row, "D_fwd_inf", limit.forward, kRelativeEntropy);
    table.Compare(row, "D_rev_inf", limit.reverse, kRelativeEntropy);
  }
}

TEST(ChainReferenceTest, Flow) {
  for (ReferenceTable& table : ReferenceTable::Open("renormalization", "ising1d_flow.csv")) {
    CheckFlow(table);
  }
}

TEST(ChainReferenceTest, AntiferromagneticFlow) {
  for (ReferenceTable& table : ReferenceTable::Open("renormalization", "ising1d_flow_afm.csv")) {
    CheckFlow(table);
  }
}

TEST(ChainReferenceTest, CoarseGraining) {
  for (ReferenceTable& table : ReferenceTable::Open("renormalization", "ising1d_coarse.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const Chain chain = MakeChain(table.Input(row, "K"), table.Input(row, "h"));
      const auto blocking = static_cast<std::int64_t>(table.Input(row, "b"));
      const ChainCoarseGraining got = CoarseGrainChain(chain, blocking).value();
      table.Compare(row, "s_fine", got.fine_entropy, kExact);
      table.Compare(row, "s_kept", got.kept_entropy, kExact);
      table.Compare(row, "H_dec_given_kept_per_fine_site", got.lost_information, kRelativeEntropy);
      table.Compare(row, "MI_kept_dec_per_fine_site", got.mutual_information, kRelativeEntropy);
      table.Compare(row, "entropy_gain_per_site", got.entropy_gain, kRelativeEntropy);
      table.Compare(row, "D_fine_vs_kept_x_uniform_per_fine_site", got.relative_entropy_to_uniform,
                    kRelativeEntropy);
    }
  }
}

TEST(ChainReferenceTest, FiniteChain) {
  for (ReferenceTable& table : ReferenceTable::Open("renormalization", "ising1d_finite.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const ChainCouplings first = {table.Input(row, "K"), table.Input(row, "h")};
      const ChainCouplings second = {table.Input(row, "K2"), table.Input(row, "h2")};
      const auto sites = static_cast<std::int64_t>(table.Input(row, "N"));
      const ChainBoundary boundary =
          table.Text(row, "bc") == "open" ? ChainBoundary::kOpen : ChainBoundary::kPeriodic;
      const FiniteChainMoments got = ComputeFiniteChain(first, sites, boundary).value();
      const FiniteChainMoments other = ComputeFiniteChain(second, sites, boundary).value();
      table.Compare(row, "lnZ", got.log_partition, kExact);
      table.Compare(row, "lnZ2", other.log_partition, kExact);
      // For K < 0 in a field the sum over bonds passes through zero.
      table.Compare(row, "sum_ss", got.bond_sum, {4e-15, sites * 4e-15});
      table.Compare(row, "sum_s", got.spin_sum, kExact);
      const RelativeEntropies divergence =
          FiniteChainRelativeEntropies(first, second, sites, boundary).value();
      table.Compare(row, "D_12", divergence.forward, kRelativeEntropy);
      table.Compare(row, "D_21", divergence.reverse, kRelativeEntropy);
    }
  }
}

}  // namespace
}  // namespace infoflow::ising
