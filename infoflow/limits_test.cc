// The program under limits of containers and clusters, and with sizes beyond any machine: a result
// or one error, never a crash, and an end within a minute.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/command_line/all_commands.h"
#include "infoflow/command_line/command.h"
#include "infoflow/support/file.h"
#include "infoflow/support/npy.h"
#include "infoflow/testing/sanitizers.h"

namespace infoflow {
namespace {

std::string Program() {
  return absl::StrCat(getenv("TEST_SRCDIR"), "/", getenv("TEST_WORKSPACE"), "/infoflow/infoflow");
}

struct Outcome {
  int code = -1;  // as the shell has it: 124 after a minute, 128 and more by a signal
  std::string err;
};

// Runs `infoflow ARGUMENTS` in the folder of test files, by a shell in which `before` is done
// first.
Outcome RunLimited(absl::string_view before, absl::string_view arguments) {
  const std::string folder = testing::TempDir();
  const std::string script =
      absl::StrCat("cd '", folder, "' && (", before, " exec timeout -k 5 60 ", Program(), " ",
                   arguments, ") >out.txt 2>err.txt");
  const int status = std::system(script.c_str());
  Outcome outcome;
  outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  const auto err = ReadFile(absl::StrCat(folder, "/err.txt"));
  if (err.ok()) outcome.err = *err;
  return outcome;
}

void ExpectResultOrOneError(absl::string_view before, absl::string_view arguments) {
  const Outcome outcome = RunLimited(before, arguments);
  SCOPED_TRACE(absl::StrCat(before, " infoflow ", arguments, "\n", outcome.err));
  EXPECT_TRUE(outcome.code == 0 || outcome.code == 1) << outcome.code;
  EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), outcome.code);
}

// A short run of every command; those before make the files of those after.
constexpr const char* kRuns[] = {
    "ising-sample --lattice=4 --temperature=2.5 --samples=200 --out=spins.npy",
    "ising-observables --in=spins.npy",
    "block-spin --in=spins.npy",
    "ising-chain --coupling=1 --steps=1",
    "ising-chain-finite --sites=6 --coupling=1 --other_coupling=0.5",
    "ising-square --coupling=0.4 --steps=1",
    "ising-square-exact --coupling=0.4",
    "ising-square-fixed-point",
    "ising-square-truncation --coupling=0.4",
    "collapse-depth --weight_variance=1.5",
    "mean-field --weight_variance=1.5 --bias_variance=0.1",
    "mean-field-critical --bias_variance=0.1",
    "rbm-train --in=spins.npy --hidden=4 --epochs=1 --out=m",
    "rbm-exact --machine=m --in=spins.npy",
    "rbm-ais --machine=m --steps=20 --chains=20 --threads=0",
    "rbm-correlators --machine=m --in=spins.npy",
    "rbm-flow --machine=m --in=spins.npy --steps=1 --threads=0",
    "replica --prior=normal --layers=linear:alpha=1,noise=0.01",
    "replica-landscape --prior=normal --layers=linear:alpha=1,noise=0.01",
    "estimate-entropy --method=gaussian --samples=samples.csv",
    "mutual-information --method=knn --samples=samples.csv",
    "dataset-info --train_count=50 --test_count=10",
    "network-relative-entropy --network=network.csv",
    "train --epochs=1 --train_count=100 --test_count=10 --depth=3",
    "train-usv --experiment=teacher-student --sizes=8,6,4 --epochs=1 --measure=0,1",
    "trainable-range --depth=4 --train_count=64 --test_count=9 --images=4",
    "cascade --depth=4 --train_count=64 --test_count=9 --images=4 --decoder=ridge",
    ("train --family=vgg --units=2,pool,flatten,3 --epochs=1 --train_count=100 --test_count=10 "
     "--out_weights=weights.safetensors"),
    ("cascade-channels --network=weights.safetensors --image=images.npy --unit=2 --batches=2 "
     "--out=channels"),
};

class LimitsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const std::string folder = testing::TempDir();
    ASSERT_TRUE(
        WriteFile("0,1\n1,0.5\n2,3\n4,1.5\n5,7\n7,6\n", absl::StrCat(folder, "/samples.csv")).ok());
    ASSERT_TRUE(
        WriteFile("kind,layer,row,col,value\nx,0,0,0,0.5\nx,0,1,0,-1\n"
                  "W,0,0,0,1\nW,0,0,1,0.5\nW,0,1,0,-0.3\nW,0,1,1,0.8\nb,0,0,0,0.1\nb,0,1,0,0\n",
                  absl::StrCat(folder, "/network.csv"))
            .ok());
    const std::vector<float> pixels(2 * 28 * 28, 0.5f);
    ASSERT_TRUE(WriteNpyFile(MakeNpy(absl::MakeConstSpan(pixels), {2, 28, 28}),
                             absl::StrCat(folder, "/images.npy"))
                    .ok());
  }
};

