#include "infoflow/support/named_tensors.h"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "infoflow/support/npy.h"

namespace infoflow {
namespace {

// An empty folder.
std::string Folder(const std::string& name) {
  const std::string path = ::testing::TempDir() + "/" + name;
  std::filesystem::remove_all(path);
  std::filesystem::create_directories(path);
  return path;
}

template <typename T>
void Save(const std::string& folder, const std::string& name, const std::vector<T>& values,
          std::vector<std::int64_t> shape) {
  EXPECT_TRUE(WriteNpyFile(MakeNpy(absl::MakeConstSpan(values), std::move(shape)),
                           folder + "/" + name + ".npy")
                  .ok());
}

TEST(NamedTensorsTest, ReadsFoldersOfNpyFiles) {
  const std::string folder = Folder("tensors");
  Save<float>(folder, "a.weight", {1.5f, -2.0f, 3.0f, 0.0f, 1.0f, 2.0f}, {3, 2});
  Save<double>(folder, "a.bias", {0.1, 1e-300}, {2});
  Save<double>(folder, "scalar", {7.0}, {});
  EXPECT_TRUE(WriteFile("not an array", folder + "/readme.txt").ok());
  // Found by its name, read only when it is asked for.
  EXPECT_TRUE(WriteFile("damaged", folder + "/other.npy").ok());
  const NamedTensors tensors = NamedTensors::Open(folder).value();
  EXPECT_EQ(tensors.names(), (std::set<std::string>{"a.bias", "a.weight", "other", "scalar"}));
  EXPECT_EQ(tensors.ShapeOf("a.weight").value(), (NamedTensors::Shape{3, 2}));
  EXPECT_EQ(tensors.ShapeOf("scalar").value(), NamedTensors::Shape{});
  EXPECT_EQ(tensors.Read<double>("a.weight").value(),
            (std::vector<double>{1.5, -2.0, 3.0, 0.0, 1.0, 2.0}));
  EXPECT_EQ(tensors.Read<double>("a.bias").value(), (std::vector<double>{0.1, 1e-300}));
  EXPECT_EQ(tensors.Read<float>("a.bias").value(), (std::vector<float>{0.1f, 0.0f}));
  EXPECT_EQ(tensors.ShapeOf("other").status().message(), folder + "/other.npy: not an .npy file");
}

TEST(NamedTensorsTest, FortranOrderAndHalfPrecisionBecomeTheSameNumbers) {
  const std::string folder = Folder("fortran");
  std::string header =
      "{'descr': '<f2', 'fortran_order': True, 'shape': (2, 2), }                   \n";
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes.push_back(static_cast<char>(header.size()));
  bytes.push_back('\0');
  bytes += header;
  for (const int half : {0x3c00, 0x4000, 0x4200, 0x4400}) {  // 1, 2, 3, 4
    bytes.push_back(static_cast<char>(half & 255));
    bytes.push_back(static_cast<char>(half >> 8));
  }
  EXPECT_TRUE(WriteFile(bytes, folder + "/w.npy").ok());
  const NamedTensors tensors = NamedTensors::Open(folder).value();
  EXPECT_EQ(tensors.ShapeOf("w").value(), (NamedTensors::Shape{2, 2}));
  EXPECT_EQ(tensors.Read<float>("w").value(), (std::vector<float>{1.0f, 3.0f, 2.0f, 4.0f}));
}

TEST(NamedTensorsTest, RejectsDamagedArraysInOneSentence) {
  const std::string folder = Folder("damaged");
  Save<float>(folder, "good", {1.0f, 2.0f}, {2});
  Save<std::int32_t>(folder, "whole", {1}, {1});
  Save<float>(folder, "nan", {1.0f, std::numeric_limits<float>::quiet_NaN()}, {2});
  Save<double>(folder, "large", {1e300}, {1});
  const std::string good = ReadFile(folder + "/good.npy").value();
  EXPECT_TRUE(WriteFile(good.substr(0, good.size() - 1), folder + "/short.npy").ok());
  std::string lying = good;
  lying.replace(lying.find("(2,), }"), 18, "(400000000000,), }");
  EXPECT_TRUE(WriteFile(lying, folder + "/lying.npy").ok());
  EXPECT_TRUE(WriteFile(good.substr(0, 20), folder + "/header.npy").ok());
  const NamedTensors tensors = NamedTensors::Open(folder).value();
  const auto error = [&](const std::string& name) {
    const absl::Status status = tensors.Read<float>(name).status();
    return status.ok() ? "" : std::string(status.message()).substr(folder.size());
  };
  EXPECT_EQ(error("good"), "");
  EXPECT_EQ(error("none"), ": tensor 'none' is not there");
  EXPECT_EQ(error("whole"), ": tensor 'whole' has type int32: must be float16, float32 or float64");
  EXPECT_EQ(error("nan"), ": tensor 'nan' has a number that is not finite, number 1 from 0");
  EXPECT_EQ(error("large"), ": tensor 'large' has a number that is not finite, number 0 from 0");
  EXPECT_EQ(error("short"),
            "/short.npy: 7 bytes of elements, the header promises 2 elements of 4 bytes");
  EXPECT_EQ(
      error("lying"),
      "/lying.npy: 8 bytes of elements, the header promises 400000000000 elements of 4 bytes");
  EXPECT_EQ(error("header"), "/header.npy: the header of the .npy file is cut off");
}

TEST(NamedTensorsTest, SaysHowOtherFilesAreConverted) {
  const auto error = [](const std::string& path) {
    return std::string(NamedTensors::Open(path).status().message()).substr(path.size() + 2);
  };
  const std::string convert =
      "PyTorch's archives are not read; convert it in Python by "
      "safetensors.torch.save_file(state_dict, \"weights.safetensors\"), or by "
      "numpy.save(f\"FOLDER/{name}.npy\", tensor) for each name and tensor in it";
  EXPECT_EQ(error("vgg16.pth"), convert);
  EXPECT_EQ(error("vgg16.pt"), convert);
  // By its content, whatever it is called.
  const std::string path = ::testing::TempDir() + "/archive.bin";
  EXPECT_TRUE(WriteFile("PK\x03\x04 and more of it", path).ok());
  EXPECT_EQ(error(path), convert);
  EXPECT_TRUE(WriteFile("\x80\x02 and more of it", path).ok());
  EXPECT_EQ(error(path), convert);
  EXPECT_TRUE(absl::StartsWith(error("weights.npz"), "archives of NumPy are not read as weights"));
  EXPECT_EQ(error(Folder("empty")), "a folder without .npy files");
  EXPECT_EQ(NamedTensors::Open("/no/such/file").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace infoflow
