#include "infoflow/support/safetensors.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"

namespace infoflow {
namespace {

std::string LittleEndian(std::uint64_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes.push_back(static_cast<char>(value >> 8 * i & 255));
  return bytes;
}
std::string Floats(const std::vector<float>& values) {
  std::string bytes;
  for (const float value : values) {
    std::uint32_t bits;
    std::memcpy(&bits, &value, 4);
    bytes += LittleEndian(bits, 4);
  }
  return bytes;
}

std::string FileWith(const std::string& content) {
  const std::string path = ::testing::TempDir() + "/test.safetensors";
  EXPECT_TRUE(WriteFile(content, path).ok());
  return path;
}
std::string FileOf(const std::string& header, const std::string& data) {
  return FileWith(LittleEndian(header.size(), 8) + header + data);
}

// What is wrong, without the path.
std::string ErrorOf(const std::string& path) {
  const auto file = SafetensorsFile::Open(path);
  if (file.ok()) return "";
  return std::string(file.status().message()).substr(path.size() + 2);
}

TEST(SafetensorsTest, ReadsAllFloatingTypesAndShapes) {
  const std::string header = R"({"__metadata__":{"note":"a \" \\ \u00e9"},)"
                             R"("half":{"dtype":"F16","shape":[6],"data_offsets":[0,12]},)"
                             R"("b":{"dtype":"BF16","shape":[2,1],"data_offsets":[12,16]},)"
                             R"("single":{"dtype":"F32","shape":[],"data_offsets":[16,20]},)"
                             R"("double":{"dtype":"F64","shape":[1],"data_offsets":[20,28]},)"
                             R"("whole":{"dtype":"I64","shape":[1],"data_offsets":[28,36]},)"
                             R"("empty":{"dtype":"F32","shape":[0,3],"data_offsets":[36,36]}}   )";
  std::string data;
  for (const int bits : {0x3e00, 0xb400, 0x7bff, 0x0400, 0x0001, 0x8000}) {
    data += LittleEndian(bits, 2);
  }
  data += LittleEndian(0x3fc0, 2) + LittleEndian(0x7f61, 2) + Floats({0.1f});
  const double pi = 3.14159265358979;
  std::uint64_t bits;
  std::memcpy(&bits, &pi, 8);
  data += LittleEndian(bits, 8) + LittleEndian(7, 8);
  const SafetensorsFile file = SafetensorsFile::Open(FileOf(header, data)).value();
  EXPECT_EQ(file.entries().size(), 6u);
  EXPECT_EQ(file.entries().at("b").shape, (std::vector<std::uint64_t>{2, 1}));
  EXPECT_EQ(file.entries().at("single").count(), 1u);
  EXPECT_EQ(file.entries().at("empty").count(), 0u);
  EXPECT_EQ(
      file.Read<double>("half").value(),
      (std::vector<double>{1.5, -0.25, 65504.0, std::ldexp(1.0, -14), std::ldexp(1.0, -24), -0.0}));
  EXPECT_EQ(file.Read<double>("b").value(),
            (std::vector<double>{1.5, 225.0 * std::ldexp(1.0, 120)}));
  EXPECT_EQ(file.Read<float>("single").value(), std::vector<float>{0.1f});
  EXPECT_EQ(file.Read<double>("double").value(), std::vector<double>{pi});
  EXPECT_TRUE(file.Read<float>("empty").value().empty());
  EXPECT_TRUE(absl::StrCat(file.Read<float>("whole").status().message())
                  .find("tensor 'whole' has dtype I64: must be F16, BF16, F32 or F64") !=
              std::string::npos);
  EXPECT_TRUE(absl::StrCat(file.Read<float>("none").status().message())
                  .find("tensor 'none' is not there") != std::string::npos);
}

