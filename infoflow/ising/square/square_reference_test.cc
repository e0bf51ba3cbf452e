// Every row and column of the square-lattice tables of testdata/reference/renormalization.
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "infoflow/ising/square/decimation.h"
#include "infoflow/ising/square/enumeration.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/ising/square/flow.h"
#include "infoflow/ising/square/kept_lattice.h"
#include "infoflow/ising/square/kept_law.h"
#include "infoflow/ising/square/relative_entropy.h"
#include "infoflow/ising/square/torus.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::ising {
namespace {

using ::infoflow::testing::ReferenceTable;
using ::infoflow::testing::Tolerance;

constexpr char kFolder[] = "renormalization";

// Closed forms in elementary functions: a few units in the last place.
constexpr Tolerance kElementary = {2e-15};
// A map's slope at a fixed point carries the rounding of the fixed point.
constexpr Tolerance kFixedPoint = {4e-15};
constexpr Tolerance kAsymptote = {1e-14};
// A step's own rounding; what the steps before it left grows by K (dK'/dK) / K' each time (by 2
// towards 0, by the eigenvalue at a fixed point), which the test follows.
constexpr double kFlowStep = 1e-15;
// The table's own couplings were iterated with about 30 digits after the point.
constexpr double kFlowLeast = 1e-29;
// Of the relative entropy for couplings as given, to which the error of K_n is added.
constexpr double kFlowEntropy = 1e-13;

// Rounded from many digits on both sides.
constexpr Tolerance kRounded = {1e-15};
// Closed forms of exact.h.
constexpr Tolerance kLogPartition = {4e-16};
constexpr Tolerance kEnergy = {2e-15};
constexpr Tolerance kEnergySlope = {1e-14};
constexpr Tolerance kEntropy = {4e-15};
constexpr Tolerance kMagnetization = {2e-15};
// The cost of truncation is stationary in K' at the optimum; elsewhere the rounding of K' enters
// it with the factor e(K') - 2 g1.
constexpr Tolerance kTruncationCost = {1e-13};
constexpr Tolerance kOptimalCoupling = {1e-14};
// Absolute for frustrated tori, whose ln Z and energy may pass through 0.
constexpr Tolerance kTorusLogPartition = {1e-15, 1e-14};
constexpr Tolerance kTorusEnergy = {2e-14, 1e-18};
// The table of small lattices was enumerated in double precision, 1e-14 absolute.
constexpr Tolerance kSmall = {1e-13, 2e-14};
constexpr Tolerance kSmallEntropy = {1e-13, 4e-13};
// Couplings found by a search there, which stopped at about 1e-8 of the minimum's width.
constexpr Tolerance kSmallCoupling = {1e-7};

SquareTruncation Truncation(absl::string_view scheme, int blocking) {
  if (scheme == "opt") return SquareTruncation::Optimal();
  if (scheme == "mk") return *SquareTruncation::MigdalKadanoff(blocking);
  return *SquareTruncation::Parse(scheme);
}

TEST(SquareReferenceTest, Step) {
  for (ReferenceTable& table : ReferenceTable::Open(kFolder, "ising2d_step.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const double k = table.Input(row, "K");
      const SquareDecimation step = DecimateSquare(k);
      table.Compare(row, "K1", step.nearest, kElementary);
      table.Compare(row, "K2", step.next_nearest, kElementary);
      table.Compare(row, "K3", step.four_spin, kElementary);
      table.Compare(row, "A0", step.constant, kElementary);
      table.Compare(row, "map_drop", SquareTruncation::Drop().Map(k), kElementary);
      table.Compare(row, "map_sum", SquareTruncation::Sum().Map(k), kElementary);
      table.Compare(row, "map_wall_mk", SquareTruncation::Wall().Map(k), kElementary);
      table.Compare(row, "map_wall_mk", SquareTruncation::MigdalKadanoff(2)->Map(k), kElementary);
    }
  }
}

TEST(SquareReferenceTest, FixedPoints) {
  for (ReferenceTable& table : ReferenceTable::Open(kFolder, "ising2d_fixed_points.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const std::string scheme = table.Text(row, "scheme");
      const double b = table.Input(row, "b");
      SquareFixedPoint point = ExactSquareCriticalPoint();
      if (scheme != "exact") {
        const auto found = FindSquareFixedPoint(Truncation(scheme, static_cast<int>(b + 0.5)));
        ASSERT_TRUE(found.ok()) << found.status();
        ASSERT_TRUE(found->converged);
        point = *found;
      }
      table.Compare(row, "b", point.length_factor, kElementary);
      table.Compare(row, "K_star", point.coupling, kElementary);
      table.Compare(row, "slope", point.slope, kFixedPoint);
      table.Compare(row, "y_t", point.thermal_exponent, kFixedPoint);
      table.Compare(row, "nu", point.correlation_length_exponent, kFixedPoint);
    }
  }
}

TEST(SquareReferenceTest, FlowRelativeEntropy) {
  for (ReferenceTable& table : ReferenceTable::Open(kFolder, "ising2d_flow_kl.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const int blocking =
          table.table().HasColumn("b") ? static_cast<int>(table.Input(row, "b") + 0.5) : 2;
      const SquareTruncation truncation = Truncation(table.Text(row, "scheme"), blocking);
      const double start = table.Input(row, "K0");
      const int steps = static_cast<int>(table.Input(row, "n"));
      const auto flow = SquareFlow(truncation, start, steps);
      ASSERT_TRUE(flow.ok()) << flow.status();
      double error = 0.0;
      for (int n = 0; n < steps && (*flow)[n + 1] != 0.0; ++n) {
        const double k = (*flow)[n];
        error = error * std::fabs(k * truncation.Slope(k) / (*flow)[n + 1]) + kFlowStep;
      }
      const double end = flow->back();
      const double shift = error * std::fabs(end);
      table.Compare(row, "K_n", end, {error, kFlowLeast});
      // dD(p_0||p_n)/dK_n = e(K_n) - e(K_0) and dD(p_n||p_0)/dK_n = (K_n - K_0) phi''(K_n), each
      // with its own rounding next to K_0.
      table.Compare(row, "D_fwd", SquareRelativeEntropy(start, end),
                    {kFlowEntropy,
                     shift * (std::fabs(SquareEnergy(end) - SquareEnergy(start)) + 3.0 * shift)});
      const double slope = std::fmin(SquareEnergySlope(end), 100.0);
      table.Compare(row, "D_rev", SquareRelativeEntropy(end, start),
                    {kFlowEntropy, shift * slope * (std::fabs(end - start) + shift)});
    }
  }
}

TEST(SquareReferenceTest, Asymptotes) {
  for (ReferenceTable& table : ReferenceTable::Open(kFolder, "ising2d_asymptotes.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const SquareRelativeEntropyAsymptotes limits = SquareAsymptotes(table.Input(row, "K0"));
      table.Compare(row, "D_fwd_inf_highT", limits.forward_disordered, kAsymptote);
      table.Compare(row, "D_rev_inf_highT", limits.reverse_disordered, kAsymptote);
      table.Compare(row, "D_rev_inf_lowT", limits.reverse_ordered, kAsymptote);
      table.Compare(row, "fwd_slope_lowT", limits.forward_ordered_slope, kAsymptote);
    }
  }
}

TEST(SquareReferenceTest, Onsager) {
  for (ReferenceTable& table : ReferenceTable::Open(kFolder, "ising2d_onsager.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const double k = table.Input(row, "K");
      table.Compare(row, "phi", SquareLogPartition(k), kLogPartition);
      table.Compare(row, "energy_per_site", SquareEnergy(k), kEnergy);
      table.Compare(row, "phi_second", SquareEnergySlope(k), kEnergySlope);
      table.Compare(row, "magnetisation", SquareMagnetization(k), kMagnetization);
      table.Compare(row, "s", SquareEntropy(k), kEntropy);
      const auto law = SolveSquareKeptLaw(k);
      ASSERT_TRUE(law.ok()) << law.status();
      table.Compare(row, "g_diag", law->diagonal_correlation, kRounded);
      table.Compare(row, "g_axis2", law->axis_correlation, kRounded);
      table.Compare(row, "P4", law->probability_four, kRounded);
      table.Compare(row, "P2", law->probability_two, kRounded);
      table.Compare(row, "P0", law->probability_zero, kRounded);
      table.Compare(row, "s_marginal_per_kept", law->kept_entropy, kRounded);
    }
  }
}

TEST(SquareReferenceTest, TruncationCost) {
  for (ReferenceTable& table : ReferenceTable::Open(kFolder, "ising2d_trunc_thermo.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const double k = table.Input(row, "K");
      const double optimal = SquareTruncation::Optimal().Map(k);
      const auto costs =
          SquareTruncationCosts(k, {SquareTruncation::Drop().Map(k), SquareTruncation::Sum().Map(k),
                                    SquareTruncation::Wall().Map(k), optimal});
      ASSERT_TRUE(costs.ok()) << costs.status();
      table.Compare(row, "K_opt", optimal, kOptimalCoupling);
      table.Compare(row, "d_drop", (*costs)[0], kTruncationCost);
      table.Compare(row, "d_sum", (*costs)[1], kTruncationCost);
      table.Compare(row, "d_wall", (*costs)[2], kTruncationCost);
      table.Compare(row, "d_opt", (*costs)[3], kTruncationCost);
    }
  }
}

TEST(SquareReferenceTest, Kaufman) {
  for (ReferenceTable& table : ReferenceTable::Open(kFolder, "ising2d_kaufman.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const auto torus = SolveTorus(static_cast<int>(table.Input(row, "m")),
                                    static_cast<int>(table.Input(row, "n")), table.Input(row, "K"));
      ASSERT_TRUE(torus.ok()) << torus.status();
      table.Compare(row, "lnZ", torus->log_partition, kTorusLogPartition);
      table.Compare(row, "dlnZ_dK", torus->energy, kTorusEnergy);
    }
  }
}

