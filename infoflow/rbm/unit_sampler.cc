#include "infoflow/rbm/unit_sampler.h"

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "infoflow/rbm/vector_exp.h"
#include "infoflow/support/check.h"
#include "infoflow/support/target_clones.h"

namespace infoflow::rbm {

namespace {

constexpr int kLanes = 16;
constexpr int kChunk = 4 * kLanes;
constexpr std::uint32_t kRounds = 10;

// Round constants of Philox4x32 (Salmon et al., table 2 and section 4.3).
constexpr std::uint32_t kMultiplier0 = 0xd2511f53;
constexpr std::uint32_t kMultiplier1 = 0xcd9e8d57;
constexpr std::uint32_t kKeyStep0 = 0x9e3779b9;
constexpr std::uint32_t kKeyStep1 = 0xbb67ae85;

struct Philox {
  std::uint64_t first_block;
  std::uint32_t index;
  std::uint32_t use;
  std::uint32_t key0;
  std::uint32_t key1;
};

// Words of the blocks first_block, ..., first_block + 15: word w of block l at 16 w + l.
inline __attribute__((always_inline)) void SixteenBlocks(const Philox& philox,
                                                         std::uint64_t first_block,
                                                         std::uint32_t* __restrict__ words) {
  for (int l = 0; l < kLanes; ++l) {
    const std::uint64_t number = first_block + l;
    std::uint32_t c0 = static_cast<std::uint32_t>(number);
    std::uint32_t c1 = static_cast<std::uint32_t>(number >> 32);
    std::uint32_t c2 = philox.index;
    std::uint32_t c3 = philox.use;
#pragma GCC unroll 10
    for (std::uint32_t round = 0; round < kRounds; ++round) {
      const std::uint64_t product0 = static_cast<std::uint64_t>(kMultiplier0) * c0;
      const std::uint64_t product1 = static_cast<std::uint64_t>(kMultiplier1) * c2;
      c0 = static_cast<std::uint32_t>(product1 >> 32) ^ c1 ^ (philox.key0 + round * kKeyStep0);
      c2 = static_cast<std::uint32_t>(product0 >> 32) ^ c3 ^ (philox.key1 + round * kKeyStep1);
      c1 = static_cast<std::uint32_t>(product1);
      c3 = static_cast<std::uint32_t>(product0);
    }
    words[l] = c0;
    words[kLanes + l] = c1;
    words[2 * kLanes + l] = c2;
    words[3 * kLanes + l] = c3;
  }
}

inline __attribute__((always_inline)) float Unit(float field, float e, std::uint32_t word) {
  const float uniform = static_cast<float>(static_cast<std::int32_t>(word >> 8 | 1)) * 0x1p-24f;
  const float threshold = field >= 0.0f ? 1.0f : e;
  return uniform * (1.0f + e) < threshold ? 1.0f : -1.0f;
}

INFOFLOW_TARGET_CLONES
void SampleRow(const Philox& philox, const float* fields, const float* __restrict__ bias,
               int count, float* units) {
  std::uint32_t words[kChunk];
  std::uint64_t block = philox.first_block;
  int first = 0;
  for (; first + kChunk <= count; first += kChunk, block += kLanes) {
    SixteenBlocks(philox, block, words);
    float buffer[kChunk];
    for (int i = 0; i < kChunk; ++i) {
      const float field = fields[first + i] + bias[first + i];
      buffer[i] = Unit(field, ExpOfNonPositive(-2.0f * std::fabs(field)), words[i]);
    }
    for (int i = 0; i < kChunk; ++i) units[first + i] = buffer[i];
  }
  if (first == count) return;
  SixteenBlocks(philox, block, words);
  for (int i = 0; first + i < count; ++i) {
    const float field = fields[first + i] + bias[first + i];
    units[first + i] = Unit(field, ExpOfNonPositive(-2.0f * std::fabs(field)), words[i]);
  }
}

INFOFLOW_TARGET_CLONES
void SampleRowWithMeans(const Philox& philox, const float* fields,
                        const float* __restrict__ bias, int count, float* __restrict__ units,
                        float* means) {
  std::uint32_t words[kChunk];
  std::uint64_t block = philox.first_block;
  for (int first = 0; first < count; first += kChunk, block += kLanes) {
    SixteenBlocks(philox, block, words);
    const int here = count - first < kChunk ? count - first : kChunk;
    float buffer[kChunk];
    for (int i = 0; i < here; ++i) {
      const float field = fields[first + i] + bias[first + i];
      const float e = ExpOfNonPositive(-2.0f * std::fabs(field));
      units[first + i] = Unit(field, e, words[i]);
      buffer[i] = std::copysign((1.0f - e) / (1.0f + e), field);
    }
    for (int i = 0; i < here; ++i) means[first + i] = buffer[i];
  }
}

INFOFLOW_TARGET_CLONES
void MeansRow(const float* __restrict__ bias, float scale, int count, float* __restrict__ fields) {
  for (int i = 0; i < count; ++i) {
    const float field = fields[i] + bias[i];
    const float e = ExpOfNonPositive(-2.0f * std::fabs(field));
    fields[i] = scale * std::copysign((1.0f - e) / (1.0f + e), field);
  }
}

Philox RowPhilox(const UnitStreams& streams, std::uint64_t draw, int units, int row) {
  const std::uint64_t blocks = static_cast<std::uint64_t>((units + kChunk - 1) / kChunk) * kLanes;
  return {draw * blocks, streams.first_index + row, static_cast<std::uint32_t>(streams.use),
          static_cast<std::uint32_t>(streams.seed),
          static_cast<std::uint32_t>(streams.seed >> 32)};
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
    SampleRow(RowPhilox(streams, draw, fields.columns(), r), fields.row(r).data(), bias.data(),
              fields.columns(), units.row(r).data());
  }
}

void SampleUnitsAndMeans(const UnitStreams& streams, std::uint64_t draw,
                         linalg::ConstMatrixView<float> fields, absl::Span<const float> bias,
                         linalg::MatrixView<float> units, linalg::MatrixView<float> means) {
  CheckShapes(fields, bias, units);
  CheckShapes(fields, bias, means);
  for (int r = 0; r < fields.rows(); ++r) {
    SampleRowWithMeans(RowPhilox(streams, draw, fields.columns(), r), fields.row(r).data(),
                       bias.data(), fields.columns(), units.row(r).data(), means.row(r).data());
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
