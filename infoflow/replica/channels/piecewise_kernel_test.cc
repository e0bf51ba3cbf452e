// The vectorised sums against the same sums in long double with the C library's functions.

#include "infoflow/replica/channels/piecewise_kernel.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::replica::internal {
namespace {

long double Density(long double x) {
  return expl(-0.5L * x * x) * 0.39894228040143267793994605993438L;
}
long double Cdf(long double x) { return 0.5L * erfcl(-x * 0.70710678118654752440084436210485L); }

// Nodes are padded to whole blocks: callers give ranges beyond which nothing is left.
ZoneSums PlainSums(const std::vector<ZonePiece>& pieces, const std::vector<ZoneJump>& jumps,
                   double first, double step, int count) {
  long double information = 0.0L;
  long double variance = 0.0L;
  long double precision = 0.0L;
  for (int j = 0; j < count; ++j) {
    const long double eta = first + step * j;
    std::vector<long double> p, f, var;
    long double score = 0.0L;
    long double energy = 0.0L;
    long double removed_variance = 0.0L;
    long double removed_score = 0.0L;
    for (const ZonePiece& piece : pieces) {
      const long double kappa = piece.kappa;
      const long double k = 1.0L + kappa;
      const long double rho = eta + piece.offset;
      const long double n = Density(rho / sqrtl(k)) / sqrtl(k);
      if (piece.slope == 0.0) {
        p.push_back(piece.probability * n);
        f.push_back(-piece.offset);
        var.push_back(0.0L);
        energy -= p.back() * logl(n);
        continue;
      }
      const long double slope = sqrtl(kappa / k);
      const long double low = piece.lower.z - slope * eta;
      const long double high = piece.upper.z - slope * eta;
      const long double cdf_low = piece.lower.present ? Cdf(low) : 0.0L;
      const long double cdf_high = piece.upper.present ? Cdf(high) : 1.0L;
      const long double phi_low = piece.lower.present ? Density(low) : 0.0L;
      const long double phi_high = piece.upper.present ? Density(high) : 0.0L;
      const long double P = piece.lower.present && low > 0.0L
                                ? Cdf(-low) - (piece.upper.present ? Cdf(-high) : 0.0L)
                                : cdf_high - cdf_low;
      const long double mean = (phi_low - phi_high) / P;
      p.push_back(n * P);
      f.push_back((kappa * eta - piece.offset) / k + slope * mean);
      var.push_back(kappa / k * (1.0L + (low * phi_low - high * phi_high) / P - mean * mean));
      energy -= p.back() * logl(n);
      score += piece.slope * p.back() * (eta - f.back());
      removed_variance += p.back() * kappa / k;
      removed_score += p.back() * powl(piece.slope * rho / k, 2);
    }
    for (const ZoneJump& jump : jumps) score += jump.weight * Density(eta - jump.centre);
    long double total = 0.0L;
    long double mean = 0.0L;
    for (std::size_t i = 0; i < p.size(); ++i) {
      total += p[i];
      mean += p[i] * f[i];
    }
    mean /= total;
    long double spread = 0.0L;
    for (std::size_t i = 0; i < p.size(); ++i) {
      spread += p[i] * (var[i] + (f[i] - mean) * (f[i] - mean));
    }
    information += total * logl(total) + energy;
    variance += spread - removed_variance;
    precision += score * score / total - removed_score;
  }
  return {static_cast<double>(information), static_cast<double>(variance),
          static_cast<double>(precision)};
}

void ExpectAgreement(const std::vector<ZonePiece>& pieces, const std::vector<ZoneJump>& jumps) {
  const double step = 0.25;
  const int count = 64;
  const ZoneSums got = SumZone(pieces, jumps, -8.0, step, count);
  const ZoneSums want = PlainSums(pieces, jumps, -8.0, step, count);
  EXPECT_NEAR(got.information, want.information, 2e-14 * (1.0 + std::abs(want.information)));
  EXPECT_NEAR(got.variance, want.variance, 2e-14 * (1.0 + std::abs(want.variance)));
  EXPECT_NEAR(got.precision, want.precision, 2e-14 * (1.0 + std::abs(want.precision)));
}

ZonePiece Flat(double probability, double centre) {
  ZonePiece piece;
  piece.probability = probability;
  piece.offset = -centre;
  return piece;
}

ZonePiece Sloped(double slope, double kappa, double offset, ZoneEnd lower, ZoneEnd upper) {
  ZonePiece piece;
  piece.slope = slope;
  piece.kappa = kappa;
  piece.offset = offset;
  piece.lower = lower;
  piece.upper = upper;
  return piece;
}

TEST(PiecewiseKernelTest, AtomBesideASlope) {
  for (const double kappa : {1e-4, 0.3, 1.0, 50.0, 1e6}) {
    for (const double t : {-3.0, 0.2, 2.5}) {
      const double z = t / std::sqrt(1.0 + kappa);
      const double offset = std::sqrt(kappa) * t;
      ExpectAgreement({Sloped(1.0, kappa, offset, {}, {true, z}),
                       Flat(0.5 * std::erfc(t / std::sqrt(2.0)), 0.0)},
                      {});
      ExpectAgreement({Flat(0.5 * std::erfc(-t / std::sqrt(2.0)), 0.0),
                       Sloped(1.0, kappa, offset, {true, z}, {})},
                      {});
    }
  }
}

TEST(PiecewiseKernelTest, ThreePieces) {
  ExpectAgreement(
      {Flat(0.2, -1.0), Sloped(0.7, 0.8, 0.3, {true, -0.9}, {true, 0.8}), Flat(0.3, 1.2)}, {});
}

TEST(PiecewiseKernelTest, TwoSlopesAndAJump) {
  ExpectAgreement({Sloped(0.5, 0.4, 0.1, {}, {true, 0.3}), Sloped(2.0, 6.4, 0.9, {true, 0.4}, {})},
                  {{-0.2, -0.3}, {0.4, 0.3}});
}

TEST(PiecewiseKernelTest, PaddingAddsNothing) {
  const std::vector<ZonePiece> pieces = {Flat(0.4, 0.0), Sloped(1.0, 2.0, 0.4, {true, 0.2}, {})};
  const ZoneSums exact = SumZone(pieces, {}, -10.0, 0.25, 96);
  const ZoneSums padded = SumZone(pieces, {}, -10.0, 0.25, 81);
  EXPECT_EQ(exact.information, padded.information);
  EXPECT_EQ(exact.variance, padded.variance);
  EXPECT_EQ(exact.precision, padded.precision);
}

}  // namespace
}  // namespace infoflow::replica::internal