// Without limits all give results: what follows is of commands that work.
TEST_F(LimitsTest, EveryCommandRuns) {
  std::set<std::string> run;
  for (const char* arguments : kRuns) {
    const Outcome outcome = RunLimited("", arguments);
    EXPECT_EQ(outcome.code, 0) << arguments << ": " << outcome.err;
    EXPECT_EQ(outcome.err, "") << arguments;
    run.insert(std::string(*absl::StrSplit(arguments, ' ').begin()));
  }
  for (const auto& command : command_line::AllCommands()) {
    EXPECT_EQ(run.count(command->name()), 1u) << command->name() << " is not tried under limits";
  }
}

TEST_F(LimitsTest, LittleAddressSpace) {
  if (kMapsShadowMemory) GTEST_SKIP() << "sanitizers need more address space";
  for (const char* arguments : kRuns) {
    for (const char* before : {"ulimit -v 150000;", "ulimit -v 262144;", "ulimit -v 400000;"}) {
      ExpectResultOrOneError(before, arguments);
    }
  }
  EXPECT_EQ(RunLimited("ulimit -v 150000;", "ising-chain --coupling=1 --steps=0").code, 0);
}

TEST_F(LimitsTest, FewDescriptors) {
  for (const char* arguments : kRuns) {
    EXPECT_EQ(RunLimited("ulimit -n 16;", arguments).code, 0) << arguments;
  }
}

// The limit does not hold for root, who then stays as he is; `timeout` needs a process of its own,
// so that it is left out.
TEST_F(LimitsTest, NoProcesses) {
  for (const char* arguments : kRuns) {
    const std::string script = absl::StrCat("cd '", testing::TempDir(), "' && (ulimit -u 1; exec ",
                                            Program(), " ", arguments, ") >out.txt 2>err.txt");
    EXPECT_EQ(std::system(script.c_str()), 0) << arguments;
  }
}

TEST_F(LimitsTest, SizesBeyondAnyMachine) {
  if (kMapsShadowMemory) GTEST_SKIP() << "sanitizers need more address space";
  constexpr const char* kHuge[] = {
      "ising-sample --lattice=4096 --temperature=2 --samples=SIZE --out=a.npy",
      "ising-sample --lattice=SIZE --temperature=2 --samples=1 --out=a.npy",
      ("ising-sample --lattice=4 --temperature=2 --samples=10 --chains=SIZE --threads=SIZE "
       "--out=a.npy"),
      ("ising-sample --lattice=4 --temperature=2 --samples=10 --sampler=wolff --chains=SIZE "
       "--threads=100000000 --out=a.npy"),
      "ising-observables --in=spins.npy --bins=SIZE",
      "rbm-train --in=spins.npy --hidden=SIZE --epochs=1 --out=n",
      "rbm-train --in=spins.npy --hidden=4 --epochs=1 --batch=SIZE --out=n",
      "rbm-train --in=spins.npy --hidden=4 --epochs=1 --persistent --chains=SIZE --out=n",
      "rbm-exact --machine=m --threads=SIZE",
      "rbm-flow --machine=m --in=spins.npy --steps=1 --threads=SIZE",
      "train --epochs=0 --train_count=SIZE",
      "train --epochs=0 --sizes=SIZE --family=custom --train_count=100 --test_count=10",
      "train --epochs=0 --depth=SIZE --train_count=100 --test_count=10",
      "train --epochs=1 --threads=100000000 --train_count=100 --test_count=10 --depth=3",
      ("cascade --width=SIZE --family=uniform --train_count=64 --test_count=9 --images=4 "
       "--decoder=ridge"),
      "trainable-range --depth=SIZE --train_count=64 --test_count=9 --images=4",
      "cascade --depth=4 --train_count=64 --test_count=9 --images=SIZE --decoder=ridge",
      "dataset-info --train_count=SIZE",
      "train --family=vgg --units=SIZE --epochs=0 --train_count=100 --test_count=10",
      "train --family=vgg --units=2,flatten,1048576,1048576 --train_count=100 --test_count=10",
      ("cascade-channels --network=weights.safetensors --image=images.npy --unit=SIZE "
       "--out=channels"),
      ("cascade-channels --network=weights.safetensors --image=images.npy --unit=1 --batches=1 "
       "--batch=SIZE --threads=SIZE --out=channels"),
      "estimate-entropy --method=binning --bins=SIZE --samples=samples.csv",
      "network-relative-entropy --network=network.csv --threads=SIZE",
  };
  for (const char* arguments : kHuge) {
    for (const char* size : {"2147483647", "9223372036854775807"}) {
      std::string with = arguments;
      for (std::size_t at = with.find("SIZE"); at != std::string::npos; at = with.find("SIZE")) {
        with.replace(at, 4, size);
      }
      ExpectResultOrOneError("", with);
    }
  }
}

}  // namespace
}  // namespace infoflow
