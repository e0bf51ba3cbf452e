#include "infoflow/ising/sampling/spin_sample_file.h"

#include <cmath>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/support/file.h"
#include "infoflow/support/npy.h"

namespace infoflow::ising {
namespace {

SpinSamples Pattern(int count, int side, double temperature) {
  SpinSamples samples = *SpinSamples::Create(count, side, temperature);
  for (int k = 0; k < count; ++k) {
    for (int i = 0; i < side * side; ++i) samples.set_spin(k, i, (i * i + k) % 3 == 0 ? 1 : -1);
  }
  return samples;
}

std::string Error(absl::string_view bytes) {
  return std::string(ParseSpinSamples(bytes, "s").status().message());
}

TEST(SpinSampleFileTest, ReadsWhatItWrites) {
  for (const SpinSampleFormat format :
       {SpinSampleFormat::kPackedNpy, SpinSampleFormat::kByteNpy, SpinSampleFormat::kCsv}) {
    for (const int side : {1, 4, 7, 8, 13, 16}) {
      const SpinSamples samples = Pattern(3, side, 2.2691853142130221);
      const auto read = ParseSpinSamples(FormatSpinSamples(samples, format), "s");
      ASSERT_TRUE(read.ok()) << read.status();
      EXPECT_EQ(*read, samples);
      EXPECT_EQ(read->temperature(), samples.temperature());
    }
    const auto unknown =
        ParseSpinSamples(FormatSpinSamples(Pattern(1, 4, std::nan("")), format), "s");
    ASSERT_TRUE(unknown.ok()) << unknown.status();
    EXPECT_TRUE(std::isnan(unknown->temperature()));
  }
}

TEST(SpinSampleFileTest, Layouts) {
  SpinSamples samples = *SpinSamples::Create(1, 2, 2.5);
  samples.set_spin(0, 1, 1);
  samples.set_spin(0, 2, 1);
  EXPECT_EQ(FormatSpinSamples(samples, SpinSampleFormat::kCsv),
            "# temperature: 2.5\nk,y,x0,x1\n0,0,-1,1\n0,1,1,-1\n");
  const auto packed = ParseNpy(FormatSpinSamples(samples, SpinSampleFormat::kPackedNpy), "s");
  EXPECT_EQ(packed->bytes, "\x02\x01");
  EXPECT_EQ(packed->note, "temperature: 2.5");
  const auto bytes = ParseNpy(FormatSpinSamples(samples, SpinSampleFormat::kByteNpy), "s");
  EXPECT_EQ(bytes->bytes, "\xff\x01\x01\xff");
  EXPECT_EQ(bytes->type, NpyType::kInt8);
}

TEST(SpinSampleFileTest, Files) {
  const SpinSamples samples = Pattern(5, 6, 3.0);
  for (const char* name : {"/a.npy", "/a.csv"}) {
    const std::string path = absl::StrCat(testing::TempDir(), name);
    ASSERT_TRUE(WriteSpinSamples(samples, path).ok());
    const auto read = ReadSpinSamples(path);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(*read, samples);
  }
  EXPECT_EQ(WriteSpinSamples(samples, "a.txt").message(),
            "cannot tell the format of a.txt; its name must end in .npy or .csv");
  EXPECT_TRUE(absl::StrContains(WriteSpinSamples(samples, "/no/such/folder/a.npy").message(),
                                "cannot write /no/such/folder/a.npy"));
  EXPECT_FALSE(ReadSpinSamples("/no/such/file.npy").ok());
}

TEST(SpinSampleFileTest, BadArrays) {
  const std::string good = FormatSpinSamples(Pattern(2, 4, 2.0), SpinSampleFormat::kPackedNpy);
  EXPECT_EQ(Error(good.substr(0, good.size() - 3)),
            "s: 5 bytes of elements, the header promises 8 elements of 1 bytes");
  EXPECT_EQ(Error(good.substr(0, 20)), "s: the header of the .npy file is cut off");
  EXPECT_EQ(Error(FormatNpy({NpyType::kUint8, {2, 4, 2}, std::string(16, '\0'), ""})),
            "s: its shape (2, 4, 2) is not (samples, side, ceil(side/8)) of a square lattice of "
            "side at most 4096");
  EXPECT_EQ(Error(FormatNpy({NpyType::kInt8, {2, 4}, std::string(8, '\1'), ""})),
            "s: its shape (2, 4) is not (samples, side, side) of a square lattice of side at most "
            "4096");
  EXPECT_EQ(Error(FormatNpy({NpyType::kInt8, {1, 2, 2}, std::string("\1\1\0\1", 4), ""})),
            "s: element (0, 1, 0) is 0; it must be 1 or -1");
  EXPECT_EQ(Error(FormatNpy({NpyType::kUint8, {1, 2, 1}, std::string("\3\4", 2), ""})),
            "s: row 1 of sample 0 has bits set beyond its 2 spins");
  EXPECT_EQ(Error(FormatNpy({NpyType::kInt8, {1, 1, 1}, "\1", "temperature: warm"})),
            "s: the temperature 'warm' is not a number");
}

TEST(SpinSampleFileTest, BadText) {
  EXPECT_EQ(Error(""), "s: the file is empty");
  EXPECT_EQ(Error("a,b\n"), "s:1: the header must be k,y,x0,x1,... with at most 4096 columns x");
  EXPECT_EQ(Error("k,y,x0,x1\n0,0,1,1\n"), "s: is truncated: the last sample has 1 rows of 2");
  EXPECT_EQ(Error("k,y,x0,x1\n0,0,1,0\n"), "s:2: x1 is '0'; it must be 1 or -1");
  EXPECT_EQ(Error("k,y,x0,x1\n0,0,1\n"), "s:2: x1 is ''; it must be 1 or -1");
  EXPECT_EQ(Error("k,y,x0,x1\n0,0,1,1,1\n"), "s:2: more cells than the header has columns");
  EXPECT_EQ(Error("k,y,x0,x1\n0,0,1,1\n0,2,1,1\n"),
            "s:3: '2' where 1 must stand: samples and rows are numbered from 0 in order");
  EXPECT_EQ(Error("k,y,x0\n"), "s: there are no samples");
}

}  // namespace
}  // namespace infoflow::ising
