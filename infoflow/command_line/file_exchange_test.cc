// Every file that a command writes is read by every command that takes such a file.

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/command_line/all_commands.h"
#include "infoflow/command_line/command_testing.h"

namespace infoflow::command_line {
namespace {

std::string Path(const std::string& name) { return absl::StrCat(testing::TempDir(), "/", name); }

// Runs a command that must succeed.
Table Succeed(const std::string& command, const std::vector<std::string>& arguments) {
  const absl::StatusOr<Table> table = RunCommand(AllCommands(), command, arguments);
  EXPECT_TRUE(table.ok()) << command << ": " << table.status();
  return table.value_or(Table());
}

TEST(FileExchangeTest, SamplesOfSpins) {
  // 40 samples of 4 x 4 spins in each form that a command writes.
  std::vector<std::string> files;
  const auto add = [&files](const std::string& name) {
    files.push_back(Path(name));
    return absl::StrCat("--out=", files.back());
  };
  for (const char* end : {"npy", "csv"}) {
    Succeed("ising-sample", {"--lattice=4", "--temperature=2.5", "--samples=40", "--sampler=wolff",
                             add(absl::StrCat("sampled.", end))});
    Succeed("ising-sample", {"--lattice=8", "--temperature=2.5", "--samples=40", "--sampler=wolff",
                             absl::StrCat("--out=", Path("large.npy"))});
    Succeed("block-spin",
            {absl::StrCat("--in=", Path("large.npy")), add(absl::StrCat("blocked.", end))});
  }
  const std::string machine = absl::StrCat("--machine=", Path("machine"));
  Succeed("rbm-train", {absl::StrCat("--in=", files[0]), "--hidden=3", "--epochs=1", "--batch=10",
                        absl::StrCat("--out=", Path("machine"))});
  for (const char* end : {"npy", "csv"}) {
    Succeed("rbm-flow", {machine, absl::StrCat("--in=", files[0]), "--steps=1",
                         add(absl::StrCat("flowed.", end))});
  }
  for (const std::string& file : files) {
    const std::string in = absl::StrCat("--in=", file);
    for (const Table& table :
         {Succeed("ising-observables", {in}), Succeed("block-spin", {in, "--steps=1"}),
          Succeed("rbm-train", {in, "--hidden=2", "--epochs=1", "--batch=10",
                                absl::StrCat("--out=", Path("other"))}),
          Succeed("rbm-exact", {machine, in}), Succeed("rbm-correlators", {machine, in}),
          Succeed("rbm-flow", {machine, in, "--steps=1"})}) {
      bool said = false;
      for (const std::string& comment : table.comments()) {
        said = said || absl::StartsWith(comment, "read 40 samples of ");
      }
      EXPECT_TRUE(said) << file;
    }
  }
}

TEST(FileExchangeTest, Machines) {
  Succeed("ising-sample", {"--lattice=4", "--temperature=2.5", "--samples=40", "--sampler=wolff",
                           absl::StrCat("--out=", Path("s.npy"))});
  const std::string in = absl::StrCat("--in=", Path("s.npy"));
  for (const char* layout : {"--npy=false", "--npy=true"}) {
    const std::string prefix = Path(absl::StrCat("m", layout));
    Succeed("rbm-train", {in, "--hidden=3", "--epochs=1", layout, absl::StrCat("--out=", prefix)});
    const std::string machine = absl::StrCat("--machine=", prefix);
    Succeed("rbm-exact", {machine});
    Succeed("rbm-ais", {machine, "--chains=4", "--steps=5"});
    Succeed("rbm-correlators", {machine, in});
    Succeed("rbm-flow", {machine, in, "--steps=1"});
  }
}

}  // namespace
}  // namespace infoflow::command_line
