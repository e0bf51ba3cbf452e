#include "infoflow/datasets/cifar10.h"

#include <string>

#include "gtest/gtest.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::datasets {
namespace {

std::string Record(int label, int red, int green, int blue) {
  std::string record(1, static_cast<char>(label));
  record.append(1024, static_cast<char>(red));
  record.append(1024, static_cast<char>(green));
  record.append(1024, static_cast<char>(blue));
  return record;
}

TEST(Cifar10ReferenceTest, GrayAsPil) {
  for (testing::ReferenceTable& table :
       testing::ReferenceTable::Open("reconstruction", "cifar_grayscale.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const auto byte = [&](const char* name) {
        return static_cast<std::uint8_t>(table.Input(row, name));
      };
      table.Compare(row, "gray", GrayOfColour(byte("r"), byte("g"), byte("b")), {});
    }
  }
}

TEST(Cifar10Test, ReadsRecords) {
  Dataset dataset;
  ASSERT_TRUE(AppendCifar10(Record(3, 255, 255, 255) + Record(9, 255, 0, 0), "one",
                            CifarColours::kGray, dataset)
                  .ok());
  ASSERT_TRUE(AppendCifar10(Record(0, 0, 0, 0), "two", CifarColours::kGray, dataset).ok());
  EXPECT_EQ(dataset.labels, (std::vector<int>{3, 9, 0}));
  EXPECT_EQ(dataset.size(), 3);
  EXPECT_EQ(dataset.images.columns(), 1024);
  EXPECT_EQ(dataset.images(0, 1023), 1.0f);
  EXPECT_EQ(dataset.images(1, 0), 76.0f / 255.0f);
  EXPECT_EQ(dataset.images(2, 5), 0.0f);
}

TEST(Cifar10Test, KeepsColoursAsChannels) {
  Dataset dataset;
  ASSERT_TRUE(AppendCifar10(Record(1, 51, 102, 255), "one", CifarColours::kRgb, dataset).ok());
  EXPECT_EQ(dataset.shape, (ImageShape{32, 32, 3}));
  EXPECT_EQ(dataset.images(0, 0), 0.2f);
  EXPECT_EQ(dataset.images(0, 1024), 0.4f);
  EXPECT_EQ(dataset.images(0, 3071), 1.0f);
}

TEST(Cifar10Test, RefusesWhatIsWrong) {
  const auto error = [](const std::string& content) {
    Dataset dataset;
    return std::string(AppendCifar10(content, "batch", CifarColours::kGray, dataset).message());
  };
  EXPECT_EQ(error(Record(1, 1, 1, 1).substr(1)),
            "batch: is truncated or no CIFAR-10 batch: 3072 bytes are no multiple of 3073");
  EXPECT_EQ(error(""), "batch: is truncated or no CIFAR-10 batch: 0 bytes are no multiple of 3073");
  EXPECT_EQ(error(Record(1, 1, 1, 1) + Record(10, 1, 1, 1)),
            "batch: image 2 has the label 10, which is above 9");
}

}  // namespace
}  // namespace infoflow::datasets
