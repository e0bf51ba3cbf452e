#include "infoflow/command_line/ising_sampling_commands.h"

#include <cmath>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/command_line/command_testing.h"
#include "infoflow/support/file.h"
#include "infoflow/support/flag_set.h"
#include "infoflow/support/npy.h"
#include "infoflow/support/table.h"

namespace infoflow::command_line {
namespace {

absl::StatusOr<Table> RunCommand(const std::string& name,
                                 const std::vector<std::string>& arguments) {
  return RunCommand(IsingSamplingCommands(), name, arguments);
}

std::string Error(const std::string& name, const std::vector<std::string>& flags) {
  return ErrorMessage(RunCommand(name, flags));
}

std::string Path(const std::string& name) { return absl::StrCat(testing::TempDir(), "/", name); }

std::vector<std::string> SampleFlags(const std::string& out) {
  return {"--lattice=8", "--temperature=2.5", "--samples=300", absl::StrCat("--out=", out)};
}

TEST(IsingSamplingCommandsTest, SampleObserveBlock) {
  for (const char* sampler : {"metropolis", "multispin", "wolff", "swendsen-wang"}) {
    for (const char* name : {"s.npy", "s.csv"}) {
      std::vector<std::string> flags = SampleFlags(Path(name));
      flags.push_back(absl::StrCat("--sampler=", sampler));
      const auto sampled = RunCommand("ising-sample", flags);
      ASSERT_TRUE(sampled.ok()) << sampled.status();
      const auto observed = RunCommand("ising-observables", {"--in=" + Path(name)});
      ASSERT_TRUE(observed.ok()) << observed.status();
      ASSERT_EQ(observed->num_rows(), 12);
      EXPECT_EQ(*observed->Text(0, "quantity"), "energy");
      EXPECT_NEAR(*observed->Number(0, "value"), *sampled->Number(0, "mean_energy"), 0.02);
      EXPECT_TRUE(absl::StrContains(observed->comments()[0], "at temperature 2.5 (from the file)"));
      // 300 samples: the reading is within 0.5 of the temperature for any seed worth the name.
      EXPECT_NEAR(*observed->Number(9, "value"), 2.5, 0.5);
    }
  }
  const auto blocked =
      RunCommand("block-spin", {"--in=" + Path("s.csv"), "--out=" + Path("b.csv"), "--steps=2"});
  ASSERT_TRUE(blocked.ok()) << blocked.status();
  ASSERT_EQ(blocked->num_rows(), 3);
  EXPECT_EQ(*blocked->Number(2, "lattice"), 2.0);
  const auto observed = RunCommand("ising-observables", {"--in=" + Path("b.csv")});
  ASSERT_TRUE(observed.ok()) << observed.status();
  EXPECT_TRUE(absl::StrContains(observed->comments()[0], "(from the energy)"));
  const auto hot = RunCommand("ising-observables", {"--in=" + Path("b.csv"), "--temperature=7"});
  ASSERT_TRUE(hot.ok());
  EXPECT_TRUE(absl::StrContains(hot->comments()[0], "temperature 7 (from --temperature)"));
}

// The antiferromagnet has the ferromagnet's energy and temperature, and no magnetization. A field
// alone makes m = tanh(h / T), energy -h m, heat capacity (h / T)^2 (1 - m^2).
TEST(IsingSamplingCommandsTest, CouplingsAndFields) {
  const std::string file = Path("model.npy");
  std::vector<std::string> flags = SampleFlags(file);
  const auto plain = RunCommand("ising-sample", flags);
  flags.push_back("--coupling=-1");
  const auto turned = RunCommand("ising-sample", flags);
  ASSERT_TRUE(plain.ok() && turned.ok()) << turned.status();
  EXPECT_EQ(*turned->Text(0, "mean_energy"), *plain->Text(0, "mean_energy"));
  EXPECT_LT(*turned->Number(0, "mean_absolute_magnetization"), 0.2);
  const auto observed =
      RunCommand("ising-observables", {"--in=" + file, "--coupling=-1", "--temperature=2.5"});
  ASSERT_TRUE(observed.ok()) << observed.status();
  EXPECT_NEAR(*observed->Number(0, "value"), *plain->Number(0, "mean_energy"), 1e-12);
  EXPECT_NEAR(*observed->Number(9, "value"), 2.5, 0.5);

  const double m = std::tanh(0.4);
  for (const char* sampler : {"metropolis", "wolff"}) {
    const auto sampled = RunCommand(
        "ising-sample", {"--lattice=8", "--temperature=2", "--samples=4000", "--coupling=0",
                         "--field=0.8", absl::StrCat("--sampler=", sampler), "--out=" + file});
    ASSERT_TRUE(sampled.ok()) << sampled.status();
    const double error = 6.0 * std::sqrt((1.0 - m * m) / (64.0 * 4000.0));
    EXPECT_NEAR(*sampled->Number(0, "mean_magnetization"), m, 2.0 * error) << sampler;
    EXPECT_NEAR(*sampled->Number(0, "mean_energy"), -0.8 * m, 2.0 * error) << sampler;
    const auto paramagnet = RunCommand(
        "ising-observables", {"--in=" + file, "--coupling=0", "--field=0.8", "--temperature=2"});
    ASSERT_TRUE(paramagnet.ok()) << paramagnet.status();
    EXPECT_NEAR(*paramagnet->Number(1, "value"), 0.16 * (1.0 - m * m), 0.02) << sampler;
    EXPECT_EQ(*paramagnet->Text(9, "value"), "nan");
  }
  EXPECT_EQ(Error("ising-sample", {"--lattice=8", "--temperature=2", "--samples=1", "--field=0.8",
                                   "--out=" + file}),
            "coupling and field are 1 and 0.8 on side 8; the sampler multispin takes no field, and "
            "negative couplings on even sides only (metropolis and wolff take all)");
  EXPECT_EQ(
      Error("ising-sample", {"--lattice=8", "--temperature=-2", "--samples=1", "--out=" + file}),
      "temperature is -2; it must be a finite number greater than 0 (negative temperatures "
      "are those of the antiferromagnet, coupling -1)");
}

// Anti-aligned, frozen and no configurations: no temperature, and nothing that is made from one.
TEST(IsingSamplingCommandsTest, NoTemperature) {
  const auto write = [](const std::string& name, const std::string& rows) {
    EXPECT_TRUE(WriteFile("k,y,x0,x1,x2,x3\n" + rows, Path(name)).ok());
    return "--in=" + Path(name);
  };
  std::string hot, cold;
  for (int k = 0; k < 3; ++k) {
    for (int y = 0; y < 4; ++y) {
      absl::StrAppend(&hot, k, ",", y, y % 2 == 0 ? ",1,-1,1,-1\n" : ",-1,1,-1,1\n");
      absl::StrAppend(&cold, k, ",", y, ",1,1,1,1\n");
    }
  }
  for (const std::string& in : {write("hot.csv", hot), write("cold.csv", cold)}) {
    const auto observed = RunCommand("ising-observables", {in});
    ASSERT_TRUE(observed.ok()) << observed.status();
    ASSERT_EQ(observed->comments().size(), 4u);
    EXPECT_TRUE(absl::StrContains(observed->comments()[0], "temperature that is not known"));
    EXPECT_TRUE(absl::StartsWith(observed->comments()[1], "effective_temperature is nan: "));
    for (int row = 0; row < observed->num_rows(); ++row) {
      const std::string quantity = *observed->Text(row, "quantity");
      const bool needs_temperature = quantity == "effective_temperature" ||
                                     quantity == "heat_capacity" ||
                                     absl::StrContains(quantity, "susceptibility");
      EXPECT_EQ(*observed->Text(row, "value") == "nan", needs_temperature) << quantity;
    }
    const auto given = RunCommand("ising-observables", {in, "--temperature=2"});
    ASSERT_TRUE(given.ok());
    EXPECT_EQ(*given->Text(1, "value"), "0");
    EXPECT_EQ(Error("ising-observables", {in, "--temperature=5e-324"}),
              "temperature is 4.94066e-324; heat capacities are measured from 1e-140 on");
    const auto blocked = RunCommand("block-spin", {in});
    ASSERT_TRUE(blocked.ok()) << blocked.status();
    EXPECT_EQ(*blocked->Text(0, "effective_temperature"), "nan");
    EXPECT_TRUE(absl::StartsWith(blocked->comments()[1], "effective_temperature of step 0 is nan"));
  }
}

TEST(IsingSamplingCommandsTest, ThreadsDoNotMatter) {
  for (const char* threads : {"1", "3"}) {
    std::vector<std::string> flags = SampleFlags(Path(absl::StrCat(threads, ".npy")));
    flags.push_back(absl::StrCat("--threads=", threads));
    flags.push_back("--chains=3");
    flags.push_back("--sampler=wolff");
    ASSERT_TRUE(RunCommand("ising-sample", flags).ok());
  }
  EXPECT_EQ(*ReadFile(Path("1.npy")), *ReadFile(Path("3.npy")));
}

TEST(IsingSamplingCommandsTest, BadFlags) {
  const auto with = [](const std::string& flag) {
    std::vector<std::string> flags = {"--lattice=8", "--temperature=2.5", "--samples=10",
                                      "--out=" + Path("x.npy")};
    const std::string name = flag.substr(0, flag.find('='));
    for (std::string& f : flags) {
      if (f.substr(0, f.find('=')) == name) {
        f = flag;
        return Error("ising-sample", flags);
      }
    }
    flags.push_back(flag);
    return Error("ising-sample", flags);
  };
  EXPECT_TRUE(absl::StrContains(with("--lattice=7"), "side 7; multispin"));
  EXPECT_TRUE(absl::StrContains(with("--lattice=0"), "lattice"));
  EXPECT_TRUE(absl::StrContains(with("--lattice=99999999999"), "it must be from 1 to 4096"));
  EXPECT_EQ(with("--temperature=0"), "temperature is 0; it must be a finite number greater than 0");
  EXPECT_EQ(
      with("--temperature=-1"),
      "temperature is -1; it must be a finite number greater than 0 (negative temperatures are "
      "those of the antiferromagnet, coupling -1)");
  EXPECT_TRUE(absl::StrContains(with("--temperature=nan"), "temperature"));
  EXPECT_TRUE(absl::StrContains(with("--samples=0"), "samples"));
  EXPECT_TRUE(absl::StrContains(with("--sampler=gibbs"), "gibbs"));
  EXPECT_TRUE(absl::StrContains(with("--out=x.txt"), "its name must end in .npy or .csv"));
  EXPECT_TRUE(
      absl::StrContains(with("--out=/no/such/folder/x.npy"), "there is no folder /no/such/folder"));
  EXPECT_TRUE(absl::StrContains(with("--skip=-1"), "burn-in and skip are 0 and -1"));
  EXPECT_FALSE(with("").empty());
}

TEST(IsingSamplingCommandsTest, BadFiles) {
  EXPECT_FALSE(RunCommand("ising-observables", {"--in=/no/such/file.npy"}).ok());
  ASSERT_TRUE(RunCommand("ising-sample", SampleFlags(Path("good.npy"))).ok());
  const std::string good = *ReadFile(Path("good.npy"));
  ASSERT_TRUE(WriteFile(good.substr(0, good.size() - 10), Path("short.npy")).ok());
  EXPECT_TRUE(absl::StrContains(Error("ising-observables", {"--in=" + Path("short.npy")}),
                                "the header promises"));
  ASSERT_TRUE(WriteFile("not an array", Path("text.npy")).ok());
  EXPECT_TRUE(absl::StrContains(Error("block-spin", {"--in=" + Path("text.npy")}), "no numbers"));
  ASSERT_TRUE(WriteFile(FormatNpy({NpyType::kInt8, {2, 3, 5}, std::string(30, '\1'), ""}),
                        Path("shape.npy"))
                  .ok());
  EXPECT_TRUE(absl::StrContains(Error("block-spin", {"--in=" + Path("shape.npy")}),
                                "2 samples of 3 x 5 spins, int8 +-1: not of a square lattice"));
  EXPECT_TRUE(
      absl::StrContains(Error("block-spin", {"--in=" + Path("good.npy"), "--rule=mean"}), "mean"));
  EXPECT_TRUE(
      absl::StrContains(Error("block-spin", {"--in=" + Path("good.npy"), "--steps=4"}), "side 1"));
  EXPECT_TRUE(absl::StrContains(
      Error("ising-observables", {"--in=" + Path("good.npy"), "--temperature=-2"}),
      "temperature is -2"));
}

TEST(IsingSamplingCommandsTest, NoMoreBinsThanSamples) {
  ASSERT_TRUE(RunCommand("ising-sample", SampleFlags(Path("binned.npy"))).ok());
  const std::string in = "--in=" + Path("binned.npy");
  EXPECT_EQ(Error("ising-observables", {in, "--bins=300"}), "no error");
  EXPECT_EQ(Error("ising-observables", {in, "--bins=301"}),
            "--bins=301: must be from 2 to the number of samples, 300");
}

}  // namespace
}  // namespace infoflow::command_line