// The KL columns are totals for the kept lattice, not per spin.
TEST(SquareReferenceTest, SmallLattices) {
  for (ReferenceTable& table : ReferenceTable::Open(kFolder, "ising2d_trunc_small.csv")) {
    std::map<std::pair<int, int>, SquareKeptLattice> lattices;
    for (int row = 0; row < table.num_rows(); ++row) {
      const std::pair<int, int> size = {static_cast<int>(table.Input(row, "Lx")),
                                        static_cast<int>(table.Input(row, "Ly"))};
      auto found = lattices.find(size);
      if (found == lattices.end()) {
        auto created = SquareKeptLattice::Create(size.first, size.second);
        ASSERT_TRUE(created.ok()) << created.status();
        found = lattices.emplace(size, *std::move(created)).first;
      }
      const SquareKeptLattice& lattice = found->second;
      const double k = table.Input(row, "K");
      const SquareDecimation step = DecimateSquare(k);
      const auto one = lattice.BestNearestNeighbourModel(k);
      const auto two = lattice.BestNextNearestNeighbourModel(k);
      ASSERT_TRUE(one.ok() && two.ok());
      ASSERT_TRUE(one->converged && two->converged);
      table.Compare(row, "n_kept", lattice.kept_spins(), kElementary);
      table.Compare(row, "lnZ", lattice.LogPartition(k), kSmall);
      table.Compare(row, "H_marginal", lattice.Entropy(k), kSmallEntropy);
      table.Compare(row, "K_opt", one->nearest, kSmallCoupling);
      table.Compare(row, "K1_opt2", two->nearest, kSmallCoupling);
      table.Compare(row, "K2_opt2", two->next_nearest, kSmallCoupling);
      table.Compare(row, "KL_drop", lattice.RelativeEntropy(k, step.nearest), kSmallEntropy);
      table.Compare(row, "KL_sum", lattice.RelativeEntropy(k, 1.5 * step.nearest), kSmallEntropy);
      table.Compare(row, "KL_wall", lattice.RelativeEntropy(k, 2.0 * step.nearest), kSmallEntropy);
      table.Compare(row, "KL_opt", one->relative_entropy, kSmallEntropy);
      table.Compare(row, "KL_K1K2", lattice.RelativeEntropy(k, step.nearest, step.next_nearest),
                    kSmallEntropy);
      table.Compare(row, "KL_opt2", two->relative_entropy, kSmallEntropy);
    }
  }
}

