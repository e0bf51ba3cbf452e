#include "infoflow/support/npy_file.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

namespace infoflow {
namespace {

std::string Error(absl::string_view bytes) {
  return std::string(ParseNpy(bytes, "a.npy").status().message());
}

// The bytes that numpy.save writes for numpy.array([[1, 2, 3]], dtype=numpy.uint8), by the
// format's specification.
TEST(NpyFileTest, WritesTheFormat) {
  const NpyArray array = {false, {1, 3}, std::string("\x01\x02\x03", 3), ""};
  std::string want("\x93NUMPY\x01\x00\x76\x00", 10);
  want += "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 3), }";
  want.append(128 - 1 - want.size(), ' ');
  want += "\n\x01\x02\x03";
  EXPECT_EQ(FormatNpy(array), want);
  EXPECT_TRUE(absl::StrContains(FormatNpy({true, {2}, "ab", ""}),
                                "'|i1', 'fortran_order': False, "
                                "'shape': (2,), }"));
}

TEST(NpyFileTest, ReadsWhatItWrites) {
  for (const NpyArray& array :
       {NpyArray{false, {2, 3}, "abcdef", "temperature: 2.5"}, NpyArray{true, {4}, "wxyz", ""},
        NpyArray{true, {}, "q", ""}, NpyArray{false, {0, 5}, "", ""}}) {
    const std::string bytes = FormatNpy(array);
    EXPECT_EQ((bytes.size() - array.data.size()) % 64, 0u);
    const auto read = ParseNpy(bytes, "a.npy");
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->is_signed, array.is_signed);
    EXPECT_EQ(read->shape, array.shape);
    EXPECT_EQ(read->data, array.data);
    EXPECT_EQ(read->note, array.note);
  }
}

TEST(NpyFileTest, ReadsOtherVersions) {
  std::string bytes("\x93NUMPY\x02\x00", 8);
  const std::string header = "{\"shape\": (2,), \"descr\": \"|u1\", \"fortran_order\": False}\n";
  bytes += std::string({static_cast<char>(header.size()), 0, 0, 0}) + header + "ab";
  const auto read = ParseNpy(bytes, "a.npy");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->data, "ab");
}

TEST(NpyFileTest, BadFiles) {
  const std::string good = FormatNpy({false, {2, 3}, "abcdef", ""});
  EXPECT_EQ(Error("k,y,x0"), "a.npy is not an .npy file: it does not begin with \\x93NUMPY");
  EXPECT_EQ(Error(good.substr(0, 7)), "a.npy is truncated: its header is incomplete");
  EXPECT_EQ(Error(good.substr(0, 9)), "a.npy is truncated: its header is incomplete");
  EXPECT_EQ(Error(good.substr(0, 60)), "a.npy is truncated: its header is incomplete");
  EXPECT_EQ(Error(good.substr(0, good.size() - 1)),
            "a.npy is truncated: its shape needs 6 bytes, there are 5");
  EXPECT_EQ(Error(good + "x"), "a.npy is too long: its shape needs 6 bytes, there are 7");
  EXPECT_EQ(Error(absl::StrReplaceAll(good, {{"|u1", "<f8"}})),
            "a.npy has elements of type '<f8'; uint8 ('|u1') and int8 ('|i1') are read");
  EXPECT_EQ(Error(absl::StrReplaceAll(good, {{"False", "True "}})),
            "a.npy is not in C order (fortran_order is not False)");
  EXPECT_EQ(Error(absl::StrReplaceAll(good, {{"(2, 3)", "(2, x)"}})),
            "a.npy has no valid shape in its header");
  EXPECT_EQ(Error(absl::StrReplaceAll(good, {{"}", " "}})),
            "a.npy has a header without dictionary");
  std::string version = good;
  version[6] = '\x09';
  EXPECT_EQ(Error(version), "a.npy has .npy version 9; 1 to 3 are read");
  EXPECT_EQ(Error(FormatNpy({false, {std::int64_t{1} << 40, std::int64_t{1} << 40}, "", ""})),
            "a.npy has a shape beyond all memory");
}

}  // namespace
}  // namespace infoflow
