#include "infoflow/datasets/idx.h"

#include <cmath>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/datasets/float_idx.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/gzip.h"

namespace infoflow::datasets {
namespace {

// Two images of 2 x 3 pixels.
std::string Images() {
  std::string content("\0\0\x08\x03\0\0\0\x02\0\0\0\x02\0\0\0\x03", 16);
  for (int i = 0; i < 12; ++i) content.push_back(static_cast<char>(250 + i));
  return content;
}

std::string ErrorOf(const std::string& content, int dimensions = 3) {
  const absl::StatusOr<IdxArray> array = ParseIdx(content, dimensions, "images");
  return array.ok() ? "no error" : std::string(array.status().message());
}

TEST(IdxTest, ReadsPlainAndPackedFiles) {
  for (const std::string& content : {Images(), Gzip(Images())}) {
    const IdxArray array = ParseIdx(content, 3, "images").value();
    EXPECT_EQ(array.sizes, (std::vector<int>{2, 2, 3}));
    ASSERT_EQ(array.bytes.size(), 12u);
    EXPECT_EQ(static_cast<unsigned char>(array.bytes[0]), 250);
    EXPECT_EQ(static_cast<unsigned char>(array.bytes[11]), 5);
  }
}

TEST(IdxTest, ReadsLabels) {
  const std::string labels("\0\0\x08\x01\0\0\0\x03\x07\x00\x09", 11);
  const IdxArray array = ParseIdx(labels, 1, "labels").value();
  EXPECT_EQ(array.bytes, std::string("\x07\x00\x09", 3));
}

// What cascade writes, and what it reads.
TEST(IdxTest, ReadsImagesOfBytesAndOfFloats) {
  const IdxImages bytes = ParseIdxImages(Images(), "images").value();
  EXPECT_EQ(bytes.sizes, (std::vector<int>{2, 2, 3}));
  EXPECT_EQ(bytes.pixels[0], 250.0f / 255.0f);
  EXPECT_EQ(bytes.pixels[11], 5.0f / 255.0f);
  linalg::Matrix<float> images(2, 6);
  for (int i = 0; i < 12; ++i) images.values()[i] = static_cast<float>(i) / 11.0f;
  const std::string content = FormatFloatIdx(images, ImageShape{2, 3, 1});
  for (const std::string& file : {content, Gzip(content)}) {
    const IdxImages floats = ParseIdxImages(file, "images").value();
    EXPECT_EQ(floats.sizes, (std::vector<int>{2, 2, 3}));
    EXPECT_EQ(absl::MakeConstSpan(floats.pixels), absl::MakeConstSpan(images.values()));
  }
  const auto error = [](const std::string& file) {
    return std::string(ParseIdxImages(file, "images").status().message());
  };
  images(1, 2) = 1.5f;
  EXPECT_EQ(error(FormatFloatIdx(images, ImageShape{2, 3, 1})),
            "images: pixel 8 is 1.5: must be in [0, 1]");
  images(1, 2) = std::nanf("");
  EXPECT_EQ(error(FormatFloatIdx(images, ImageShape{2, 3, 1})),
            "images: pixel 8 is nan: must be in [0, 1]");
  EXPECT_EQ(error(content.substr(0, 40)), "images: is truncated: 40 bytes, its header says 64");
  EXPECT_EQ(error("\x93NUMPY and more text"),
            "images: has the magic number 0x934e554d, 0x00000803 was expected: must be an IDX file "
            "of bytes with 3 dimensions, as MNIST's files are; this is an .npy file");
  EXPECT_EQ(ErrorOf(content, 1),
            "images: has the magic number 0x00000d03, 0x00000801 was expected: must be an IDX file "
            "of bytes with 1 dimension, as MNIST's files are; this is one of 32-bit floats");
}

TEST(IdxTest, RefusesWhatIsWrong) {
  const std::string good = Images();
  EXPECT_EQ(ErrorOf(good), "no error");
  EXPECT_EQ(
      ErrorOf(good, 1),
      "images: has the magic number 0x00000803, 0x00000801 was expected: must be an IDX file of "
      "bytes with 1 dimension, as MNIST's files are; this has 3");
  EXPECT_EQ(
      ErrorOf("hello, world: this is text"),
      "images: has the magic number 0x68656c6c, 0x00000803 was expected: must be an IDX file of "
      "bytes with 3 dimensions, as MNIST's files are");
  EXPECT_EQ(ErrorOf(""), "images: is truncated: 0 bytes, not even a header");
  EXPECT_EQ(ErrorOf(good.substr(0, 10)), "images: is truncated: 10 bytes, not even a header");
  EXPECT_EQ(ErrorOf(good.substr(0, 20)), "images: is truncated: 20 bytes, its header says 28");
  EXPECT_EQ(ErrorOf(good + "x"), "images: is too long: 29 bytes, its header says 28");
  std::string huge = good;
  huge[4] = '\x7f';
  EXPECT_EQ(ErrorOf(huge), "images: has the size 2130706434 in its header, which is too large");
  const std::string packed = Gzip(good);
  EXPECT_EQ(ErrorOf(packed.substr(0, packed.size() - 3)), "images: is truncated");
}

}  // namespace
}  // namespace infoflow::datasets
