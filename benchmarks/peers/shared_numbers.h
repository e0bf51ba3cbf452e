#ifndef BENCHMARKS_PEERS_SHARED_NUMBERS_H_
#define BENCHMARKS_PEERS_SHARED_NUMBERS_H_

#include <cmath>
#include <cstdint>
#include <vector>

#include "infoflow/numerics/constants.h"

// The numbers that both sides start from, as benchmarks/peers/shared_numbers.py makes them.

namespace infoflow::peers {

// Uniform in [0, 1): splitmix64 of seed 2^32 + index.
inline double UniformAt(std::uint64_t seed, std::uint64_t index) {
  std::uint64_t z = ((seed << 32) + index + 1) * 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  z ^= z >> 31;
  return static_cast<double>(z >> 11) * 0x1p-53;
}

// Standard normal, two uniform numbers each (Box and Muller).
inline double NormalAt(std::uint64_t seed, std::uint64_t index) {
  const double radius = std::sqrt(-2.0 * std::log1p(-UniformAt(seed, 2 * index)));
  return radius * std::cos(2.0 * numerics::kPi * UniformAt(seed, 2 * index + 1));
}

// `scale` times the first normal numbers.
template <typename T>
std::vector<T> Normals(std::uint64_t seed, std::size_t count, double scale = 1.0) {
  std::vector<T> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<T>(scale * NormalAt(seed, i));
  return values;
}

// Uniform in [-bound, bound), the first ones.
template <typename T>
std::vector<T> SymmetricUniforms(std::uint64_t seed, std::size_t count, double bound) {
  std::vector<T> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = static_cast<T>((2.0 * UniformAt(seed, i) - 1.0) * bound);
  }
  return values;
}

}  // namespace infoflow::peers

#endif  // BENCHMARKS_PEERS_SHARED_NUMBERS_H_