// Tables computed for the Monte Carlo samplers, by other programs.
TEST(SquareReferenceTest, SamplersKaufman) {
  for (ReferenceTable& table : ReferenceTable::Open("rbm", "ising_kaufman.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const int rows = static_cast<int>(table.Input(row, "Lx"));
      const int columns = static_cast<int>(table.Input(row, "Ly"));
      const double sites = rows * columns;
      const auto torus = SolveTorus(rows, columns, table.Input(row, "K"));
      ASSERT_TRUE(torus.ok()) << torus.status();
      table.Compare(row, "lnZ", torus->log_partition, kTorusLogPartition);
      table.Compare(row, "u_per_site", -torus->energy / sites, kTorusEnergy);
      table.Compare(row, "free_energy_density_minus_lnZ_over_N", -torus->log_partition / sites,
                    kTorusLogPartition);
    }
    // The torus gives no second derivative.
    table.Ignore("c_per_site");
  }
}

TEST(SquareReferenceTest, SamplersOnsager) {
  for (ReferenceTable& table : ReferenceTable::Open("rbm", "ising_onsager.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const double k = table.Input(row, "K");
      table.Compare(row, "u_per_site", -SquareEnergy(k), kEnergy);
      table.Compare(row, "c_per_site", k * k * SquareEnergySlope(k), kEnergySlope);
      table.Compare(row, "spontaneous_m", SquareMagnetization(k), kMagnetization);
    }
  }
}

