#include "paper_figures/harness/claim.h"

#include <cmath>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

ClaimList Example() {
  ClaimList claims;
  claims.Add("growth", "It grows, \"always\".")
      .Quoted("abstract")
      .Measured("steps without", 0.0)
      .AtMost(0.0);
  claims.Add("in_part", "It grows in part.")
      .Inferred()
      .Refines("it grows")
      .Measured("share (nats)", 0.25)
      .Above(0.1);
  claims.Add("falls", "It falls.").Measured("slope", 1.0).Below(0.0);
  claims.Add("unknown", "It is known.")
      .Measured("number", std::nan(""))
      .DecidedIf(true, "never told")
      .DecidedIf(false, "one value, only")
      .AtLeast(3.0);
  claims.Add("not_a_number", "NaN holds.").Measured("number", std::nan("")).AtMost(1.0);
  return claims;
}

TEST(ClaimTest, VerdictsAndOrigins) {
  const std::vector<Claim> claims = Example().ForFigure("fig3");
  const std::vector<std::string> verdicts = {"reproduced", "refined", "FAILS", "not decided",
                                             "FAILS"};
  const std::vector<std::string> origins = {"quoted (abstract)", "inferred", "ours", "ours",
                                            "ours"};
  for (std::size_t i = 0; i < claims.size(); ++i) {
    EXPECT_EQ(claims[i].VerdictName(), verdicts[i]) << claims[i].id;
    EXPECT_EQ(claims[i].OriginName(), origins[i]);
  }
  EXPECT_EQ(claims[0].id, "fig3/growth");
  EXPECT_EQ(claims[1].Comparison(), "0.25 > 0.1");
  EXPECT_EQ(claims[0].PaperSentence(), "");
  EXPECT_EQ(claims[1].PaperSentence(), "the paper, as inferred: it grows");
  EXPECT_EQ(claims[3].Comparison(), "not decided at these parameters: one value, only");
}

TEST(ClaimTest, EveryRelationAtItsBound) {
  ClaimList claims;
  claims.Add("a", "").Measured("x", 1.0).AtMost(1.0);
  claims.Add("b", "").Measured("x", 1.0).AtLeast(1.0);
  claims.Add("c", "").Measured("x", 1.0).Below(1.0);
  claims.Add("d", "").Measured("x", 1.0).Above(1.0);
  const std::vector<Claim> list = claims.ForFigure("fig1");
  EXPECT_TRUE(list[0].Holds());
  EXPECT_TRUE(list[1].Holds());
  EXPECT_FALSE(list[2].Holds());
  EXPECT_FALSE(list[3].Holds());
}

TEST(ClaimTest, SurvivesItsFile) {
  const std::vector<Claim> claims = Example().ForFigure("fig3");
  const absl::StatusOr<Table> table = ParseCsv(FormatCsv(ClaimsTable(claims)), "claims.csv");
  ASSERT_TRUE(table.ok()) << table.status();
  const absl::StatusOr<std::vector<Claim>> back = ParseClaimsTable(*table);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(FormatCsv(ClaimsTable(*back)), FormatCsv(ClaimsTable(claims)));
}

TEST(ClaimDeathTest, NamesAreWordsAndUnique) {
  EXPECT_DEATH(ClaimList().Add("F2a'", ""), "check failed");
  EXPECT_DEATH(
      {
        ClaimList claims;
        claims.Add("twice", "");
        claims.Add("twice", "");
      },
      "check failed");
  EXPECT_DEATH(
      {
        ClaimList claims;
        claims.Add("without_quantity", "");
        claims.ForFigure("fig1");
      },
      "check failed");
}

}  // namespace
}  // namespace infoflow::paper_figures
