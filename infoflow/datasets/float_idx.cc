#include "infoflow/datasets/float_idx.h"

#include <cstdint>
#include <cstring>

namespace infoflow::datasets {

namespace {

void AppendBigEndian(std::uint32_t word, std::string& bytes) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(word >> shift));
}

}  // namespace

std::string FormatFloatIdx(linalg::ConstMatrixView<float> images, const ImageShape& shape) {
  std::string bytes;
  AppendBigEndian(0x00000d03, bytes);
  AppendBigEndian(images.rows(), bytes);
  AppendBigEndian(shape.rows * shape.channels, bytes);
  AppendBigEndian(shape.columns, bytes);
  for (int b = 0; b < images.rows(); ++b) {
    for (const float pixel : images.row(b)) {
      std::uint32_t word;
      std::memcpy(&word, &pixel, sizeof(word));
      AppendBigEndian(word, bytes);
    }
  }
  return bytes;
}

}  // namespace infoflow::datasets
