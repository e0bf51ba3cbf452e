#include "infoflow/network/relative_entropy/network_problem_file.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace infoflow::network {
namespace {

constexpr char kHeader[] = "kind,layer,row,col,value\n";
constexpr char kRest[] =
    "x,0,0,0,0.5\nx,0,1,0,0.25\n"
    "W,0,0,0,1\nW,0,0,1,2\nW,0,1,0,3\nW,0,1,1,4\nW,0,2,1,6\nW,0,2,0,5\n"
    "b,0,0,0,0.1\nb,0,1,0,0.2\nb,0,2,0,0.3\n";

absl::StatusOr<NetworkProblem> Parse(const std::string& text) {
  const absl::StatusOr<Table> table = ParseCsv(text, "net.csv");
  if (!table.ok()) return table.status();
  return ParseNetworkProblem(*table, "net.csv");
}

std::string ErrorOf(const std::string& rows) {
  const auto problem = Parse(absl::StrCat(kHeader, rows));
  return problem.ok() ? "no error" : std::string(problem.status().message());
}

TEST(NetworkProblemTest, ReadsEntriesInAnyOrder) {
  const NetworkProblem problem =
      Parse(absl::StrCat(kHeader, kRest,
                         "Z0,0,0,1,8\nZ0,0,0,0,7\nZ0,0,1,0,9\nZ0,0,1,1,10\n"
                         "Z0,0,2,0,11\nZ0,0,2,1,12\n"))
          .value();
  ASSERT_EQ(problem.weights.size(), 1u);
  EXPECT_EQ(problem.weights[0].rows(), 3);
  EXPECT_EQ(problem.weights[0](2, 0), 5.0);
  EXPECT_EQ(problem.biases[0], (std::vector<double>{0.1, 0.2, 0.3}));
  EXPECT_EQ(problem.input, (std::vector<double>{0.5, 0.25}));
  // Samples are rows here, columns in the file.
  EXPECT_EQ(problem.samples.rows(), 2);
  EXPECT_EQ(problem.samples.columns(), 3);
  EXPECT_EQ(problem.samples(1, 0), 8.0);
  const auto view = problem.View(MakeElementwiseActivation<double>("tanh").value());
  EXPECT_TRUE(CheckDenseNetwork(view, 2).ok());
  EXPECT_TRUE(Parse(absl::StrCat(kHeader, kRest))->samples.empty());
}

TEST(NetworkProblemTest, SaysWhatIsWrong) {
  EXPECT_EQ(ErrorOf(""), "net.csv: no entry of kind x");
  EXPECT_EQ(ErrorOf("x,0,0,0,1\nW,0,0,0,1\n"), "net.csv: no entry of kind b");
  EXPECT_EQ(ErrorOf(absl::StrCat(kRest, "y,0,0,0,1\n")),
            "net.csv: row 12: kind is 'y'; it must be x, W, b or Z0");
  EXPECT_EQ(ErrorOf(absl::StrCat(kRest, "W,0,-1,0,1\n")),
            "net.csv: row 12: row is '-1'; it must be an integer from 0 to 1048576");
  EXPECT_EQ(ErrorOf(absl::StrCat(kRest, "W,0.5,0,0,1\n")),
            "net.csv: row 12: layer is '0.5'; it must be an integer from 0 to 1048576");
  EXPECT_EQ(ErrorOf(absl::StrCat(kRest, "W,1,0,0,nan\n")),
            "net.csv: row 12: value is 'nan'; it must be a finite number");
  EXPECT_EQ(ErrorOf(absl::StrCat(kRest, "W,1,0,0,abc\n")),
            "net.csv: row 12: value is 'abc'; it must be a finite number");
  EXPECT_EQ(ErrorOf(absl::StrCat(kRest, "x,1,0,0,1\n")),
            "net.csv: row 12: x is in layer 1; it must be 0");
  EXPECT_EQ(ErrorOf(absl::StrCat(kRest, "W,0,2,1,1\n")),
            "net.csv: row 12: W of layer 0, row 2, column 1 is there twice");
  EXPECT_EQ(
      ErrorOf(absl::StrCat(kRest, "W,0,4,1,1\n")),
      "net.csv: W of layer 0 has entries up to row 4 and column 1, but lacks row 3, column 0");
  EXPECT_EQ(ErrorOf(absl::StrCat(kRest, "b,0,0,1,1\nb,0,1,1,1\nb,0,2,1,1\n")),
            "net.csv: b of layer 0 has 2 columns; its col must be 0");
  EXPECT_EQ(ErrorOf(absl::StrCat(kRest, "W,1,0,0,1\n")), "net.csv: no entry of kind b in layer 1");
  EXPECT_EQ(ErrorOf(absl::StrCat(kRest, "b,1,0,0,1\n")),
            "net.csv: layer 1 has biases but no weights");
  EXPECT_NE(Parse("kind,layer,row,value\n").status().message().find("no column 'col'"),
            std::string::npos);
  EXPECT_NE(ReadNetworkProblem("/nowhere.csv").status().message().find("/nowhere.csv"),
            std::string::npos);
}

}  // namespace
}  // namespace infoflow::network
