#include "infoflow/command_line/ising_square_commands.h"

#include <cmath>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "infoflow/command_line/command_testing.h"
#include "infoflow/support/flag_set.h"
#include "infoflow/support/table.h"

namespace infoflow::command_line {
namespace {

absl::StatusOr<Table> RunCommand(const std::string& name,
                                 const std::vector<std::string>& arguments) {
  return RunCommand(IsingSquareCommands(), name, arguments);
}

std::string Error(const std::string& name, const std::vector<std::string>& flags) {
  return ErrorMessage(RunCommand(name, flags));
}

TEST(IsingSquareTest, Flow) {
  const auto table = RunCommand("ising-square", {"--coupling=0.1", "--scheme=drop", "--steps=3"});
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_EQ(table->num_rows(), 4);
  EXPECT_EQ(*table->Number(0, "relative_entropy_forward"), 0.0);
  // testdata/reference/renormalization/ising2d_flow_kl.csv.
  EXPECT_NEAR(*table->Number(3, "coupling") / 1.1516295109793448e-06, 1.0, 1e-13);
  EXPECT_NEAR(*table->Number(3, "relative_entropy_forward"), 0.010253443169769238, 1e-15);
  EXPECT_NEAR(*table->Number(3, "relative_entropy_reverse"), 0.01008383140131118, 1e-15);
  EXPECT_EQ(table->columns()[2].unit, "nats per site");
}

TEST(IsingSquareTest, FlowWithBlocking) {
  const auto table =
      RunCommand("ising-square", {"--coupling=-0.3", "--scheme=mk", "--blocking=3", "--steps=1"});
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_NEAR(*table->Number(1, "coupling"), std::atanh(std::pow(std::tanh(-0.9), 3)), 1e-15);
}

TEST(IsingSquareTest, Exact) {
  const auto table = RunCommand("ising-square-exact", {"--coupling=1"});
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_NEAR(*table->Number(0, "energy"), 1.9971602041122511, 2e-15);
  EXPECT_NEAR(*table->Number(0, "magnetization"), 0.9992757519570612, 2e-15);
  EXPECT_FALSE(table->HasColumn("torus_energy"));
  const auto torus =
      RunCommand("ising-square-exact", {"--coupling=0.3", "--rows=5", "--columns=7"});
  ASSERT_TRUE(torus.ok()) << torus.status();
  EXPECT_NEAR(*torus->Number(0, "torus_log_partition"), 27.730761693356687, 3e-14);
  EXPECT_NEAR(*torus->Number(0, "torus_energy"), 26.081980980811423, 3e-13);
}

TEST(IsingSquareTest, FixedPoint) {
  const auto table = RunCommand("ising-square-fixed-point", {"--scheme=mk", "--blocking=2"});
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_EQ(table->num_rows(), 2);
  EXPECT_NEAR(*table->Number(0, "coupling"), 0.3046889317180031, 1e-15);
  EXPECT_NEAR(*table->Number(0, "correlation_length_exponent"), 1.3382657903899535, 5e-15);
  EXPECT_EQ(*table->Text(1, "scheme"), "exact");
  EXPECT_EQ(*table->Number(1, "thermal_exponent"), 1.0);
}

TEST(IsingSquareTest, Truncation) {
  const auto table = RunCommand("ising-square-truncation", {"--coupling=0.4"});
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_EQ(table->num_rows(), 4);
  EXPECT_EQ(*table->Text(3, "scheme"), "optimal");
  EXPECT_NEAR(*table->Number(3, "truncated_coupling"), 0.34802897809841193, 1e-14);
  EXPECT_NEAR(*table->Number(3, "truncation_cost"), 0.008541561637657182, 1e-15);
  EXPECT_NEAR(*table->Number(0, "kept_entropy"), 0.5162131897262985, 1e-15);
}

// One sentence that names the flag, its value and what is allowed.
TEST(IsingSquareTest, BadInput) {
  EXPECT_EQ(Error("ising-square", {"--coupling=nan"}), "--coupling=nan: must be a finite number");
  EXPECT_EQ(Error("ising-square", {"--coupling=1", "--steps=-2"}),
            "--steps=-2: must be an integer from 0 to 100000");
  EXPECT_EQ(Error("ising-square", {"--coupling=1", "--steps=100001"}),
            "--steps=100001: must be an integer from 0 to 100000");
  EXPECT_EQ(Error("ising-square", {"--coupling=1", "--scheme=bulk"}),
            "--scheme=bulk: must be one of drop, sum, wall, mk, optimal");
  EXPECT_EQ(Error("ising-square", {"--coupling=1", "--scheme=mk", "--blocking=1"}),
            "--blocking=1: must be an integer from 2 to 1000000");
  EXPECT_EQ(Error("ising-square-fixed-point", {"--scheme=wall", "--blocking=2"}),
            "--blocking=2: only --scheme=mk takes a blocking, while wall always coarsens by "
            "sqrt(2)");
  EXPECT_TRUE(absl::StrContains(Error("ising-square-fixed-point", {"--scheme=drop"}),
                                "scheme drop has no fixed point"));
  EXPECT_TRUE(absl::StrContains(Error("ising-square-fixed-point", {"--scheme=optimal"}),
                                "scheme optimal has no fixed point"));
  EXPECT_EQ(Error("ising-square-exact", {"--coupling=1", "--rows=4"}),
            "--columns=0: must be an integer from 2 to 1000000, as both sides of a torus");
  EXPECT_EQ(Error("ising-square-exact", {"--coupling=1", "--rows=1", "--columns=4"}),
            "--rows=1: must be an integer from 2 to 1000000, as both sides of a torus");
  EXPECT_TRUE(absl::StrContains(Error("ising-square-truncation", {}), "--coupling: missing"));
}

TEST(IsingSquareTest, SaysWhyTheSlopeIsInfinite) {
  const auto comments = [](const char* coupling) {
    return RunCommand("ising-square-exact", {std::string("--coupling=") + coupling})
        .value()
        .comments();
  };
  const std::vector<std::string> critical = comments("0.4406867935097715");
  ASSERT_FALSE(critical.empty());
  EXPECT_EQ(critical.back().find("energy_slope is inf: "), 0u);
  EXPECT_TRUE(comments("0.44").empty());
}

// Beyond K = 20 the optimal coupling is K itself to the last place.
TEST(IsingSquareTest, LargeCouplingsHaveTheirOptimalTruncation) {
  for (const char* coupling : {"60", "92", "100", "1e4"}) {
    const Table table =
        RunCommand("ising-square-truncation", {std::string("--coupling=") + coupling}).value();
    const int last = table.num_rows() - 1;
    EXPECT_EQ(table.Text(last, "scheme").value(), "optimal");
    EXPECT_EQ(table.Number(last, "truncated_coupling").value(), std::stod(coupling));
    EXPECT_LT(table.Number(last, "truncation_cost").value(), 1e-200);
    EXPECT_GE(table.Number(last, "truncation_cost").value(), 0.0);
  }
}

}  // namespace
}  // namespace infoflow::command_line
