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
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
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
      {{good, "--method=knn", "--jitter=-1"}, "--jitter=-1: must be a finite number of at least 0"},
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

std::string FileFlag(const std::string& flag, const std::string& text) {
  const std::string path = absl::StrCat(testing::TempDir(), "/", flag, ".csv");
  EXPECT_TRUE(WriteFile(text, path).ok());
  return absl::StrCat("--", flag, "=", path);
}

absl::StatusOr<Table> RunInformation(const std::vector<std::string>& arguments) {
  return RunCommand(EstimatorCommands(), "mutual-information", arguments);
}

double InformationOf(const std::vector<std::string>& arguments) {
  const absl::StatusOr<Table> table = RunInformation(arguments);
  if (!table.ok()) {
    ADD_FAILURE() << table.status();
    return std::nan("");
  }
  return table->Number(0, "mutual_information").value();
}

// X and Y of six points by hand.
TEST(MutualInformationCommandTest, ThreeMethods) {
  const std::string pairs = "0,0\n1,3\n2,1\n4,5\n5,4\n7,9\n";
  const std::string both = FileFlag("samples", pairs);
  const std::string x = FileFlag("x", "0\n1\n2\n4\n5\n7\n");
  const std::string y = FileFlag("y", "0\n3\n1\n5\n4\n9\n");
  const std::string labels = FileFlag("labels", "0\n0\n0\n7\n7\n7\n");
  for (const std::string method : {"--method=knn", "--method=binning", "--method=gaussian"}) {
    EXPECT_EQ(InformationOf({both, method}), InformationOf({x, y, method})) << method;
  }
  // By n times the sums of squares less the squares of the sums: 209, 308, and 230 for the product.
  EXPECT_NEAR(InformationOf({x, y, "--method=gaussian"}),
              -0.5 * std::log(1.0 - 230.0 * 230.0 / (209.0 * 308.0)), kExact);
  // Halves of X are the labels.
  EXPECT_NEAR(InformationOf({x, labels, "--method=binning", "--bins=2"}), std::log(2.0), kExact);
  // Halves of X and of Y (below 4.5): 0 0 0 1 1 1 and 0 0 0 1 0 1.
  EXPECT_NEAR(InformationOf({x, y, "--method=binning", "--bins=2"}),
              std::log(2.0) + (std::log(3.0) - 2.0 / 3.0 * std::log(2.0)) -
                  (0.5 * std::log(2.0) + std::log(6.0) / 6.0 + std::log(3.0) / 3.0),
              kExact);
  const Table table = RunInformation({x, y, "--method=knn", "--neighbours=2"}).value();
  EXPECT_EQ(table.Number(0, "samples").value(), 6.0);
  EXPECT_EQ(table.Number(0, "x_dimension").value(), 1.0);
  EXPECT_EQ(table.Number(0, "y_dimension").value(), 1.0);
}

// Correlated normal pairs: -(1/2) ln(1 - r^2) by both, within some 6 errors of 1/sqrt(P) each.
TEST(MutualInformationCommandTest, NormalPairs) {
  random::Stream stream(3, random::StreamUse::kTest, 0);
  std::string pairs;
  for (int i = 0; i < 4000; ++i) {
    const double x = random::Normal(stream);
    absl::StrAppend(&pairs, x, ",", 0.8 * x + 0.6 * random::Normal(stream), "\n");
  }
  const std::string samples = FileFlag("samples", pairs);
  const double exact = -0.5 * std::log(0.36);
  EXPECT_NEAR(InformationOf({samples, "--method=gaussian", "--correct_bias"}), exact, 0.08);
  EXPECT_NEAR(InformationOf({samples, "--method=knn"}), exact, 0.1);
}

// 0,1 above decimals reads as names of columns, unless the user knows better.
TEST(MutualInformationCommandTest, TakesTheUsersWordOnTheHeader) {
  const std::string samples = FileFlag("samples", "0,1\n2.5,3.5\n1.5,-0.5\n0.25,7.5\n4.5,0.5\n");
  const auto samples_of = [&](const std::string& header) {
    return RunInformation({samples, "--method=gaussian", header})->Number(0, "samples").value();
  };
  EXPECT_EQ(samples_of("--header=auto"), 4.0);
  EXPECT_EQ(samples_of("--header=no"), 5.0);
  EXPECT_EQ(samples_of("--header=yes"), 4.0);
}

TEST(MutualInformationCommandTest, SaysWhatIsWrong) {
  const auto error_of = [](const std::vector<std::string>& arguments) {
    return ErrorMessage(RunInformation(arguments));
  };
  const std::string x = FileFlag("x", "0\n1\n2\n");
  const std::string choice =
      "give --samples=FILE, or --x=FILE with --y=FILE, or --x=FILE with --labels=FILE";
  EXPECT_EQ(error_of({x, "--method=knn"}), choice);
  EXPECT_EQ(error_of({"--method=knn"}), choice);
  EXPECT_EQ(error_of({x, FileFlag("y", "1\n2\n3\n"), FileFlag("samples", "1,2\n"), "--method=knn"}),
            choice);
  EXPECT_TRUE(absl::StrContains(error_of({x, FileFlag("y", "1\n2\n"), "--method=knn"}),
                                "holds 3 samples and "));
  EXPECT_TRUE(absl::StrContains(error_of({FileFlag("samples", "1\n2\n"), "--method=knn"}),
                                "has 1 column, of which one must be left for Y"));
  EXPECT_TRUE(
      absl::StrContains(error_of({x, FileFlag("labels", "1\n2.5\n3\n"), "--method=binning"}),
                        "label 2 is 2.5; it must be a whole number of 32 bits"));
  EXPECT_NE(error_of({x, FileFlag("labels", "1\n2\n3\n"), "--method=knn"}), "");
}

}  // namespace
}  // namespace infoflow::command_line
