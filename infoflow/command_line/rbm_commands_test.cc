#include "infoflow/command_line/rbm_commands.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/command_line/command_testing.h"
#include "infoflow/rbm/machine/exact_sum.h"
#include "infoflow/rbm/machine/spin_file.h"
#include "infoflow/rbm/training/machine_file.h"
#include "infoflow/support/file.h"

namespace infoflow::command_line {
namespace {

absl::StatusOr<Table> RunCommand(const std::string& name,
                                 const std::vector<std::string>& arguments) {
  return RunCommand(RbmCommands(), name, arguments);
}

std::string ErrorOf(const std::string& name, const std::vector<std::string>& arguments) {
  return ErrorMessage(RunCommand(name, arguments));
}

std::string Path(absl::string_view name) { return absl::StrCat(testing::TempDir(), "/", name); }

// Samples of 16 spins on a 4 x 4 image.
std::string SampleFile(const char* name = "samples.npy", int seed = 5) {
  rbm::Machine machine(16, 2);
  for (int i = 0; i < 16; ++i) machine.weights(i, i / 8) = 0.6;
  const std::string path = Path(name);
  EXPECT_TRUE(rbm::WriteSpins(rbm::SampleExactly(machine, 400, seed).value(), path).ok());
  return path;
}

std::string MachineFile(int visible, int hidden) {
  const std::string prefix = Path(absl::StrCat("m", visible, "x", hidden));
  EXPECT_TRUE(rbm::SaveMachine(rbm::RandomMachine(visible, hidden, 0.3, 2).value(), prefix).ok());
  return prefix;
}

double Number(const Table& table, int row, const char* column) {
  return table.Number(row, column).value();
}

TEST(RbmCommandsTest, TrainsSavesAndMeasures) {
  const std::string in = "--in=" + SampleFile();
  const std::string prefix = Path("trained");
  const Table training =
      RunCommand("rbm-train", {in, "--hidden=2", "--learning_rate=0.05", "--epochs=20",
                               "--decay_epochs=2", "--out=" + prefix})
          .value();
  ASSERT_EQ(training.num_rows(), 26);
  EXPECT_EQ(Number(training, 25, "epoch"), 26.0);
  EXPECT_EQ(Number(training, 25, "learning_rate"), 0.05 * 0.05);
  EXPECT_GT(Number(training, 25, "log_likelihood"), Number(training, 0, "log_likelihood") + 0.5);
  const Table exact = RunCommand("rbm-exact", {"--machine=" + prefix, in}).value();
  // The first 400 samples are all there are, so that monitor and sum agree.
  EXPECT_NEAR(Number(exact, 0, "mean_log_likelihood"), Number(training, 25, "log_likelihood"),
              1e-10);
  EXPECT_EQ(Number(exact, 0, "visible"), 16.0);
  EXPECT_EQ(Number(exact, 0, "samples"), 400.0);
  const Table ais = RunCommand("rbm-ais", {"--machine=" + prefix, "--steps=300"}).value();
  for (int row = 0; row < 2; ++row) {
    EXPECT_NEAR(Number(ais, row, "log_partition"), Number(exact, 0, "log_partition"),
                5.0 * Number(ais, row, "error"));
  }
  const Table patterns = RunCommand("rbm-correlators", {"--machine=" + prefix, in}).value();
  ASSERT_EQ(patterns.num_rows(), 2);
  EXPECT_GT(Number(patterns, 0, "mean"), 0.0);
  const Table images =
      RunCommand("rbm-correlators", {"--machine=" + prefix, in, "--patterns"}).value();
  EXPECT_EQ(images.num_columns(), 18);
  const std::string out = Path("after.npy");
  const Table flow =
      RunCommand("rbm-flow", {"--machine=" + prefix, in, "--steps=3", "--out=" + out}).value();
  ASSERT_EQ(flow.num_rows(), 4);
  EXPECT_EQ(Number(flow, 0, "changed"), 0.0);
  EXPECT_GT(Number(flow, 3, "changed"), 0.0);
  EXPECT_EQ(rbm::ReadSpins(out)->rows(), 400);
}

TEST(RbmCommandsTest, SaysNothingOfSamplesThatAreNotGiven) {
  const Table exact = RunCommand("rbm-exact", {"--machine=" + MachineFile(9, 2)}).value();
  std::vector<std::string> names;
  for (const Column& column : exact.columns()) names.push_back(column.name);
  EXPECT_EQ(names, (std::vector<std::string>{"visible", "hidden", "log_partition",
                                             "log_partition_without_couplings"}));
  EXPECT_TRUE(std::isfinite(Number(exact, 0, "log_partition")));
}

// A table's lines below its comments.
std::string Rows(const std::string& csv) { return csv.substr(csv.find("\nepoch,")); }

TEST(RbmCommandsTest, TrainingResumes) {
  const std::string in = "--in=" + SampleFile();
  const std::string whole = Path("whole");
  const std::string parts = Path("parts");
  const auto train = [&](const std::string& prefix, int epochs, bool resume) {
    std::vector<std::string> arguments = {in,       "--hidden=3", absl::StrCat("--epochs=", epochs),
                                          "--npy",  "--l1=0.001", "--persistent",
                                          "--cd=2", "--biases",   "--out=" + prefix};
    if (resume) arguments.push_back("--resume");
    return RunCommand("rbm-train", arguments).value();
  };
  const std::string undisturbed = FormatCsv(train(whole, 5, false));
  EXPECT_EQ(train(parts, 2, true).num_rows(), 2);
  EXPECT_EQ(Rows(FormatCsv(train(parts, 5, true))), Rows(undisturbed)) << "with all epochs before";
  EXPECT_EQ(Rows(FormatCsv(train(parts, 5, true))), Rows(undisturbed)) << "nothing left to do";
  EXPECT_EQ(rbm::LoadMachine(parts)->weights, rbm::LoadMachine(whole)->weights);

  // Fewer epochs than are done, another seed.
  EXPECT_EQ(
      ErrorOf("rbm-train", {in, "--hidden=3", "--epochs=4", "--npy", "--l1=0.001", "--persistent",
                            "--cd=2", "--biases", "--resume", "--out=" + parts}),
      parts + ".checkpoint: the saved training stands after epoch 5, the options ask for 4");
  EXPECT_EQ(
      ErrorOf("rbm-train", {in, "--hidden=3", "--epochs=5", "--npy", "--l1=0.001", "--persistent",
                            "--cd=2", "--biases", "--resume", "--seed=8", "--out=" + parts}),
      parts + ".checkpoint: belongs to another training: seed is '1' there, '8' here");

  // Other samples are refused, unless they are meant.
  const std::vector<std::string> other = {"--in=" + SampleFile("others.npy", 6),
                                          "--hidden=3",
                                          "--epochs=6",
                                          "--npy",
                                          "--l1=0.001",
                                          "--persistent",
                                          "--cd=2",
                                          "--biases",
                                          "--resume",
                                          "--out=" + parts};
  EXPECT_TRUE(absl::EndsWith(ErrorOf("rbm-train", other),
                             "parts.checkpoint: the saved training had other samples"));
  std::vector<std::string> meant = other;
  meant.push_back("--other_samples");
  EXPECT_EQ(RunCommand("rbm-train", meant)->num_rows(), 6);
  EXPECT_EQ(ErrorOf("rbm-train", {in, "--hidden=2", "--out=" + parts, "--other_samples"}),
            "--other_samples: has no meaning with --resume=false, only with --resume=true");
}

// 400 samples are 4 updates a pass: 6 end in the midst of the second, 15 in that of the fourth.
TEST(RbmCommandsTest, ASingleChainByAdamResumes) {
  const std::string in = "--in=" + SampleFile();
  const auto train = [&](const char* name, int updates, bool resume) {
    std::vector<std::string> arguments = {in,
                                          "--hidden=3",
                                          "--optimizer=adam",
                                          "--epsilon=0.01",
                                          "--learning_rate=0.001",
                                          "--persistent",
                                          "--chains=1",
                                          "--hidden_samples=both",
                                          "--biases",
                                          "--deviation=0.05",
                                          absl::StrCat("--updates=", updates),
                                          "--out=" + Path(name)};
    if (resume) arguments.push_back("--resume");
    return RunCommand("rbm-train", arguments).value();
  };
  const Table whole = train("whole_chain", 15, false);
  ASSERT_EQ(whole.num_rows(), 4);
  EXPECT_EQ(Number(whole, 3, "epoch"), 3.0);
  EXPECT_EQ(Number(whole, 3, "updates"), 15.0);
  EXPECT_EQ(train("chain_in_parts", 6, true).num_rows(), 2);
  // The end of the first part is a row of its own.
  EXPECT_EQ(train("chain_in_parts", 15, true).num_rows(), 5);
  EXPECT_EQ(ReadFile(Path("chain_in_parts_params.csv")).value(),
            ReadFile(Path("whole_chain_params.csv")).value());
  const std::string never = "--out=" + Path("never");
  EXPECT_EQ(ErrorOf("rbm-train", {in, "--hidden=2", never, "--updates=5", "--epochs=2"}),
            "--updates=5: not together with --epochs or --decay_epochs");
  EXPECT_EQ(ErrorOf("rbm-train", {in, "--hidden=2", never, "--epsilon=0.1"}),
            "--epsilon: has no meaning with --optimizer=sgd, only with --optimizer=adam");
  EXPECT_EQ(ErrorOf("rbm-train", {in, "--hidden=2", never, "--optimizer=adam", "--epsilon=0"}),
            "--epsilon=0: must be a finite number above 0");
  EXPECT_EQ(ErrorOf("rbm-train", {in, "--hidden=2", never, "--optimizer=newton"}),
            "--optimizer=newton: must be one of sgd, adam");
}

// All weights of a machine of 3 x 2 units without biases.
std::string MachineOfOneWeight(double weight) {
  rbm::Machine machine(3, 2);
  for (double& value : machine.weights.values()) value = weight;
  const std::string prefix = Path("one_weight");
  EXPECT_TRUE(rbm::SaveMachine(machine, prefix).ok());
  return "--machine=" + prefix;
}

TEST(RbmCommandsTest, AnnealingSaysWhetherItHasConverged) {
  const Table good = RunCommand("rbm-ais", {MachineOfOneWeight(0.5), "--steps=200"}).value();
  EXPECT_EQ(Number(good, 0, "converged"), 1.0);
  EXPECT_EQ(Number(good, 1, "converged"), 1.0);
  EXPECT_EQ(good.comments().size(), 1u);
  const Table frozen = RunCommand("rbm-ais", {MachineOfOneWeight(1e4)}).value();
  EXPECT_EQ(Number(frozen, 0, "converged"), 0.0);
  EXPECT_EQ(Number(frozen, 1, "converged"), 0.0);
  ASSERT_EQ(frozen.comments().size(), 3u);
  EXPECT_TRUE(absl::StartsWith(frozen.comments()[1],
                               "forward has not converged: forward and reverse are 1."))
      << frozen.comments()[1];
  const std::string flag = MachineOfOneWeight(1e100);
  for (const std::string& error :
       {ErrorOf("rbm-ais", {flag}),
        ErrorOf("rbm-flow", {flag, "--in=" + SampleFile(), "--steps=1"})}) {
    EXPECT_EQ(error, flag +
                         ": the weights and the bias of visible unit 0 add up to 2e+100 in "
                         "size; must be at most 1e+37, to be computed with in single precision");
  }
}

TEST(RbmCommandsTest, SizesAreKnownToBeTooLargeBeforeTheWork) {
  const std::string in = "--in=" + SampleFile();
  const std::string out = "--out=" + Path("never");
  EXPECT_EQ(ErrorOf("rbm-train", {in, "--hidden=8000000", out}),
            "--hidden=8000000: must be at most 7352940 with samples of 16 units, for a machine of "
            "125000000 parameters");
  EXPECT_TRUE(absl::StartsWith(
      ErrorOf("rbm-train", {in, "--hidden=1000000", "--persistent", "--chains=2000000000", out}),
      "--hidden=1000000 --batch=100 --chains=2000000000 without --npy needs "));
  EXPECT_EQ(ErrorOf("rbm-train", {in, "--hidden=2", out, "--deviation=1e300"}),
            "--deviation=1e300: must be a number from 0 to 100");
}

TEST(RbmCommandsTest, NamesWhatIsWrong) {
  const std::string in = "--in=" + SampleFile();
  const std::string machine = "--machine=" + MachineFile(9, 2);
  const std::string out = "--out=" + Path("never");
  EXPECT_EQ(ErrorOf("rbm-train", {in, "--hidden=2", out, "--learning_rate=0"}),
            "--learning_rate=0: must be a finite number above 0");
  EXPECT_EQ(ErrorOf("rbm-train", {in, "--hidden=2", out, "--learning_rate=-0.1"}),
            "--learning_rate=-0.1: must be a finite number above 0");
  EXPECT_TRUE(absl::StrContains(ErrorOf("rbm-train", {in, "--hidden=0", out}), "--hidden"));
  EXPECT_TRUE(absl::StrContains(ErrorOf("rbm-train", {in, "--hidden=99999999999", out}),
                                "--hidden=99999999999"));
  EXPECT_EQ(ErrorOf("rbm-train", {in, "--hidden=2", out, "--chains=10"}),
            "--chains: has no meaning with --persistent=false, only with --persistent=true");
  EXPECT_EQ(ErrorOf("rbm-train", {in, "--hidden=2", "--out="}), "--out=: must not be empty");
  EXPECT_EQ(ErrorOf("rbm-train", {in, "--hidden=2", out, "--l1=-1"}),
            "--l1=-1: must be a finite number of at least 0");
  EXPECT_TRUE(absl::StartsWith(ErrorOf("rbm-train", {in, "--hidden=2", out, "--learning_rate=1e5"}),
                               "training diverged in epoch 1 at learning rate 100000"));
  EXPECT_TRUE(
      absl::StartsWith(ErrorOf("rbm-train", {"--in=" + Path("absent.npy"), "--hidden=2", out}),
                       "--in: cannot read "));
  EXPECT_FALSE(ReadFile(Path("never_params.csv")).ok());

  const std::string mismatch = "--in: the samples have 16 units each, the machine has 9";
  EXPECT_EQ(ErrorOf("rbm-exact", {machine, in}), mismatch);
  EXPECT_EQ(ErrorOf("rbm-correlators", {machine, in}), mismatch);
  EXPECT_EQ(ErrorOf("rbm-flow", {machine, in}), mismatch);
  EXPECT_TRUE(absl::StartsWith(ErrorOf("rbm-exact", {"--machine=" + Path("absent")}),
                               "--machine: there is no machine "));
  EXPECT_TRUE(absl::StartsWith(ErrorOf("rbm-exact", {"--machine=" + MachineFile(30, 29)}),
                               "a sum over all states"));
  EXPECT_TRUE(absl::StrContains(ErrorOf("rbm-ais", {machine, "--chains=1"}), "--chains"));
  EXPECT_TRUE(absl::StrContains(ErrorOf("rbm-flow", {machine, in, "--variant=both"}), "variant"));
  const std::string wide = Path("wide.csv");
  ASSERT_TRUE(WriteFile("k,v0,v1,v2\n0,1,1,-1\n", wide).ok());
  EXPECT_TRUE(
      absl::EndsWith(ErrorOf("rbm-correlators", {"--machine=" + MachineFile(3, 2), "--in=" + wide}),
                     ": 3 visible units are no square image"));
  ASSERT_TRUE(WriteFile("k,v0,v1,v2\n0,1,1,2\n", wide).ok());
  EXPECT_TRUE(
      absl::EndsWith(ErrorOf("rbm-exact", {"--machine=" + MachineFile(3, 2), "--in=" + wide}),
                     ":2: cell 4 is 2; spins are 1 and -1, or 1 and 0, throughout a file"));
  ASSERT_TRUE(WriteFile("name,i,a,value\nW,0,0\n", Path("cut_params.csv")).ok());
  EXPECT_TRUE(absl::StartsWith(ErrorOf("rbm-exact", {"--machine=" + Path("cut")}), "--machine: "));
}

}  // namespace
}  // namespace infoflow::command_line
