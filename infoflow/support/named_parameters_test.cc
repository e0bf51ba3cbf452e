#include "infoflow/support/named_parameters.h"

#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow {
namespace {

TEST(NamedParametersTest, NameAlone) {
  const NameAndParameters parsed = ParseNameAndParameters(" relu ").value();
  EXPECT_EQ(parsed.name, "relu");
  EXPECT_TRUE(parsed.parameters.empty());
  EXPECT_TRUE(ParseNameAndParameters("relu:").value().parameters.empty());
}

TEST(NamedParametersTest, KeysAndValues) {
  const NameAndParameters parsed =
      ParseNameAndParameters("hardtanh:alpha=1.5, noise=1e-5,weight_var = 1").value();
  EXPECT_EQ(parsed.name, "hardtanh");
  EXPECT_EQ(parsed.parameters,
            (NamedParameters{{"alpha", 1.5}, {"noise", 1e-5}, {"weight_var", 1}}));
}

TEST(NamedParametersTest, Errors) {
  EXPECT_EQ(ParseNameAndParameters(":p=1").status().message(),
            "\":p=1\" has no name; write name or name:key=value,key=value");
  EXPECT_EQ(ParseNameAndParameters("normal:mean").status().message(),
            "'mean' is not of the form name=value");
  EXPECT_EQ(ParseNameAndParameters("normal:mean=x").status().message(),
            "mean=x: must be a finite number");
  EXPECT_EQ(ParseNameAndParameters("normal:var=1,var=2").status().message(), "var is given twice");
}

TEST(NamedParametersTest, ValuesWithSeparators) {
  for (const char* text : {R"(linear:alpha=1, spectrum="a,b;c.csv")",
                           R"(linear:spectrum=a\,b\;c.csv)", R"(linear:spectrum=a","b";"c.csv)"}) {
    EXPECT_EQ(ParseNameAndTexts(text)->values["spectrum"], "a,b;c.csv") << text;
    EXPECT_EQ(SplitUnquoted(text, ';').size(), 1) << text;
  }
  EXPECT_EQ(ParseNameAndTexts(R"(x:file="say \"hi\"",folder=a\b)")->values,
            (std::map<std::string, std::string>{{"file", R"(say "hi")"}, {"folder", R"(a\b)"}}));
  EXPECT_EQ(SplitUnquoted("a;;b", ';'), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(ParseNameAndTexts("linear:spectrum=run,1.csv").status().message(),
            "'1.csv' is not of the form name=value; a value with a comma stands in quotes");
}

TEST(NamedParametersTest, UnknownNames) {
  EXPECT_TRUE(CheckParameterNames("prior bimodal", {{"p", 0.5}}, {"p"}).ok());
  EXPECT_EQ(CheckParameterNames("prior bimodal", {{"q", 0.5}}, {"p"}).message(),
            "prior bimodal has no parameter \"q\"; it takes p");
  EXPECT_EQ(CheckParameterNames("activation relu", {{"q", 0.5}}, {}).message(),
            "activation relu has no parameter \"q\"; it takes none");
  EXPECT_EQ(ParameterOr({{"p", 0.5}}, "p", 1.0), 0.5);
  EXPECT_EQ(ParameterOr({}, "p", 1.0), 1.0);
}

}  // namespace
}  // namespace infoflow
