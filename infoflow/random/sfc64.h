#ifndef INFOFLOW_RANDOM_SFC64_H_
#define INFOFLOW_RANDOM_SFC64_H_

#include <array>
#include <cstdint>

#include "infoflow/random/stream.h"

namespace infoflow::random {

// SFC64: the engine for random bits in bulk, where Philox would be the larger part of the time
// (multispin_metropolis.h). Everything else draws from Stream.
//
//   number = a + b + n,  a <- b ^ (b >> 11),  b <- 9 c,  c <- rotl(c, 24) + number,  n <- n + 1.
//
// Source: C. Doty-Humphrey, PractRand; also a bit generator of NumPy. A step permutes the 2^192
// values of (a, b, c), so that every number of an engine seeded with uniform ones is uniform. The
// counter n makes every period at least 2^64; the mean one is 2^255. Nine instructions of a vector
// register, since a rotation by whole bytes is one also where there are none by bits (14 for
// xoshiro256++ with AVX2). Integer arithmetic only: the same on every machine. Checked against
// NumPy's numbers (sfc64_test.cc).
class Sfc64 {
 public:
  // a, b, c and the counter.
  using State = std::array<std::uint64_t, 4>;

  explicit Sfc64(const State& state) : state_(state) {}

  // The state that the next six words of `stream` make, with the counter at 1.
  static State Seed(Stream& stream) {
    State state;
    for (int i = 0; i < 3; ++i) state[i] = stream.Next64();
    state[3] = 1;
    return state;
  }

  std::uint64_t operator()() {
    auto& [a, b, c, counter] = state_;
    const std::uint64_t number = a + b + counter++;
    a = b ^ b >> 11;
    b = 9 * c;
    c = (c << 24 | c >> 40) + number;
    return number;
  }

 private:
  State state_;
};

}  // namespace infoflow::random

#endif  // INFOFLOW_RANDOM_SFC64_H_
