#include "infoflow/linalg/sign_product.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>

#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::linalg {

namespace {

constexpr int kSigns = 4;  // in a group
constexpr int kSums = 1 << kSigns;
constexpr int kGroups = 8;  // in a block of the inner index
constexpr int kInner = kSigns * kGroups;
// Sums of one block, 16 KiB, and results of these rows stay in the first-level cache.
constexpr int kColumns = 32;
constexpr int kRows = 256;

// Numbers that are added at a time: one register of AVX-512, two of AVX2, four of SSE.
constexpr int kLanes = 16;
typedef float Lanes __attribute__((vector_size(4 * kLanes)));
typedef float UnalignedLanes __attribute__((vector_size(4 * kLanes), aligned(alignof(float))));

// The numbers of one block, rows of kColumns; zeros where op(B) ends inside the groups in use.
struct Tile {
  void Clear(int groups) { std::memset(values, 0, sizeof(values[0]) * kSigns * groups); }

  alignas(64) float values[kInner][kColumns];
};

// All sums of the rows of a tile: bit i of the second index says that row i of the group is added.
struct Sums {
  alignas(64) float values[kGroups][kSums][kColumns];
};

struct Results {
  alignas(64) float values[kRows][kColumns];
};

// A byte for each row and group, the groups of a block side by side, the rows of a block one after
// another: the place among the 16 sums.
class Codes {
 public:
  Codes(int rows, int blocks)
      : rows_(rows), codes_(new std::uint8_t[static_cast<std::size_t>(rows) * blocks * kGroups]) {}
  std::uint8_t* at(int block, int row) const {
    return codes_.get() + (static_cast<std::size_t>(block) * rows_ + row) * kGroups;
  }

 private:
  int rows_;
  std::unique_ptr<std::uint8_t[]> codes_;
};

// The first of four signs must be the lowest byte.
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "signs are read four at a time");
static_assert(kGroups == 8, "codes are read eight at a time");

// The codes of one block for rows of signs, `count` of which, at most kInner, are there.
INFOFLOW_KERNEL void EncodeRows(const std::int8_t* signs, std::ptrdiff_t stride, int count,
                                int rows, std::uint8_t* codes) {
  std::int8_t block[kInner] = {};
  for (int r = 0; r < rows; ++r, signs += stride, codes += kGroups) {
    const std::int8_t* row = signs;
    if (count < kInner) {
      std::memcpy(block, signs, count);
      row = block;
    }
    for (int g = 0; g < kGroups; ++g) {
      std::uint32_t four;
      std::memcpy(&four, row + kSigns * g, kSigns);
      // The product moves bits 0, 8, 16, 24 to 21, 22, 23, 24.
      codes[g] = static_cast<std::uint8_t>((~four >> 7 & 0x01010101u) * 0x00204081u >> 21 & 15u);
    }
  }
}

// Up to kInner rows of signs as codes of their columns.
INFOFLOW_KERNEL void EncodeColumns(const std::int8_t* signs, std::ptrdiff_t stride, int count,
                                   int columns, std::uint8_t* codes) {
  for (int g = 0; g < kGroups; ++g) {
    const std::int8_t* row[kSigns];
    // Rows that are missing repeat the first one, and meet zeros.
    for (int i = 0; i < kSigns; ++i) {
      row[i] = signs + (kSigns * g + i < count ? kSigns * g + i : 0) * stride;
    }
    for (int j = 0; j < columns; ++j) {
      codes[j * kGroups + g] = static_cast<std::uint8_t>(
          (row[0][j] >= 0) | (row[1][j] >= 0) << 1 | (row[2][j] >= 0) << 2 | (row[3][j] >= 0) << 3);
    }
  }
}

