#include "infoflow/network/convolution/vgg_weights.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/channel_order.h"
#include "infoflow/support/file.h"
#include "infoflow/support/runfiles.h"
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

}  // namespace
}  // namespace infoflow::network
