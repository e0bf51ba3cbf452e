#include <cstdint>
#include <vector>

#include "infoflow/ising/chain/chain.h"
#include "infoflow/ising/chain/flow.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/ising/square/relative_entropy.h"
#include "infoflow/ising/square/torus.h"
#include "infoflow/ising/square/torus_heat_capacity.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/python/conversion.h"

namespace infoflow::python {

namespace py = pybind11;
using namespace pybind11::literals;  // NOLINT: of its suffix _a

namespace {

constexpr char kChainDoc[] =
    R"(The infinite chain with weight exp(K sum s s' + h sum s), as a dict, per site.

log_partition: ln Z/N, nats; entropy: nats; magnetization: <s>; correlation: <s s'> of neighbours;
correlation_length: sites. coupling = K, field = h: pure numbers.)";

constexpr char kChainFlowDoc[] =
    R"(An array (steps + 1, 4) of exact decimation that keeps every blocking-th spin.

Columns: coupling, field, and the relative entropies D(p_0||p_n) and D(p_n||p_0) in nats per site, on
the same lattice. Source: arXiv:2107.06898 sec. 2.)";

constexpr char kTorusDoc[] =
    R"(The rows x columns torus by Kaufman's formula, as a dict.

log_partition: ln Z, nats for the whole torus; energy: sum of <s s'> over all bonds; heat_capacity: k_B
per site (None outside 0.005 <= coupling <= 100).)";

py::dict Chain(double coupling, double field) {
  const ising::Chain chain = ValueOf(ising::Chain::Create({coupling, field}));
  return py::dict("log_partition"_a = chain.log_partition_per_site(),
                  "entropy"_a = chain.entropy_per_site(), "magnetization"_a = chain.magnetization(),
                  "correlation"_a = chain.nearest_neighbour_correlation(),
                  "correlation_length"_a = chain.correlation_length());
}

DoubleArray ChainFlow(double coupling, double field, std::int64_t blocking, std::int64_t steps) {
  const ising::Chain chain = ValueOf(ising::Chain::Create({coupling, field}));
  const std::vector<ising::ChainFlowStep> flow = ValueOf(ising::ChainFlow(chain, blocking, steps));
  linalg::Matrix<double> rows(static_cast<int>(flow.size()), 4);
  for (int n = 0; n < rows.rows(); ++n) {
    rows(n, 0) = flow[n].chain.coupling();
    rows(n, 1) = flow[n].chain.field();
    rows(n, 2) = flow[n].relative_entropies.forward;
    rows(n, 3) = flow[n].relative_entropies.reverse;
  }
  return ToArray(rows.view());
}

py::dict Torus(int rows, int columns, double coupling) {
  const ising::TorusThermodynamics torus =
      ValueOf(WithoutLock([&] { return ising::SolveTorus(rows, columns, coupling); }));
  py::dict result("log_partition"_a = torus.log_partition, "energy"_a = torus.energy);
  const absl::StatusOr<double> heat = ising::TorusHeatCapacity(rows, columns, coupling);
  result["heat_capacity"] = heat.ok() ? py::cast(*heat) : py::none();
  return result;
}

}  // namespace

void DefineIsing(py::module_& module) {
  py::module_ ising = module.def_submodule("ising", "Closed forms of the Ising model, J/kT = K.");
  ising.attr("SQUARE_CRITICAL_COUPLING") = ising::kSquareCriticalCoupling;
  ising.def("chain", &Chain, "coupling"_a, "field"_a = 0.0, kChainDoc);
  ising.def("chain_flow", &ChainFlow, "coupling"_a, "field"_a = 0.0, "blocking"_a = 2,
            "steps"_a = 8, kChainFlowDoc);
  ising.def("square_log_partition", py::vectorize(ising::SquareLogPartition), "coupling"_a,
            "ln Z per site of the infinite square lattice, nats; numbers or arrays.");
  ising.def("square_energy", py::vectorize(ising::SquareEnergy), "coupling"_a,
            "d ln Z/dK per site, the energy in units of -J; numbers or arrays.");
  ising.def("square_energy_slope", py::vectorize(ising::SquareEnergySlope), "coupling"_a,
            "d^2 ln Z/dK^2 per site, the specific heat over K^2; numbers or arrays.");
  ising.def("square_entropy", py::vectorize(ising::SquareEntropy), "coupling"_a,
            "Entropy per site, nats; numbers or arrays.");
  ising.def("square_magnetization", py::vectorize(ising::SquareMagnetization), "coupling"_a,
            "Spontaneous magnetization per site; numbers or arrays.");
  ising.def("square_relative_entropy", py::vectorize(ising::SquareRelativeEntropy), "coupling_p"_a,
            "coupling_q"_a, "D(p||q) per site of two infinite lattices, nats; numbers or arrays.");
  ising.def("torus", &Torus, "rows"_a, "columns"_a, "coupling"_a, kTorusDoc);
}

}  // namespace infoflow::python