Codes Encode(Transpose transpose, ConstMatrixView<std::int8_t> s, int rows, int inner) {
  const int blocks = (inner + kInner - 1) / kInner;
  Codes codes(rows, blocks);
  for (int block = 0; block < blocks; ++block) {
    const int first = block * kInner;
    const int count = std::min(kInner, inner - first);
    if (transpose == Transpose::kYes) {
      RunKernel<EncodeColumns>(s.data() + first * s.stride(), s.stride(), count, rows,
                               codes.at(block, 0));
    } else {
      RunKernel<EncodeRows>(s.data() + first, s.stride(), count, rows, codes.at(block, 0));
    }
  }
  return codes;
}

void CopyTransposed(ConstMatrixView<float> b, Tile& tile) {
  typedef float Four __attribute__((vector_size(16), aligned(alignof(float))));
  const int rows = b.columns();
  const int columns = b.rows();
  int j = 0;
  for (; j + 4 <= columns; j += 4) {
    const float* const from[4] = {&b(j, 0), &b(j + 1, 0), &b(j + 2, 0), &b(j + 3, 0)};
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      const Four r0 = *reinterpret_cast<const Four*>(from[0] + i);
      const Four r1 = *reinterpret_cast<const Four*>(from[1] + i);
      const Four r2 = *reinterpret_cast<const Four*>(from[2] + i);
      const Four r3 = *reinterpret_cast<const Four*>(from[3] + i);
      const Four low02 = __builtin_shufflevector(r0, r2, 0, 4, 1, 5);
      const Four low13 = __builtin_shufflevector(r1, r3, 0, 4, 1, 5);
      const Four high02 = __builtin_shufflevector(r0, r2, 2, 6, 3, 7);
      const Four high13 = __builtin_shufflevector(r1, r3, 2, 6, 3, 7);
      const auto store = [&](int row, Four values) {
        *reinterpret_cast<Four*>(&tile.values[i + row][j]) = values;
      };
      store(0, __builtin_shufflevector(low02, low13, 0, 4, 1, 5));
      store(1, __builtin_shufflevector(low02, low13, 2, 6, 3, 7));
      store(2, __builtin_shufflevector(high02, high13, 0, 4, 1, 5));
      store(3, __builtin_shufflevector(high02, high13, 2, 6, 3, 7));
    }
    for (; i < rows; ++i) {
      for (int l = 0; l < 4; ++l) tile.values[i][j + l] = from[l][i];
    }
  }
  for (; j < columns; ++j) {
    for (int i = 0; i < rows; ++i) tile.values[i][j] = b(j, i);
  }
}

// Groups of four rows of kColumns numbers.
INFOFLOW_KERNEL void AddGroups(const float* rows, std::ptrdiff_t stride, int groups, Sums& sums) {
  const auto lanes = [](float* values) { return reinterpret_cast<Lanes*>(values); };
  for (int g = 0; g < groups; ++g) {
    for (int j = 0; j < kColumns; j += kLanes) {
      Lanes b[kSigns];
      for (int i = 0; i < kSigns; ++i) {
        b[i] = *reinterpret_cast<const UnalignedLanes*>(rows + (kSigns * g + i) * stride + j);
      }
      const Lanes low_sum = b[0] + b[1], low_difference = b[0] - b[1];
      const Lanes high_sum = b[2] + b[3], high_difference = b[2] - b[3];
      const Lanes low[4] = {-low_sum, low_difference, -low_difference, low_sum};
      const Lanes high[4] = {-high_sum, high_difference, -high_difference, high_sum};
      for (int code = 0; code < kSums; ++code) {
        *lanes(&sums.values[g][code][j]) = low[code & 3] + high[code >> 2];
      }
    }
  }
}

// All sums of the rows of `b`.
void AddRows(ConstMatrixView<float> b, int groups, Tile& tile, Sums& sums) {
  if (b.rows() == groups * kSigns && b.columns() == kColumns) {
    return RunKernel<AddGroups>(b.data(), b.stride(), groups, sums);
  }
  tile.Clear(groups);
  for (int i = 0; i < b.rows(); ++i) std::copy_n(b.row(i).data(), b.columns(), tile.values[i]);
  RunKernel<AddGroups>(tile.values[0], kColumns, groups, sums);
}

