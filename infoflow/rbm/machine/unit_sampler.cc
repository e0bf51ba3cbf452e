#include "infoflow/rbm/machine/unit_sampler.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/random/philox_lanes.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::rbm {

namespace {

constexpr int kChunk = 4 * random::kPhiloxLanes;

// Units whose random words are held at a time: few enough for the first-level cache.
constexpr int kPiece = 16 * kChunk;

INFOFLOW_KERNEL std::int32_t Unit(float field, float e, std::uint32_t word) {
  const float uniform = static_cast<float>(static_cast<std::int32_t>(word >> 8 | 1)) * 0x1p-24f;
  const float threshold = field >= 0.0f ? 1.0f : e;
  return uniform * (1.0f + e) < threshold ? 1 : -1;
}

// Units that go through the registers together. The last of a row are filled up to as many, since
// single ones would take as long.
constexpr int kBlock = 16;

// Arrays of kBlock elements.
INFOFLOW_KERNEL void SampleBlock(const std::uint32_t* words, const float* bias, const float* fields,
                                 std::int8_t* units) {
  std::int32_t buffer[kBlock];
  for (int i = 0; i < kBlock; ++i) {
    const float field = fields[i] + bias[i];
    buffer[i] = Unit(field, numerics::ExpInline(-2.0f * std::fabs(field)), words[i]);
  }
  for (int i = 0; i < kBlock; ++i) units[i] = static_cast<std::int8_t>(buffer[i]);
}

// The same, and tanh(fields + bias). `means` may be `fields`.
INFOFLOW_KERNEL void SampleBlockWithMeans(const std::uint32_t* words, const float* bias,
                                          const float* fields, std::int8_t* units, float* means) {
  std::int32_t unit_buffer[kBlock];
  float mean_buffer[kBlock];
  for (int i = 0; i < kBlock; ++i) {
    const float field = fields[i] + bias[i];
    const float e = numerics::ExpInline(-2.0f * std::fabs(field));
    unit_buffer[i] = Unit(field, e, words[i]);
    mean_buffer[i] = std::copysign((1.0f - e) / (1.0f + e), field);
  }
  for (int i = 0; i < kBlock; ++i) units[i] = static_cast<std::int8_t>(unit_buffer[i]);
  for (int i = 0; i < kBlock; ++i) means[i] = mean_buffer[i];
}

INFOFLOW_KERNEL void MeansBlock(const float* bias, float scale, float* fields) {
  for (int i = 0; i < kBlock; ++i) {
    const float field = fields[i] + bias[i];
    const float e = numerics::ExpInline(-2.0f * std::fabs(field));
    fields[i] = scale * std::copysign((1.0f - e) / (1.0f + e), field);
  }
}

// The first `count` < kBlock elements, and zeros.
struct PaddedBlock {
  INFOFLOW_KERNEL PaddedBlock(const float* from, int count) {
    for (int i = 0; i < count; ++i) values[i] = from[i];
  }
  float values[kBlock] = {};
};

// `words` are there for whole blocks.
INFOFLOW_KERNEL void SamplePiece(const std::uint32_t* __restrict__ words,
                                 const float* __restrict__ bias, const float* __restrict__ fields,
                                 int count, std::int8_t* __restrict__ units) {
  int first = 0;
  for (; first + kBlock <= count; first += kBlock) {
    SampleBlock(words + first, bias + first, fields + first, units + first);
  }
  if (first == count) return;
  const PaddedBlock rest(fields + first, count - first);
  const PaddedBlock rest_bias(bias + first, count - first);
  std::int8_t rest_units[kBlock];
  SampleBlock(words + first, rest_bias.values, rest.values, rest_units);
  for (int i = first; i < count; ++i) units[i] = rest_units[i - first];
}

// `means` may be `fields`.
INFOFLOW_KERNEL void SamplePieceWithMeans(const std::uint32_t* __restrict__ words,
                                          const float* __restrict__ bias, const float* fields,
                                          int count, std::int8_t* __restrict__ units,
                                          float* means) {
  int first = 0;
  for (; first + kBlock <= count; first += kBlock) {
    SampleBlockWithMeans(words + first, bias + first, fields + first, units + first, means + first);
  }
  if (first == count) return;
  PaddedBlock rest(fields + first, count - first);
  const PaddedBlock rest_bias(bias + first, count - first);
  std::int8_t rest_units[kBlock];
  SampleBlockWithMeans(words + first, rest_bias.values, rest.values, rest_units, rest.values);
  for (int i = first; i < count; ++i) {
    units[i] = rest_units[i - first];
    means[i] = rest.values[i - first];
  }
}

INFOFLOW_KERNEL void MeansRow(const float* __restrict__ bias, float scale, int count,
                              float* __restrict__ fields) {
  int first = 0;
  for (; first + kBlock <= count; first += kBlock) MeansBlock(bias + first, scale, fields + first);
  if (first == count) return;
  PaddedBlock rest(fields + first, count - first);
  const PaddedBlock rest_bias(bias + first, count - first);
  MeansBlock(rest_bias.values, scale, rest.values);
  for (int i = first; i < count; ++i) fields[i] = rest.values[i - first];
}

// Calls use(first unit, count, words) for pieces of one row.
template <typename Use>
void ForEachPiece(const UnitStreams& streams, std::uint64_t draw, int units, int row,
                  const Use& use) {
  const int chunks = (units + kChunk - 1) / kChunk;
  std::uint64_t block = draw * static_cast<std::uint64_t>(chunks) * random::kPhiloxLanes;
  std::uint32_t words[kPiece];
  for (int first = 0; first < units; first += kPiece) {
    const int count = std::min(kPiece, units - first);
    const int whole = (count + kChunk - 1) / kChunk * kChunk;
    random::FillPhiloxLanes(
        {static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32),
         streams.first_index + row, static_cast<std::uint32_t>(streams.use)},
        {static_cast<std::uint32_t>(streams.seed), static_cast<std::uint32_t>(streams.seed >> 32)},
        absl::MakeSpan(words, whole));
    use(first, count, words);
    block += whole / 4;
  }
}

