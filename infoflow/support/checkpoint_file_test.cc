#include "infoflow/support/checkpoint_file.h"

#include <zlib.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"

namespace infoflow {
namespace {

CheckpointFile Example() {
  CheckpointFile file;
  file.texts["layers"] = "dense(2,3,tanh) dense(3,1,linear)";
  file.texts["empty"] = "";
  file.bytes["chains"] = {1, -1, 1};
  file.floats["parameters"] = {1.5f, -0.0f, std::numeric_limits<float>::infinity()};
  file.floats["none"] = {};
  file.doubles["history"] = {0.1, 1e-320};
  return file;
}

std::string Path() { return absl::StrCat(testing::TempDir(), "/example.checkpoint"); }

// What reading says after the bytes were changed.
template <typename Change>
std::string ErrorAfter(Change change) {
  EXPECT_TRUE(WriteCheckpoint(Example(), Path()).ok());
  std::string content = ReadFile(Path()).value();
  change(content);
  EXPECT_TRUE(WriteFile(content, Path()).ok());
  const absl::StatusOr<CheckpointFile> read = ReadCheckpoint(Path());
  return read.ok() ? "no error" : std::string(read.status().message()).substr(Path().size() + 2);
}

TEST(CheckpointFileTest, ComesBackAsItWas) {
  ASSERT_TRUE(WriteCheckpoint(Example(), Path()).ok());
  const CheckpointFile read = ReadCheckpoint(Path()).value();
  const CheckpointFile want = Example();
  EXPECT_EQ(read.texts, want.texts);
  EXPECT_EQ(read.bytes, want.bytes);
  EXPECT_EQ(read.floats, want.floats);
  EXPECT_EQ(read.doubles, want.doubles);
  EXPECT_TRUE(std::signbit(read.floats.at("parameters")[1]));
}

TEST(CheckpointFileTest, HasTheDocumentedForm) {
  ASSERT_TRUE(WriteCheckpoint(Example(), Path()).ok());
  const std::string content = ReadFile(Path()).value();
  const std::string header =
      "infoflow-checkpoint 1\n"
      "text empty \n"
      "text layers dense(2,3,tanh) dense(3,1,linear)\n"
      "array chains int8 3\n"
      "array none float32 0\n"
      "array parameters float32 3\n"
      "array history float64 2\n"
      "data\n";
  EXPECT_EQ(content.substr(0, header.size()), header);
  EXPECT_EQ(content.substr(header.size(), 3), "\x01\xff\x01");
  // 1.5f is 0x3fc00000.
  EXPECT_EQ(content.substr(header.size() + 3, 4), std::string("\x00\x00\xc0\x3f", 4));
  EXPECT_EQ(content.size(), header.size() + 3 + 3 * 4 + 2 * 8 + 15);
  EXPECT_EQ(content.substr(content.size() - 15, 6), "crc32 ");
}

TEST(CheckpointFileTest, RefusesWhatIsDamaged) {
  EXPECT_EQ(ErrorAfter([](std::string& c) { c = "hello"; }), "is not a checkpoint of infoflow");
  EXPECT_EQ(ErrorAfter([](std::string& c) { c = ""; }), "is not a checkpoint of infoflow");
  EXPECT_EQ(ErrorAfter([](std::string& c) { c[20] = '2'; }),
            "has the version '2', this program reads version 1");
  EXPECT_EQ(ErrorAfter([](std::string& c) { c.resize(c.size() - 20); }),
            "is truncated: its last line is not a checksum");
  EXPECT_EQ(ErrorAfter([](std::string& c) { c.resize(25); }),
            "is truncated: its last line is not a checksum");
  EXPECT_EQ(ErrorAfter([](std::string& c) { c.resize(22); }),
            "is truncated: its last line is not a checksum");
  EXPECT_EQ(ErrorAfter([](std::string& c) { c[c.size() - 20] ^= 1; }),
            "is damaged: its checksum is wrong");
  EXPECT_EQ(ErrorAfter([](std::string& c) { c[30] ^= 1; }), "is damaged: its checksum is wrong");
}

TEST(CheckpointFileTest, RefusesHeadersThatItWouldNotWrite) {
  const auto error = [](const std::string& lines) {
    const std::string body = absl::StrCat("infoflow-checkpoint 1\n", lines, "data\n");
    const auto crc = static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size())));
    const absl::StatusOr<CheckpointFile> read =
        ParseCheckpoint(absl::StrCat(body, absl::StrFormat("crc32 %08x\n", crc)), "f");
    return read.ok() ? "no error" : std::string(read.status().message());
  };
  EXPECT_EQ(error("text a 1\narray b int8 0\n"), "no error");
  EXPECT_EQ(error("text  1\n"), "f: has a header line that is not understood: 'text  1'");
  EXPECT_EQ(error("array  int8 0\n"),
            "f: has a header line that is not understood: 'array  int8 0'");
  EXPECT_EQ(error("text a 1\ntext a 2\n"), "f: gives 'a' twice");
  EXPECT_EQ(error("array b int8 0\narray b float32 0\n"), "f: gives 'b' twice");
  EXPECT_EQ(error("array b int8 18446744073709551615\n"), "f: ends within the array b");
}

TEST(CheckpointFileTest, NamesAFileThatIsNotThere) {
  EXPECT_EQ(ReadCheckpoint("/nonexistent/file").status().message(),
            "cannot read /nonexistent/file: No such file or directory");
  EXPECT_FALSE(WriteCheckpoint(Example(), "/nonexistent/file").ok());
}

}  // namespace
}  // namespace infoflow
