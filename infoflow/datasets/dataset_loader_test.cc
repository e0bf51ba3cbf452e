#include "infoflow/datasets/dataset_loader.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "infoflow/support/testing_gzip.h"

namespace infoflow::datasets {
namespace {

// A folder of its own for each test.
std::string NewFolder(const std::string& name) {
  const std::string folder = absl::StrCat(testing::TempDir(), "/", name);
  EXPECT_TRUE(MakeFolders(folder).ok());
  return folder;
}

void Write(const std::string& content, const std::string& path) {
  ASSERT_TRUE(WriteFile(content, path).ok());
}

// A file like MNIST's, with `count` images in its header and in its body.
std::string ImageFile(int count, int side = 28) {
  std::string content("\0\0\x08\x03", 4);
  for (const int size : {count, side, side}) {
    for (int shift = 24; shift >= 0; shift -= 8)
      content.push_back(static_cast<char>(size >> shift));
  }
  content.append(static_cast<std::size_t>(count) * side * side, '\x33');
  return content;
}
std::string LabelFile(int count, char label = 7) {
  std::string content("\0\0\x08\x01", 4);
  for (int shift = 24; shift >= 0; shift -= 8) content.push_back(static_cast<char>(count >> shift));
  content.append(count, label);
  return content;
}

std::string ErrorOf(const std::string& name, const std::string& data_dir, int train = 0) {
  DatasetOptions options;
  options.name = name;
  options.data_dir = data_dir;
  options.train_count = train;
  const absl::StatusOr<SplitDataset> split = LoadDataset(options);
  return split.ok() ? "no error" : std::string(split.status().message());
}

TEST(DatasetLoaderTest, GeneratesWhatNeedsNoFile) {
  for (const char* name : {"synthetic-digits", "white-noise"}) {
    DatasetOptions options;
    options.name = name;
    options.train_count = 20;
    options.test_count = 10;
    const SplitDataset split = LoadDataset(options).value();
    EXPECT_EQ(split.train.size(), 20);
    EXPECT_EQ(split.test.size(), 10);
    EXPECT_EQ(split.train.name, name);
    EXPECT_NE(Subset(split.train, 0, 10).images, split.test.images);
    EXPECT_EQ(LoadDataset(options).value().train.images, split.train.images);
    EXPECT_TRUE(DatasetAvailable(name, ""));
    options.train_count = 40;
    EXPECT_EQ(LoadDataset(options).value().test.images, split.test.images)
        << "what one judges by does not depend on how much one learns from";
  }
}

TEST(DatasetLoaderTest, ReadsUnpackedFiles) {
  const std::string folder = NewFolder("unpacked");
  Write(ImageFile(10000), folder + "/t10k-images-idx3-ubyte");
  Write(LabelFile(10000), folder + "/t10k-labels-idx1-ubyte");
  EXPECT_TRUE(DatasetAvailable("mnist-t10k", folder));
  EXPECT_FALSE(DatasetAvailable("mnist", folder));
  DatasetOptions options;
  options.name = "mnist-t10k";
  options.data_dir = folder;
  options.test_count = 50;
  const SplitDataset split = LoadDataset(options).value();
  EXPECT_EQ(split.train.size(), 8000);
  EXPECT_EQ(split.test.size(), 50);
  EXPECT_EQ(split.train.images(0, 0), 0.2f);
  EXPECT_EQ(split.train.labels[17], 7);
  EXPECT_EQ(split.train.origins[0].source, "t10k-images-idx3-ubyte");
  EXPECT_EQ(split.train.origins[0].sha256.size(), 64u);
  EXPECT_EQ(ErrorOf("mnist-t10k", folder, 8001),
            "train_count=8001: must be from 0 (all) to 8000 for this data set");
}

TEST(DatasetLoaderTest, RefusesAWrongChecksum) {
  const std::string folder = NewFolder("checksum");
  Write(Gzip(ImageFile(10000)), folder + "/t10k-images-idx3-ubyte.gz");
  Write(Gzip(LabelFile(10000)), folder + "/t10k-labels-idx1-ubyte.gz");
  const std::string error = ErrorOf("mnist-t10k", folder);
  EXPECT_TRUE(absl::StrContains(error, "t10k-images-idx3-ubyte.gz: has the SHA-256 checksum "))
      << error;
  EXPECT_TRUE(absl::EndsWith(error,
                             ", the file of mnist-t10k has "
                             "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"))
      << error;
}

TEST(DatasetLoaderTest, ReadsFilesWithoutAPublishedChecksum) {
  const std::string folder = NewFolder("fashion");
  Write(Gzip(ImageFile(60000)), folder + "/train-images-idx3-ubyte.gz");
  Write(Gzip(LabelFile(60000)), folder + "/train-labels-idx1-ubyte.gz");
  Write(Gzip(ImageFile(10000)), folder + "/t10k-images-idx3-ubyte.gz");
  Write(Gzip(LabelFile(10000)), folder + "/t10k-labels-idx1-ubyte.gz");
  DatasetOptions options;
  options.name = "fashion-mnist";
  options.data_dir = folder;
  options.train_count = 30;
  const SplitDataset split = LoadDataset(options).value();
  EXPECT_EQ(split.train.size(), 30);
  EXPECT_EQ(split.test.size(), 10000);
  EXPECT_TRUE(absl::StrContains(ErrorOf("mnist", folder), "has the SHA-256 checksum"));

  Write(Gzip(ImageFile(59999)), folder + "/train-images-idx3-ubyte.gz");
  EXPECT_EQ(ErrorOf("fashion-mnist", folder),
            "train-images-idx3-ubyte.gz: holds 59999 x 28 x 28 pixels, the file of fashion-mnist "
            "60000 x 28 x 28");
  Write(Gzip(ImageFile(60000)), folder + "/train-images-idx3-ubyte.gz");
  Write(Gzip(LabelFile(50000)), folder + "/train-labels-idx1-ubyte.gz");
  EXPECT_EQ(ErrorOf("fashion-mnist", folder),
            "train-labels-idx1-ubyte.gz: holds 50000 labels, the file of fashion-mnist 60000");
  Write(Gzip(LabelFile(60000, 10)), folder + "/train-labels-idx1-ubyte.gz");
  EXPECT_EQ(ErrorOf("fashion-mnist", folder),
            "train-labels-idx1-ubyte.gz: has the label 10, which is above 9");
  Write(Gzip(LabelFile(60000)).substr(0, 40), folder + "/train-labels-idx1-ubyte.gz");
  EXPECT_EQ(ErrorOf("fashion-mnist", folder), "train-labels-idx1-ubyte.gz: is truncated");
  Write(Gzip(ImageFile(10)), folder + "/train-labels-idx1-ubyte.gz");
  EXPECT_EQ(ErrorOf("fashion-mnist", folder),
            "train-labels-idx1-ubyte.gz: has the magic number 0x00000803, 0x00000801 was "
            "expected");
}

TEST(DatasetLoaderTest, ReadsCifarFromTheArchivesFolder) {
  const std::string folder = NewFolder("cifar");
  const std::string inner = NewFolder("cifar/cifar-10-batches-bin");
  std::string batch;
  for (int i = 0; i < 10000; ++i) {
    batch.push_back(static_cast<char>(i % 10));
    batch.append(3072, static_cast<char>(i));
  }
  EXPECT_EQ(ErrorOf("cifar10", folder),
            absl::StrCat("--data_dir=", inner,
                         ": has no file data_batch_1.bin, which the data set cifar10 needs"));
  for (int i = 1; i <= 5; ++i) Write(batch, absl::StrCat(inner, "/data_batch_", i, ".bin"));
  Write(batch, inner + "/test_batch.bin");
  DatasetOptions options;
  options.name = "cifar10";
  options.data_dir = folder;
  const SplitDataset split = LoadDataset(options).value();
  EXPECT_EQ(split.train.size(), 50000);
  EXPECT_EQ(split.train.labels[10013], 3);
  EXPECT_EQ(split.train.images(10100, 5), 100.0f / 255.0f);
  EXPECT_EQ(split.test.size(), 10000);
  Write(batch.substr(3073), inner + "/data_batch_1.bin");
  EXPECT_EQ(ErrorOf("cifar10", folder),
            "data_batch_1.bin: holds 9999 images, the file of cifar10 10000");
}

TEST(DatasetLoaderTest, SaysHowToGetMissingFiles) {
  EXPECT_EQ(ErrorOf("mnist-t10k", "/nonexistent"),
            "--data_dir=/nonexistent: has no file t10k-images-idx3-ubyte.gz, which the data set "
            "mnist-t10k needs");
  EXPECT_EQ(ErrorOf("imagenet", ""),
            "data set 'imagenet': must be one of synthetic-digits, mnist, fashion-mnist, cifar10, "
            "white-noise, mnist-t10k");
  EXPECT_EQ(ErrorOf("synthetic-digits", "", -1),
            "train_count=-1: must be from 0 (all) to 1000000 for this data set");
  // The program may have been built with Fashion-MNIST.
  if (!DatasetAvailable("fashion-mnist", "")) {
    EXPECT_EQ(ErrorOf("fashion-mnist", ""),
              "data set fashion-mnist: file train-images-idx3-ubyte.gz is not there; give "
              "--data_dir=FOLDER, or build with --//infoflow/datasets:real_data=fashion-mnist");
  }
}

}  // namespace
}  // namespace infoflow::datasets
