#include "paper_figures/rbm/estimate_fields.h"

#include <vector>

#include "gtest/gtest.h"
#include "infoflow/numerics/jackknife.h"
#include "infoflow/support/table.h"
#include "paper_figures/harness/field_reader.h"
#include "paper_figures/harness/field_writer.h"
#include "paper_figures/harness/row_table.h"

namespace infoflow::paper_figures {
namespace {

struct Row {
  int step = 0;
  numerics::JackknifeEstimate energy;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("step", self.step);
    VisitEstimate("energy", self.energy, visit, "J per site");
  }
};

TEST(VisitEstimateTest, IsAColumnAndItsError) {
  const Table table = TableOf<Row>({{3, {-1.5, 0.25, 7.0}}});
  ASSERT_EQ(table.columns().size(), 3u);
  EXPECT_EQ(table.columns()[1].name, "energy");
  EXPECT_EQ(table.columns()[2].name, "energy_error");
  EXPECT_EQ(table.columns()[2].unit, "J per site");
  EXPECT_EQ(*table.Number(0, "energy"), -1.5);
  EXPECT_EQ(*table.Number(0, "energy_error"), 0.25);
}

struct Estimates {
  std::vector<numerics::JackknifeEstimate> all;

  INFOFLOW_FIELDS(all)
};

TEST(JackknifeEstimateFieldsTest, ValueAndErrorReadBack) {
  Estimates read;
  ASSERT_TRUE(ReadFields(FieldText(Estimates{{{0.1, 0.02, 7.0}, {2.0, 0.3, 0.0}}}), &read).ok());
  ASSERT_EQ(read.all.size(), 2u);
  EXPECT_EQ(read.all[0].value, 0.1);
  EXPECT_EQ(read.all[0].error, 0.02);
  EXPECT_EQ(read.all[1].value, 2.0);
}

}  // namespace
}  // namespace infoflow::paper_figures
