#include "infoflow/ising/sampling/swendsen_wang.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/random/stream.h"

namespace infoflow::ising {
namespace {

constexpr std::uint64_t kSeed = 23;

SpinSamples SampleOf(const SwendsenWangChain& chain, int side) {
  SpinSamples sample = *SpinSamples::Create(1, side);
  chain.Snapshot(sample.words(0));
  return sample;
}

// One sweep, from the definition: clusters by spreading labels until nothing changes. The mean
// squared cluster size over N^2.
double SweepPlainly(double coupling, random::Stream& stream, int side, std::vector<int>& spins) {
  const double join = 1.0 - std::exp(-2.0 * coupling);
  const int sites = side * side;
  std::vector<std::vector<int>> joined(sites);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const int i = y * side + x;
      for (const int other : {y * side + (x + 1) % side, (y + 1) % side * side + x}) {
        const bool accepted = stream() < std::floor(join * 0x1p32);
        if (!accepted || spins[i] != spins[other]) continue;
        joined[i].push_back(other);
        joined[other].push_back(i);
      }
    }
  }
  std::vector<int> label(sites);
  for (int i = 0; i < sites; ++i) label[i] = i;
  for (bool changed = true; changed;) {
    changed = false;
    for (int i = 0; i < sites; ++i) {
      for (const int other : joined[i]) {
        if (label[other] < label[i]) {
          label[i] = label[other];
          changed = true;
        }
      }
    }
  }
  std::vector<int> sign(sites), size(sites);
  for (int& s : sign) s = (stream() & 1) != 0 ? 1 : -1;
  for (int i = 0; i < sites; ++i) {
    spins[i] = sign[label[i]];
    ++size[label[i]];
  }
  double sum = 0.0;
  for (const int s : size) sum += static_cast<double>(s) * s;
  return sum / (static_cast<double>(sites) * sites);
}

TEST(SwendsenWangTest, AgreesWithThePlainDefinition) {
  // Rows of less than a word, of whole words, and of a rest besides.
  for (const int side : {2, 3, 8, 17, 64, 65, 130}) {
    for (const double coupling : {0.1, 0.4406867935097715, 1.0}) {
      auto chain = SwendsenWangChain::Create(side, coupling, kSeed, 5);
      ASSERT_TRUE(chain.ok());
      std::vector<int> spins(side * side, 1);
      random::Stream stream(kSeed, random::StreamUse::kCluster, 5);
      for (int sweep = 0; sweep < 10; ++sweep) {
        chain->Sweep();
        const double squared = SweepPlainly(coupling, stream, side, spins);
        EXPECT_DOUBLE_EQ(chain->ImprovedSquaredMagnetization(), squared);
        const SpinSamples end = SampleOf(*chain, side);
        for (int i = 0; i < side * side; ++i) ASSERT_EQ(end.spin(0, i), spins[i]);
      }
    }
  }
}

TEST(SwendsenWangTest, Limits) {
  auto cold = SwendsenWangChain::Create(10, std::numeric_limits<double>::infinity(), kSeed, 0);
  cold->Sweep();
  EXPECT_EQ(cold->ImprovedSquaredMagnetization(), 1.0);
  auto hot = SwendsenWangChain::Create(10, 0.0, kSeed, 0);
  hot->Sweep();
  EXPECT_DOUBLE_EQ(hot->ImprovedSquaredMagnetization(), 0.01);
}

TEST(SwendsenWangTest, BadInput) {
  EXPECT_EQ(SwendsenWangChain::Create(1, 0.4, 1, 0).status().message(),
            "the lattice has side 1; Swendsen-Wang clusters take 2 to 4096");
  EXPECT_EQ(SwendsenWangChain::Create(4, -1.0, 1, 0).status().message(),
            "coupling is -1; it must be a number of at least 0");
}

}  // namespace
}  // namespace infoflow::ising
