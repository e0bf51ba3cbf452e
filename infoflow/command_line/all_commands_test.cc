// The program as a user meets it: exit codes, what goes to stdout, what goes to stderr.

#include "infoflow/command_line/all_commands.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/support/table.h"

namespace infoflow::command_line {
namespace {

using ::testing::HasSubstr;

struct Outcome {
  int code;
  std::string out;
  std::string err;
};

Outcome RunProgram(const std::vector<std::string>& arguments) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  Outcome outcome;
  outcome.code = RunCommandLine(AllCommands(), arguments);
  outcome.out = ::testing::internal::GetCapturedStdout();
  outcome.err = ::testing::internal::GetCapturedStderr();
  return outcome;
}

void ExpectOneError(const std::vector<std::string>& arguments, const std::string& message) {
  const Outcome outcome = RunProgram(arguments);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr(message));
  EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
}

TEST(AllCommandsTest, EveryCommandHasAnOwnNameASummaryAndHelp) {
  std::set<std::string> names;
  const Outcome overview = RunProgram({"--help"});
  EXPECT_EQ(overview.code, 0);
  for (const auto& command : AllCommands()) {
    EXPECT_TRUE(names.insert(command->name()).second) << command->name();
    EXPECT_THAT(overview.out, HasSubstr(command->name()));
    EXPECT_THAT(overview.out, HasSubstr(command->summary()));
    const Outcome help = RunProgram({command->name(), "--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_THAT(help.out, HasSubstr("--"));
    EXPECT_EQ(help.err, "");
  }
}

TEST(AllCommandsTest, PrintsCsvWithAHeaderAndFullPrecision) {
  const Outcome outcome = RunProgram({"ising-chain", "--coupling=1", "--steps=2"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const absl::StatusOr<Table> table = ParseCsv(outcome.out, "stdout");
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_EQ(table->num_rows(), 3);
  // tanh K_1 = tanh^2 K_0.
  EXPECT_NEAR(*table->Number(1, "coupling"), std::atanh(std::tanh(1.0) * std::tanh(1.0)), 1e-15);
}

TEST(AllCommandsTest, BadInputIsOneSentence) {
  ExpectOneError({}, "no command given");
  ExpectOneError({"ising-cube"}, "no command 'ising-cube'");
  ExpectOneError({"ising-chain"}, "--coupling: missing");
  ExpectOneError({"ising-chain", "--coupling=nan"}, "--coupling=nan: must be a finite number");
  ExpectOneError({"ising-chain", "--coupling=1", "--blocking=1"}, "--blocking=1");
  ExpectOneError({"ising-chain", "--coupling=1", "--steps=-1"}, "--steps=-1");
  ExpectOneError({"ising-chain", "--coupling=1", "--colour=red"}, "--colour: no such flag");
  ExpectOneError({"ising-chain", "--coupling=1", "--coupling=2"}, "--coupling: given twice");
  ExpectOneError({"ising-chain", "1"}, "'1': expected a flag");
  ExpectOneError({"ising-square", "--coupling=0.4", "--scheme=fold"}, "--scheme=fold");
  ExpectOneError({"ising-square", "--coupling=inf"}, "--coupling=inf");
  // What the library calls by the flag's name, as the flag.
  ExpectOneError({"train-usv", "--sizes=4,2"}, "train-usv: --sizes=4,2: needs input");
  ExpectOneError({"train", "--train_count=20", "--test_count=5", "--drop_last"},
                 "train: --batch=64: must be from 1 to the number of samples, 20");
  ExpectOneError({"ising-sample", "--lattice=4", "--temperature=0", "--samples=1",
                  "--out=" + ::testing::TempDir() + "/zero.npy"},
                 "ising-sample: --temperature=0: it must be a finite number greater than 0");
}

// Runs the program with a device on which nothing fits as standard output.
void RunOnFullDevice(const std::vector<std::string>& arguments) {
  if (std::freopen("/dev/full", "w", stdout) == nullptr) std::_Exit(0);
  std::_Exit(RunCommandLine(AllCommands(), arguments));
}

TEST(AllCommandsDeathTest, OutputThatDoesNotFitIsAnError) {
  EXPECT_EXIT(RunOnFullDevice({"ising-chain", "--coupling=1", "--steps=2"}),
              ::testing::ExitedWithCode(1), "ising-chain: cannot write to standard output");
  // More than a buffer holds.
  EXPECT_EXIT(RunOnFullDevice({"ising-chain", "--coupling=1", "--steps=200"}),
              ::testing::ExitedWithCode(1), "ising-chain: cannot write to standard output");
  EXPECT_EXIT(RunOnFullDevice({"--help"}), ::testing::ExitedWithCode(1), "cannot write");
}

}  // namespace
}  // namespace infoflow::command_line
