#include "infoflow/replica/model/network_parser.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"

namespace infoflow::replica {
namespace {

std::string ErrorOf(const std::string& layers) {
  const auto parsed = ParseLayers(layers, ::testing::TempDir());
  return parsed.ok() ? "no error" : std::string(parsed.status().message());
}

void Write(const std::string& name, const std::string& content) {
  ASSERT_TRUE(WriteFile(content, ::testing::TempDir() + "/" + name).ok());
}

TEST(NetworkParserTest, ReadsNamesNumbersAndDefaults) {
  const std::vector<Layer> layers =
      ParseLayers(" hardtanh : alpha=1.5, noise=1e-3 ,weight_var=4;relu:alpha=0.5").value();
  ASSERT_EQ(layers.size(), 2u);
  EXPECT_DOUBLE_EQ(layers[0].noise, 1e-3);
  EXPECT_DOUBLE_EQ(layers[0].spectrum->aspect_ratio(), 1.5);
  EXPECT_DOUBLE_EQ(*layers[0].spectrum->gaussian_weight_variance(), 4.0);
  EXPECT_DOUBLE_EQ(layers[1].noise, 0.0);
  EXPECT_DOUBLE_EQ(*layers[1].spectrum->gaussian_weight_variance(), 1.0);
}

// E hardtanh(u)^2 for a threshold far above the spread of u is that of the identity.
TEST(NetworkParserTest, HandsParametersToTheActivation) {
  const std::vector<Layer> layers = ParseLayers("hardtanh:alpha=1,threshold=50").value();
  EXPECT_NEAR(layers[0].activation->SecondMoment(4.0), 4.0, 1e-12);
  EXPECT_LT(ParseLayers("hardtanh:alpha=1").value()[0].activation->SecondMoment(4.0), 1.0);
}

TEST(NetworkParserTest, ReadsSpectraAndWeightsFromFilesOfTheFolder) {
  Write("eigenvalues.txt", "# W^T W\n3\n\n1\n0\n0\n");
  Write("weights.csv", "1,0,0,0\n0,2,0,0\n");
  const std::vector<Layer> layers =
      ParseLayers("linear:alpha=0.5,spectrum=eigenvalues.txt;linear:weights=weights.csv",
                  ::testing::TempDir())
          .value();
  EXPECT_DOUBLE_EQ(layers[0].spectrum->mean(), 1.0);
  EXPECT_DOUBLE_EQ(layers[0].spectrum->rank_fraction(), 0.5);
  EXPECT_DOUBLE_EQ(layers[1].spectrum->aspect_ratio(), 0.5);
  EXPECT_DOUBLE_EQ(layers[1].spectrum->mean(), 5.0 / 4.0);
}

TEST(NetworkParserTest, ReadsFilesWhoseNamesHoldSeparators) {
  Write("run,1;a.csv", "3\n1\n");
  for (const char* text :
       {"linear:alpha=1,spectrum=\"run,1;a.csv\"", "linear:alpha=1,spectrum=run\\,1\\;a.csv"}) {
    const auto layers = ParseLayers(text, ::testing::TempDir());
    ASSERT_TRUE(layers.ok()) << layers.status();
    EXPECT_DOUBLE_EQ(layers->at(0).spectrum->mean(), 2.0);
  }
}

// Integers 0, 1, 2 in the first line may be names or weights: the user says which.
TEST(NetworkParserTest, TakesTheUsersWordOnTheHeader) {
  Write("numbered.csv", "0,1,2\n2,3,3\n4,5,3\n");
  EXPECT_NE(ErrorOf("linear:weights=numbered.csv").find("header=yes or no says which"),
            std::string::npos);
  const auto aspect_ratio = [](absl::string_view header) {
    return ParseLayers(absl::StrCat("linear:weights=numbered.csv,header=", header),
                       ::testing::TempDir())
        ->at(0)
        .spectrum->aspect_ratio();
  };
  EXPECT_DOUBLE_EQ(aspect_ratio("yes"), 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(aspect_ratio("no"), 1.0);
  EXPECT_EQ(ErrorOf("linear:alpha=1,header=no"),
            "layer 1: header is of a file of spectrum or weights");
  EXPECT_NE(ErrorOf("linear:weights=numbered.csv,header=perhaps").find("perhaps"),
            std::string::npos);
}

TEST(NetworkParserTest, NamesTheLayerAndWhatIsWrong) {
  Write("weights.csv", "1,0,0,0\n0,2,0,0\n");
  EXPECT_EQ(ErrorOf(""), "layer 1: \"\" has no name; write name or name:key=value,key=value");
  EXPECT_EQ(ErrorOf("relu:alpha=1;"),
            "layer 2: \"\" has no name; write name or name:key=value,key=value");
  EXPECT_EQ(ErrorOf("relu"), "layer 1: alpha, the number of outputs per input, is missing");
  EXPECT_EQ(ErrorOf("relu:alpha=x"), "layer 1: alpha=x: must be a finite number");
  EXPECT_EQ(ErrorOf("relu:alpha=nan"), "layer 1: alpha=nan: must be a finite number");
  EXPECT_EQ(ErrorOf("relu:alpha=1,weight_var=inf"),
            "layer 1: weight_var=inf: must be a finite number");
  EXPECT_EQ(ErrorOf("relu:alpha=1,weight_var=1,weights=weights.csv"),
            "layer 1: only one of weight_var, spectrum and weights can be given");
  EXPECT_EQ(ErrorOf("relu:alpha=2,weights=weights.csv"),
            "layer 1: alpha=2 disagrees with the 2 x 4 weights of weights.csv");
  EXPECT_NE(ErrorOf("relu:alpha=1,slope=2").find("slope"), std::string::npos);
  EXPECT_NE(ErrorOf("relu:weights=absent.csv").find("absent.csv"), std::string::npos);
}

TEST(NetworkParserTest, NetworksNeedAPriorThatExists) {
  EXPECT_TRUE(ParseNetwork("spike-slab:p=0.3,mean=1,var=0.5", "linear:alpha=1,noise=0.1").ok());
  EXPECT_FALSE(ParseNetwork("cauchy", "linear:alpha=1,noise=0.1").ok());
}

}  // namespace
}  // namespace infoflow::replica