// The same of its columns.
void AddColumns(ConstMatrixView<float> b, int groups, Tile& tile, Sums& sums) {
  if (b.rows() < kColumns || b.columns() < groups * kSigns) tile.Clear(groups);
  CopyTransposed(b, tile);
  RunKernel<AddGroups>(tile.values[0], kColumns, groups, sums);
}

// The next numbers, while the last ones are looked up: the processor does not foresee rows far
// apart.
void PrefetchRows(ConstMatrixView<float> b) {
  for (int i = 0; i < b.rows(); ++i) {
    for (int j = 0; j < b.columns(); j += kLanes) {
      __builtin_prefetch(b.data() + i * b.stride() + j);
    }
  }
}

// Adds to each row of the results the sums its codes name. The first block finds none.
template <int kVectors>
INFOFLOW_KERNEL void LookUpGroups(const Sums& sums, const std::uint8_t* codes, int groups, int rows,
                                  bool first, Results& results) {
  for (int r = 0; r < rows; ++r, codes += kGroups) {
    Lanes* const result = reinterpret_cast<Lanes*>(results.values[r]);
    Lanes total[kVectors];
#pragma GCC unroll 2
    for (int j = 0; j < kVectors; ++j) total[j] = first ? Lanes{} : result[j];
    // Codes come together: loads of sums are what takes the time.
    std::uint64_t all_codes;
    std::memcpy(&all_codes, codes, sizeof(all_codes));
#pragma GCC unroll 8
    for (int g = 0; g < groups; ++g) {
      const auto code = all_codes >> 8 * g & (kSums - 1);
      const Lanes* const sum = reinterpret_cast<const Lanes*>(sums.values[g][code]);
#pragma GCC unroll 2
      for (int j = 0; j < kVectors; ++j) total[j] += sum[j];
    }
#pragma GCC unroll 2
    for (int j = 0; j < kVectors; ++j) result[j] = total[j];
  }
}

INFOFLOW_KERNEL void LookUp(const Sums& sums, const std::uint8_t* codes, int groups, int columns,
                            int rows, bool first, Results& results) {
  // Compiled for the constants of the commonest cases.
  if (columns <= kLanes) {
    LookUpGroups<1>(sums, codes, groups, rows, first, results);
  } else if (groups < kGroups) {
    LookUpGroups<2>(sums, codes, groups, rows, first, results);
  } else if (first) {
    LookUpGroups<2>(sums, codes, kGroups, rows, true, results);
  } else {
    LookUpGroups<2>(sums, codes, kGroups, rows, false, results);
  }
}

// The same without the sums, which are not worth making for so few rows: four numbers, at `stride`
// from one another, for each group.
INFOFLOW_KERNEL void AddSigned(const float* numbers, std::ptrdiff_t stride,
                               const std::uint8_t* codes, int groups, int rows, bool first,
                               Results& results) {
  for (int r = 0; r < rows; ++r, codes += kGroups) {
    for (int j = 0; j < kColumns; j += kLanes) {
      Lanes* const result = reinterpret_cast<Lanes*>(&results.values[r][j]);
      Lanes total = first ? Lanes{} : *result;
      for (int g = 0; g < groups; ++g) {
        Lanes signed_numbers[kSigns];
        for (int i = 0; i < kSigns; ++i) {
          const float sign = static_cast<float>((codes[g] >> i & 1) * 2 - 1);
          const float* const from = numbers + (kSigns * g + i) * stride + j;
          signed_numbers[i] = sign * *reinterpret_cast<const UnalignedLanes*>(from);
        }
        total += (signed_numbers[0] + signed_numbers[1]) + (signed_numbers[2] + signed_numbers[3]);
      }
      *result = total;
    }
  }
}

