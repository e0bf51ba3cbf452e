#include "infoflow/command_line/cascade_channels_commands.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/command_line/command_testing.h"
#include "infoflow/support/file.h"
#include "infoflow/support/npy.h"

namespace infoflow::command_line {
namespace {

// A folder with weights of conv 2, pool, conv 3, pool, dense 4 for images of 8 x 8 pixels of
// `colours` colours, and the images beside it.
class CascadeChannelsCommandTest : public ::testing::TestWithParam<int> {
 protected:
  CascadeChannelsCommandTest() {
    root_ = ::testing::TempDir() + "/cascade_channels";
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_ + "/weights");
    Save("weights/features.0.weight", {2, colours_, 3, 3}, 0.4f);
    Save("weights/features.0.bias", {2}, 0.1f);
    Save("weights/features.3.weight", {3, 2, 3, 3}, 0.4f);
    Save("weights/features.3.bias", {3}, 0.1f);
    Save("weights/classifier.0.weight", {4, 12}, 0.4f);
    Save("weights/classifier.0.bias", {4}, 0.1f);
    std::vector<std::int64_t> shape = {5, 8, 8};
    if (colours_ == 3) shape.push_back(3);
    Save("images", shape, 0.0f);
  }

  // Numbers that repeat themselves late, in [-least, 1 - least].
  void Save(const std::string& name, std::vector<std::int64_t> shape, float least) {
    std::int64_t size = 1;
    for (const std::int64_t extent : shape) size *= extent;
    std::vector<float> values;
    for (std::int64_t i = 0; i < size; ++i) {
      values.push_back(static_cast<float>(i * 37 % 101) / 100.0f - least);
    }
    EXPECT_TRUE(WriteNpyFile(MakeNpy(absl::MakeConstSpan(values), std::move(shape)),
                             root_ + "/" + name + ".npy")
                    .ok());
  }

  absl::StatusOr<Table> Run(std::vector<std::string> arguments, const std::string& out = "out") {
    for (const std::string& flag :
         {"--network=" + root_ + "/weights", "--image=" + root_ + "/images.npy",
          "--out=" + root_ + "/" + out, std::string("--batches=30")}) {
      arguments.push_back(flag);
    }
    return RunCommand(CascadeChannelsCommands(), "cascade-channels", arguments);
  }
  std::vector<double> Numbers(const std::string& file) const {
    return NpyDoubles(ReadNpyFile(root_ + "/" + file).value());
  }

  const int colours_ = GetParam();
  std::string root_;
};

TEST_P(CascadeChannelsCommandTest, WritesImagesOfChannels) {
  const Table table = Run({"--unit=2", "--channel=1,0", "--threads=1"}).value();
  ASSERT_EQ(table.num_rows(), 2);
  EXPECT_EQ(table.Number(0, "channel").value(), 1.0);
  std::vector<std::int64_t> shape = {5, 8, 8};
  if (colours_ == 3) shape.push_back(3);
  for (const char* name : {"images", "reconstructions", "channel_0_alone", "channel_0_left_out"}) {
    EXPECT_EQ(ReadNpyFile(root_ + "/out/" + name + ".npy").value().shape, shape) << name;
  }
  EXPECT_EQ(ReadNpyFile(root_ + "/out/channel_1_map.npy").value().shape,
            (std::vector<std::int64_t>{5, 8, 8}));
  // Pixels come back as they were.
  const std::vector<double> images = Numbers("out/images.npy"), given = Numbers("images.npy");
  for (std::size_t i = 0; i < given.size(); ++i) EXPECT_NEAR(images[i], given[i], 1e-6);
  // Of two channels, what is missing without one is all but what the other decodes to.
  const std::vector<double> whole = Numbers("out/reconstructions.npy");
  const std::vector<double> alone0 = Numbers("out/channel_0_alone.npy");
  const std::vector<double> left1 = Numbers("out/channel_1_left_out.npy");
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_NEAR(alone0[i] + left1[i], whole[i], 1e-5);
  }
  // More threads give the same bits; the files are replaced.
  const std::string before = ReadFile(root_ + "/out/channel_1_alone.npy").value();
  EXPECT_EQ(FormatCsv(Run({"--unit=2", "--channel=1,0", "--threads=2"}).value()), FormatCsv(table));
  EXPECT_EQ(ReadFile(root_ + "/out/channel_1_alone.npy").value(), before);
}

TEST_P(CascadeChannelsCommandTest, RejectsBadInputAndLeavesNothing) {
  EXPECT_EQ(ErrorMessage(Run({"--unit=5"}, "bad")),
            "--unit=5: the network of " + root_ + "/weights has 4 convolutions and pools");
  EXPECT_EQ(ErrorMessage(Run({"--unit=3", "--channel=0,3"}, "bad")),
            "--channel=0,3: '3' must be an integer from 0 to 2, a channel of unit 3");
  EXPECT_EQ(ErrorMessage(Run({"--unit=3", "--channel=1,0,1"}, "bad")),
            "--channel=1,0,1: 1 is given twice");
  EXPECT_EQ(ErrorMessage(Run({"--unit=3", "--channel=x"}, "bad")),
            "--channel=x: 'x' must be an integer from 0 to 2, a channel of unit 3");
  Save("weights/features.0.weight", {2, 2, 3, 3}, 0.4f);
  EXPECT_EQ(ErrorMessage(Run({"--unit=1"}, "bad")),
            "--image=" + root_ + "/images.npy: images of " + std::to_string(colours_) +
                " channels: the network of " + root_ + "/weights takes 2");
  EXPECT_TRUE(WriteFile("damaged", root_ + "/images.npy").ok());
  EXPECT_EQ(ErrorMessage(Run({"--unit=1"}, "bad")), root_ + "/images.npy: not an .npy file");
  EXPECT_FALSE(std::filesystem::exists(root_ + "/bad"));
  EXPECT_TRUE(absl::StrContains(ErrorMessage(Run({"--unit=1"}, "weights")), "weights"));
  EXPECT_TRUE(std::filesystem::exists(root_ + "/weights/features.0.bias.npy"));
}

INSTANTIATE_TEST_SUITE_P(GreyAndColours, CascadeChannelsCommandTest, ::testing::Values(1, 3));

}  // namespace
}  // namespace infoflow::command_line
