#ifndef INFOFLOW_RANDOM_PHILOX_H_
#define INFOFLOW_RANDOM_PHILOX_H_

#include <array>
#include <cstdint>

#include "Random123/philox.h"

namespace infoflow::random {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;
// The four random words of one counter.
using PhiloxBlock = std::array<std::uint32_t, 4>;

// Philox4x32 with 10 rounds: a bijection of counters for each key that passes the usual
// batteries of randomness tests.
//
// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011),
// through the Random123 library. Integer arithmetic only: the same on every machine. Checked
// against known answers (philox_test.cc). Cost: about 20 multiplications.
inline PhiloxBlock Philox4x32(const PhiloxCounter& counter, const PhiloxKey& key) {
  const r123::Philox4x32_R<10>::ctr_type words = r123::Philox4x32_R<10>()(
      {{counter[0], counter[1], counter[2], counter[3]}}, {{key[0], key[1]}});
  return {words[0], words[1], words[2], words[3]};
}

}  // namespace infoflow::random

#endif  // INFOFLOW_RANDOM_PHILOX_H_
