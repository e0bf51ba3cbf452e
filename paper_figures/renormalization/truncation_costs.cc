#include "paper_figures/renormalization/truncation_costs.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "infoflow/ising/square_decimation.h"
#include "infoflow/ising/square_kept_lattice.h"
#include "infoflow/ising/square_kept_law.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

using ising::SquareTruncation;

constexpr const char* kSchemes[] = {"drop", "sum", "wall", "optimal"};
// Differences below this share are rounding.
constexpr double kRounding = 1e-13;

// Couplings that each scheme makes of `coupling`.
absl::StatusOr<std::vector<double>> TruncatedCouplings(double coupling) {
  std::vector<double> models;
  for (const char* scheme : kSchemes) {
    INFOFLOW_ASSIGN_OR_RETURN(const SquareTruncation truncation, SquareTruncation::Parse(scheme));
    models.push_back(truncation.Map(coupling));
  }
  return models;
}

// Thermodynamic limit.
absl::StatusOr<std::vector<double>> InfiniteLatticeCosts(double coupling) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> models, TruncatedCouplings(coupling));
  return ising::SquareTruncationCosts(coupling, models);
}

// Enumerated; the torus has its own optimal model.
absl::StatusOr<std::vector<double>> TorusCosts(const ising::SquareKeptLattice& torus,
                                               double coupling) {
  INFOFLOW_ASSIGN_OR_RETURN(std::vector<double> models, TruncatedCouplings(coupling));
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SquareKeptLattice::BestModel best,
                            torus.BestNearestNeighbourModel(coupling));
  models.back() = best.nearest;
  std::vector<double> costs;
  for (const double model : models) {
    costs.push_back(torus.RelativeEntropy(coupling, model) / torus.kept_spins());
  }
  return costs;
}

// `cost(coupling)`, the costs of the schemes in their order, on a grid.
template <typename Cost>
absl::StatusOr<TruncationCosts> Measure(int points, double greatest, int threads,
                                        const Cost& cost) {
  std::vector<std::vector<double>> rows(points);
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(points, threads, [&](int i) -> absl::Status {
    const double coupling = greatest * (i + 1) / points;
    INFOFLOW_ASSIGN_OR_RETURN(rows[i], cost(coupling));
    rows[i].insert(rows[i].begin(), coupling);
    return absl::OkStatus();
  }));
  TruncationCosts costs;
  std::vector<Column> columns = {{"coupling", ""}};
  for (const char* scheme : kSchemes) columns.push_back({scheme, "nats per kept spin"});
  costs.table = Table(std::move(columns));
  for (const std::vector<double>& row : rows) {
    costs.table.AddRow(row);
    for (int scheme = 0; scheme < 4; ++scheme) {
      if (row[scheme + 1] <= costs.peak[scheme]) continue;
      costs.peak[scheme] = row[scheme + 1];
      costs.peak_coupling[scheme] = row[0];
    }
    const double others = std::min({row[1], row[2], row[3]});
    if (row[4] > others * (1.0 + kRounding)) ++costs.optimal_beaten;
  }
  return costs;
}

}  // namespace

double TruncationCosts::LargestPeakDistance(double coupling) const {
  double largest = 0.0;
  for (const double peak : peak_coupling) largest = std::max(largest, std::abs(peak - coupling));
  return largest;
}

absl::StatusOr<TruncationCosts> InfiniteLatticeTruncationCosts(int points, double greatest,
                                                               int threads) {
  return Measure(points, greatest, threads, InfiniteLatticeCosts);
}

absl::StatusOr<TruncationCosts> TorusTruncationCosts(int points, double greatest, int threads) {
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SquareKeptLattice torus,
                            ising::SquareKeptLattice::Create(6, 6));
  return Measure(points, greatest, threads,
                 [&](double coupling) { return TorusCosts(torus, coupling); });
}

}  // namespace infoflow::paper_figures
