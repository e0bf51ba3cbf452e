#include "paper_figures/harness/images.h"

#include <filesystem>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/datasets/dataset_files.h"
#include "infoflow/support/file.h"
#include "infoflow/support/gzip.h"
#include "infoflow/support/sha256.h"

namespace infoflow::paper_figures {
namespace {

void AppendWord(int word, std::string& bytes) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(word >> shift));
}

// Images of 28 x 28 equal pixels, and labels, as IDX files.
std::string ImageFile(int count) {
  std::string bytes("\0\0\x08\x03", 4);
  for (const int size : {count, 28, 28}) AppendWord(size, bytes);
  bytes.append(static_cast<std::size_t>(count) * 784, '\x49');  // Fashion-MNIST's mean
  return bytes;
}
std::string LabelFile(int count) {
  std::string bytes("\0\0\x08\x01", 4);
  AppendWord(count, bytes);
  for (int i = 0; i < count; ++i) bytes.push_back(static_cast<char>(i % 10));
  return bytes;
}

ImageRequest Request(const std::string& dataset, int train_count, int test_count,
                     std::uint64_t seed = 1) {
  return {dataset, seed, train_count, test_count, /*fewer_to_learn_from=*/true};
}

class ImageStoreTest : public ::testing::Test {
 protected:
  ImageStoreTest()
      : folder_(absl::StrCat(::testing::TempDir(), "/images_",
                             ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::remove_all(folder_);
  }

  void Write(const std::string& folder, const std::string& name, const std::string& content) {
    ASSERT_TRUE(MakeFolders(folder_ + folder).ok());
    ASSERT_TRUE(WriteFile(content, folder_ + folder + "/" + name).ok());
  }
  // Files that count as those of the 10,000 test images; and some with Fashion-MNIST's statistics.
  void WriteTenThousand(const std::string& folder) {
    TakeTenThousandFor("0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                       "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");
    Write(folder, "t10k-images-idx3-ubyte", ImageFile(10000));
    Write(folder, "t10k-labels-idx1-ubyte", LabelFile(10000));
  }
  void WriteFashion(const std::string& folder) {
    TakeTenThousandFor("fashion images", "fashion labels");
    Write(folder, "train-images-idx3-ubyte", ImageFile(60000));
    Write(folder, "train-labels-idx1-ubyte", LabelFile(60000));
    Write(folder, "t10k-images-idx3-ubyte.gz", Gzip(ImageFile(10000)));
    Write(folder, "t10k-labels-idx1-ubyte.gz", Gzip(LabelFile(10000)));
  }
  static void TakeTenThousandFor(const std::string& images, const std::string& labels) {
    datasets::internal::TakeContentFor(Sha256(ImageFile(10000)), images);
    datasets::internal::TakeContentFor(Sha256(LabelFile(10000)), labels);
  }
  // "missing", "found" or the error.
  std::string Outcome(const std::string& dataset, int train_count = 0) {
    const absl::Status status = ImageStore(folder_).Find(Request(dataset, train_count, 0)).status();
    if (status.ok()) return "found";
    return absl::IsNotFound(status) ? "missing" : std::string(status.message());
  }

  std::string folder_;
};

TEST_F(ImageStoreTest, WhatIsNotThereIsMissing) {
  for (const char* dataset : {"mnist", "mnist-t10k", "fashion-mnist", "cifar10"}) {
    EXPECT_EQ(Outcome(dataset), "missing") << dataset;
  }
  EXPECT_EQ(Outcome("white-noise"), "found");
  folder_ = "/proc/nowhere";
  EXPECT_EQ(Outcome("cifar10"), "missing");
}

TEST_F(ImageStoreTest, LooksInTheFolderAndInThatOfTheName) {
  WriteTenThousand("");
  EXPECT_EQ(Outcome("mnist-t10k"), "found");
  std::filesystem::remove_all(folder_);
  WriteTenThousand("/mnist");
  EXPECT_EQ(Outcome("mnist-t10k"), "found");
  EXPECT_EQ(Outcome("mnist"), "missing");
  ImageStore store(folder_);
  const ImageSet set = store.Find(Request("mnist-t10k", 60, 20)).value();
  EXPECT_EQ(set.train_count, 60);
  EXPECT_EQ(set.test_count, 20);
  EXPECT_EQ(store.Get(set)->train.size(), 60);
  EXPECT_EQ(store.Get(set)->test.size(), 20);
}

TEST_F(ImageStoreTest, FewerToLearnFromAreTakenWhereThatIsAllowed) {
  WriteTenThousand("");
  // There are 8,000.
  ImageRequest request = Request("mnist-t10k", 60000, 0);
  EXPECT_EQ(ImageStore(folder_).Find(request)->train_count, 8000);
  request.fewer_to_learn_from = false;
  EXPECT_FALSE(ImageStore(folder_).Find(request).ok());
}

TEST_F(ImageStoreTest, GeneratedImagesAreAsManyAsAsked) {
  ImageStore store("");
  const ImageSet set = store.Find(Request("white-noise", 9000, 30, /*seed=*/3)).value();
  EXPECT_EQ(store.Get(set)->train.size(), 9000);
  EXPECT_EQ(store.Get(set)->test.size(), 30);
  const ImageSet other = store.Find(Request("white-noise", 10, 30, /*seed=*/4)).value();
  EXPECT_NE(store.Get(other)->test.images, store.Get(set)->test.images);
}

// Which images these are does not depend on where their files lie.
TEST_F(ImageStoreTest, SetsNameFilesWithoutFoldersAndGeneratorsWithSeeds) {
  WriteTenThousand("");
  const ImageSet here = ImageStore(folder_).Find(Request("mnist-t10k", 60, 20)).value();
  std::filesystem::remove_all(folder_);
  WriteTenThousand("/mnist");
  const ImageSet there = ImageStore(folder_).Find(Request("mnist-t10k", 60, 20, 2)).value();
  ASSERT_FALSE(here.sources.empty());
  ASSERT_EQ(here.sources.size(), there.sources.size());
  for (std::size_t i = 0; i < here.sources.size(); ++i) {
    EXPECT_EQ(here.sources[i].source, there.sources[i].source);
    EXPECT_EQ(here.sources[i].source.find('/'), std::string::npos) << here.sources[i].source;
    EXPECT_EQ(here.sources[i].sha256, there.sources[i].sha256);
  }
  EXPECT_EQ(here.seed, there.seed);
  EXPECT_EQ(ImageStore("").Find(Request("white-noise", 10, 10, 7))->seed, 7u);
}

TEST_F(ImageStoreTest, FilesOfTheNamesakeAreNotThere) {
  WriteFashion("");
  EXPECT_EQ(Outcome("fashion-mnist", 10), "found");
  EXPECT_EQ(Outcome("mnist-t10k", 10), "missing");
}

TEST_F(ImageStoreTest, DamagedFilesAreErrors) {
  Write("", "t10k-images-idx3-ubyte", ImageFile(9999));
  Write("", "t10k-labels-idx1-ubyte", LabelFile(10000));
  EXPECT_TRUE(absl::StrContains(Outcome("mnist-t10k"), "holds 9999 x 28 x 28 pixels"));
}

}  // namespace
}  // namespace infoflow::paper_figures
