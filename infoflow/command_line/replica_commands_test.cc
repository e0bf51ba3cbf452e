#include "infoflow/command_line/replica_commands.h"

#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/command_line/command_testing.h"

namespace infoflow::command_line {
namespace {

using ::testing::TempDir;

// Fixed points and quadrature.
constexpr double kFixedPoint = 1e-8;

absl::StatusOr<Table> RunCommand(const std::string& name,
                                 const std::vector<std::string>& arguments) {
  return RunCommand(ReplicaCommands(), name, arguments);
}

std::string ErrorOf(const std::vector<std::string>& arguments,
                    const std::string& name = "replica") {
  return ErrorMessage(RunCommand(name, arguments));
}

std::string Contents(const std::string& name, const std::string& content) {
  const std::string path = TempDir() + "/" + name;
  std::ofstream(path) << content;
  return path;
}

TEST(ReplicaCommandTest, SolvesALinearLayerInClosedForm) {
  const Table table =
      RunCommand("replica", {"--prior=normal", "--layers=linear:alpha=1,noise=0.01"}).value();
  ASSERT_EQ(table.num_rows(), 1);
  const auto number = [&](const char* column) { return table.Number(0, column).value(); };
  // V (0.01 + V) = 0.01 (1 + ... ): the positive root of V^2 + D V - D = 0.
  const double noise = 0.01;
  const double error = (-noise + std::sqrt(noise * noise + 4.0 * noise)) / 2.0;
  EXPECT_EQ(number("layer"), 1.0);
  EXPECT_NEAR(number("mmse"), error, kFixedPoint);
  EXPECT_NEAR(number("entropy") - number("mutual_information"),
              0.5 * std::log(2.0 * M_PI * M_E * noise), 1e-12);
  EXPECT_EQ(number("fixed_points"), 1.0);
  EXPECT_LT(number("residual"), 1e-10);
  EXPECT_GE(number("iterations"), 1.0);
  EXPECT_EQ(number("converged"), 1.0);
  EXPECT_EQ(table.columns()[1].unit, "nats per input variable");
}

TEST(ReplicaCommandTest, AllSolversAgree) {
  const std::string layers = "--layers=hardtanh:alpha=1.5;relu:alpha=0.75,noise=1e-5";
  const Table expected = RunCommand("replica", {"--prior=normal", layers}).value();
  for (const char* solver : {"--solver=fixed-point", "--solver=vamp"}) {
    const Table table = RunCommand("replica", {"--prior=normal", layers, solver}).value();
    for (const char* column : {"entropy", "mutual_information", "mmse"}) {
      EXPECT_NEAR(table.Number(0, column).value(), expected.Number(0, column).value(), kFixedPoint);
    }
  }
}

TEST(ReplicaCommandTest, ListsFixedPointsAndTruncations) {
  const Table points =
      RunCommand("replica",
                 {"--prior=bimodal", "--layers=relu:alpha=0.5,noise=0.01", "--all_fixed_points"})
          .value();
  ASSERT_EQ(points.num_rows(), 2);
  EXPECT_LT(points.Number(0, "entropy").value(), points.Number(1, "entropy").value());
  const Table layers = RunCommand("replica", {"--prior=normal", "--truncations",
                                              "--layers=relu:alpha=1;linear:alpha=0.5,noise=0.1"})
                           .value();
  ASSERT_EQ(layers.num_rows(), 2);
  EXPECT_EQ(layers.Number(0, "layer").value(), 1.0);
  // What the second layer tells of the input it has from the first.
  EXPECT_GT(layers.Number(0, "mutual_information").value(),
            layers.Number(1, "mutual_information").value());
}

TEST(ReplicaCommandTest, ReadsSpectraAndWeights) {
  const std::string spectrum = Contents("spectrum.txt", "# two of four\n2\n0\n\n1e-17\n1\n");
  const std::string weights = Contents("weights.csv", "1,0,0,0\n0,1.4142135623730951,0,0\n");
  const Table from_spectrum =
      RunCommand("replica",
                 {"--prior=normal", "--layers=linear:alpha=0.5,noise=0.1,spectrum=" + spectrum})
          .value();
  const Table from_weights =
      RunCommand("replica", {"--prior=normal", "--layers=linear:noise=0.1,weights=" + weights})
          .value();
  const double exact = (std::log(2.0 * M_PI * M_E * 2.1) + std::log(2.0 * M_PI * M_E * 1.1)) / 8.0;
  EXPECT_NEAR(from_spectrum.Number(0, "entropy").value(), exact, 1e-12);
  EXPECT_NEAR(from_weights.Number(0, "entropy").value(), exact, 1e-12);
}

TEST(ReplicaCommandTest, SaysWhatIsWrong) {
  const std::string prior = "--prior=normal";
  EXPECT_EQ(ErrorOf({prior, "--layers=linear:alpha=-1,noise=0.1"}),
            "--layers: layer 1: alpha must be a positive number of at most 1e6, not -1");
  EXPECT_EQ(ErrorOf({prior, "--layers=linear:alpha=1,noise=-0.1"}),
            "--layers: layer 1: noise=-0.10000000000000001: must be a variance of at least 0");
  EXPECT_EQ(ErrorOf({prior, "--layers=linear:noise=0.1"}),
            "--layers: layer 1: alpha, the number of outputs per input, is missing");
  EXPECT_EQ(ErrorOf({prior, "--layers=linear:alpha=1,noise"}),
            "--layers: layer 1: 'noise' is not of the form name=value");
  EXPECT_EQ(ErrorOf({prior, "--layers=linear:alpha=1,alpha=2"}),
            "--layers: layer 1: alpha is given twice");
  EXPECT_NE(ErrorOf({prior, "--layers=relu:alpha=1;swish:alpha=1,noise=1"}).find("layer 2"),
            std::string::npos);
  EXPECT_NE(ErrorOf({"--prior=bimodal:p=1.5", "--layers=linear:alpha=1,noise=1"}).find("--prior"),
            std::string::npos);
  EXPECT_NE(ErrorOf({"--prior=bimodal", "--layers=linear:alpha=1,noise=0"}).find("noise > 0"),
            std::string::npos);
  EXPECT_NE(ErrorOf({prior, "--layers=linear:alpha=2,noise=0"}).find("minus infinity"),
            std::string::npos);
  EXPECT_NE(ErrorOf({prior, "--layers=relu:alpha=3,noise=0"}).find("minus infinity"),
            std::string::npos);
  EXPECT_EQ(ErrorOf({prior, "--layers=linear:alpha=1,noise=0.01,weight_var=1e305"}),
            "layer 1: its weights make of an input of second moment 1 a pre-activation of variance "
            "9.9999999999999994e+304; allowed are 1e-100 to 1e+100");
  EXPECT_EQ(ErrorOf({"--prior=normal:mean=1e200", "--layers=linear:alpha=1,noise=0.01"}),
            "a prior of mean 9.9999999999999997e+199 and variance 1 has second moment inf; allowed "
            "are 1e-100 to 1e+100");
  EXPECT_EQ(
      ErrorOf({prior, "--layers=linear:alpha=1,noise=1e-125"}),
      "layer 1: noise=1e-125 is 1e-125 of the variance of the pre-activation, 1; the smallest "
      "ratio allowed is 1e-120 (or a noise of 0)");
  EXPECT_EQ(ErrorOf({prior, "--layers=linear:alpha=1,noise=1e101"}),
            "layer 1: noise=9.9999999999999998e+100; allowed are 0 to 1e+100");
  for (const char* tolerance : {"0", "-1", "1e-30"}) {
    EXPECT_EQ(ErrorOf({prior, "--layers=linear:alpha=1,noise=1",
                       std::string("--tolerance=") + tolerance}),
              std::string("--tolerance=") + tolerance + ": must be a number from 1e-13 to 0.1");
  }
  EXPECT_NE(ErrorOf({prior, "--layers=swish:alpha=1"}).find("sign for probit"), std::string::npos);
  EXPECT_NE(ErrorOf({prior, "--layers=linear:alpha=1,noise=1e-5", "--max_iterations=2"})
                .find("no fixed point after 2 iterations"),
            std::string::npos);
}

// Extreme eigenvalues and noises: a finite entropy, or an error.
TEST(ReplicaCommandTest, EndsOfTheScale) {
  for (const char* eigenvalue : {"1.7e308", "1e308", "1e301", "1e299", "1e-300", "5e-324"}) {
    const std::string path = Contents("extreme.csv", std::string(eigenvalue) + "\n1\n");
    for (const char* layer : {"linear:alpha=1,noise=0.01", "linear:alpha=1,noise=1e307"}) {
      const auto table = RunCommand(
          "replica", {"--prior=normal", "--layers=" + std::string(layer) + ",spectrum=" + path});
      if (!table.ok()) continue;
      EXPECT_TRUE(std::isfinite(*table->Number(0, "entropy"))) << eigenvalue;
      EXPECT_TRUE(std::isfinite(*table->Number(0, "mutual_information"))) << eigenvalue;
      EXPECT_TRUE(std::isfinite(*table->Number(0, "mmse"))) << eigenvalue;
    }
  }
}

TEST(ReplicaCommandTest, SaysWhatIsWrongWithFiles) {
  const auto error_of = [](const std::string& content) {
    const std::string path = Contents("broken.txt", content);
    return ErrorOf({"--prior=normal", "--layers=linear:alpha=1,noise=0.1,spectrum=" + path});
  };
  EXPECT_NE(error_of("").find("the file holds no numbers"), std::string::npos);
  EXPECT_NE(error_of("1\nabc\n").find(":2: cell 1 is 'abc', not a finite number"),
            std::string::npos);
  EXPECT_NE(error_of("1\n-0.5\n").find("not negative"), std::string::npos);
  EXPECT_NE(error_of("0\n0\n").find("no positive eigenvalue"), std::string::npos);
  EXPECT_NE(error_of("1,2\n3,4\n").find("one eigenvalue per line"), std::string::npos);
  const std::string zero = Contents("zero.csv", "0,0\n0,0\n");
  EXPECT_EQ(ErrorOf({"--prior=normal", "--layers=linear:noise=0.1,weights=" + zero}),
            "--layers: layer 1: weights=" + zero +
                ": a spectrum has no positive eigenvalue; at least one is needed");
  const std::string big = Contents("big.csv", "1,0\n0,1e200\n");
  EXPECT_EQ(
      ErrorOf({"--prior=normal", "--layers=linear:noise=0.1,weights=" + big}),
      "--layers: layer 1: weights=" + big +
          ": the weight 9.9999999999999997e+199 in row 2 is not a finite number of size up to "
          "1e+100");
  EXPECT_NE(
      ErrorOf({"--prior=normal", "--layers=linear:alpha=1,spectrum=/nowhere"}).find("/nowhere"),
      std::string::npos);
}

TEST(ReplicaLandscapeCommandTest, PrintsCurveFixedPointsAndPhase) {
  const std::vector<std::string> arguments = {"--prior=spike-slab:p=0.3,mean=1,var=0.5",
                                              "--layers=linear:alpha=0.4,noise=1e-5",
                                              "--points=20"};
  const Table table = RunCommand("replica-landscape", arguments).value();
  EXPECT_EQ(table.num_rows(), 23);
  ASSERT_EQ(table.comments().size(), 1u);
  EXPECT_EQ(table.comments()[0], "phase: hard");
  int stable = 0;
  for (int row = 0; row < table.num_rows(); ++row) {
    if (table.Text(row, "point").value() == "stable") ++stable;
    if (row > 0) {
      EXPECT_GE(table.Number(row, "error").value(), table.Number(row - 1, "error").value());
    }
  }
  EXPECT_EQ(stable, 2);
  EXPECT_NE(ErrorOf({"--prior=normal", "--layers=linear:alpha=1,noise=1", "--smallest=-1"},
                    "replica-landscape")
                .find("--smallest"),
            std::string::npos);
}

}  // namespace
}  // namespace infoflow::command_line