// Up to as many rows take their numbers one by one.
constexpr int kFewRows = 4;

// What the inner indices of `b`, transposed or not, add to a few rows.
void AddToFewRows(bool transposed, ConstMatrixView<float> b, const std::uint8_t* codes, int groups,
                  int rows, bool first, Tile& tile, Results& results) {
  if (!transposed && b.rows() == groups * kSigns && b.columns() == kColumns) {
    return RunKernel<AddSigned>(b.data(), b.stride(), codes, groups, rows, first, results);
  }
  tile.Clear(groups);
  if (transposed) {
    CopyTransposed(b, tile);
  } else {
    for (int i = 0; i < b.rows(); ++i) std::copy_n(b.row(i).data(), b.columns(), tile.values[i]);
  }
  RunKernel<AddSigned>(tile.values[0], kColumns, codes, groups, rows, first, results);
}

INFOFLOW_KERNEL void Store(const Results& results, float alpha, float beta, int rows, int columns,
                           std::ptrdiff_t stride, float* __restrict__ c) {
  for (int r = 0; r < rows; ++r, c += stride) {
    const float* const result = results.values[r];
    if (beta == 0.0f) {
      for (int j = 0; j < columns; ++j) c[j] = alpha * result[j];
    } else {
      for (int j = 0; j < columns; ++j) c[j] = alpha * result[j] + beta * c[j];
    }
  }
}

}  // namespace

void SignProduct(Transpose transpose_s, Transpose transpose_b, float alpha,
                 ConstMatrixView<std::int8_t> s, ConstMatrixView<float> b, float beta,
                 MatrixView<float> c) {
  const bool s_transposed = transpose_s == Transpose::kYes;
  const bool b_transposed = transpose_b == Transpose::kYes;
  const int inner = s_transposed ? s.rows() : s.columns();
  INFOFLOW_CHECK((s_transposed ? s.columns() : s.rows()) == c.rows());
  INFOFLOW_CHECK((b_transposed ? b.columns() : b.rows()) == inner);
  INFOFLOW_CHECK((b_transposed ? b.rows() : b.columns()) == c.columns());
  if (c.empty()) return;
  const Codes codes = Encode(transpose_s, s, c.rows(), inner);
  Tile tile;
  Sums sums;
  Results results;
  for (int first_row = 0; first_row < c.rows(); first_row += kRows) {
    const int rows = std::min(kRows, c.rows() - first_row);
    for (int first_column = 0; first_column < c.columns(); first_column += kColumns) {
      const int columns = std::min(kColumns, c.columns() - first_column);
      // Else the first block sets them.
      if (inner == 0) std::fill_n(results.values[0], rows * kColumns, 0.0f);
      for (int block = 0; block * kInner < inner; ++block) {
        const int first = block * kInner;
        const int count = std::min(kInner, inner - first);
        const int groups = (count + kSigns - 1) / kSigns;
        if (c.rows() <= kFewRows) {
          const auto part = b_transposed ? b.Block(first_column, first, columns, count)
                                         : b.Block(first, first_column, count, columns);
          AddToFewRows(b_transposed, part, codes.at(block, 0), groups, rows, block == 0, tile,
                       results);
          continue;
        }
        if (b_transposed) {
          AddColumns(b.Block(first_column, first, columns, count), groups, tile, sums);
        } else {
          AddRows(b.Block(first, first_column, count, columns), groups, tile, sums);
          const int next = std::min(kInner, inner - first - count);
          PrefetchRows(b.Block(first + count, first_column, next, columns));
        }
        RunKernel<LookUp>(sums, codes.at(block, first_row), groups, columns, rows, block == 0,
                          results);
      }
      RunKernel<Store>(results, alpha, beta, rows, columns, c.stride(),
                       c.data() + first_row * c.stride() + first_column);
    }
  }
}

}  // namespace infoflow::linalg
