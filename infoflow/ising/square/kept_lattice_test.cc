#include "infoflow/ising/square/kept_lattice.h"

#include <cmath>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/ising/square/decimation.h"
#include "infoflow/ising/square/kept_law.h"
#include "infoflow/ising/square/torus.h"

namespace infoflow::ising {
namespace {

// The law of the kept spins of the 4 x 4 torus, straight from its definition: states of all
// spins, summed over those with odd x + y.
// A plain sum of 2^16 terms carries that many roundings.
constexpr double kDirectTolerance = 1e-11;

struct Direct {
  double log_partition = 0.0;
  std::vector<double> probability;  // by kept state
  std::vector<double> ring;
  std::vector<double> diagonal;
};

Direct DirectLaw(double coupling) {
  constexpr int kSide = 4;
  constexpr int kSites = kSide * kSide;
  Direct law;
  law.probability.assign(1 << (kSites / 2), 0.0);
  law.ring.assign(law.probability.size(), 0.0);
  law.diagonal.assign(law.probability.size(), 0.0);
  const auto spin = [](int state, int y, int x) {
    const int site = (y + kSide) % kSide * kSide + (x + kSide) % kSide;
    return (state >> site & 1) != 0 ? -1 : 1;
  };
  double sum = 0.0;
  for (int state = 0; state < 1 << kSites; ++state) {
    int bonds = 0;
    int kept = 0;
    int number = 0;
    double ring = 0.0;
    double diagonal = 0.0;
    for (int y = 0; y < kSide; ++y) {
      for (int x = 0; x < kSide; ++x) {
        bonds += spin(state, y, x) * (spin(state, y + 1, x) + spin(state, y, x + 1));
        if ((x + y) % 2 == 0) {
          if (spin(state, y, x) < 0) kept |= 1 << number;
          ++number;
          continue;
        }
        const int n = spin(state, y - 1, x), e = spin(state, y, x + 1), s = spin(state, y + 1, x),
                  w = spin(state, y, x - 1);
        ring += 0.5 * (n * e + e * s + s * w + w * n);
        diagonal += n * s + e * w;
      }
    }
    const double weight = std::exp(coupling * bonds);
    law.probability[kept] += weight;
    law.ring[kept] = ring;
    law.diagonal[kept] = diagonal;
    sum += weight;
  }
  for (double& p : law.probability) p /= sum;
  law.log_partition = std::log(sum);
  return law;
}

double DirectRelativeEntropy(const Direct& law, double nearest, double next_nearest) {
  double z = 0.0;
  for (std::size_t i = 0; i < law.ring.size(); ++i) {
    z += std::exp(nearest * law.ring[i] + next_nearest * law.diagonal[i]);
  }
  double sum = 0.0;
  for (std::size_t i = 0; i < law.ring.size(); ++i) {
    const double log_q = nearest * law.ring[i] + next_nearest * law.diagonal[i] - std::log(z);
    sum += law.probability[i] * (std::log(law.probability[i]) - log_q);
  }
  return sum;
}

TEST(SquareKeptLatticeTest, AgreesWithTheDefinition) {
  const auto lattice = SquareKeptLattice::Create(4, 4);
  ASSERT_TRUE(lattice.ok()) << lattice.status();
  EXPECT_EQ(lattice->kept_spins(), 8);
  for (const double k : {-0.5, 0.1, 0.4, 0.9}) {
    SCOPED_TRACE(k);
    const Direct direct = DirectLaw(k);
    EXPECT_NEAR(lattice->LogPartition(k), direct.log_partition, kDirectTolerance);
    double entropy = 0.0;
    for (const double p : direct.probability) entropy -= p * std::log(p);
    EXPECT_NEAR(lattice->Entropy(k), entropy, kDirectTolerance);
    for (const double nearest : {0.0, 0.2, 1.1}) {
      for (const double next : {0.0, -0.1, 0.3}) {
        EXPECT_NEAR(lattice->RelativeEntropy(k, nearest, next),
                    DirectRelativeEntropy(direct, nearest, next), kDirectTolerance);
      }
    }
  }
}

TEST(SquareKeptLatticeTest, PartitionFunctionIsKept) {
  for (const auto& size : {std::pair<int, int>{4, 4}, {4, 6}, {6, 4}, {6, 6}, {4, 10}}) {
    const auto lattice = SquareKeptLattice::Create(size.first, size.second);
    ASSERT_TRUE(lattice.ok());
    for (const double k : {1e-6, 0.1, 0.44, 1.0, 8.0, 100.0}) {
      const double want = SolveTorus(size.first, size.second, k)->log_partition;
      EXPECT_NEAR(lattice->LogPartition(k) / want, 1.0, 1e-15) << k;
    }
  }
}

// Tiny relative entropies: with k1 and k2 exact, only the four-spin term K3 ~ -2 K^4 is missing
// and D = K3^2 Var(sum s1s2s3s4)/2 + ... = kept K3^2/2, the plaquettes being independent at K = 0.
TEST(SquareKeptLatticeTest, RelativeEntropyIsRelativelyAccurate) {
  const auto lattice = SquareKeptLattice::Create(6, 6);
  for (const double k : {1e-2, 1e-3, 1e-6}) {
    const SquareDecimation step = DecimateSquare(k);
    const double got = lattice->RelativeEntropy(k, step.nearest, step.next_nearest);
    const double leading = 18 * step.four_spin * step.four_spin / 2;
    EXPECT_NEAR(got / leading, 1.0, 10 * k * k);
    EXPECT_GE(got, 0.0);
  }
}

TEST(SquareKeptLatticeTest, BestModelsAreMinima) {
  for (const auto& size : {std::pair<int, int>{4, 4}, {4, 6}, {6, 6}}) {
    const auto lattice = SquareKeptLattice::Create(size.first, size.second);
    for (const double k : {1e-4, 0.05, 0.3, 0.45, -0.45, 1.0, 2.0}) {
      SCOPED_TRACE(k);
      const auto one = lattice->BestNearestNeighbourModel(k);
      const auto two = lattice->BestNextNearestNeighbourModel(k);
      ASSERT_TRUE(one.ok() && two.ok());
      EXPECT_TRUE(one->converged);
      EXPECT_TRUE(two->converged);
      EXPECT_LE(two->relative_entropy, one->relative_entropy);
      EXPECT_LE(one->residual, 1e-13);
      EXPECT_LE(two->residual, 1e-12);
      for (const double factor : {1.0 - 1e-4, 1.0 + 1e-4}) {
        EXPECT_GT(lattice->RelativeEntropy(k, one->nearest * factor), one->relative_entropy);
        EXPECT_GT(lattice->RelativeEntropy(k, two->nearest * factor, two->next_nearest),
                  two->relative_entropy);
        EXPECT_GT(lattice->RelativeEntropy(k, two->nearest, two->next_nearest * factor),
                  two->relative_entropy);
      }
    }
  }
}

// Per kept spin the 6 x 6 lattice is the infinite one up to e^{-6/xi}.
TEST(SquareKeptLatticeTest, ApproachesTheInfiniteLattice) {
  const auto lattice = SquareKeptLattice::Create(6, 6);
  const double k = 0.1;
  const double drop = SquareTruncation::Drop().Map(k);
  const auto infinite = SquareTruncationCosts(k, {drop});
  ASSERT_TRUE(infinite.ok());
  EXPECT_NEAR(lattice->RelativeEntropy(k, drop) / 18 / (*infinite)[0], 1.0, 0.02);
  EXPECT_NEAR(lattice->Entropy(k) / 18, SolveSquareKeptLaw(k)->kept_entropy, 1e-5);
  EXPECT_NEAR(lattice->BestNearestNeighbourModel(k)->nearest, SquareTruncation::Optimal().Map(k),
              2e-5);
}

TEST(SquareKeptLatticeTest, NoCoupling) {
  const auto lattice = SquareKeptLattice::Create(4, 4);
  EXPECT_NEAR(lattice->Entropy(0.0), 8 * std::log(2.0), 1e-14);
  EXPECT_EQ(lattice->RelativeEntropy(0.0, 0.0), 0.0);
  EXPECT_EQ(lattice->BestNearestNeighbourModel(0.0)->nearest, 0.0);
  EXPECT_EQ(lattice->BestNextNearestNeighbourModel(0.0)->next_nearest, 0.0);
}

TEST(SquareKeptLatticeTest, BadInput) {
  EXPECT_EQ(SquareKeptLattice::Create(3, 4).status().message(),
            "the torus has 3 rows and 4 columns; both must be even and at least 4, with at most 52 "
            "sites in all");
  EXPECT_FALSE(SquareKeptLattice::Create(8, 8).ok());
  EXPECT_FALSE(SquareKeptLattice::Create(2, 4).ok());
  EXPECT_FALSE(SquareKeptLattice::Create(0, 0).ok());
  const auto lattice = SquareKeptLattice::Create(4, 4);
  EXPECT_FALSE(lattice->BestNearestNeighbourModel(std::nan("")).ok());
  EXPECT_FALSE(lattice->BestNextNearestNeighbourModel(HUGE_VAL).ok());
}

}  // namespace
}  // namespace infoflow::ising
