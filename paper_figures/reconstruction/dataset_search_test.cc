#include "paper_figures/reconstruction/dataset_search.h"

#include <filesystem>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/datasets/testing_gzip.h"
#include "infoflow/support/file.h"

namespace infoflow::paper_figures {
namespace {

void AppendWord(int word, std::string& bytes) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(word >> shift));
}

// Images of 28 x 28 equal pixels, and labels, as IDX files.
std::string ImageFile(int count) {
  std::string bytes("\0\0\x08\x03", 4);
  for (const int size : {count, 28, 28}) AppendWord(size, bytes);
  bytes.append(static_cast<std::size_t>(count) * 784, '\x33');
  return bytes;
}
std::string LabelFile(int count) {
  std::string bytes("\0\0\x08\x01", 4);
  AppendWord(count, bytes);
  bytes.append(count, '\7');
  return bytes;
}

class DatasetSearchTest : public ::testing::Test {
 protected:
  DatasetSearchTest() {
    search_.data_dir =
        absl::StrCat(::testing::TempDir(), "/search_",
                     ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(search_.data_dir);
  }

  void Write(const std::string& folder, const std::string& name, const std::string& content) {
    ASSERT_TRUE(MakeFolders(search_.data_dir + folder).ok());
    ASSERT_TRUE(WriteFile(content, search_.data_dir + folder + "/" + name).ok());
  }
  // Files of the 10,000 test images, and those of Fashion-MNIST: where packed, their checksums are
  // not those of MNIST.
  void WriteTenThousand(const std::string& folder) {
    Write(folder, "t10k-images-idx3-ubyte", ImageFile(10000));
    Write(folder, "t10k-labels-idx1-ubyte", LabelFile(10000));
  }
  void WriteFashion(const std::string& folder) {
    Write(folder, "train-images-idx3-ubyte", ImageFile(60000));
    Write(folder, "train-labels-idx1-ubyte", LabelFile(60000));
    Write(folder, "t10k-images-idx3-ubyte.gz", datasets::Gzip(ImageFile(10000)));
    Write(folder, "t10k-labels-idx1-ubyte.gz", datasets::Gzip(LabelFile(10000)));
  }
  // "missing", "found" or the error.
  std::string Outcome(const std::string& name) {
    search_.name = name;
    const auto found = FindDataset(search_);
    if (!found.ok()) return std::string(found.status().message());
    return found->has_value() ? "found" : "missing";
  }

  DatasetSearch search_;
};

TEST_F(DatasetSearchTest, WhatIsNotThereIsMissing) {
  for (const char* name : {"mnist", "mnist-t10k", "fashion-mnist", "cifar10"}) {
    EXPECT_EQ(Outcome(name), "missing") << name;
  }
  EXPECT_EQ(Outcome("white-noise"), "found");
  search_.data_dir = "/proc/nowhere";
  EXPECT_EQ(Outcome("cifar10"), "missing");
}

TEST_F(DatasetSearchTest, LooksInTheFolderAndInThatOfTheName) {
  WriteTenThousand("");
  EXPECT_EQ(Outcome("mnist-t10k"), "found");
  std::filesystem::remove_all(search_.data_dir);
  WriteTenThousand("/mnist");
  EXPECT_EQ(Outcome("mnist-t10k"), "found");
  EXPECT_EQ(Outcome("mnist"), "missing");
  search_.train_count = 60;
  search_.test_count = 20;
  const datasets::SplitDataset data = **FindDataset({"mnist-t10k", search_.data_dir, 1, 60, 20});
  EXPECT_EQ(data.train.size(), 60);
  EXPECT_EQ(data.test.size(), 20);
  // There are 8,000 to learn from.
  const datasets::SplitDataset all = **FindDataset({"mnist-t10k", search_.data_dir, 1, 60000, 0});
  EXPECT_EQ(all.train.size(), 8000);
}

TEST_F(DatasetSearchTest, GeneratedImagesAreAsManyAsAsked) {
  const datasets::SplitDataset data = **FindDataset({"white-noise", "", 3, 9000, 30});
  EXPECT_EQ(data.train.size(), 9000);
  EXPECT_EQ(data.test.size(), 30);
  EXPECT_NE((*FindDataset({"white-noise", "", 4, 10, 30}))->test.images, data.test.images);
}

TEST_F(DatasetSearchTest, FilesOfTheNamesakeAreNotThere) {
  WriteFashion("");
  search_.train_count = 10;
  EXPECT_EQ(Outcome("fashion-mnist"), "found");
  EXPECT_EQ(Outcome("mnist-t10k"), "missing");
}

TEST_F(DatasetSearchTest, DamagedFilesAreErrors) {
  Write("", "t10k-images-idx3-ubyte", ImageFile(9999));
  Write("", "t10k-labels-idx1-ubyte", LabelFile(10000));
  EXPECT_TRUE(absl::StrContains(Outcome("mnist-t10k"), "holds 9999 x 28 x 28 pixels"));
}

}  // namespace
}  // namespace infoflow::paper_figures
