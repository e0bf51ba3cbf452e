#include "paper_figures/renormalization/truncation_costs.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "infoflow/ising/square/decimation.h"
#include "infoflow/ising/square/kept_lattice.h"
#include "infoflow/ising/square/kept_law.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

using ising::SquareTruncation;

// Differences below this share are rounding.
constexpr double kRounding = 1e-13;

// The couplings that drop, sum, wall and optimal make of `coupling`.
std::vector<double> TruncatedCouplings(double coupling) {
  return {SquareTruncation::Drop().Map(coupling), SquareTruncation::Sum().Map(coupling),
          SquareTruncation::Wall().Map(coupling), SquareTruncation::Optimal().Map(coupling)};
}

// `costs(coupling)`, those of the four schemes, on a grid.
absl::StatusOr<std::vector<TruncationCosts>> OnGrid(
    int points, double greatest, int threads,
    const std::function<absl::StatusOr<std::vector<double>>(double)>& costs) {
  std::vector<TruncationCosts> grid(points);
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(points, threads, [&](int i) -> absl::Status {
    const double coupling = greatest * (i + 1) / points;
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> of_scheme, costs(coupling));
    grid[i] = {coupling, of_scheme[0], of_scheme[1], of_scheme[2], of_scheme[3]};
    return absl::OkStatus();
  }));
  return grid;
}

}  // namespace

absl::StatusOr<std::vector<TruncationCosts>> InfiniteLatticeTruncationCosts(int points,
                                                                            double greatest,
                                                                            int threads) {
  return OnGrid(points, greatest, threads, [](double coupling) {
    return ising::SquareTruncationCosts(coupling, TruncatedCouplings(coupling));
  });
}

absl::StatusOr<std::vector<TruncationCosts>> TorusTruncationCosts(int points, double greatest,
                                                                  int threads) {
  using ising::SquareKeptLattice;
  INFOFLOW_ASSIGN_OR_RETURN(const SquareKeptLattice torus, SquareKeptLattice::Create(6, 6));
  return OnGrid(points, greatest, threads,
                [&](double coupling) -> absl::StatusOr<std::vector<double>> {
                  INFOFLOW_ASSIGN_OR_RETURN(const SquareKeptLattice::BestModel best,
                                            torus.BestNearestNeighbourModel(coupling));
                  std::vector<double> values = TruncatedCouplings(coupling);
                  values.back() = best.nearest;
                  for (double& value : values) {
                    value = torus.RelativeEntropy(coupling, value) / torus.kept_spins();
                  }
                  return values;
                });
}

double LargestPeakDistance(const std::vector<TruncationCosts>& costs, double coupling) {
  double largest = 0.0;
  for (const auto scheme : {&TruncationCosts::drop, &TruncationCosts::sum, &TruncationCosts::wall,
                            &TruncationCosts::optimal}) {
    const auto peak = std::max_element(
        costs.begin(), costs.end(),
        [&](const TruncationCosts& a, const TruncationCosts& b) { return a.*scheme < b.*scheme; });
    largest = std::max(largest, std::abs(peak->coupling - coupling));
  }
  return largest;
}

double SpacingAround(const std::vector<TruncationCosts>& costs, double coupling) {
  const auto above = std::find_if(costs.begin(), costs.end(), [&](const TruncationCosts& at) {
    return at.coupling >= coupling;
  });
  if (above == costs.begin() || above == costs.end()) return numerics::kInfinity;
  return above->coupling - (above - 1)->coupling;
}

int TimesOptimalIsBeaten(const std::vector<TruncationCosts>& costs) {
  return static_cast<int>(std::count_if(costs.begin(), costs.end(), [](const TruncationCosts& at) {
    return at.optimal > std::min({at.drop, at.sum, at.wall}) * (1.0 + kRounding);
  }));
}

}  // namespace infoflow::paper_figures
