#include "infoflow/network/convolution/vgg_weights.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/channel_order.h"
#include "infoflow/network/convolution/vgg_network.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/support/file.h"
#include "infoflow/support/npy.h"
#include "infoflow/support/runfiles.h"
#include "infoflow/support/safetensors.h"
#include "infoflow/support/worker_pool.h"
#include "infoflow/testing/reference_tensors.h"

namespace infoflow::network {
namespace {

using linalg::Matrix;
using testing::ReferenceTensors;

// The file beside the tables, wherever they are redirected to; empty when it is not there.
std::string WeightFile(const std::string& name) {
  const char* folder = std::getenv("INFOFLOW_REFERENCE_DIR");
  if (folder != nullptr) {
    const std::string path = absl::StrCat(folder, "/reconstruction/", name);
    return ReadFile(path).ok() ? path : "";
  }
  return FindRunfile("infoflow", "testdata/reference/reconstruction/" + name).value_or("");
}

TEST(VggWeightsTest, GiveTheLogitsOfTheTable) {
  for (ReferenceTensors& tensors : ReferenceTensors::Open("reconstruction", "parity_vgg_*.csv")) {
    tensors.Ignore("*");  // the rest of it is compared in infoflow/cascade
    const std::string name =
        absl::StrReplaceAll(tensors.file(), {{"parity_vgg", "vgg_tiny"}, {".csv", ".safetensors"}});
    const std::string path = WeightFile(name);
    if (path.empty()) continue;
    const testing::ReferenceTensor& x = tensors.Input("X");
    const MapShape image = {x.sizes[1], x.sizes[2], x.sizes[3]};
    const VggModel<double> model = ReadVggModel<double>(path, image.height, image.width).value();
    EXPECT_EQ(model.options.image.channels, image.channels);
    const std::string logits = absl::StrCat("act", model.network.num_layers());
    const int rows = tensors.Input(logits).sizes[0];
    const std::vector<double> images = PixelMajor<double>(x.values, image);
    Matrix<double> input(rows, image.size());
    std::copy_n(images.begin(), input.size(), input.values().begin());
    NetworkWorkspace<double> workspace(model.network, rows);
    WorkerPool workers(1);
    tensors.Compare(
        logits, 0,
        Matrix<double>(Forward<double>(model.network, input, workspace, workers)).values(),
        {1e-12, 0.0});
  }
}

// The file with a text in its header replaced by another of the same length.
std::string Damaged(const std::string& path, const std::string& from, const std::string& to) {
  EXPECT_EQ(from.size(), to.size());
  std::string content = ReadFile(path).value();
  const std::size_t at = content.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  content.replace(at, from.size(), to);
  const std::string damaged = ::testing::TempDir() + "/damaged.safetensors";
  EXPECT_TRUE(WriteFile(content, damaged).ok());
  return damaged;
}

TEST(VggWeightsTest, RejectsFilesThatAreNoSuchNetwork) {
  const std::string path = WeightFile("vgg_tiny_a.safetensors");
  if (path.empty()) GTEST_SKIP() << "vgg_tiny_a.safetensors is not there";
  const auto error = [](const std::string& file, int pixels = 12) {
    const auto model = ReadVggModel<float>(file, pixels, pixels);
    return model.ok() ? "" : std::string(model.status().message()).substr(file.size() + 2);
  };
  EXPECT_EQ(error(path), "");
  EXPECT_EQ(error(path, 3), "images of 3 x 3 pixels are too small for its pools");
  EXPECT_EQ(error(path, 16),
            "tensor 'classifier.0.weight' has shape [8,45]: must be [0,80] (0: any)");
  EXPECT_TRUE(absl::StartsWith(error("model.pth"), "PyTorch's archives are not read; convert it"));
  EXPECT_EQ(error(Damaged(path, "[5,4,3,3]", "[4,5,3,3]")),
            "tensor 'features.5.weight' has shape [4,5,3,3]: must be [0,4,3,3] (0: any)");
  EXPECT_EQ(error(Damaged(path, "features.5.weight", "features.6.weight")),
            "tensor 'features.6.weight' is misplaced: numbers begin with 0 and rise by 2, or by 3 "
            "across a pool");
  EXPECT_EQ(error(Damaged(path, "features.5.bias", "features.7.bias")),
            "tensor 'features.5.bias' is not there");
  EXPECT_EQ(error(Damaged(path, "\"classifier.3.bias", "\"klassifier.3.bias")),
            "tensor 'classifier.3.bias' is not there");
  const std::string content = ReadFile(path).value();
  const std::string cut = ::testing::TempDir() + "/cut.safetensors";
  ASSERT_TRUE(WriteFile(content.substr(0, content.size() - 9), cut).ok());
  EXPECT_TRUE(absl::StrContains(error(cut), "bytes of data"));
}

// The tensors of vgg_tiny_a.safetensors as a folder of .npy files: beginnings of names replaced by
// `names`, tensors of these new names with the shapes given.
std::string FolderOf(const std::string& path, const std::map<std::string, std::string>& names,
                     const std::map<std::string, std::vector<std::int64_t>>& shapes) {
  const SafetensorsFile file = SafetensorsFile::Open(path).value();
  const std::string folder = ::testing::TempDir() + "/vgg_folder";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  for (const auto& [name, entry] : file.entries()) {
    if (entry.type != "F64") continue;
    std::string new_name = name;
    for (const auto& [from, to] : names) {
      if (absl::StartsWith(name, from)) new_name = to + name.substr(from.size());
    }
    std::vector<std::int64_t> shape(entry.shape.begin(), entry.shape.end());
    if (shapes.count(new_name) > 0) shape = shapes.at(new_name);
    const std::vector<double> values = file.Read<double>(name).value();
    EXPECT_TRUE(
        WriteNpyFile(MakeNpy(absl::MakeConstSpan(values), shape), folder + "/" + new_name + ".npy")
            .ok());
  }
  return folder;
}

std::vector<double> ParametersOf(const std::string& path) {
  const VggModel<double> model = ReadVggModel<double>(path, 12, 12).value();
  return {model.network.all_parameters().begin(), model.network.all_parameters().end()};
}

TEST(VggWeightsTest, FoldersAndTimmsNamesGiveTheSameNetwork) {
  const std::string path = WeightFile("vgg_tiny_a.safetensors");
  if (path.empty()) GTEST_SKIP() << "vgg_tiny_a.safetensors is not there";
  const std::vector<double> expected = ParametersOf(path);
  EXPECT_EQ(ParametersOf(FolderOf(path, {}, {})), expected);
  EXPECT_EQ(
      ParametersOf(FolderOf(path, {{"classifier.0", "pre_logits.fc1"}, {"classifier.3", "head.fc"}},
                            {{"pre_logits.fc1.weight", {8, 5, 3, 3}}})),
      expected);
  const std::string folder = FolderOf(path, {}, {{"classifier.0.weight", {8, 5, 9}}});
  EXPECT_EQ(ReadVggModel<float>(folder, 12, 12).status().message(),
            folder + ": tensor 'classifier.0.weight' has shape [8,5,9]: must be [0,45] (0: any)");
  ASSERT_TRUE(WriteFile("damaged", folder + "/classifier.0.weight.npy").ok());
  EXPECT_EQ(ReadVggModel<float>(folder, 12, 12).status().message(),
            folder + "/classifier.0.weight.npy: not an .npy file");
}

TEST(VggWeightsTest, ReadsBackTheBitsThatItWrites) {
  VggOptions options;
  options.image = {3, 9, 8};
  options.units = {VggUnit::Convolution(2), VggUnit::Convolution(4), VggUnit::Pool(),
                   VggUnit::Convolution(5), VggUnit::Pool(),         VggUnit::Flatten(),
                   VggUnit::Dense(6),       VggUnit::Dense(3)};
  Network<float> network = MakeVggNetwork<float>(options).value();
  InitializeGaussian<float>({2.0, 0.1}, 1, network);
  const std::string path = ::testing::TempDir() + "/written.safetensors";
  ASSERT_TRUE(WriteVggModel(options, network, path).ok());
  const VggModel<float> model = ReadVggModel<float>(path, 9, 8).value();
  EXPECT_EQ(model.network.Describe(), network.Describe());
  EXPECT_EQ(std::vector<float>(model.network.all_parameters().begin(),
                               model.network.all_parameters().end()),
            std::vector<float>(network.all_parameters().begin(), network.all_parameters().end()));
  const SafetensorsFile file = SafetensorsFile::Open(path).value();
  for (const char* name : {"features.0.bias", "features.2.bias", "features.5.bias",
                           "classifier.0.bias", "classifier.3.bias"}) {
    EXPECT_EQ(file.entries().count(name), 1u) << name;
  }
  for (const std::vector<VggUnit>& units :
       {std::vector<VggUnit>{VggUnit::Convolution(2), VggUnit::Flatten(), VggUnit::Dense(3)},
        {VggUnit::Pool(), VggUnit::Convolution(2), VggUnit::Pool(), VggUnit::Flatten(),
         VggUnit::Dense(3)},
        {VggUnit::Convolution(2), VggUnit::Pool(), VggUnit::Pool(), VggUnit::Flatten(),
         VggUnit::Dense(3)}}) {
    options.units = units;
    EXPECT_EQ(WriteVggModel(options, MakeVggNetwork<float>(options).value(), path).code(),
              absl::StatusCode::kInvalidArgument);
  }
}

// Cut at any place, or with any byte of the header changed, a file gives a network (where what was
// changed is not read) or one sentence.
TEST(VggWeightsTest, DamagedFilesNeverGiveMoreThanOneSentence) {
  const std::string path = WeightFile("vgg_tiny_a.safetensors");
  if (path.empty()) GTEST_SKIP() << "vgg_tiny_a.safetensors is not there";
  const std::string content = ReadFile(path).value();
  const std::string damaged = ::testing::TempDir() + "/any.safetensors";
  const auto write = [&](const std::string& bytes) {
    std::ofstream(damaged, std::ios::binary) << bytes;
  };
  for (std::size_t size = 0; size < content.size(); size += 7) {
    write(content.substr(0, size));
    const auto model = ReadVggModel<float>(damaged, 12, 12);
    ASSERT_FALSE(model.ok()) << size;
    EXPECT_TRUE(absl::StartsWith(model.status().message(), damaged + ": ")) << size;
  }
  const std::size_t header = content.find("}}") + 2;
  for (std::size_t at = 0; at < header; ++at) {
    std::string changed = content;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    write(changed);
    const auto model = ReadVggModel<float>(damaged, 12, 12);
    if (model.ok()) continue;
    EXPECT_TRUE(absl::StartsWith(model.status().message(), damaged + ": ")) << at;
    EXPECT_FALSE(absl::StrContains(model.status().message(), "\n")) << at;
  }
}

}  // namespace
}  // namespace infoflow::network
