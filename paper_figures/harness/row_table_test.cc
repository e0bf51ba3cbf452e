#include "paper_figures/harness/row_table.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

struct Row {
  std::string name;
  int step = 0;
  double entropy = 0.0;
  bool found = false;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("name", self.name);
    visit("step", self.step);
    visit("entropy", self.entropy, "nats per site");
    visit("found", self.found);
  }
};

TEST(RowTableTest, FieldsAreColumnsWithTheirUnits) {
  EXPECT_EQ(FormatCsv(TableOf(std::vector<Row>{{"a,b", 2, 0.5, true}, {"c", -1, 1e-300, false}})),
            "# unit entropy: nats per site\n"
            "name,step,entropy,found\n"
            "\"a,b\",2,0.5,1\n"
            "c,-1,1e-300,0\n");
}

TEST(RowTableTest, NoRowsLeaveTheColumns) {
  EXPECT_EQ(TableOf(std::vector<Row>{}).num_columns(), 4);
}

}  // namespace
}  // namespace infoflow::paper_figures
