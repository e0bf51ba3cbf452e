#include "infoflow/rbm/training/machine_file.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/rbm/machine/spin_file.h"
#include "infoflow/support/file.h"
#include "infoflow/support/npy.h"

namespace infoflow::rbm {
namespace {

std::string Path(absl::string_view name) { return absl::StrCat(testing::TempDir(), "/", name); }

Machine SomeMachine() {
  Machine machine = RandomMachine(5, 3, 0.7, 2).value();
  for (int i = 0; i < 5; ++i) machine.visible_bias[i] = 0.1 * i;
  for (int a = 0; a < 3; ++a) machine.hidden_bias[a] = -0.2 * a;
  return machine;
}

Spins SomeSamples() {
  Spins samples(40, 9);
  for (int k = 0; k < 40; ++k) {
    for (int i = 0; i < 9; ++i) samples(k, i) = (k * k + 3 * i * (k + i)) % 4 < 2 ? 1 : -1;
  }
  return samples;
}

void Write(absl::string_view content, const std::string& path) {
  ASSERT_TRUE(WriteFile(content, path).ok());
}

TEST(MachineFileTest, RoundTripInBothLayouts) {
  const Machine machine = SomeMachine();
  for (const MachineLayout layout : {MachineLayout::kCsv, MachineLayout::kNpy}) {
    const std::string prefix = Path(layout == MachineLayout::kCsv ? "csv" : "npy");
    ASSERT_TRUE(SaveMachine(machine, prefix, layout).ok());
    const Machine loaded = LoadMachine(prefix).value();
    EXPECT_EQ(loaded.weights, machine.weights);
    EXPECT_EQ(loaded.visible_bias, machine.visible_bias);
    EXPECT_EQ(loaded.hidden_bias, machine.hidden_bias);
  }
  EXPECT_EQ(LoadMachine(Path("csv_params.csv"))->weights, machine.weights);
}

std::string CsvError(absl::string_view rows) {
  const std::string prefix = Path("bad");
  EXPECT_TRUE(WriteFile(absl::StrCat("name,i,a,value\n", rows), prefix + "_params.csv").ok());
  const auto machine = LoadMachine(prefix);
  if (machine.ok()) return "no error";
  const std::string message(machine.status().message());
  EXPECT_TRUE(absl::StrContains(message, prefix)) << message;
  return message.substr(message.find("params.csv: ") + 12);
}

TEST(MachineFileTest, NamesWhatIsWrongWithCsv) {
  EXPECT_EQ(CsvError("W,0,0,1\nb,0,0,2\nc,0,0,3\n"), "no error");
  EXPECT_EQ(CsvError("W,0,0,1\nb,0,0,2\n"), "2 rows; a machine of 1 x 1 units has 3 parameters");
  EXPECT_EQ(CsvError("W,0,0,1\nb,0,0,2\nb,0,0,3\n"), "row 3 gives a parameter again");
  EXPECT_EQ(CsvError("W,0,0,1\nb,0,0,2\nd,0,0,3\n"), "row 3 has the name 'd', not W, b or c");
  EXPECT_EQ(CsvError("W,0,0,1\nb,0,0,2\nc,0,-1,3\n"), "row 3 has the indices '0' and '-1'");
  EXPECT_EQ(CsvError("W,0,0,nan\nb,0,0,2\nc,0,0,3\n"), "row 1 has the value nan");
  EXPECT_TRUE(absl::StrContains(CsvError("W,0,0,x\nb,0,0,2\nc,0,0,3\n"), "x"));
  EXPECT_NE(CsvError("W,0,0,1\nb,0,0\n"), "no error");
  EXPECT_NE(CsvError("W,99999,99999,1\nb,0,0,2\nc,0,0,3\n"), "no error");
  EXPECT_TRUE(
      absl::StartsWith(LoadMachine(Path("absent")).status().message(), "there is no machine "));
}

TEST(MachineFileTest, NamesWhatIsWrongWithNpy) {
  const std::string prefix = Path("broken");
  ASSERT_TRUE(SaveMachine(SomeMachine(), prefix, MachineLayout::kNpy).ok());
  const std::vector<double> three = {1.0, 2.0, 3.0};
  ASSERT_TRUE(
      WriteNpyFile(MakeNpy(absl::MakeConstSpan(three), {3}), prefix + "_visible_bias.npy").ok());
  EXPECT_TRUE(absl::EndsWith(LoadMachine(prefix).status().message(),
                             "_visible_bias.npy: the shape must be (5,) to fit the weights"));
  const std::string weights = ReadFile(prefix + "_weights.npy").value();
  Write(weights.substr(0, weights.size() - 3), prefix + "_weights.npy");
  EXPECT_TRUE(absl::StrContains(LoadMachine(prefix).status().message(), "the header promises"));
  ASSERT_TRUE(WriteNpyFile(MakeNpy(absl::MakeConstSpan(three), {3}), prefix + "_weights.npy").ok());
  EXPECT_TRUE(absl::StrContains(LoadMachine(prefix).status().message(),
                                "weights must be an array visible x hidden"));
}

TEST(SpinFileTest, RoundTrip) {
  const Spins samples = SomeSamples();
  for (const char* name : {"spins.csv", "spins.npy"}) {
    ASSERT_TRUE(WriteSpins(samples, Path(name)).ok());
    EXPECT_EQ(ReadSpins(Path(name)).value(), samples);
  }
  ASSERT_TRUE(WriteNpyFile(MakeNpy(samples.values(), {40, 3, 3}), Path("images.npy")).ok());
  EXPECT_EQ(ReadSpins(Path("images.npy")).value(), samples);
}

TEST(SpinFileTest, ReadsImagesBitByBit) {
  std::vector<std::uint8_t> bytes = {0b101, 0b010, 0b111, 0b000, 0b001, 0b100};
  ASSERT_TRUE(WriteNpyFile(MakeNpy(absl::MakeConstSpan(bytes), {2, 3, 1}), Path("bits.npy")).ok());
  const Spins spins = ReadSpins(Path("bits.npy")).value();
  const std::vector<std::int8_t> want = {1,  -1, 1,  -1, 1,  -1, 1,  1,  1,
                                         -1, -1, -1, 1,  -1, -1, -1, -1, 1};
  EXPECT_EQ(std::vector<std::int8_t>(spins.values().begin(), spins.values().end()), want);
  bytes[4] = 0b1001;
  ASSERT_TRUE(WriteNpyFile(MakeNpy(absl::MakeConstSpan(bytes), {2, 3, 1}), Path("bits.npy")).ok());
  EXPECT_TRUE(absl::EndsWith(ReadSpins(Path("bits.npy")).status().message(),
                             "sample 1, row 1 has a bit beyond the side"));
  ASSERT_TRUE(WriteNpyFile(MakeNpy(absl::MakeConstSpan(bytes), {2, 3}), Path("bits.npy")).ok());
  EXPECT_FALSE(ReadSpins(Path("bits.npy")).ok());
}

std::string SpinError(absl::string_view content) {
  EXPECT_TRUE(WriteFile(content, Path("wrong.csv")).ok());
  const auto spins = ReadSpins(Path("wrong.csv"));
  if (spins.ok()) return "no error";
  const std::string message(spins.status().message());
  return message.substr(message.find("wrong.csv") + 9);
}

TEST(SpinFileTest, ReadsImages) {
  Write("k,y,x0,x1\n0,0,1,-1\n0,1,-1,-1\n7,0,1,1\n7,1,-1,1\n", Path("image.csv"));
  const Spins spins = ReadSpins(Path("image.csv")).value();
  const std::vector<std::int8_t> want = {1, -1, -1, -1, 1, 1, -1, 1};
  EXPECT_EQ(spins.rows(), 2);
  EXPECT_EQ(std::vector<std::int8_t>(spins.values().begin(), spins.values().end()), want);
}

TEST(SpinFileTest, NamesWhatIsWrong) {
  EXPECT_EQ(SpinError("k,v0,v1\n0,1,0\n"), ": row 1: v1 is '0'; units must be +1 or -1");
  EXPECT_EQ(SpinError("k,v0,v1\n0,1,-1\n1,1,x\n"), ": row 2: v1 is 'x'; units must be +1 or -1");
  EXPECT_EQ(SpinError("k,v0,v1\n"), ": 0 samples of 2 units");
  EXPECT_EQ(SpinError("a,b\n0,1\n"), ": the header must be k,v0,v1,... or k,y,x0,x1,...");
  EXPECT_EQ(SpinError("k,y,x0,x1\n0,0,1,1\n0,2,1,1\n"), ": row 2: y is 2, expected 1");
  EXPECT_EQ(SpinError("k,y,x0\n0,0,1\n0,1,1\n1,0,1\n2,0,1\n"),
            ": row 4: image 1 has 1 rows, the first one has 2");
  EXPECT_EQ(SpinError("k,y,x0\n0,0,1\n0,1,1\n1,0,1\n"),
            ": image 1 has 1 rows, the first one has 2");
  const std::vector<double> halves = {1.0, 0.5};
  ASSERT_TRUE(WriteNpyFile(MakeNpy(absl::MakeConstSpan(halves), {1, 2}), Path("halves.npy")).ok());
  EXPECT_TRUE(absl::StrContains(ReadSpins(Path("halves.npy")).status().message(), "is 0.5"));
  const std::vector<std::int8_t> zero = {1, 0};
  ASSERT_TRUE(WriteNpyFile(MakeNpy(absl::MakeConstSpan(zero), {1, 2}), Path("zero.npy")).ok());
  EXPECT_TRUE(absl::StrContains(ReadSpins(Path("zero.npy")).status().message(),
                                "sample 0, unit 1 is 0; units must be +1 or -1"));
  ASSERT_TRUE(WriteNpyFile(MakeNpy(absl::MakeConstSpan(zero), {2}), Path("flat.npy")).ok());
  EXPECT_TRUE(absl::StrContains(ReadSpins(Path("flat.npy")).status().message(), "1 dimensions"));
  EXPECT_FALSE(ReadSpins(Path("absent.csv")).ok());
}

}  // namespace
}  // namespace infoflow::rbm
