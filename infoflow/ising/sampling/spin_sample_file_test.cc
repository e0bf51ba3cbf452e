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

TEST(SpinSampleFileTest, ReadsFlatSamplesOfASquare) {
  const SpinSamples samples = Pattern(2, 4, 2.0);
  const NpyArray images = *ParseNpy(FormatSpinSamples(samples, SpinSampleFormat::kByteNpy), "s");
  NpyArray flat = images;
  flat.shape = {2, 16};
  EXPECT_EQ(*ParseSpinSamples(FormatNpy(flat), "s"), samples);
  flat.shape = {4, 8};
  EXPECT_EQ(Error(FormatNpy(flat)),
            "s: 4 samples of 8 spins, int8 +-1: not of a square lattice of side at most 4096");
  flat.shape = {2, 2, 8};
  EXPECT_EQ(Error(FormatNpy(flat)),
            "s: 2 samples of 2 x 8 spins, int8 +-1: not of a square lattice of side at most 4096");
}

TEST(SpinSampleFileTest, RefusesDamagedFiles) {
  const std::string good = FormatSpinSamples(Pattern(2, 4, 2.0), SpinSampleFormat::kPackedNpy);
  EXPECT_EQ(Error(good.substr(0, good.size() - 3)),
            "s: 5 bytes of elements, the header promises 8 elements of 1 bytes");
  EXPECT_EQ(Error("k,y,x0,x1\n0,0,1,1\n"),
            "s: 1 sample of 1 x 2 spins, +-1 (commas, header): not of a square lattice of side at "
            "most 4096");
}

}  // namespace
}  // namespace infoflow::ising
