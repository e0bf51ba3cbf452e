#include "infoflow/support/npy.h"

#include <zlib.h>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
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

std::string Replaced(absl::string_view from, absl::string_view to) {
  std::string bytes = KnownFile();
  bytes.replace(bytes.find(std::string(from)), from.size(), std::string(to));
  return bytes;
}

TEST(NpyTest, ReadsEitherOrder) {
  const auto doubles = [](const std::string& bytes) { return NpyDoubles(*ParseNpy(bytes, "a")); };
  EXPECT_EQ(doubles(Replaced("False", " True")), (std::vector<double>{1.0, 256.0, -1.0, -32768.0}));
  EXPECT_EQ(doubles(Replaced("<i2", ">i2")), (std::vector<double>{256.0, -1.0, 1.0, 128.0}));
  EXPECT_EQ(doubles(Replaced("<i2", "=i2")), (std::vector<double>{1.0, -1.0, 256.0, -32768.0}));
  EXPECT_EQ(doubles(Replaced("(2, 2)", "(2L,2)")), doubles(KnownFile()));
  // Three indices: element (i, j, k) of shape (2, 2, 1) in Fortran order is at i + 2 j.
  EXPECT_EQ(doubles(Replaced("False, 'shape': (2, 2), }   ", " True, 'shape': (2, 2, 1), }")),
            (std::vector<double>{1.0, 256.0, -1.0, -32768.0}));
}

TEST(NpyTest, ReadsEveryTypeOfNumber) {
  const struct {
    const char* descr;
    std::string bytes;
    double value;
  } cases[] = {
      {"|b1", "\1", 1.0},
      {"<b1", "\1", 1.0},
      {"<i1", "\xff", -1.0},
      {"<u2", std::string("\xff\xff", 2), 65535.0},
      {">u4", std::string("\xff\xff\xff\xff", 4), 4294967295.0},
      {"<u8", std::string("\0\0\0\0\0\0\0\x80", 8), 9223372036854775808.0},
      {"<f2", std::string("\0\x3c", 2), 1.0},
      {"<f2", std::string("\1\0", 2), 5.9604644775390625e-08},
      {">f2", std::string("\xc2\x40", 2), -3.125},
      {">f4", std::string("\x3f\xc0\0\0", 4), 1.5},
      {">f8", std::string("\x3f\xf8\0\0\0\0\0\0", 8), 1.5},
  };
  for (const auto& one : cases) {
    std::string file = FormatNpy(MakeNpy(std::vector<std::int8_t>{0}, {1}));
    file.pop_back();
    file.replace(file.find("|i1"), 3, one.descr);
    const absl::StatusOr<NpyArray> array = ParseNpy(file + one.bytes, "a.npy");
    ASSERT_TRUE(array.ok()) << array.status();
    EXPECT_EQ(NpyDoubles(*array), std::vector<double>{one.value}) << one.descr;
  }
}

// numpy.savez_compressed(f, a=numpy.int8([1, -1]), b=numpy.int8([2])) cut to what is needed: two
// entries, stored and with the sizes in the directory.
std::string TwoArrays() {
  const std::string a = FormatNpy(MakeNpy(std::vector<std::int8_t>{1, -1}, {2}));
  const std::string b = FormatNpy(MakeNpy(std::vector<std::int8_t>{2}, {1}));
  const auto number = [](std::uint64_t value, int bytes) {
    std::string text;
    for (int k = 0; k < bytes; ++k, value >>= 8) text += static_cast<char>(value & 0xff);
    return text;
  };
  std::string file, directory;
  for (const auto& [name, content] : {std::make_pair("a.npy", a), std::make_pair("b.npy", b)}) {
    const std::uint32_t crc = static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(content.data()), content.size()));
    const std::string sizes = number(crc, 4) + number(content.size(), 4) +
                              number(content.size(), 4) + number(5, 2) + number(0, 2);
    absl::StrAppend(&directory, "PK\x01\x02", number(0, 8), number(0, 4), sizes, number(0, 10),
                    number(file.size(), 4), name);
    absl::StrAppend(&file, "PK\x03\x04", number(0, 6), number(0, 4), sizes, name, content);
  }
  return absl::StrCat(file, directory, "PK\x05\x06", number(0, 4), number(2, 2), number(2, 2),
                      number(directory.size(), 4), number(file.size(), 4), number(0, 2));
}

TEST(NpyTest, ReadsArraysOfNpz) {
  const std::string file = TwoArrays();
  ASSERT_TRUE(IsArrayFile(file));
  EXPECT_EQ(NpyDoubles(*ParseArray(file, "a", "f")), (std::vector<double>{1.0, -1.0}));
  EXPECT_EQ(NpyDoubles(*ParseArray(file, "b", "f")), (std::vector<double>{2.0}));
  EXPECT_EQ(ParseArray(file, "", "f").status().message(),
            "f: which array is meant? The file holds a, b; write FILE.npz:NAME");
  EXPECT_EQ(ParseArray(file, "c", "f").status().message(),
            "f: no such array? The file holds a, b; write FILE.npz:NAME");
  EXPECT_EQ(ParseArray(file.substr(0, file.size() - 30), "a", "f").status().message(),
            "f: the .zip file has no directory: it is truncated");
  std::string damaged = file;
  damaged[45 + 100] ^= 1;
  EXPECT_EQ(ParseArray(damaged, "a", "f").status().message(), "f:a.npy: the .zip file is damaged");
  EXPECT_EQ(SplitArrayPath("x/m.npz:weights").name, "weights");
  EXPECT_EQ(SplitArrayPath("x/m.npz:weights").file, "x/m.npz");
  EXPECT_EQ(SplitArrayPath("a:b.npy").file, "a:b.npy");
}

std::string ErrorOf(const std::string& bytes) {
  const auto array = ParseNpy(bytes, "a.npy");
  return array.ok() ? "no error" : std::string(array.status().message());
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
  EXPECT_EQ(ErrorOf(Replaced("False", "Maybe")),
            "a.npy: fortran_order of the .npy file is 'Maybe'");
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
