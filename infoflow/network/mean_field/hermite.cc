#include "infoflow/network/mean_field/hermite.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/network/mean_field/moments_kernel.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::network::internal {

namespace {

using numerics::kInverseSqrt2Pi;
using numerics::kPi;

constexpr int kMostCoefficients = 512;
constexpr double kReach = 12.0;
constexpr double kSmallMissing = 1e-14;
constexpr int kBlocks = kMostCoefficients / 2 / kHermiteBlock;  // of one parity

// Nodes per unit of z. The error is exp(-a (2 pi density - sqrt k - 6)) for a function with
// singularities at distance a.
constexpr int kDensities[] = {8, 12, 16};
// ln 1e16.
constexpr double kErrorExponent = 37.0;

// The number of coefficients that are accurate, at most kMostCoefficients, which those of the
// highest density are taken to be.
int Accurate(int density, double distance) {
  const double root = 2.0 * kPi * density - 6.0 - kErrorExponent / distance;
  if (density == kDensities[2] || root * root >= kMostCoefficients) return kMostCoefficients;
  return root > 0.0 ? static_cast<int>(root * root) : 0;
}

// he_k(z_i) times the weight of z_i = i / density, z_0 = 0 with half its weight since functions are
// added over both signs. In blocks of kHermiteBlock orders of one parity, those of one node
// together.
struct Table {
  int nodes;
  std::vector<double> blocks[2];  // of even and odd orders

  explicit Table(int density) : nodes(static_cast<int>(kReach) * density + 1) {
    for (std::vector<double>& block : blocks) block.resize(kBlocks * nodes * kHermiteBlock);
    for (int i = 0; i < nodes; ++i) {
      const double z = static_cast<double>(i) / density;
      double previous = 0.0;
      double current = (i == 0 ? 0.5 : 1.0) / density * kInverseSqrt2Pi * std::exp(-0.5 * z * z);
      for (int k = 0; k < kMostCoefficients; ++k) {
        const int block = k / 2 / kHermiteBlock;
        blocks[k % 2][(block * nodes + i) * kHermiteBlock + k / 2 % kHermiteBlock] = current;
        const double next = (z * current - std::sqrt(static_cast<double>(k)) * previous) /
                            std::sqrt(static_cast<double>(k + 1));
        previous = current;
        current = next;
      }
    }
  }

  const double* Block(int parity, int block) const {
    return blocks[parity].data() + block * nodes * kHermiteBlock;
  }
};

const Table& TableOf(int density) {
  static const auto* const tables =
      new std::array<Table, 3>{Table(kDensities[0]), Table(kDensities[1]), Table(kDensities[2])};
  return (*tables)[density / 4 - 2];
}

// phi(u) + phi(-u) and phi(u) - phi(-u) at the nodes; odd functions have only the latter.
struct Halves {
  std::vector<double> even;
  std::vector<double> odd;
};

Halves EvaluateHalves(const activation::Function& activation, double deviation, int density,
                      int nodes) {
  std::vector<double> u(nodes);
  std::vector<double> right(nodes);
  std::vector<double> derivatives(nodes);
  for (int i = 0; i < nodes; ++i) u[i] = deviation * (static_cast<double>(i) / density);
  activation.EvaluateAll(u, absl::MakeSpan(right), absl::MakeSpan(derivatives));
  if (activation.odd) {
    for (double& value : right) value *= 2.0;
    return {{}, std::move(right)};
  }
  std::vector<double> left(nodes);
  for (double& value : u) value = -value;
  activation.EvaluateAll(u, absl::MakeSpan(left), absl::MakeSpan(derivatives));
  for (int i = 0; i < nodes; ++i) {
    const double sum = right[i] + left[i];
    left[i] = right[i] - left[i];
    right[i] = sum;
  }
  return {std::move(right), std::move(left)};
}

// Up to `most` coefficients.
HermiteSquares SquaresAt(const activation::Function& activation, double deviation, double complete,
                         int density, std::size_t most) {
  const Table& table = TableOf(density);
  const Halves halves = EvaluateHalves(activation, deviation, density, table.nodes);
  HermiteSquares result;
  result.squares.reserve(most);
  double missing = complete;
  const double bound = kSmallMissing * complete;
  double even[kHermiteBlock] = {};
  double odd[kHermiteBlock] = {};
  const auto add = [&](double coefficient) {
    const double square = coefficient * coefficient;
    missing -= static_cast<double>(result.squares.size()) * square;
    result.squares.push_back(square);
    return std::fabs(missing) > bound;
  };
  bool more = std::fabs(missing) > bound;
  for (int block = 0; more && block < kBlocks; ++block) {
    if (!activation.odd) MultiplyTable(halves.even, table.Block(0, block), even);
    MultiplyTable(halves.odd, table.Block(1, block), odd);
    for (int i = 0; more && i < kHermiteBlock; ++i) {
      if (activation.odd) {
        result.squares.push_back(0.0);
      } else {
        more = add(even[i]);
      }
      if (more) more = add(odd[i]) && result.squares.size() < most;
    }
  }
  result.missing = complete > 0.0 ? std::fabs(missing) / complete : 0.0;
  return result;
}

}  // namespace

HermiteSquares ComputeHermiteSquares(const activation::Function& activation, double variance,
                                     double derivative_square) {
  const double deviation = std::sqrt(variance);
  const double distance = 0.5 * kPi * activation.smooth_scale / deviation;
  const double complete = variance * derivative_square;
  // Squares fall like exp(-2 a sqrt k): densities at which too few would be accurate are not tried.
  const double expected = std::pow(0.5 * std::log(1.0 / kSmallMissing) / distance, 2.0);
  HermiteSquares result;
  for (const int density : kDensities) {
    const int accurate = Accurate(density, distance);
    if (accurate < kMostCoefficients && accurate < expected) continue;
    result = SquaresAt(activation, deviation, complete, density, accurate);
    if (result.missing <= kSmallMissing) break;
  }
  return result;
}

}  // namespace infoflow::network::internal
