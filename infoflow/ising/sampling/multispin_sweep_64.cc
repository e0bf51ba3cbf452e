#include <cstdint>

#include "infoflow/ising/sampling/multispin_sweep.h"

namespace infoflow::ising::internal {

namespace {

constexpr int kWidth = 1;
constexpr bool kThreeOperandLogic = false;
using Vector = std::uint64_t;

inline bool AnyBit(Vector v) { return v != 0; }

inline Vector RotateLeft24(Vector v) { return v << 24 | v >> 40; }

#include "infoflow/ising/sampling/multispin_sweep_body.inc"

}  // namespace

void MultispinSweep64(const MultispinState& state) { Sweep(state); }

}  // namespace infoflow::ising::internal
