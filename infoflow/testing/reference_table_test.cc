#include "infoflow/testing/reference_table.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "gtest/gtest-spi.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"

namespace infoflow::testing {
namespace {

// Redirects to a folder with the tables a_1.csv and a_22.csv.
class ReferenceTableTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "/reference_table_test";
    std::filesystem::remove_all(folder_);
    ASSERT_TRUE(MakeFolders(folder_ + "/physics").ok());
    ASSERT_TRUE(WriteFile("x,square,name\n2,4,two\n3,9,three\n", Path("a_1.csv")).ok());
    ASSERT_TRUE(WriteFile("x,square,name\n", Path("a_22.csv")).ok());
    setenv("INFOFLOW_REFERENCE_DIR", folder_.c_str(), 1);
  }
  void TearDown() override {
    unsetenv("INFOFLOW_REFERENCE_DIR");
    unsetenv("INFOFLOW_ACCURACY_FILE");
  }
  std::string Path(const std::string& file) const { return folder_ + "/physics/" + file; }

  std::string folder_;
};

void CompareSquares(ReferenceTable& table, double factor) {
  table.Ignore("name");
  for (int row = 0; row < table.num_rows(); ++row) {
    const double x = table.Input(row, "x");
    table.Compare(row, "square", factor * x * x, {1e-12});
  }
}

TEST_F(ReferenceTableTest, PassesWhatAgreesAndWritesItsAccuracy) {
  const std::string accuracy = folder_ + "/accuracy.csv";
  setenv("INFOFLOW_ACCURACY_FILE", accuracy.c_str(), 1);
  for (ReferenceTable& table : ReferenceTable::Open("physics", "a_1.csv")) {
    CompareSquares(table, 1.0 + 4e-13);
  }
  const std::string written = ReadFile(accuracy).value();
  EXPECT_EQ(written.rfind("physics,a_1.csv,2,square,", 0), 0u) << written;
  EXPECT_NEAR(std::stod(written.substr(std::string("physics,a_1.csv,2,square,").size())), 4e-13,
              1e-15);
}

TEST_F(ReferenceTableTest, FailsWhatDisagreesAndNamesIt) {
  const auto compare = [] {
    std::vector<ReferenceTable> tables = ReferenceTable::Open("physics", "a_1.csv");
    tables[0].Ignore("name");
    tables[0].Input(0, "x");
    tables[0].Compare(0, "square", 4.1, {1e-12});
  };
  EXPECT_NONFATAL_FAILURE(compare(), "a_1.csv row 1, column square: got 4.09");
}

TEST_F(ReferenceTableTest, NeverAcceptsNotANumber) {
  const auto compare = [] {
    std::vector<ReferenceTable> tables = ReferenceTable::Open("physics", "a_1.csv");
    tables[0].Ignore("name");
    tables[0].Input(0, "x");
    tables[0].Compare(0, "square", std::nan(""), {1.0});
  };
  EXPECT_NONFATAL_FAILURE(compare(), "got nan");
}

TEST_F(ReferenceTableTest, FailsWhenAColumnWasForgotten) {
  const auto forget = [] {
    std::vector<ReferenceTable> tables = ReferenceTable::Open("physics", "a_1.csv");
    tables[0].Input(0, "x");
    tables[0].Text(0, "name");
  };
  EXPECT_NONFATAL_FAILURE(forget(), "a_1.csv: column square was not checked");
}

TEST_F(ReferenceTableTest, FailsWhenThereIsNoRow) {
  const auto open = [] { ReferenceTable::Open("physics", "a_22.csv"); };
  EXPECT_NONFATAL_FAILURE(open(), "a_22.csv: no rows");
}

TEST_F(ReferenceTableTest, FindsFamiliesByPattern) {
  ASSERT_TRUE(WriteFile("x\n1\n", Path("b_10x8_pv.csv")).ok());
  ASSERT_TRUE(WriteFile("x\n1\n", Path("b_4x3_pv.csv")).ok());
  std::vector<std::string> files;
  for (ReferenceTable& table : ReferenceTable::Open("physics", "b_*x*_pv.csv")) {
    files.push_back(table.file());
    table.Ignore("x");
  }
  EXPECT_EQ(files, (std::vector<std::string>{"b_10x8_pv.csv", "b_4x3_pv.csv"}));
}

TEST_F(ReferenceTableTest, SkipsWhatIsAbsentInARedirectedFolder) {
  EXPECT_TRUE(ReferenceTable::Open("physics", "c.csv").empty());
}

TEST_F(ReferenceTableTest, FailsWhenTheRedirectedFolderDoesNotExist) {
  setenv("INFOFLOW_REFERENCE_DIR", "/nowhere/at/all", 1);
  const auto open = [] { ReferenceTable::Open("physics", "a_1.csv"); };
  EXPECT_NONFATAL_FAILURE(open(), "INFOFLOW_REFERENCE_DIR=/nowhere/at/all is not a folder");
}

}  // namespace
}  // namespace infoflow::testing