TEST(SafetensorsTest, RejectsDamagedFilesInOneSentence) {
  const std::string good = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
  const std::string data = Floats({1.0f, 2.0f});
  EXPECT_EQ(ErrorOf(FileOf(good, data)), "");
  EXPECT_EQ(ErrorOf(FileWith("abc")), "3 bytes are too few for a safetensors file");
  EXPECT_EQ(ErrorOf(FileWith(LittleEndian(500, 8) + good)),
            "the header of 500 bytes is longer than the file");
  EXPECT_EQ(ErrorOf(FileWith(LittleEndian(std::uint64_t{1} << 60, 8) + good)),
            "a header of 1152921504606846976 bytes is none that safetensors files have (at most "
            "100000000)");
  const char* no_json = "the header is no JSON object as safetensors files have it";
  EXPECT_EQ(ErrorOf(FileOf("{\"a\":", data)), no_json);
  EXPECT_EQ(ErrorOf(FileOf("[1]", data)), no_json);
  EXPECT_EQ(ErrorOf(FileOf(" " + good, data)), no_json);
  EXPECT_EQ(ErrorOf(FileOf(R"({"a":[[[[[1]]]]]})", data)), no_json);
  EXPECT_EQ(ErrorOf(FileOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                           R"("a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
                           data)),
            "tensor 'a' is there twice");
  const auto with = [&](const std::string& entry) {
    return ErrorOf(FileOf("{\"a\":" + entry + "}", data));
  };
  EXPECT_EQ(with(R"({"dtype":"F32","shape":[2],"data_offsets":[0,80]})"),
            "tensor 'a' is at bytes 0 to 80 of 8 bytes of data");
  EXPECT_EQ(with(R"({"dtype":"F32","shape":[3],"data_offsets":[0,8]})"),
            "tensor 'a' has 8 bytes, which do not fit its shape and dtype F32");
  // A product that overflows to what would fit.
  EXPECT_EQ(with(R"({"dtype":"F32","shape":[9223372036854775809,2],"data_offsets":[0,8]})"),
            "tensor 'a' has 8 bytes, which do not fit its shape and dtype F32");
  EXPECT_EQ(with(R"({"dtype":"F33","shape":[2],"data_offsets":[0,8]})"),
            "tensor 'a' has an unknown dtype, F33");
  const char* form = "tensor 'a' needs dtype, shape and two data_offsets, and nothing else";
  EXPECT_EQ(with(R"({"dtype":"F32","shape":[-2],"data_offsets":[0,8]})"), form);
  EXPECT_EQ(with(R"({"dtype":"F32","shape":[2.0],"data_offsets":[0,8]})"), form);
  EXPECT_EQ(with(R"({"dtype":"F32","shape":[2]})"), form);
  EXPECT_EQ(with("7"), form);
  EXPECT_EQ(with(R"({"dtype":"F32","shape":[1],"data_offsets":[4,8]})"),
            "tensor 'a' follows a hole in the data");
  EXPECT_EQ(with(R"({"dtype":"F32","shape":[1],"data_offsets":[0,4]})"),
            "4 bytes at the end belong to no tensor");
  EXPECT_EQ(ErrorOf(FileOf(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                           R"("b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
                           data)),
            "tensor 'b' overlaps another one");
  EXPECT_EQ(SafetensorsFile::Open("/no/such/file").status().code(), absl::StatusCode::kNotFound);
}

TEST(SafetensorsTest, RejectsNumbersThatAreNotFinite) {
  const std::string header = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
  const std::string path = FileOf(header, Floats({1.0f, std::nanf("")}));
  const SafetensorsFile file = SafetensorsFile::Open(path).value();
  EXPECT_EQ(file.Read<float>("a").status().message(),
            path + ": tensor 'a' has a number that is not finite, number 1 from 0");
}

TEST(SafetensorsTest, ReadsWhatItWrites) {
  const std::vector<NamedTensor> tensors = {
      {"b", {2, 1}, {1.5f, -1e-30f}}, {"a \"quoted\"", {}, {3.0f}}, {"empty", {0, 3}, {}}};
  const std::string bytes = FormatSafetensors(tensors);
  const SafetensorsFile file = SafetensorsFile::Open(FileWith(bytes)).value();
  EXPECT_EQ(file.entries().size(), tensors.size());
  for (const NamedTensor& tensor : tensors) {
    EXPECT_EQ(file.entries().at(tensor.name).shape, tensor.shape);
    EXPECT_EQ(file.Read<float>(tensor.name).value(), tensor.values);
  }
  // The data begin at a multiple of 8 bytes.
  EXPECT_EQ((bytes.size() - 3 * sizeof(float)) % 8, 0u);
}

}  // namespace
}  // namespace infoflow
