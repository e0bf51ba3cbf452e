#include "infoflow/support/flag_set.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace infoflow {
namespace {

class FlagSetTest : public ::testing::Test {
 protected:
  void SetUp() override {
    flags_.AddNumber("coupling", &coupling_, "nearest-neighbour coupling",
                     FlagSet::Presence::kRequired);
    flags_.AddInteger("steps", &steps_, 1, "decimation steps");
    flags_.AddText("out", &out_, "output folder");
    flags_.AddChoice("preset", &preset_, {"smoke", "default", "paper"}, "how much");
    flags_.AddBool("force", &force_, "compute again");
  }
  std::string Error(const std::vector<std::string>& arguments) {
    const absl::Status status = flags_.Parse(arguments);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  }

  FlagSet flags_;
  double coupling_ = 0.5;
  std::int64_t steps_ = 8;
  std::string out_;
  std::string preset_ = "default";
  bool force_ = false;
};

TEST_F(FlagSetTest, FillsItsVariables) {
  ASSERT_TRUE(
      flags_
          .Parse({"--coupling=-1e-3", "--steps", "12", "--out=a=b", "--preset", "paper", "--force"})
          .ok());
  EXPECT_EQ(coupling_, -1e-3);
  EXPECT_EQ(steps_, 12);
  EXPECT_EQ(out_, "a=b");
  EXPECT_EQ(preset_, "paper");
  EXPECT_TRUE(force_);
  EXPECT_TRUE(flags_.Given("steps"));
}

TEST_F(FlagSetTest, KeepsDefaultsOfWhatIsNotGiven) {
  ASSERT_TRUE(flags_.Parse({"--coupling", "-2"}).ok());
  EXPECT_EQ(coupling_, -2.0);
  EXPECT_EQ(steps_, 8);
  EXPECT_FALSE(flags_.Given("steps"));
  EXPECT_FALSE(flags_.Given("unknown"));
}

TEST_F(FlagSetTest, BoolTakesAValueWithEquals) {
  force_ = true;
  ASSERT_TRUE(flags_.Parse({"--coupling=1", "--force=false"}).ok());
  EXPECT_FALSE(force_);
}

TEST_F(FlagSetTest, EmptyTextIsAnError) {
  out_ = "before";
  EXPECT_EQ(Error({"--coupling=1", "--out="}), "--out=: must not be empty");
  EXPECT_EQ(Error({"--coupling=1", "--out", ""}), "--out=: must not be empty");
  EXPECT_EQ(out_, "before");
}

TEST_F(FlagSetTest, RefusesWhatWouldBeIgnored) {
  flags_.OnlyWhere("preset", {"smoke", "paper"}, {"steps", "out"});
  flags_.OnlyWhere("force", {"true"}, {"out"});
  EXPECT_TRUE(flags_.Parse({"--coupling=1"}).ok());
  EXPECT_EQ(Error({"--coupling=1", "--steps=8"}),
            "--steps: has no meaning with --preset=default, only with --preset=smoke or paper");
  EXPECT_EQ(Error({"--coupling=1", "--preset=paper", "--out=x"}),
            "--out: has no meaning with --force=false, only with --force=true");
  // Flags may come in any order.
  EXPECT_TRUE(
      flags_.Parse({"--steps=8", "--out=x", "--coupling=1", "--preset=smoke", "--force"}).ok());
}

TEST_F(FlagSetTest, ErrorsAreOneSentence) {
  EXPECT_EQ(Error({"--coupling=x"}), "--coupling=x: must be a finite number");
  EXPECT_EQ(Error({"--coupling=inf"}), "--coupling=inf: must be a finite number");
  EXPECT_EQ(Error({"--coupling="}), "--coupling=: must be a finite number");
  EXPECT_EQ(Error({"--steps=0"}), "--steps=0: must be an integer of at least 1");
  EXPECT_EQ(Error({"--steps=1.5"}), "--steps=1.5: must be an integer of at least 1");
  EXPECT_EQ(Error({"--steps=99999999999999999999"}),
            "--steps=99999999999999999999: must be an integer of at least 1");
  EXPECT_EQ(Error({"--preset=fast"}), "--preset=fast: must be one of smoke, default, paper");
  EXPECT_EQ(Error({"--force=maybe"}), "--force=maybe: must be true or false");
  EXPECT_EQ(Error({"steps"}), "'steps': expected a flag like --name=value");
  EXPECT_EQ(Error({"-steps=1"}), "'-steps=1': expected a flag like --name=value");
  EXPECT_EQ(Error({"--step=1"}),
            "--step: no such flag; there are: --coupling, --steps, --out, --preset, --force");
  EXPECT_EQ(Error({"--steps=1", "--steps=1"}), "--steps: given twice");
  EXPECT_EQ(Error({"--steps"}), "--steps: needs a value");
  EXPECT_EQ(Error({"--steps", "--force"}), "--steps: needs a value");
  EXPECT_EQ(Error({"--steps=3"}), "--coupling: missing; nearest-neighbour coupling");
}

TEST_F(FlagSetTest, ErrorLeavesTheVariable) {
  EXPECT_FALSE(flags_.Parse({"--steps=0"}).ok());
  EXPECT_EQ(steps_, 8);
}

TEST_F(FlagSetTest, ParsesAgainFromTheStart) {
  ASSERT_TRUE(flags_.Parse({"--coupling=1", "--steps=2"}).ok());
  ASSERT_TRUE(flags_.Parse({"--coupling=1"}).ok());
  EXPECT_FALSE(flags_.Given("steps"));
}

TEST_F(FlagSetTest, HelpHasALinePerFlag) {
  EXPECT_EQ(flags_.Help(),
            "  --coupling             nearest-neighbour coupling [required]\n"
            "  --steps                decimation steps [default 8]\n"
            "  --out                  output folder [optional]\n"
            "  --preset               how much (smoke, default, paper) [default default]\n"
            "  --force                compute again [default false]\n");
}

TEST(FlagSetDeathTest, NamesAreUnique) {
  FlagSet flags;
  bool value = false;
  flags.AddBool("force", &value, "");
  EXPECT_DEATH(flags.AddBool("force", &value, ""), "check failed");
}

TEST(FlagTypesTest, RangesAndEnumsKeepTheirTypes) {
  enum class Colour { kRed, kBlue };
  int steps = 3;
  Colour colour = Colour::kRed;
  FlagSet flags;
  flags.AddInteger("steps", &steps, {0, 100}, "how far");
  flags.AddChoice("colour", &colour, {{"red", Colour::kRed}, {"blue", Colour::kBlue}}, "which");
  ASSERT_TRUE(flags.Parse({"--steps=100", "--colour=blue"}).ok());
  EXPECT_EQ(steps, 100);
  EXPECT_EQ(colour, Colour::kBlue);
  EXPECT_EQ(flags.Parse({"--steps=101"}).message(),
            "--steps=101: must be an integer from 0 to 100");
  EXPECT_EQ(flags.Parse({"--colour=green"}).message(), "--colour=green: must be one of red, blue");
  EXPECT_EQ(steps, 100);
}

TEST(FlagSetDeathTest, OnlyWhereNeedsKnownFlags) {
  FlagSet flags;
  bool force = false;
  double number = 0.0;
  flags.AddBool("force", &force, "");
  flags.AddNumber("number", &number, "");
  EXPECT_DEATH(flags.OnlyWhere("forces", {"true"}, {"number"}), "check failed");
  EXPECT_DEATH(flags.OnlyWhere("force", {"true"}, {"numbers"}), "check failed");
}

TEST_F(FlagSetTest, ErrorsOfALibraryNameTheFlag) {
  ASSERT_TRUE(flags_.Parse({"--coupling=1", "--out=x"}).ok());
  const auto words = [this](absl::string_view message) {
    const absl::Status status = flags_.InWordsOfFlags(absl::DataLossError(message));
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
    return std::string(status.message());
  };
  EXPECT_EQ(words("steps=0: must be at least 1"), "--steps=0: must be at least 1");
  EXPECT_EQ(words("coupling is -1; it must be above 0"), "--coupling=-1: it must be above 0");
  EXPECT_EQ(words("out: is too short"), "--out=x: is too short");
  // Not given: there is no value to name.
  EXPECT_EQ(words("preset: is too short"), "preset: is too short");
  for (const char* other : {"stepsize=0: must be at least 1", "the coupling is 1; it must be 2",
                            "--steps=0: must be at least 1", "coupling is needed"}) {
    EXPECT_EQ(words(other), other);
  }
}

TEST_F(FlagSetTest, WhatIsWrittenReplacesNothingThatIsRead) {
  std::string in;
  flags_.AddText("in", &in, "input");
  flags_.Reads("in");
  // With a function of other flags' values, which are all set when it is called.
  flags_.Writes("out", [this](const std::string& value) {
    return std::vector<std::string>{force_ ? value + ".npz" : value};
  });
  const std::string file = ::testing::TempDir() + "/x";
  EXPECT_TRUE(flags_.Parse({"--coupling=1", "--out=" + file, "--in=" + file + "y"}).ok());
  EXPECT_TRUE(flags_.Parse({"--coupling=1", "--in=" + file}).ok());
  EXPECT_EQ(Error({"--coupling=1", "--out=" + file, "--in=" + file}),
            "--out=" + file + ": must not replace " + file + ", which --in=" + file + " reads");
  EXPECT_EQ(
      Error({"--coupling=1", "--in=" + file + ".npz:a", "--out=" + file, "--force"}),
      "--out=" + file + ": must not replace " + file + ".npz, which --in=" + file + ".npz:a reads");
  EXPECT_EQ(Error({"--coupling=1", "--out=" + file + "_not_there/x"}),
            "--out=" + file + "_not_there/x: there is no folder " + file + "_not_there");
}

}  // namespace
}  // namespace infoflow
