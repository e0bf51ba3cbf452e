#include "infoflow/support/named_parameters.h"

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
            "\"mean\" in \"normal:mean\" is not of the form key=number");
  EXPECT_EQ(ParseNameAndParameters("normal:mean=x").status().message(),
            "\"mean=x\" in \"normal:mean=x\" is not of the form key=number");
  EXPECT_EQ(ParseNameAndParameters("normal:var=1,var=2").status().message(),
            "\"var\" is given twice in \"normal:var=1,var=2\"");
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
