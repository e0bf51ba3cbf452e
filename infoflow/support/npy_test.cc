#include "infoflow/support/npy.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace infoflow {
namespace {

// What the format's description gives for a 2 x 2 array of 16-bit integers, version 1.0.
std::string KnownFile() {
  std::string header = "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 2), }";
  header.append(128 - 10 - 1 - header.size(), ' ');
  header += '\n';
  const unsigned char elements[] = {1, 0, 0xff, 0xff, 0, 1, 0, 0x80};
  return absl::StrCat(absl::string_view("\x93NUMPY\x01\x00\x76\x00", 10), header,
                      absl::string_view(reinterpret_cast<const char*>(elements), 8));
}

TEST(NpyTest, ReadsAKnownFile) {
  const NpyArray array = ParseNpy(KnownFile(), "known").value();
  EXPECT_EQ(array.type, NpyType::kInt16);
  EXPECT_EQ(array.shape, (std::vector<std::int64_t>{2, 2}));
  EXPECT_EQ(NpyDoubles(array), (std::vector<double>{1.0, -1.0, 256.0, -32768.0}));
}

TEST(NpyTest, WritesWhatTheFormatAsksFor) {
  const std::vector<double> values = {1.0, 2.0, 3.0};
  const std::string bytes = FormatNpy(MakeNpy(values, {3}));
  EXPECT_EQ(bytes.substr(0, 8), std::string("\x93NUMPY\x01\x00", 8));
  const std::size_t length = static_cast<unsigned char>(bytes[8]) +
                             256 * static_cast<std::size_t>(static_cast<unsigned char>(bytes[9]));
  EXPECT_EQ((10 + length) % 64, 0);
  EXPECT_EQ(bytes[10 + length - 1], '\n');
  EXPECT_TRUE(
      absl::StrContains(bytes, "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }"));
  EXPECT_EQ(bytes.size(), 10 + length + 24);
}

template <typename T>
void ExpectRoundTrip(std::vector<T> values, NpyType type) {
  const std::string path = absl::StrCat(testing::TempDir(), "/round_trip.npy");
  const std::int64_t size = values.size();
  ASSERT_TRUE(WriteNpyFile(MakeNpy(values, {size, 1}), path).ok());
  const NpyArray array = ReadNpyFile(path).value();
  EXPECT_EQ(array.type, type);
  EXPECT_EQ(array.shape, (std::vector<std::int64_t>{size, 1}));
  EXPECT_EQ(NpyDoubles(array), std::vector<double>(values.begin(), values.end()));
}

TEST(NpyTest, RoundTrip) {
  ExpectRoundTrip<std::int8_t>({-128, -1, 0, 127}, NpyType::kInt8);
  ExpectRoundTrip<std::uint8_t>({0, 1, 255}, NpyType::kUint8);
  ExpectRoundTrip<std::int32_t>({-2147483647, 5}, NpyType::kInt32);
  ExpectRoundTrip<std::int64_t>({-9007199254740992, 5}, NpyType::kInt64);
  ExpectRoundTrip<float>({0.1f, -1e-38f, 3e38f}, NpyType::kFloat);
  ExpectRoundTrip<double>({0.1, 5e-324, -1.7e308}, NpyType::kDouble);
  ExpectRoundTrip<double>({}, NpyType::kDouble);
}

TEST(NpyTest, CarriesANoteBehindTheDictionary) {
  NpyArray array = MakeNpy(std::vector<float>{1.0f, 2.0f}, {2});
  array.note = "temperature: 2.5";
  const std::string bytes = FormatNpy(array);
  EXPECT_EQ(bytes.find("}  # temperature: 2.5"), bytes.find('}'));
  EXPECT_EQ((bytes.size() - array.bytes.size()) % 64, 0u);
  const NpyArray read = ParseNpy(bytes, "test").value();
  EXPECT_EQ(read.note, array.note);
  EXPECT_EQ(read.bytes, array.bytes);
  array.note.clear();
  EXPECT_EQ(ParseNpy(FormatNpy(array), "test").value().note, "");
}

TEST(NpyTest, ConvertsToSmallIntegers) {
  const std::vector<double> spins = {1.0, -1.0};
  EXPECT_EQ(NpyInt8s(MakeNpy(spins, {2}), "x").value(), (std::vector<std::int8_t>{1, -1}));
  for (const double wrong : {0.5, 128.0, std::numeric_limits<double>::quiet_NaN()}) {
    const std::vector<double> values = {1.0, wrong};
    const auto result = NpyInt8s(MakeNpy(values, {2}), "samples.npy");
    ASSERT_FALSE(result.ok());
    EXPECT_TRUE(absl::StartsWith(result.status().message(), "samples.npy: element 1 is "));
  }
}

std::string ErrorOf(const std::string& bytes) {
  const auto array = ParseNpy(bytes, "a.npy");
  return array.ok() ? "no error" : std::string(array.status().message());
}

std::string Replaced(absl::string_view from, absl::string_view to) {
  std::string bytes = KnownFile();
  bytes.replace(bytes.find(std::string(from)), from.size(), std::string(to));
  return bytes;
}

TEST(NpyTest, NamesWhatIsWrongWithAFile) {
  const std::string good = KnownFile();
  EXPECT_EQ(ErrorOf(""), "a.npy: not an .npy file");
  EXPECT_EQ(ErrorOf("k,v0\n0,1\n"), "a.npy: not an .npy file");
  EXPECT_EQ(ErrorOf(good.substr(0, 9)), "a.npy: the header of the .npy file is cut off");
  EXPECT_EQ(ErrorOf(good.substr(0, 60)), "a.npy: the header of the .npy file is cut off");
  EXPECT_EQ(ErrorOf(good.substr(0, good.size() - 1)),
            "a.npy: 7 bytes of elements, the header promises 4 elements of 2 bytes");
  EXPECT_EQ(ErrorOf(good + "x"),
            "a.npy: 9 bytes of elements, the header promises 4 elements of 2 bytes");
  EXPECT_EQ(ErrorOf(Replaced("False", " True")),
            "a.npy: the array is in Fortran order; save it with the last index fastest");
  EXPECT_TRUE(absl::StartsWith(ErrorOf(Replaced("<i2", ">i2")),
                               "a.npy: elements of type '>i2' are not supported"));
  EXPECT_TRUE(absl::StartsWith(ErrorOf(Replaced("<i2", "<c8")),
                               "a.npy: elements of type '<c8' are not supported"));
  EXPECT_EQ(ErrorOf(Replaced("(2, 2)", "(2,-2)")),
            "a.npy: the shape of the .npy file has extent '-2'");
  EXPECT_EQ(ErrorOf(Replaced("'shape'", "'shope'")),
            "a.npy: the header of the .npy file has no entry 'shape'");
  std::string version = good;
  version[6] = 9;
  EXPECT_EQ(ErrorOf(version), "a.npy: version 9 of the .npy format is not 1, 2 or 3");
  // More elements than memory has addresses.
  EXPECT_TRUE(absl::StrContains(
      ErrorOf(Replaced("(2, 2), }            ", "(9999999999,9999999999)")), "has extent"));
  EXPECT_FALSE(ReadNpyFile("no/such/file.npy").ok());
}

}  // namespace
}  // namespace infoflow
