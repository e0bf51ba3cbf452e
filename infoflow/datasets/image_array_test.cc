#include "infoflow/datasets/image_array.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/support/npy.h"

namespace infoflow::datasets {
namespace {

std::string FileOf(const NpyArray& array) {
  const std::string path = ::testing::TempDir() + "/images.npy";
  EXPECT_TRUE(WriteNpyFile(array, path).ok());
  return path;
}
std::string FileOfBytes(const std::vector<std::uint8_t>& bytes, std::vector<std::int64_t> shape) {
  return FileOf(MakeNpy(absl::MakeConstSpan(bytes), std::move(shape)));
}

std::vector<float> PixelsOf(const ImageArray& array) {
  return {array.images.values().begin(), array.images.values().end()};
}

TEST(ImageArrayTest, GreyImagesKeepTheirOrder) {
  const ImageArray array = ReadImageArray(FileOfBytes({0, 51, 102, 255}, {2, 1, 2})).value();
  EXPECT_EQ(array.shape, (ImageShape{1, 2, 1}));
  EXPECT_EQ(array.images.rows(), 2);
  EXPECT_EQ(PixelsOf(array), (std::vector<float>{0.0f, 0.2f, 0.4f, 1.0f}));
  const ImageArray one = ReadImageArray(FileOfBytes({0, 51, 102, 255}, {2, 2})).value();
  EXPECT_EQ(one.shape, (ImageShape{2, 2, 1}));
  EXPECT_EQ(one.images.rows(), 1);
}

// One image of 1 x 2 pixels, (0, 0.2, 0.4) and (0.6, 0.8, 1), in both orders.
TEST(ImageArrayTest, ColoursStandSideBySideWhateverTheFilesOrder) {
  const std::vector<float> expected = {0.0f, 0.2f, 0.4f, 0.6f, 0.8f, 1.0f};
  const ImageArray last =
      ReadImageArray(FileOfBytes({0, 51, 102, 153, 204, 255}, {1, 1, 2, 3})).value();
  EXPECT_EQ(last.shape, (ImageShape{1, 2, 3}));
  EXPECT_EQ(PixelsOf(last), expected);
  const std::vector<float> planes = {0.0f, 0.6f, 0.2f, 0.8f, 0.4f, 1.0f};
  const ImageArray first =
      ReadImageArray(FileOf(MakeNpy(absl::MakeConstSpan(planes), {1, 3, 1, 2}))).value();
  EXPECT_EQ(first.shape, (ImageShape{1, 2, 3}));
  EXPECT_EQ(PixelsOf(first), expected);
}

TEST(ImageArrayTest, NormalizesEachColour) {
  linalg::Matrix<float> images(1, 6);
  for (int i = 0; i < 6; ++i) images(0, i) = kImageNetColours.mean[i % 3];
  images(0, 4) += kImageNetColours.deviation[1];
  NormalizeColours(kImageNetColours, images);
  for (int i = 0; i < 6; ++i) EXPECT_NEAR(images(0, i), i == 4 ? 1.0 : 0.0, 1e-6) << i;
}

TEST(ImageArrayTest, RejectsWhatIsNoImagesInOneSentence) {
  const auto error = [](const std::string& path) {
    const absl::StatusOr<ImageArray> array = ReadImageArray(path);
    return array.ok() ? "" : std::string(array.status().message()).substr(path.size() + 2);
  };
  const char* shapes =
      "): images must be n x rows x columns, rows x columns, n x rows x columns x 3 or n x 3 x "
      "rows x columns, with at least one number";
  EXPECT_EQ(error(FileOfBytes({1, 2}, {2})), std::string("an array of shape (2") + shapes);
  EXPECT_EQ(error(FileOfBytes({}, {0, 2, 2})), std::string("an array of shape (0, 2, 2") + shapes);
  EXPECT_EQ(error(FileOfBytes({1, 2, 3, 4}, {1, 2, 1, 2})),
            std::string("an array of shape (1, 2, 1, 2") + shapes);
  const std::vector<std::int32_t> integers = {1, 2};
  EXPECT_EQ(error(FileOf(MakeNpy(absl::MakeConstSpan(integers), {1, 2}))),
            "pixels of type int32: must be uint8, or floating-point numbers in [0, 1]");
  const std::vector<float> large = {0.5f, 1.5f};
  EXPECT_EQ(error(FileOf(MakeNpy(absl::MakeConstSpan(large), {1, 2}))),
            "a pixel of image 0 is 1.5: must be in [0, 1]");
  EXPECT_FALSE(ReadImageArray("/no/such/file.npy").ok());
}

}  // namespace
}  // namespace infoflow::datasets
