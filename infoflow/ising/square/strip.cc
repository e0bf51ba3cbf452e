#include "infoflow/ising/square/strip.h"

#include <cmath>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/ising/square/strip_row.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

namespace {

// Spin `site` (-1 or +1) of the row with index `state`; the last spin has no bit and is +1.
int Spin(std::uint32_t state, int site) { return (state >> site & 1u) != 0 ? -1 : 1; }

// Sum over i of s_i s_{i+distance} around the row.
int RowSum(std::uint32_t state, int width, int distance) {
  int sum = 0;
  for (int i = 0; i < width; ++i) sum += Spin(state, i) * Spin(state, (i + distance) % width);
  return sum;
}

// In blocks, so that the rounding of the sum does not grow with the number of states.
double Dot(absl::Span<const double> a, absl::Span<const double> b) {
  constexpr std::size_t kBlock = 64;
  if (a.size() <= kBlock) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
  }
  const std::size_t half = a.size() / 2;
  return Dot(a.first(half), b.first(half)) + Dot(a.subspan(half), b.subspan(half));
}

absl::Status CheckStrip(int width, int widest, double coupling) {
  if (width < 2 || width > widest) {
    return absl::InvalidArgumentError(
        absl::StrFormat("width is %d; it may be from 2 to %d", width, widest));
  }
  if (!std::isfinite(coupling)) {
    return absl::InvalidArgumentError(
        absl::StrFormat("coupling is %g; it must be a finite number", coupling));
  }
  if (coupling < 0.0 && width % 2 != 0) {
    return absl::InvalidArgumentError(
        absl::StrFormat("coupling is %g; it must not be negative when the width, here %d, is odd",
                        coupling, width));
  }
  return absl::OkStatus();
}

}  // namespace

StripTransferMatrix::StripTransferMatrix(int width, double coupling)
    : flips_(width, std::exp(-2.0 * coupling)), diagonal_(std::size_t{1} << (width - 1)) {
  // exp takes few values: one for each number of unlike neighbours.
  std::vector<double> weight(width + 1);
  for (int unlike = 0; unlike <= width; ++unlike) weight[unlike] = std::exp(-coupling * unlike);
  for (std::uint32_t state = 0; state < diagonal_.size(); ++state) {
    diagonal_[state] = weight[(width - RowSum(state, width, 1)) / 2];
  }
}

void StripTransferMatrix::ApplySites(absl::Span<double> vector, int reversed) const {
  std::vector<double> flips = flips_;
  if (reversed >= 0) flips[reversed] = -flips[reversed];
  internal::ApplyStripSites(flips, {}, vector);
}

void StripTransferMatrix::ApplyRow(absl::Span<double> vector) const {
  internal::ApplyStripSites(flips_, diagonal_, vector);
}

absl::StatusOr<StripResult> SolveStrip(int width, double coupling, const StripOptions& options) {
  INFOFLOW_RETURN_IF_ERROR(CheckStrip(width, kWidestStrip, coupling));
  if (!(options.tolerance >= 0.0) || options.max_iterations < 1) {
    return absl::InvalidArgumentError(
        absl::StrFormat("a strip needs a tolerance of at least 0 and 1 iteration or more, not %g "
                        "and %d",
                        options.tolerance, options.max_iterations));
  }
  const double size = std::fabs(coupling);
  const auto row_mean = [width](absl::Span<const double> vector, int distance) {
    double sum = 0.0;
    for (std::uint32_t state = 0; state < vector.size(); ++state) {
      sum += vector[state] * vector[state] * RowSum(state, width, distance);
    }
    return sum / width;
  };
  const StripTransferMatrix transfer(width, size);
  const std::size_t states = transfer.size();
  // T has positive entries and so has the eigenvector; aligned rows weigh most.
  std::vector<double> vector(transfer.diagonal().begin(), transfer.diagonal().end());
  std::vector<double> next;
  StripResult result;
  double eigenvalue = 0.0;
  double norm = std::sqrt(Dot(vector, vector));
  for (double& x : vector) x /= norm;
  while (result.iterations < options.max_iterations && !result.converged) {
    next = vector;
    transfer.ApplyRow(absl::MakeSpan(next));
    ++result.iterations;
    eigenvalue = Dot(vector, next);
    double residual = 0.0;
    for (std::size_t i = 0; i < states; ++i) {
      const double difference = next[i] - eigenvalue * vector[i];
      residual += difference * difference;
    }
    result.residual = std::sqrt(residual) / eigenvalue;
    result.converged = result.residual <= options.tolerance;
    norm = std::sqrt(Dot(next, next));
    for (std::size_t i = 0; i < states; ++i) vector[i] = next[i] / norm;
  }
  result.log_partition = 2.0 * size + std::log(eigenvalue) / width;
  // The squared eigenvector is the law of one row.
  result.across_correlation = row_mean(vector, 1);
  result.axis_correlation = row_mean(vector, 2);
  // Two adjacent rows: with y = D x, s_0 V s_0 is V with X_0 reversed, and s_0 V s_1 is
  // s_0 s_1 times V with X_1 reversed.
  for (std::size_t i = 0; i < states; ++i) vector[i] *= transfer.diagonal()[i];
  next = vector;
  transfer.ApplySites(absl::MakeSpan(next), 0);
  result.along_correlation = Dot(vector, next) / eigenvalue;
  next = vector;
  transfer.ApplySites(absl::MakeSpan(next), 1);
  for (std::uint32_t state = 0; state < states; ++state) {
    next[state] *= Spin(state, 0) * Spin(state, 1);
  }
  result.diagonal_correlation = Dot(vector, next) / eigenvalue;
  if (coupling < 0.0) {
    result.across_correlation = -result.across_correlation;
    result.along_correlation = -result.along_correlation;
  }
  return result;
}

absl::StatusOr<double> StripLogPartition(int width, double coupling) {
  constexpr int kWidest = 1000000;
  INFOFLOW_RETURN_IF_ERROR(CheckStrip(width, kWidest, coupling));
  const double size = std::fabs(coupling);
  // In units of powers of e^{2K}, as in torus.cc.
  const double e2 = std::exp(-2.0 * size);
  const double s = -0.5 * std::expm1(-4.0 * size);
  const double excess = size < 100.0 ? e2 * internal::SinhMinusOne(size) : s;
  double sum = 0.0;
  for (int r = 0; r < width; ++r) {
    const double sine = std::sin(numerics::kPi * (2 * r + 1) / (2.0 * width));
    const double distance = 2.0 * excess * excess + 4.0 * s * e2 * sine * sine;
    sum += std::log(distance + 2.0 * s * e2 + std::sqrt(distance * (distance + 4.0 * s * e2)));
  }
  return 2.0 * size + sum / (2.0 * width);
}

}  // namespace infoflow::ising
