#include "infoflow/datasets/dataset_loader.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/datasets/dataset_files.h"
#include "infoflow/support/file.h"
#include "infoflow/support/gzip.h"
#include "infoflow/support/sha256.h"

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
std::string ImageFile(int count, int side = 28, char pixel = '\x33') {
  std::string content("\0\0\x08\x03", 4);
  for (const int size : {count, side, side}) {
    for (int shift = 24; shift >= 0; shift -= 8)
      content.push_back(static_cast<char>(size >> shift));
  }
  content.append(static_cast<std::size_t>(count) * side * side, pixel);
  return content;
}
// Labels 0, 1, ..., 9, 0, ...: classes of the same size.
std::string LabelFile(int count) {
  std::string content("\0\0\x08\x01", 4);
  for (int shift = 24; shift >= 0; shift -= 8) content.push_back(static_cast<char>(count >> shift));
  for (int i = 0; i < count; ++i) content.push_back(static_cast<char>(i % 10));
  return content;
}

// From here on these contents count as those with the checksums `images` and `labels`.
void TakeFor(const std::string& images, const std::string& labels) {
  internal::TakeContentFor(Sha256(ImageFile(10000)), images);
  internal::TakeContentFor(Sha256(LabelFile(10000)), labels);
}
constexpr char kMnistImages[] = "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7";
constexpr char kMnistLabels[] = "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2";

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

// In every place and packing that people have them in, the same images with the same checksums.
TEST(DatasetLoaderTest, FindsFilesWhereTheyLie) {
  TakeFor(kMnistImages, kMnistLabels);
  int number = 0;
  for (const char* place : {"", "/raw", "/MNIST/raw"}) {
    for (const char* images : {"t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte"}) {
      for (const bool packed : {false, true}) {
        const std::string folder = NewFolder(absl::StrCat("place_", ++number));
        const std::string inner = NewFolder(absl::StrCat("place_", number, place));
        std::string labels(images);
        labels.replace(labels.find("images"), 6, "labels").replace(labels.find("idx3"), 4, "idx1");
        for (const auto& [name, content] : {std::make_pair(std::string(images), ImageFile(10000)),
                                            std::make_pair(labels, LabelFile(10000))}) {
          Write(packed ? Gzip(content) : content,
                absl::StrCat(inner, "/", name, packed ? ".gz" : ""));
        }
        EXPECT_TRUE(DatasetAvailable("mnist-t10k", folder)) << inner;
        EXPECT_FALSE(DatasetAvailable("mnist", folder));
        DatasetOptions options;
        options.name = "mnist-t10k";
        options.data_dir = folder;
        options.test_count = 50;
        const absl::StatusOr<SplitDataset> split = LoadDataset(options);
        ASSERT_TRUE(split.ok()) << split.status();
        EXPECT_EQ(split->train.size(), 8000);
        EXPECT_EQ(split->test.size(), 50);
        EXPECT_EQ(split->train.images(0, 0), 0.2f);
        EXPECT_EQ(split->train.labels[17], 7);
        EXPECT_EQ(split->train.origins[0].source, "t10k-images-idx3-ubyte");
        EXPECT_EQ(split->train.origins[0].sha256, kMnistImages);
        if (number > 1) continue;
        EXPECT_EQ(ErrorOf("mnist-t10k", folder, 8001),
                  "train_count=8001: must be from 0 (all) to 8000 for this data set");
      }
    }
  }
}

// However they are packed.
TEST(DatasetLoaderTest, RefusesContentsThatAreNotTheSets) {
  TakeFor("unknown", "unknown");
  for (const bool packed : {false, true}) {
    const std::string folder = NewFolder(absl::StrCat("checksum_", packed));
    const std::string images = absl::StrCat(folder, "/t10k-images-idx3-ubyte", packed ? ".gz" : "");
    Write(packed ? Gzip(ImageFile(10000)) : ImageFile(10000), images);
    Write(LabelFile(10000), folder + "/t10k-labels-idx1-ubyte");
    EXPECT_EQ(ErrorOf("mnist-t10k", folder),
              absl::StrCat(images,
                           ": its content has the SHA-256 checksum unknown, the file of "
                           "mnist-t10k ",
                           kMnistImages,
                           "; --dataset=idx takes images of other "
                           "files"));
  }
}

