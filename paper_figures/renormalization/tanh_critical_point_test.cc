#include "paper_figures/renormalization/tanh_critical_point.h"

#include "gtest/gtest.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::paper_figures {
namespace {

using testing::ReferenceTable;

// The tables were made by yet another integration, with 25 digits.
TEST(TanhCriticalPointTest, AgreesWithTable) {
  for (ReferenceTable& table :
       ReferenceTable::Open("reconstruction", "meanfield_tanh_critical_line.csv")) {
    table.Ignore("q_star");
    for (int row = 0; row < table.num_rows(); ++row) {
      const double bias_variance = table.Input(row, "sigma_b2");
      if (bias_variance == 0.0) continue;  // outside the domain
      table.Compare(row, "sigma_w2_critical", TanhCriticalByBisection(bias_variance), {1e-12});
    }
  }
}

}  // namespace
}  // namespace infoflow::paper_figures
