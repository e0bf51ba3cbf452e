#ifndef INFOFLOW_RBM_MACHINE_UNIT_SAMPLER_H_
#define INFOFLOW_RBM_MACHINE_UNIT_SAMPLER_H_

#include <cstdint>

#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/stream.h"

// Fields to random units: the logistic function, the random number and the comparison in one
// pass over the fields, which stay in the cache.

namespace infoflow::rbm {

// Where the random numbers of a layer come from: row r of a matrix takes the stream
// (seed, use, first_index + r), and the d-th sampling of a layer of n units its Philox blocks
// d B, ..., (d + 1) B - 1 with B = 16 ceil(n / 64). Unit 64 q + 16 w + l takes word w of block
// d B + 16 q + l: four registers of 16 lanes, as the generator leaves them.
struct UnitStreams {
  std::uint64_t seed = 0;
  random::StreamUse use = random::StreamUse::kHiddenUnits;
  std::uint32_t first_index = 0;
};

// units := +1 with probability 1 / (1 + e^{-2 (fields + bias)}), otherwise -1.
//
// The comparison is u (1 + e) < (f >= 0 ? 1 : e) with e = e^{-2|f|} and u an odd multiple of
// 2^-24: no division, no overflow, and flipping all fields flips the law exactly. The
// probability is that of the nearest multiple of 2^-23, the largest deviation 1e-7
// (unit_sampler_test.cc). Shapes: rows x units, bias per unit.
// The same bits on every machine and however the rows are split. Cost: 2 ns per unit with
// AVX-512 (rbm_benchmark.cc).
void SampleUnits(const UnitStreams& streams, std::uint64_t draw,
                 linalg::ConstMatrixView<float> fields, absl::Span<const float> bias,
                 linalg::MatrixView<std::int8_t> units);

// The same units, and means := tanh(fields + bias) from the same exponential. `means` may be
// `fields` itself.
void SampleUnitsAndMeans(const UnitStreams& streams, std::uint64_t draw,
                         linalg::ConstMatrixView<float> fields, absl::Span<const float> bias,
                         linalg::MatrixView<std::int8_t> units, linalg::MatrixView<float> means);

// fields := scale tanh(fields + bias).
void ScaledMeans(absl::Span<const float> bias, float scale, linalg::MatrixView<float> fields);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_MACHINE_UNIT_SAMPLER_H_
