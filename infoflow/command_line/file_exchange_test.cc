// Every file that a command writes is read by every command that takes such a file, and none
// replaces what it reads.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/command_line/all_commands.h"
#include "infoflow/command_line/command_testing.h"
#include "infoflow/support/file.h"

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

// The message of a command that must fail and leave the files as they were.
std::string Refuse(const std::string& command, const std::vector<std::string>& arguments,
                   const std::vector<std::string>& files) {
  std::vector<std::string> before;
  for (const std::string& file : files) before.push_back(ReadFile(file).value());
  const std::string message = ErrorMessage(RunCommand(AllCommands(), command, arguments));
  for (std::size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ(ReadFile(files[i]).value(), before[i]) << files[i];
  }
  return message;
}

TEST(FileExchangeTest, NoCommandReplacesWhatItReads) {
  const std::string spins = Path("kept.npy"), params = Path("kept_params.csv");
  Succeed("ising-sample", {"--lattice=4", "--temperature=2.5", "--samples=40", "--sampler=wolff",
                           "--out=" + spins});
  Succeed("rbm-train", {"--in=" + spins, "--hidden=3", "--epochs=1", "--out=" + Path("kept")});
  const std::string folder = Path("kept_folder");
  std::filesystem::create_directories(folder);
  const std::string layer = folder + "/layer_000.idx";
  ASSERT_TRUE(WriteFile("not read before it is refused", layer).ok());
  const struct {
    const char* command;
    std::vector<std::string> arguments;
    std::string out, in;  // flags, the last ones
    std::string file;
  } cases[] = {
      {"block-spin", {}, "--out=" + spins, "--in=" + spins, spins},
      {"rbm-flow", {"--machine=" + Path("kept")}, "--out=" + spins, "--in=" + spins, spins},
      {"rbm-flow", {"--in=" + spins}, "--out=" + params, "--machine=" + Path("kept"), params},
      {"rbm-train", {"--hidden=2"}, "--out=" + Path("kept"), "--in=" + params, params},
      {"train", {"--dataset=idx"}, "--checkpoint=" + layer, "--labels=" + layer, layer},
      {"train",
       {"--family=vgg", "--dataset=idx"},
       "--out_weights=" + layer,
       "--images=" + layer,
       layer},
      {"cascade",
       {"--dataset=idx"},
       "--out_reconstructions=" + folder,
       "--image_file=" + layer,
       layer},
      {"cascade", {"--dataset=idx"}, "--checkpoint=" + layer, "--image_file=" + layer, layer},
      {"cascade-channels",
       {"--image=" + spins, "--unit=1"},
       "--out=" + folder,
       "--network=" + layer,
       layer},
      {"cascade-channels",
       {"--network=" + spins, "--unit=1"},
       "--out=" + folder,
       "--image=" + layer,
       layer},
  };
  for (const auto& c : cases) {
    std::vector<std::string> arguments = c.arguments;
    arguments.insert(arguments.end(), {c.out, c.in});
    EXPECT_EQ(Refuse(c.command, arguments, {spins, params, layer}),
              absl::StrCat(c.out, ": must not replace ", c.file, ", which ", c.in, " reads"));
  }
  const std::string digits = folder + "/MNIST/raw/train-images.idx3-ubyte";
  EXPECT_EQ(
      Refuse("train", {"--dataset=mnist", "--data_dir=" + folder, "--checkpoint=" + digits}, {}),
      absl::StrCat("--checkpoint=", digits, ": must not replace ", digits,
                   ", which --data_dir=", folder, " reads"));
}

TEST(FileExchangeTest, NoCommandMakesFoldersAbove) {
  const std::string nope = Path("nope");
  const struct {
    const char* command;
    std::vector<std::string> arguments;
    const char* flag;
  } cases[] = {
      {"ising-sample", {"--lattice=4", "--temperature=2.5", "--samples=40"}, "out"},
      {"block-spin", {"--in=x"}, "out"},
      {"rbm-flow", {"--in=x", "--machine=x"}, "out"},
      {"rbm-train", {"--in=x", "--hidden=2"}, "out"},
      {"train", {}, "checkpoint"},
      {"train", {"--family=vgg"}, "out_weights"},
      {"train-usv", {"--sizes=4,4,2"}, "out_spectra"},
      {"cascade", {}, "checkpoint"},
      {"cascade", {}, "out_reconstructions"},
      {"cascade-channels", {"--image=x", "--network=x", "--unit=1"}, "out"},
  };
  for (const auto& c : cases) {
    const std::string out = absl::StrCat("--", c.flag, "=", nope, "/a/b.npy");
    std::vector<std::string> arguments = c.arguments;
    arguments.push_back(out);
    EXPECT_EQ(Refuse(c.command, arguments, {}),
              absl::StrCat(out, ": there is no folder ", nope, "/a"));
    EXPECT_FALSE(std::filesystem::exists(nope));
  }
}

}  // namespace
}  // namespace infoflow::command_line
