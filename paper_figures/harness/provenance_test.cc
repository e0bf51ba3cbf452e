#include "paper_figures/harness/provenance.h"

#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

using ::testing::HasSubstr;

TEST(ProvenanceTest, JsonRoundTrip) {
  const Provenance provenance = {{"a", "plain"}, {"b", "quote \" slash \\ tab \t"}, {"c", ""}};
  const absl::StatusOr<Provenance> back = ParseJson(FormatJson(provenance), "p.json");
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(*back, provenance);
  EXPECT_THAT(ParseJson("{\"a\": 3}", "p.json").status().message(), HasSubstr("p.json"));
}

}  // namespace
}  // namespace infoflow::paper_figures
