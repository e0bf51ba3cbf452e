// Trainings that are killed at any moment go on as if nothing had been.

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/support/runfiles.h"
#include "infoflow/testing/killed_program.h"

namespace infoflow {
namespace {

constexpr int kKills = 20;

std::string Program() { return FindRunfile("infoflow", "infoflow/infoflow").value(); }

TEST(KillTest, TrainingOfANetwork) {
  testing::ExpectKillsLoseNothing(
      {{Program(), "train", "--depth=5", "--train_count=1000", "--test_count=200", "--epochs=8",
        "--threads=1", "--checkpoint=state"}},
      kKills);
}

TEST(KillTest, TrainingOfAMachine) {
  const std::string samples = absl::StrCat(::testing::TempDir(), "/spins.npy");
  const std::string sampling = absl::StrCat(
      Program(), " ising-sample --lattice=8 --temperature=2.3 --samples=4000 --out=", samples);
  ASSERT_EQ(std::system(absl::StrCat(sampling, " >/dev/null").c_str()), 0);
  testing::ExpectKillsLoseNothing(
      {{Program(), "rbm-train", "--hidden=32", absl::StrCat("--in=", samples), "--epochs=30",
        "--persistent", "--biases", "--resume", "--out=machine"}},
      kKills);
}

}  // namespace
}  // namespace infoflow
