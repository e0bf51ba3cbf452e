#ifndef INFOFLOW_RANDOM_XOSHIRO256_H_
#define INFOFLOW_RANDOM_XOSHIRO256_H_

#include <array>
#include <cstdint>

#include "infoflow/random/stream.h"

namespace infoflow::random {

// xoshiro256++: the engine for random bits in bulk, where Philox would be the larger part of the
// time (multispin_metropolis.h). Everything else draws from Stream.
//
// Source: D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", ACM Trans.
// Math. Softw. 47, 36 (2021). Period 2^256 - 1. Integer arithmetic only: the same on every
// machine. Checked against published outputs (xoshiro256_test.cc). Cost: 1 ns alone, 0.1 ns in
// each of eight lanes side by side.
class Xoshiro256 {
 public:
  using State = std::array<std::uint64_t, 4>;

  // Domain: not all zero.
  explicit Xoshiro256(const State& state) : state_(state) {}

  // The state that the next eight words of `stream` make; a state of zeros, of probability
  // 2^-256, is not guarded against.
  static State Seed(Stream& stream) {
    State state;
    for (std::uint64_t& word : state) word = stream.Next64();
    return state;
  }

  std::uint64_t operator()() {
    const std::uint64_t result = Rotate(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = Rotate(state_[3], 45);
    return result;
  }

 private:
  static std::uint64_t Rotate(std::uint64_t x, int left) { return x << left | x >> (64 - left); }

  State state_;
};

}  // namespace infoflow::random

#endif  // INFOFLOW_RANDOM_XOSHIRO256_H_
