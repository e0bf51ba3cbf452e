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

TEST(SpinFileTest, NamesTheFile) {
  Write("k,v0,v1\n0,1,x\n", Path("wrong.csv"));
  EXPECT_TRUE(absl::EndsWith(ReadSpins(Path("wrong.csv")).status().message(),
                             "wrong.csv:2: cell 3 is 'x', not a finite number"));
  EXPECT_FALSE(ReadSpins(Path("absent.csv")).ok());
}

TEST(MachineFileTest, RefusesIndicesThatNoMachineHas) {
  for (const char* row : {"W,2147483647,0,1", "c,0,2147483647,1", "W,125000000,0,1"}) {
    Write(absl::StrCat("name,i,a,value\n", row, "\nb,0,0,0\nc,0,0,0\n"), Path("m_params.csv"));
    EXPECT_TRUE(absl::StrContains(LoadMachine(Path("m")).status().message(),
                                  "they must be below 125000000"))
        << row;
  }
}

}  // namespace
}  // namespace infoflow::rbm
