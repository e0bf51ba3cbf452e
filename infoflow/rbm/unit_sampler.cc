#include "infoflow/rbm/unit_sampler.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/random/philox_lanes.h"
#include "infoflow/support/check.h"
#include "infoflow/support/target_clones.h"

namespace infoflow::rbm {

namespace {

constexpr int kChunk = 4 * random::kPhiloxLanes;

// Units whose random words are held at a time: few enough for the first-level cache.
constexpr int kPiece = 16 * kChunk;

inline __attribute__((always_inline)) float Unit(float field, float e, std::uint32_t word) {
  const float uniform = static_cast<float>(static_cast<std::int32_t>(word >> 8 | 1)) * 0x1p-24f;
  const float threshold = field >= 0.0f ? 1.0f : e;
  return uniform * (1.0f + e) < threshold ? 1.0f : -1.0f;
}

// `units` may be `fields`.
INFOFLOW_TARGET_CLONES
void SamplePiece(const std::uint32_t* __restrict__ words, const float* __restrict__ bias,
                 const float* fields, int count, float* units) {
  for (int first = 0; first < count; first += kChunk) {
    const int here = count - first < kChunk ? count - first : kChunk;
    float buffer[kChunk];
    for (int i = 0; i < here; ++i) {
      const float field = fields[first + i] + bias[first + i];
      buffer[i] = Unit(field, numerics::ExpInline(-2.0f * std::fabs(field)), words[first + i]);
    }
    for (int i = 0; i < here; ++i) units[first + i] = buffer[i];
  }
}

// `means` may be `fields`.
INFOFLOW_TARGET_CLONES
void SamplePieceWithMeans(const std::uint32_t* __restrict__ words, const float* __restrict__ bias,
                          const float* fields, int count, float* __restrict__ units, float* means) {
  for (int first = 0; first < count; first += kChunk) {
    const int here = count - first < kChunk ? count - first : kChunk;
    float buffer[kChunk];
    for (int i = 0; i < here; ++i) {
      const float field = fields[first + i] + bias[first + i];
      const float e = numerics::ExpInline(-2.0f * std::fabs(field));
      units[first + i] = Unit(field, e, words[first + i]);
      buffer[i] = std::copysign((1.0f - e) / (1.0f + e), field);
    }
    for (int i = 0; i < here; ++i) means[first + i] = buffer[i];
  }
}

INFOFLOW_TARGET_CLONES
void MeansRow(const float* __restrict__ bias, float scale, int count, float* __restrict__ fields) {
  for (int i = 0; i < count; ++i) {
    const float field = fields[i] + bias[i];
    const float e = numerics::ExpInline(-2.0f * std::fabs(field));
    fields[i] = scale * std::copysign((1.0f - e) / (1.0f + e), field);
  }
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

void CheckShapes(linalg::ConstMatrixView<float> fields, absl::Span<const float> bias,
                 linalg::ConstMatrixView<float> result) {
  INFOFLOW_CHECK(bias.size() == static_cast<std::size_t>(fields.columns()));
  INFOFLOW_CHECK(result.rows() == fields.rows() && result.columns() == fields.columns());
}

}  // namespace

void SampleUnits(const UnitStreams& streams, std::uint64_t draw,
                 linalg::ConstMatrixView<float> fields, absl::Span<const float> bias,
                 linalg::MatrixView<float> units) {
  CheckShapes(fields, bias, units);
  for (int r = 0; r < fields.rows(); ++r) {
    const float* const from = fields.row(r).data();
    float* const to = units.row(r).data();
    ForEachPiece(streams, draw, fields.columns(), r,
                 [&](int first, int count, const std::uint32_t* words) {
                   SamplePiece(words, bias.data() + first, from + first, count, to + first);
                 });
  }
}

void SampleUnitsAndMeans(const UnitStreams& streams, std::uint64_t draw,
                         linalg::ConstMatrixView<float> fields, absl::Span<const float> bias,
                         linalg::MatrixView<float> units, linalg::MatrixView<float> means) {
  CheckShapes(fields, bias, units);
  CheckShapes(fields, bias, means);
  for (int r = 0; r < fields.rows(); ++r) {
    const float* const from = fields.row(r).data();
    float* const to = units.row(r).data();
    float* const mean = means.row(r).data();
    ForEachPiece(streams, draw, fields.columns(), r,
                 [&](int first, int count, const std::uint32_t* words) {
                   SamplePieceWithMeans(words, bias.data() + first, from + first, count, to + first,
                                        mean + first);
                 });
  }
}

void ScaledMeans(absl::Span<const float> bias, float scale, linalg::MatrixView<float> fields) {
  INFOFLOW_CHECK(bias.size() == static_cast<std::size_t>(fields.columns()));
  for (int r = 0; r < fields.rows(); ++r) {
    MeansRow(bias.data(), scale, fields.columns(), fields.row(r).data());
  }
}

void SignUnits(linalg::ConstMatrixView<float> fields, absl::Span<const float> bias,
               linalg::MatrixView<float> units) {
  CheckShapes(fields, bias, units);
  for (int r = 0; r < fields.rows(); ++r) {
    for (int i = 0; i < fields.columns(); ++i) {
      units(r, i) = fields(r, i) + bias[i] >= 0.0f ? 1.0f : -1.0f;
    }
  }
}

}  // namespace infoflow::rbm
