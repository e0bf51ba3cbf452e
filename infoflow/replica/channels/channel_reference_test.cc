// Every row and column of the tables of scalar channels. Their values come from two independent
// panel rules of another implementation; columns relerr_* hold the difference between the two,
// columns dnner_* what another program prints, which is not the truth everywhere: both are left
// alone. The error of J for A <= 1e-6 and of V < 1e-30 in the tables says nothing; the absolute
// tolerances below cover both.

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "infoflow/replica/channels/activations.h"
#include "infoflow/replica/channels/priors.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::replica {
namespace {

using ::infoflow::testing::ReferenceTable;

// Ten times the default target of the channels.
constexpr double kRelative = 1e-9;

// What cancellation between numbers of order one leaves.
constexpr double kAbsolute = 1e-13;

// The empty field stands for "no such parameter".
std::unique_ptr<Prior> RowPrior(ReferenceTable& table, int row) {
  const std::string name = table.Text(row, "prior");
  for (const char* column : {"p", "mean", "var"}) table.Ignore(column);
  if (name == "normal") {
    return MakeNormalPrior(table.Input(row, "mean"), table.Input(row, "var")).value();
  }
  if (name == "bimodal") return MakeBimodalPrior(table.Input(row, "p")).value();
  EXPECT_EQ(name, "spikeslab");
  return MakeSpikeSlabPrior(table.Input(row, "p"), table.Input(row, "mean"),
                            table.Input(row, "var"))
      .value();
}

std::unique_ptr<Activation> RowActivation(ReferenceTable& table, int row) {
  const std::string name = table.Text(row, "activation");
  NamedParameters parameters;
  table.Ignore("par");
  if (name == "leaky") parameters["slope"] = table.Input(row, "par");
  if (name == "hardtanh" && !table.Text(row, "par").empty()) {
    parameters["threshold"] = table.Input(row, "par");
  }
  return MakeActivation(name, parameters).value();
}

void IgnoreOthers(ReferenceTable& table) {
  for (const Column& column : table.table().columns()) {
    if (column.name.rfind("dnner_", 0) == 0 || column.name.rfind("relerr_", 0) == 0) {
      table.Ignore(column.name);
    }
  }
}

TEST(ChannelReferenceTest, Priors) {
  for (ReferenceTable& table : ReferenceTable::Open("replica", "units_prior*.csv")) {
    IgnoreOthers(table);
    for (int row = 0; row < table.num_rows(); ++row) {
      const std::unique_ptr<Prior> prior = RowPrior(table, row);
      const double A = table.Input(row, "A");
      const ChannelResponse response = prior->Observe(A);
      const double rho = prior->second_moment();
      table.Compare(row, "rho", rho, {1e-14, 0.0});
      table.Compare(row, "J", response.information, {kRelative, kAbsolute});
      table.Compare(row, "V", response.variance, {kRelative, kAbsolute * rho});
      // I = A rho/2 - J cancels down to rounding where one of the two dominates.
      table.Compare(row, "I", 0.5 * A * rho - response.information,
                    {kRelative, std::max(kAbsolute, 4e-16 * A * rho)});
    }
  }
}

TEST(ChannelReferenceTest, Outputs) {
  for (ReferenceTable& table : ReferenceTable::Open("replica", "units_output*.csv")) {
    IgnoreOthers(table);
    for (int row = 0; row < table.num_rows(); ++row) {
      const std::unique_ptr<Activation> activation = RowActivation(table, row);
      const double unknown = table.Input(row, "Vt");
      const double noise = table.Input(row, "noise") + unknown;
      const double signal = std::max(0.0, table.Input(row, "rho_t") - unknown);
      const ChannelResponse response = activation->Output(noise, signal).value();
      table.Compare(row, "I_z", -response.information, {kRelative, kAbsolute});
      table.Compare(row, "A", response.precision, {kRelative, 0.0});
    }
  }
}

TEST(ChannelReferenceTest, Interfaces) {
  for (ReferenceTable& table : ReferenceTable::Open("replica", "units_interface*.csv")) {
    IgnoreOthers(table);
    for (int row = 0; row < table.num_rows(); ++row) {
      const std::unique_ptr<Activation> activation = RowActivation(table, row);
      const double A = table.Input(row, "A");
      const double unknown = table.Input(row, "Vt");
      const double noise = table.Input(row, "noise") + unknown;
      const double signal = std::max(0.0, table.Input(row, "rho_t") - unknown);
      const ChannelResponse response = activation->Interface(A, noise, signal);
      const double rho =
          activation->SecondMoment(table.Input(row, "noise") + table.Input(row, "rho_t"));
      table.Compare(row, "rho_h", rho, {1e-13, 0.0});
      table.Compare(row, "J", response.information, {kRelative, kAbsolute});
      table.Compare(row, "Aout", response.precision, {kRelative, 0.0});
      table.Compare(row, "V", response.variance, {kRelative, kAbsolute * rho});
      table.Compare(row, "I", 0.5 * A * rho - response.information,
                    {kRelative, std::max(kAbsolute, 4e-16 * A * rho)});
    }
  }
}

}  // namespace
}  // namespace infoflow::replica