template <typename T>
void CheckShapes(linalg::ConstMatrixView<float> fields, absl::Span<const float> bias,
                 linalg::ConstMatrixView<T> result) {
  INFOFLOW_CHECK(bias.size() == static_cast<std::size_t>(fields.columns()));
  INFOFLOW_CHECK(result.rows() == fields.rows() && result.columns() == fields.columns());
}

}  // namespace

void SampleUnits(const UnitStreams& streams, std::uint64_t draw,
                 linalg::ConstMatrixView<float> fields, absl::Span<const float> bias,
                 linalg::MatrixView<std::int8_t> units) {
  CheckShapes<std::int8_t>(fields, bias, units);
  for (int r = 0; r < fields.rows(); ++r) {
    const float* const from = fields.row(r).data();
    std::int8_t* const to = units.row(r).data();
    ForEachPiece(
        streams, draw, fields.columns(), r, [&](int first, int count, const std::uint32_t* words) {
          RunKernel<SamplePiece>(words, bias.data() + first, from + first, count, to + first);
        });
  }
}

void SampleUnitsAndMeans(const UnitStreams& streams, std::uint64_t draw,
                         linalg::ConstMatrixView<float> fields, absl::Span<const float> bias,
                         linalg::MatrixView<std::int8_t> units, linalg::MatrixView<float> means) {
  CheckShapes<std::int8_t>(fields, bias, units);
  CheckShapes<float>(fields, bias, means);
  for (int r = 0; r < fields.rows(); ++r) {
    const float* const from = fields.row(r).data();
    std::int8_t* const to = units.row(r).data();
    float* const mean = means.row(r).data();
    ForEachPiece(streams, draw, fields.columns(), r,
                 [&](int first, int count, const std::uint32_t* words) {
                   RunKernel<SamplePieceWithMeans>(words, bias.data() + first, from + first, count,
                                                   to + first, mean + first);
                 });
  }
}

void ScaledMeans(absl::Span<const float> bias, float scale, linalg::MatrixView<float> fields) {
  INFOFLOW_CHECK(bias.size() == static_cast<std::size_t>(fields.columns()));
  for (int r = 0; r < fields.rows(); ++r) {
    RunKernel<MeansRow>(bias.data(), scale, fields.columns(), fields.row(r).data());
  }
}

}  // namespace infoflow::rbm