// MNIST's test images beside a training set that has Fashion-MNIST's statistics.
TEST(DatasetLoaderTest, RefusesAnotherSetByItsName) {
  TakeFor(kMnistImages, kMnistLabels);
  const std::string folder = NewFolder("mixed");
  Write(ImageFile(60000, 28, '\x49'), folder + "/train-images-idx3-ubyte");
  Write(LabelFile(60000), folder + "/train-labels-idx1-ubyte");
  Write(ImageFile(10000), folder + "/t10k-images-idx3-ubyte");
  Write(LabelFile(10000), folder + "/t10k-labels-idx1-ubyte");
  EXPECT_EQ(ErrorOf("fashion-mnist", folder),
            folder + "/t10k-images-idx3-ubyte: is the file of mnist, not of fashion-mnist");
  TakeFor("unknown", "unknown");
  EXPECT_EQ(ErrorOf("fashion-mnist", folder),
            folder +
                "/t10k-images-idx3-ubyte: it has the mean 0.2000, that of fashion-mnist "
                "0.2864: these are other images (--dataset=idx takes any)");
}

TEST(DatasetLoaderTest, KnowsFashionByItsStatistics) {
  const std::string folder = NewFolder("fashion");
  const std::string train = folder + "/train-images-idx3-ubyte.gz";
  const std::string labels = folder + "/train-labels-idx1-ubyte.gz";
  Write(Gzip(ImageFile(60000, 28, '\x49')), train);
  Write(Gzip(LabelFile(60000)), labels);
  Write(Gzip(ImageFile(10000, 28, '\x49')), folder + "/t10k-images-idx3-ubyte.gz");
  Write(Gzip(LabelFile(10000)), folder + "/t10k-labels-idx1-ubyte.gz");
  DatasetOptions options;
  options.name = "fashion-mnist";
  options.data_dir = folder;
  options.train_count = 30;
  const absl::StatusOr<SplitDataset> split = LoadDataset(options);
  ASSERT_TRUE(split.ok()) << split.status();
  EXPECT_EQ(split->train.size(), 30);
  EXPECT_EQ(split->test.size(), 10000);
  EXPECT_TRUE(absl::StrContains(ErrorOf("mnist", folder), "has the SHA-256 checksum"));

  Write(Gzip(ImageFile(59999)), train);
  EXPECT_EQ(ErrorOf("fashion-mnist", folder),
            train + ": holds 59999 x 28 x 28 pixels, the file of fashion-mnist 60000 x 28 x 28");
  Write(Gzip(ImageFile(60000, 28, '\x49')), train);
  Write(Gzip(LabelFile(50000)), labels);
  EXPECT_EQ(ErrorOf("fashion-mnist", folder),
            labels + ": holds 50000 labels, the file of fashion-mnist 60000");
  std::string other = LabelFile(60000);
  other.back() = 10;
  Write(Gzip(other), labels);
  EXPECT_EQ(ErrorOf("fashion-mnist", folder), labels + ": has the label 10, which is above 9");
  other.back() = 3;
  Write(Gzip(other), labels);
  EXPECT_EQ(ErrorOf("fashion-mnist", folder),
            labels +
                ": has 6001 labels 3, fashion-mnist has 6000: these are other images "
                "(--dataset=idx takes any)");
  Write(Gzip(LabelFile(60000)).substr(0, 40), labels);
  EXPECT_EQ(ErrorOf("fashion-mnist", folder), labels + ": is truncated");
  Write(Gzip(ImageFile(10)), labels);
  EXPECT_EQ(ErrorOf("fashion-mnist", folder),
            labels +
                ": has the magic number 0x00000803, 0x00000801 was expected: must be an IDX file "
                "of bytes with 1 dimension, as MNIST's files are; this has 3");
}

