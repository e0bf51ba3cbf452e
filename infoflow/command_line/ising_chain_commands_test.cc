#include "infoflow/command_line/ising_chain_commands.h"

#include <cmath>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/command_line/command_testing.h"

namespace infoflow::command_line {
namespace {

// Closed forms of a few roundings.
constexpr double kExact = 4e-15;

absl::StatusOr<Table> RunCommand(const std::string& name,
                                 const std::vector<std::string>& arguments) {
  return RunCommand(IsingChainCommands(), name, arguments);
}

std::string ErrorOf(const std::string& name, const std::vector<std::string>& arguments) {
  return ErrorMessage(RunCommand(name, arguments));
}

TEST(IsingChainCommandTest, FollowsTheFlowWithoutField) {
  const Table table = RunCommand("ising-chain", {"--coupling=1", "--steps=3"}).value();
  ASSERT_EQ(table.num_rows(), 4);
  const double log_cosh = std::log(std::cosh(1.0));
  for (int row = 0; row < 4; ++row) {
    const double coupling = std::atanh(std::pow(std::tanh(1.0), 1 << row));
    const auto number = [&](const char* column) { return table.Number(row, column).value(); };
    EXPECT_EQ(number("step"), row);
    EXPECT_NEAR(number("coupling"), coupling, kExact);
    EXPECT_EQ(number("field"), 0.0);
    EXPECT_EQ(number("magnetization"), 0.0);
    EXPECT_NEAR(number("log_partition_per_site"), std::log(2.0 * std::cosh(coupling)), kExact);
    EXPECT_NEAR(number("entropy_per_site"),
                std::log(2.0 * std::cosh(coupling)) - coupling * std::tanh(coupling), kExact);
    EXPECT_NEAR(number("relative_entropy_forward"),
                std::log(std::cosh(coupling)) - log_cosh + (1.0 - coupling) * std::tanh(1.0),
                kExact);
    EXPECT_NEAR(number("relative_entropy_reverse"),
                log_cosh - std::log(std::cosh(coupling)) + (coupling - 1.0) * std::tanh(coupling),
                kExact);
    EXPECT_NEAR(number("forward_asymptote"), std::tanh(1.0) - log_cosh, kExact);
    EXPECT_NEAR(number("reverse_asymptote"), log_cosh, kExact);
  }
  EXPECT_EQ(table.columns()[4].unit, "nats per site");
}

TEST(IsingChainCommandTest, HasDefaults) {
  const Table table = RunCommand("ising-chain", {"--coupling=0.5"}).value();
  EXPECT_EQ(table.num_rows(), 11);
}

TEST(FiniteChainCommandTest, ComparesTwoOpenChainsWithoutField) {
  const Table table = RunCommand("ising-chain-finite", {"--coupling=0.8", "--other_coupling=0.3",
                                                        "--sites=11", "--boundary=open"})
                          .value();
  ASSERT_EQ(table.num_rows(), 1);
  const auto number = [&](const char* column) { return table.Number(0, column).value(); };
  const auto log_z = [](double k) { return std::log(2.0) + 10.0 * std::log(2.0 * std::cosh(k)); };
  EXPECT_EQ(number("sites"), 11);
  EXPECT_NEAR(number("log_partition"), log_z(0.8), 10 * kExact);
  EXPECT_NEAR(number("other_log_partition"), log_z(0.3), 10 * kExact);
  EXPECT_NEAR(number("bond_sum"), 10.0 * std::tanh(0.8), 10 * kExact);
  EXPECT_NEAR(number("other_bond_sum"), 10.0 * std::tanh(0.3), 10 * kExact);
  EXPECT_EQ(number("spin_sum"), 0.0);
  EXPECT_EQ(number("other_spin_sum"), 0.0);
  EXPECT_NEAR(number("relative_entropy_to_other"),
              log_z(0.3) - log_z(0.8) + 0.5 * 10.0 * std::tanh(0.8), 10 * kExact);
  EXPECT_NEAR(number("relative_entropy_from_other"),
              log_z(0.8) - log_z(0.3) - 0.5 * 10.0 * std::tanh(0.3), 10 * kExact);
}

TEST(IsingChainCommandTest, RefusesBadInputInOneSentence) {
  struct Case {
    const char* command;
    std::vector<std::string> arguments;
    const char* error;
  };
  const Case cases[] = {
      {"ising-chain", {"--coupling=nan"}, "--coupling=nan: must be a finite number"},
      {"ising-chain", {"--coupling=inf"}, "--coupling=inf: must be a finite number"},
      {"ising-chain", {"--coupling=warm"}, "--coupling=warm: must be a finite number"},
      {"ising-chain", {"--coupling=1", "--field=nan"}, "--field=nan: must be a finite number"},
      {"ising-chain",
       {"--coupling=1e301"},
       "coupling is 1.0000000000000001e+301; allowed are finite numbers of size up to 1e+300"},
      {"ising-chain",
       {"--coupling=1", "--blocking=1"},
       "--blocking=1: must be an integer of at least 2"},
      {"ising-chain",
       {"--coupling=1", "--steps=-1"},
       "--steps=-1: must be an integer from 0 to 100000"},
      {"ising-chain",
       {"--coupling=1", "--steps=100001"},
       "--steps=100001: must be an integer from 0 to 100000"},
      {"ising-chain",
       {"--coupling=1", "--temperature=2"},
       "--temperature: no such flag; there are: --coupling, --field, --blocking, --steps"},
      {"ising-chain",
       {},
       "--coupling: missing; nearest-neighbour coupling, inverse temperature absorbed"},
      {"ising-chain-finite",
       {"--coupling=1", "--other_coupling=2", "--sites=0"},
       "--sites=0: must be an integer of at least 1"},
      {"ising-chain-finite",
       {"--coupling=1", "--other_coupling=2", "--sites=9007199254740993"},
       "sites is 9007199254740993; allowed are integers from 1 to 9007199254740992"},
      {"ising-chain-finite",
       {"--coupling=1", "--other_coupling=1e305", "--sites=3"},
       "other_coupling is 9.9999999999999994e+304; allowed are finite numbers of size up to "
       "1e+300"},
      {"ising-chain-finite",
       {"--coupling=1", "--other_coupling=2", "--sites=3", "--boundary=fixed"},
       "--boundary=fixed: must be one of periodic, open"},
  };
  for (const Case& bad : cases) EXPECT_EQ(ErrorOf(bad.command, bad.arguments), bad.error);
}

}  // namespace
}  // namespace infoflow::command_line