// The table's energy is minus the sum over bonds. 6 x 6 is too large to enumerate, but its
// partition function is the torus's.
TEST(SquareReferenceTest, SamplersDensityOfStates) {
  constexpr Tolerance kExact = {0.0, 0.0};
  for (ReferenceTable& table : ReferenceTable::Open("rbm", "ising_dos.csv")) {
    std::map<int, std::map<int, double>> counts;
    for (int row = 0; row < table.num_rows(); ++row) {
      const int side = static_cast<int>(table.Input(row, "L"));
      const int energy = static_cast<int>(table.Input(row, "E"));
      const double count = table.Input(row, "count");
      counts[side][-energy] = count;
      if (side * side <= kMostEnumeratedSites) {
        const auto states = EnumerateSquare(side, side);
        ASSERT_TRUE(states.ok());
        const int index = (-energy + 2 * side * side) / 2;
        table.Compare(row, "count", static_cast<double>(states->count[index]), kExact);
      }
    }
    for (const auto& [side, spectrum] : counts) {
      for (const double k : {0.1, 0.44, 1.0}) {
        double sum = 0.0;
        for (const auto& [bonds, count] : spectrum) sum += count * std::exp(k * bonds);
        const auto torus = SolveTorus(side, side, k);
        ASSERT_TRUE(torus.ok());
        EXPECT_NEAR(std::log(sum) / torus->log_partition, 1.0, 1e-15);
      }
    }
  }
}

}  // namespace
}  // namespace infoflow::ising
