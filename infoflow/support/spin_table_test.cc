#include "infoflow/support/spin_table.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/support/npy.h"

namespace infoflow {
namespace {

const std::vector<std::int8_t> kSpins = {1, -1, -1, 1, -1, 1, 1, 1};  // two images of 2 x 2

SpinTable Read(absl::string_view bytes) {
  const absl::StatusOr<SpinTable> table = ParseSpinTable(bytes, "f");
  EXPECT_TRUE(table.ok()) << table.status();
  return table.value_or(SpinTable());
}

std::string ErrorOf(absl::string_view bytes) {
  const auto table = ParseSpinTable(bytes, "f");
  return table.ok() ? "no error" : std::string(table.status().message());
}

template <typename T>
std::string Array(NpyType type, std::int8_t low, std::vector<std::int64_t> shape) {
  NpyArray array;
  array.type = type;
  array.shape = std::move(shape);
  for (const std::int8_t spin : kSpins) {
    const T value = static_cast<T>(spin > 0 ? 1 : low);
    array.bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
  }
  return FormatNpy(array);
}

TEST(SpinTableTest, ReadsArraysOfEveryTypeAndCoding) {
  const std::vector<std::int64_t> images = {2, 2, 2};
  const struct {
    std::string file;
    const char* description;
  } cases[] = {
      {Array<std::int8_t>(NpyType::kInt8, -1, images), "2 samples of 2 x 2 spins, int8 +-1"},
      {Array<std::int16_t>(NpyType::kInt16, -1, images), "2 samples of 2 x 2 spins, int16 +-1"},
      {Array<std::int64_t>(NpyType::kInt64, 0, images), "2 samples of 2 x 2 spins, int64 0 and 1"},
      {Array<std::uint8_t>(NpyType::kUint8, 0, images), "2 samples of 2 x 2 spins, uint8 0 and 1"},
      {Array<std::uint8_t>(NpyType::kBool, 0, images), "2 samples of 2 x 2 spins, bool"},
      {Array<float>(NpyType::kFloat, -1, {2, 1, 2, 2}), "2 samples of 2 x 2 spins, float32 +-1"},
      {Array<double>(NpyType::kDouble, -1, {2, 4}), "2 samples of 4 spins, float64 +-1"},
      {FormatNpy({NpyType::kUint8, {2, 2, 1}, "\1\2\2\3", ""}), "2 samples of 2 x 2 spins, bits"},
  };
  for (const auto& one : cases) {
    const SpinTable table = Read(one.file);
    EXPECT_EQ(table.description, one.description);
    EXPECT_EQ(table.values, kSpins) << one.description;
    EXPECT_EQ(table.samples, 2);
    EXPECT_EQ(table.units, 4);
    EXPECT_TRUE(std::isnan(table.temperature));
  }
}

TEST(SpinTableTest, ReadsTexts) {
  const struct {
    const char* text;
    const char* description;
  } cases[] = {
      {"k,y,x0,x1\n0,0,1,-1\n0,1,-1,1\n7,0,-1,1\n7,1,1,1\n",
       "2 samples of 2 x 2 spins, +-1 (commas, header)"},
      {"\xef\xbb\xbfk;v0;v1;v2;v3\r\n0;1;-1;-1;1\r\n1;-1;1;1;1\r\n",
       "2 samples of 4 spins, +-1 (semicolons, header)"},
      {"1 0 0 1\n0 1 1 1\n", "2 samples of 4 spins, 0 and 1 (blanks, no header)"},
      {"0,1,2,3\n1,-1,-1,1\n-1,1,1,1\n", "2 samples of 4 spins, +-1 (commas, header)"},
      {",s0,s1,s2,s3\n0,1.0,-1.0,-1,1\n1,-1,1,1,1\n",
       "2 samples of 4 spins, +-1 (commas, header, a column of row numbers left out)"},
  };
  for (const auto& one : cases) {
    const SpinTable table = Read(one.text);
    EXPECT_EQ(table.description, one.description);
    EXPECT_EQ(table.values, kSpins) << one.description;
  }
  EXPECT_EQ(Read("# temperature: 2.5\nk,v0\n0,1\n").temperature, 2.5);
}

TEST(SpinTableTest, RefusesWhatIsNotSpins) {
  EXPECT_EQ(ErrorOf(""), "f: the file is empty");
  EXPECT_EQ(ErrorOf("k,y,x0\n"), "f: the file holds no numbers");
  EXPECT_EQ(ErrorOf(FormatNpy({NpyType::kInt8, {0, 4, 4}, "", ""})),
            "f: the file holds no samples");
  EXPECT_EQ(ErrorOf(FormatNpy({NpyType::kInt8, {1, 2, 2}, std::string("\1\xff\0\1", 4), ""})),
            "f: element (0, 1, 0) is 0; spins are 1 and -1, or 1 and 0, throughout a file");
  const std::vector<double> halves = {1.0, 0.5};
  EXPECT_TRUE(absl::StrContains(ErrorOf(FormatNpy(MakeNpy(absl::MakeConstSpan(halves), {1, 2}))),
                                "element (0, 1) is 0.5"));
  EXPECT_EQ(ErrorOf(FormatNpy({NpyType::kInt8, {2}, "\1\1", ""})),
            "f: its shape is (2), of 1 dimensions; it must be (samples, units) or (samples, rows, "
            "columns)");
  EXPECT_EQ(ErrorOf(FormatNpy({NpyType::kUint8, {1, 2, 1}, "\3\4", ""})),
            "f: row 1 of sample 0 has bits set beyond its 2 spins");
  EXPECT_EQ(ErrorOf(FormatNpy({NpyType::kInt8, {1, 1, 1}, "\1", "temperature: warm"})),
            "f: the temperature 'warm' is not a number");
  EXPECT_EQ(ErrorOf("k,y,x0\n0,0,1\n0,1,1\n1,0,1\n"),
            "f: is truncated: sample 1 has 1 rows, the first one has 2");
  EXPECT_EQ(ErrorOf("k,y,x0,x1\n0,0,1,1\n0,2,1,1\n"), "f:3: y is 2 where 1 must stand");
  EXPECT_EQ(ErrorOf("k,v0,v1\n0,1,-1\n1,1,0\n"),
            "f:3: cell 3 is 0; spins are 1 and -1, or 1 and 0, throughout a file");
}

}  // namespace
}  // namespace infoflow
