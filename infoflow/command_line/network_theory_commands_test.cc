#include "infoflow/command_line/network_theory_commands.h"

#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "infoflow/command_line/command_testing.h"
#include "infoflow/support/flag_set.h"
#include "infoflow/support/table.h"

namespace infoflow::command_line {
namespace {

absl::StatusOr<Table> RunCommand(const std::string& name,
                                 const std::vector<std::string>& arguments) {
  return RunCommand(NetworkTheoryCommands(), name, arguments);
}

std::string ErrorOf(const std::string& name, const std::vector<std::string>& arguments) {
  return ErrorMessage(RunCommand(name, arguments));
}

std::string File(const std::string& rows) {
  const std::string path = ::testing::TempDir() + "/network.csv";
  std::ofstream(path) << "kind,layer,row,col,value\n" << rows;
  return path;
}

constexpr char kLayer0[] =
    "x,0,0,0,1\n"
    "W,0,0,0,0.5\nW,0,1,0,-0.25\n"
    "b,0,0,0,0\nb,0,1,0,0\n";
constexpr char kLayer1[] =
    "W,1,0,0,1\nW,1,0,1,0\nW,1,1,0,0\nW,1,1,1,2\n"
    "b,1,0,0,0\nb,1,1,0,0.1\n";

TEST(MeanFieldCommandTest, PrintsOnePoint) {
  const Table table = RunCommand("mean-field", {"--activation=relu", "--weight_variance=1.5",
                                                "--bias_variance=0.1"})
                          .value();
  ASSERT_EQ(table.num_rows(), 1);
  EXPECT_NEAR(table.Number(0, "q_star").value(), 0.4, 1e-13);
  EXPECT_EQ(table.Number(0, "c_star").value(), 1.0);
  EXPECT_NEAR(table.Number(0, "chi_1").value(), 0.75, 1e-14);
  EXPECT_NEAR(table.Number(0, "xi_q").value(), -1.0 / std::log(0.75), 1e-12);
  EXPECT_NEAR(table.Number(0, "xi_c").value(), -1.0 / std::log(0.75), 1e-12);
  // Infinite lengths are printed as such.
  const Table critical =
      RunCommand("mean-field", {"--weight_variance=1", "--bias_variance=0"}).value();
  EXPECT_EQ(critical.Text(0, "xi_c").value(), "inf");
}

TEST(MeanFieldCriticalCommandTest, PrintsTheCriticalPoint) {
  // erf at q = 0.6: sigma_w^2 = pi sqrt(1 + 4 q) / 4.
  const double root = std::sqrt(3.4);
  const double bias = 0.6 - 0.5 * root * std::asin(1.2 / 2.2);
  const Table table = RunCommand("mean-field-critical",
                                 {"--activation=erf", "--bias_variance=" + FormatDouble(bias)})
                          .value();
  EXPECT_NEAR(table.Number(0, "weight_variance").value(), 0.25 * M_PI * root, 1e-13);
  EXPECT_NEAR(table.Number(0, "q_star").value(), 0.6, 1e-12);
}

TEST(NetworkRelativeEntropyCommandTest, UsesTheSamplesOfTheFile) {
  const std::string path = File(std::string(kLayer0) + kLayer1 + "Z0,0,0,0,0.3\nZ0,0,1,0,-0.2\n");
  const Table table = RunCommand("network-relative-entropy", {"--network=" + path}).value();
  ASSERT_EQ(table.num_rows(), 2);
  const auto number = [&](int row, const char* column) {
    return table.Number(row, column).value();
  };
  // z^0 = (0.5, -0.25).
  EXPECT_NEAR(number(0, "mean"), 0.125, 1e-15);
  EXPECT_NEAR(number(0, "variance"), 0.375 * 0.375, 1e-15);
  EXPECT_EQ(number(0, "relative_entropy"), 0.0);
  const double z0 = std::tanh(0.5), z1 = 2.0 * std::tanh(-0.25) + 0.1;
  const double mean = 0.5 * (z0 + z1), variance = 0.25 * (z0 - z1) * (z0 - z1);
  const double s0 = std::tanh(0.3) - mean, s1 = 2.0 * std::tanh(-0.2) + 0.1 - mean;
  EXPECT_NEAR(number(1, "term3"), (s0 * s0 + s1 * s1) / (2.0 * variance), 1e-13);
  EXPECT_NEAR(number(1, "relative_entropy"),
              number(1, "term1") + number(1, "term2") + number(1, "term3"), 1e-14);
  EXPECT_GT(number(1, "gaussian_forward"), 0.0);
}

TEST(NetworkRelativeEntropyCommandTest, DrawsSamplesWhereThereAreNone) {
  const std::string argument = "--network=" + File(std::string(kLayer0) + kLayer1);
  const auto term = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {argument};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunCommand("network-relative-entropy", arguments)->Number(1, "term3").value();
  };
  EXPECT_EQ(term({"--seed=3", "--samples=600"}),
            term({"--seed=3", "--samples=600", "--threads=2"}));
  EXPECT_NE(term({"--seed=3"}), term({"--seed=4"}));
  EXPECT_NE(term({"--activation=relu"}), term({"--activation=tanh"}));
}

TEST(NetworkTheoryCommandsTest, SaysWhatIsWrong) {
  const std::string w = "--weight_variance=1.5", b = "--bias_variance=0.1";
  EXPECT_TRUE(absl::StrContains(ErrorOf("mean-field", {"--activation=swish", w, b}), "swish"));
  EXPECT_EQ(ErrorOf("mean-field", {"--weight_variance=-1", b}),
            "weight variance is -1; it must be a number from 0 to 1e100");
  EXPECT_EQ(ErrorOf("mean-field", {w, "--bias_variance=-1"}),
            "bias variance is -1; it must be a number from 0 to 1e100");
  EXPECT_TRUE(absl::StrContains(ErrorOf("mean-field", {"--weight_variance=nan", b}), "nan"));
  EXPECT_TRUE(absl::StrContains(ErrorOf("mean-field", {b}), "--weight_variance"));
  EXPECT_TRUE(
      absl::StrContains(ErrorOf("mean-field", {"--activation=relu", "--weight_variance=2", b}),
                        "no single finite fixed point"));
  EXPECT_TRUE(absl::StrContains(ErrorOf("mean-field-critical", {"--bias_variance=-1"}), "-1"));
  EXPECT_TRUE(absl::StrContains(ErrorOf("mean-field-critical", {"--bias_variance=nan"}), "nan"));
  EXPECT_TRUE(absl::StrContains(ErrorOf("mean-field-critical", {"--activation=relu", b}), "relu"));
}

TEST(NetworkTheoryCommandsTest, SaysWhatIsWrongWithFiles) {
  const auto error = [](const std::string& rows) {
    return ErrorOf("network-relative-entropy", {"--network=" + File(rows)});
  };
  EXPECT_TRUE(
      absl::StrContains(ErrorOf("network-relative-entropy", {"--network=/nowhere"}), "/nowhere"));
  EXPECT_TRUE(absl::StrContains(error(""), "no entry of kind x"));
  EXPECT_TRUE(absl::StrContains(error("x,0,0,0\n"), "4 cells"));
  EXPECT_TRUE(absl::StrContains(error(std::string(kLayer0) + "W,1,0,0,abc\n"), "'abc'"));
  EXPECT_TRUE(absl::StrContains(error(std::string(kLayer0) + "W,1,0,0,nan\n"), "'nan'"));
  // Layer 1 takes one value where layer 0 has two.
  EXPECT_EQ(error(std::string(kLayer0) + "W,1,0,0,1\nb,1,0,0,0\n"),
            "--network: layer 1 takes 1 values but is given 2, the width of the layer before");
  EXPECT_EQ(error(std::string(kLayer0) + "x,0,1,0,1\n"),
            "--network: layer 0 takes 1 values but is given 2, the size of the input");
  EXPECT_TRUE(absl::StrContains(error(std::string(kLayer0) + "b,0,2,0,1\n"),
                                "layer 0 has 2 rows of weights but 3 biases"));
  EXPECT_TRUE(
      absl::StrContains(error(std::string(kLayer0) + "Z0,0,0,0,1\n"), "samples have shape"));
}

}  // namespace
}  // namespace infoflow::command_line