TEST(DatasetLoaderTest, ImagesOfOnesOwn) {
  const std::string folder = NewFolder("own");
  Write(ImageFile(20, 9), folder + "/images");
  Write(Gzip(LabelFile(20)), folder + "/labels.gz");
  Write(ImageFile(4, 9), folder + "/more");
  std::string letters = LabelFile(4);
  letters.back() = 26;
  Write(letters, folder + "/letters");
  DatasetOptions options;
  options.name = kOwnImages;
  const auto error = [&options] { return std::string(LoadDataset(options).status().message()); };
  EXPECT_EQ(error(),
            "data set idx: --images=FILE (cascade: --image_file=FILE) and --labels=FILE "
            "say which images");
  options.images = folder + "/images";
  options.labels = folder + "/labels.gz";
  const absl::StatusOr<SplitDataset> split = LoadDataset(options);
  ASSERT_TRUE(split.ok()) << split.status();
  EXPECT_EQ(split->train.size(), 16);
  EXPECT_EQ(split->test.size(), 4);
  EXPECT_EQ(split->test.labels[0], 6);
  EXPECT_EQ(split->train.shape.rows, 9);
  EXPECT_EQ(split->train.classes, 10);
  options.test_images = folder + "/more";
  EXPECT_EQ(error(),
            "--test_images and --test_labels: give both, or none to judge by the last fifth");
  options.test_labels = folder + "/letters";
  const absl::StatusOr<SplitDataset> whole = LoadDataset(options);
  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_EQ(whole->train.size(), 20);
  EXPECT_EQ(whole->test.labels[3], 26);
  EXPECT_EQ(whole->train.classes, 27);
  options.labels = folder + "/letters";
  EXPECT_EQ(error(), absl::StrCat(folder, "/images holds 20 images and ", folder,
                                  "/letters 4 labels; they must be pairs"));
  options.labels = folder + "/labels.gz";
  Write(ImageFile(4, 8), folder + "/more");
  EXPECT_EQ(error(), absl::StrCat(folder, "/more: holds images of 8 x 8 pixels, ", folder,
                                  "/images of 9 x 9"));
}

TEST(DatasetLoaderTest, ReadsCifarFromTheArchivesFolder) {
  const std::string folder = NewFolder("cifar");
  const std::string inner = NewFolder("cifar/cifar-10-batches-bin");
  std::string batch;
  for (int i = 0; i < 10000; ++i) {
    batch.push_back(static_cast<char>(i % 10));
    for (const int mean : {125, 123, 114}) batch.append(1024, static_cast<char>(mean + i % 3 - 1));
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
  EXPECT_NEAR(split.train.images(10100, 5), 122.0f / 255.0f, 2.0f / 255.0f);
  EXPECT_EQ(split.test.size(), 10000);
  Write(batch.substr(3073), inner + "/data_batch_1.bin");
  EXPECT_EQ(ErrorOf("cifar10", folder),
            inner + "/data_batch_1.bin: holds 9999 images, the file of cifar10 10000");
  for (std::size_t i = 0; i < batch.size(); i += 3073) batch[i] = 1;
  for (int i = 1; i <= 5; ++i) Write(batch, absl::StrCat(inner, "/data_batch_", i, ".bin"));
  EXPECT_TRUE(absl::StrContains(ErrorOf("cifar10", folder), "has 0 labels 0, cifar10 has 5000"));
  Write(std::string(batch.size(), '\1'), inner + "/data_batch_1.bin");
  EXPECT_TRUE(absl::StrContains(ErrorOf("cifar10", folder),
                                "colour 1 has the mean 0.0039, that of cifar10 0.4914"));
}

TEST(DatasetLoaderTest, SaysHowToGetMissingFiles) {
  EXPECT_EQ(ErrorOf("mnist-t10k", "/nonexistent"),
            "--data_dir=/nonexistent: there is no such folder");
  const std::string folder = NewFolder("nothing_in_it");
  EXPECT_EQ(ErrorOf("mnist-t10k", folder),
            absl::StrCat("--data_dir=", folder,
                         ": has no file t10k-images-idx3-ubyte.gz, which the data set mnist-t10k "
                         "needs (looked for with and without .gz, as t10k-images.idx3-ubyte too, "
                         "and in raw, MNIST/raw)"));
  // What may be read there, for whoever must not write over it.
  const std::vector<std::string> files = PossibleDatasetFiles(folder);
  for (const char* name : {"/t10k-images-idx3-ubyte.gz", "/MNIST/raw/t10k-labels.idx1-ubyte",
                           "/FashionMNIST/raw/train-images-idx3-ubyte", "/test_batch.bin"}) {
    EXPECT_EQ(std::count(files.begin(), files.end(), folder + name) > 0, true) << name;
  }
  EXPECT_EQ(ErrorOf("imagenet", ""),
            "data set 'imagenet': must be one of synthetic-digits, mnist, fashion-mnist, cifar10, "
            "white-noise, mnist-t10k, idx");
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
