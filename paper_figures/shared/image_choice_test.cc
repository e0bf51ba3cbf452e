#include "paper_figures/shared/image_choice.h"

#include <filesystem>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "paper_figures/harness/field_writer.h"
#include "paper_figures/harness/images.h"

namespace infoflow::paper_figures {
namespace {

paper_figures::Run RunWith(const std::string& data_dir) {
  paper_figures::Run run;
  run.seed = 5;
  run.images = OpenImages(data_dir);
  return run;
}

TEST(ImageChoiceTest, AutoIsSyntheticDigitsWhereNoFilesAre) {
  const absl::StatusOr<ImageSet> images = ChooseImages("auto", 64, 32, RunWith(""));
  ASSERT_TRUE(images.ok()) << images.status();
  // The test may have been built with --config=mnist-t10k.
  if (images->dataset == "mnist-t10k") GTEST_SKIP() << "built with published images";
  EXPECT_EQ(images->dataset, "synthetic-digits");
  EXPECT_EQ(images->seed, 5u);
  EXPECT_EQ(images->train_count, 64);
  EXPECT_EQ(images->test_count, 32);
}

// A folder with a damaged file is not taken for one without: nobody wants to train on synthetic
// digits for hours because a download was cut off.
TEST(ImageChoiceTest, DamagedFilesAreAnErrorAndNotAbsent) {
  const std::string folder = absl::StrCat(::testing::TempDir(), "/damaged_mnist");
  ASSERT_TRUE(MakeFolders(folder).ok());
  ASSERT_TRUE(WriteFile("cut off", folder + "/t10k-images-idx3-ubyte.gz").ok());
  ASSERT_TRUE(WriteFile("cut off", folder + "/t10k-labels-idx1-ubyte.gz").ok());
  const absl::Status status = ChooseImages("auto", 64, 32, RunWith(folder)).status();
  EXPECT_FALSE(status.ok());
  EXPECT_FALSE(absl::IsNotFound(status));
}

TEST(ImageChoiceTest, WhatIsNotThereIsNamed) {
  const absl::Status status = ChooseImages("cifar10", 0, 0, RunWith("")).status();
  if (status.ok()) GTEST_SKIP() << "built with published images";
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_EQ(status.message(), "the files of cifar10 are not there; give --data_dir=FOLDER");
  const std::string folder = absl::StrCat(::testing::TempDir(), "/no_images");
  ASSERT_TRUE(MakeFolders(folder).ok());
  EXPECT_EQ(ChooseImages("cifar10", 0, 0, RunWith(folder)).status().message(),
            absl::StrCat("--data_dir=", folder,
                         ": neither it nor its folder cifar10 has the files of cifar10"));
}

TEST(ImageChoiceTest, PresetsSayWhichImages) {
  std::string dataset;
  ParameterSet set;
  RegisterDataset(set, &dataset);
  EXPECT_EQ(dataset, "auto");
  set.UsePreset(Preset::kPaper);
  EXPECT_EQ(dataset, "mnist");
  EXPECT_TRUE(set.Override("dataset=white-noise").ok());
  EXPECT_EQ(dataset, "white-noise");
  EXPECT_FALSE(set.Override("dataset=letters").ok());
}

}  // namespace
}  // namespace infoflow::paper_figures
