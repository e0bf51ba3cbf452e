#include "infoflow/command_line/estimator_commands.h"

#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/command_line/command_testing.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/file.h"

namespace infoflow::command_line {
namespace {

constexpr double kExact = 1e-12;
using numerics::kLn2PiE;

// Writes `text` to a file and returns the flag that names it.
std::string SamplesFlag(const std::string& text) {
  const std::string path = absl::StrCat(testing::TempDir(), "/samples.csv");
  EXPECT_TRUE(WriteFile(text, path).ok());
  return absl::StrCat("--samples=", path);
}

absl::StatusOr<Table> RunCommand(const std::vector<std::string>& arguments) {
  return RunCommand(EstimatorCommands(), "estimate-entropy", arguments);
}

double EntropyOf(const std::string& text, std::vector<std::string> arguments) {
  arguments.push_back(SamplesFlag(text));
  const absl::StatusOr<Table> table = RunCommand(arguments);
  if (!table.ok()) {
    ADD_FAILURE() << table.status();
    return std::nan("");
  }
  return table->Number(0, "entropy").value();
}

std::string ErrorOf(const std::vector<std::string>& arguments) {
  return ErrorMessage(RunCommand(arguments));
}

TEST(EstimateEntropyCommandTest, PrintsOneRow) {
  const Table table = RunCommand({SamplesFlag("x,y\n0,0\n3,4\n"), "--method=knn", "--neighbours=1",
                                  "--norm=euclidean"})
                          .value();
  ASSERT_EQ(table.num_rows(), 1);
  ASSERT_EQ(table.num_columns(), 5);
  EXPECT_EQ(table.Text(0, "method").value(), "knn");
  EXPECT_EQ(table.Number(0, "samples").value(), 2.0);
  EXPECT_EQ(table.Number(0, "dimension").value(), 2.0);
  // psi(2) - psi(1) + ln pi + 2 ln 5.
  const double want = 1.0 + std::log(3.14159265358979324) + 2.0 * std::log(5.0);
  EXPECT_NEAR(table.Number(0, "entropy").value(), want, kExact);
  EXPECT_NEAR(table.Number(0, "entropy_per_dimension").value(), want / 2.0, kExact);
  EXPECT_EQ(table.columns()[3].unit, "nats");
  EXPECT_EQ(table.columns()[4].unit, "nats per dimension");
}

TEST(EstimateEntropyCommandTest, KnowsEveryMethodByHeart) {
  EXPECT_NEAR(EntropyOf("0\n2\n", {"--method=knn", "--neighbours=1"}), 1.0 + 2.0 * std::log(2.0),
              kExact);
  const double noise = 0.5 * (kLn2PiE + std::log(2.0));
  EXPECT_NEAR(EntropyOf("0\n3\n", {"--method=mixture-upper", "--noise_variance=2"}),
              noise - std::log(0.5 + 0.5 * std::exp(-9.0 / 4.0)), kExact);
  EXPECT_NEAR(EntropyOf("0\n3\n", {"--method=mixture-lower", "--noise_variance=2"}),
              noise - std::log(0.5 + 0.5 * std::exp(-9.0 / 16.0)), kExact);
  EXPECT_NEAR(EntropyOf("0\n0\n1\n1\n", {"--method=binning"}), std::log(2.0), kExact);
  EXPECT_NEAR(EntropyOf("0\n0\n1\n1\n", {"--method=binning", "--correct_bias"}),
              std::log(2.0) + 0.125, kExact);
  EXPECT_NEAR(EntropyOf("0.1\n0.2\n0.9\n0.8\n", {"--method=binning", "--bins=2", "--range=-1,1"}),
              0.0, kExact);
  // Variance 1 of -1, 0, 1.
  EXPECT_NEAR(EntropyOf("-1\n0\n1\n", {"--method=gaussian"}), 0.5 * kLn2PiE, kExact);
  EXPECT_NEAR(EntropyOf("-1\n0\n1\n", {"--method=gaussian", "--correct_bias"}),
              0.5 * kLn2PiE + 0.5 * 0.57721566490153286, kExact);
}

TEST(EstimateEntropyCommandTest, JitterBreaksTies) {
  const std::string text = "0\n0\n1\n2\n3\n";
  EXPECT_TRUE(std::isfinite(EntropyOf(text, {"--method=knn", "--jitter=1e-10"})));
}

TEST(EstimateEntropyCommandTest, TakesRelativePathsFromWhereTheUserStands) {
  SamplesFlag("0\n2\n");
  setenv("BUILD_WORKING_DIRECTORY", testing::TempDir().c_str(), 1);
  EXPECT_TRUE(RunCommand({"--samples=samples.csv", "--method=gaussian"}).ok());
  unsetenv("BUILD_WORKING_DIRECTORY");
}

TEST(EstimateEntropyCommandTest, RefusesBadInputInOneSentence) {
  const std::string good = SamplesFlag("0,1\n1,0\n2,3\n3,2\n");
  const std::string path = good.substr(10);
  struct Case {
    std::vector<std::string> arguments;
    std::string error;
  };
  const Case cases[] = {
      {{"--method=knn"},
       "--samples: missing; one sample a row: text of numbers, or .npy or .npz (docs/files.md)"},
      {{good},
       "--method: missing; which estimator (knn, mixture-upper, mixture-lower, binning, "
       "gaussian)"},
      {{good, "--method=guess"},
       "--method=guess: must be one of knn, mixture-upper, mixture-lower, binning, gaussian"},
      {{good, "--method=knn", "--neighbours=4"},
       "there are 4 samples; 4 neighbours of each need at least 5"},
      {{good, "--method=knn", "--neighbours=0"},
       "--neighbours=0: must be an integer of at least 1"},
      {{good, "--method=knn", "--neighbours=3000000000"},
       "--neighbours=3000000000: must be an integer of at most 2147483647"},
      {{good, "--method=knn", "--jitter=-1"},
       "jitter is -1; allowed are finite numbers of at least 0"},
      {{good, "--method=mixture-upper"}, "--noise_variance=0: must be above 0"},
      {{good, "--method=mixture-lower", "--noise_variance=-1e-5"},
       "--noise_variance=-1e-05: must be above 0"},
      {{good, "--method=knn", "--noise_variance=1"},
       "--noise_variance: has no meaning with --method=knn, only with --method=mixture-upper or "
       "mixture-lower"},
      {{good, "--method=knn", "--bins=5"},
       "--bins: has no meaning with --method=knn, only with --method=binning"},
      {{good, "--method=binning", "--neighbours=2"},
       "--neighbours: has no meaning with --method=binning, only with --method=knn"},
      {{good, "--method=knn", "--correct_bias"},
       "--correct_bias: has no meaning with --method=knn, only with --method=binning or gaussian"},
      {{good, "--method=binning", "--range="}, "--range=: must not be empty"},
      {{good, "--method=mixture-lower", "--noise_variance=nan"},
       "--noise_variance=nan: must be a finite number"},
      {{good, "--method=binning", "--bins=0"}, "--bins=0: must be an integer of at least 1"},
      {{good, "--method=binning", "--range=1,-1"},
       "--range=1,-1: must be two rising numbers, such as -1,1"},
      {{good, "--method=binning", "--range=-1,1"},
       "sample 3, column 1 is 2, outside the range -1 to 1"},
  };
  for (const Case& bad : cases) EXPECT_EQ(ErrorOf(bad.arguments), bad.error);
  EXPECT_TRUE(
      absl::StrContains(ErrorOf({"--samples=/no/such/file", "--method=knn"}), "/no/such/file"));
  EXPECT_EQ(ErrorOf({SamplesFlag("1\n2\n3\n2\n5\n"), "--method=knn"}),
            "samples 2 and 4 are equal; nearest neighbours need distinct samples, or a jitter such "
            "as 1e-10 that breaks ties");
  EXPECT_EQ(ErrorOf({SamplesFlag("1,2\n3,x\n"), "--method=gaussian"}),
            absl::StrCat(path, ":2: cell 2 is 'x', not a finite number"));
  EXPECT_EQ(ErrorOf({SamplesFlag("1,2\n3,4\n"), "--method=gaussian"}),
            "there are 2 samples; a covariance in 2 dimensions needs at least 3");
}

}  // namespace
}  // namespace infoflow::command_line
