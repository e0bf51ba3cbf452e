// What must hold of every figure of the catalogue, linked with all of them.

#include <memory>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "paper_figures/harness/catalogue.h"

namespace infoflow::paper_figures {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

TEST(CatalogueTest, FiguresHaveNamesOfTheirOwnAndAllTheirTexts) {
  std::set<std::string> ids, slugs, titles;
  for (const CatalogueEntry& entry : Catalogue()) {
    EXPECT_TRUE(ids.insert(entry.id).second) << entry.id;
    EXPECT_TRUE(slugs.insert(entry.slug).second) << entry.slug;
    EXPECT_TRUE(titles.insert(entry.figure.title).second) << entry.figure.title;
    EXPECT_THAT(entry.figure.paper, Not(IsEmpty())) << entry.id;
    EXPECT_THAT(entry.figure.source, Not(IsEmpty())) << entry.id;
    EXPECT_THAT(entry.figure.description, Not(IsEmpty())) << entry.id;
    EXPECT_THAT(entry.figure.oracle, Not(IsEmpty())) << entry.id;
  }
}

// SHA-256 checksums of other sources are other checksums.
TEST(CatalogueTest, EveryFigureKnowsItsCode) {
  std::set<std::string> codes;
  for (const CatalogueEntry& entry : Catalogue()) {
    EXPECT_EQ(entry.code.size(), 64u) << entry.id;
    EXPECT_TRUE(codes.insert(entry.code).second) << entry.id;
    EXPECT_EQ(entry.presentation.size(), 64u) << entry.id;
    EXPECT_TRUE(codes.insert(entry.presentation).second) << entry.id;
  }
}

TEST(CatalogueTest, EveryParameterSaysWhatItIs) {
  for (const CatalogueEntry& entry : Catalogue()) {
    const std::unique_ptr<FigureWork> work = entry.figure.start();
    for (const ParameterSet::Entry& parameter : work->parameters().entries()) {
      EXPECT_THAT(parameter.meaning.text, Not(IsEmpty())) << entry.id << " " << parameter.name;
    }
  }
}

// Recipes draw what tables and keys hold. A number printed with %g and compared as text makes one
// curve of two, and a physical constant that is written out stays as it is when parameters change.
TEST(CatalogueTest, RecipesHoldNoNumbersOfPhysics) {
  const struct {
    std::regex pattern;
    const char* what;
  } forbidden[] = {
      {std::regex("%[-+ #0-9.*]*[gGeEfF]"), "numbers formatted for comparison"},
      {std::regex("\\b(asinh|acosh|atanh|sinh|cosh|tanh|exp)\\("), "physics computed"},
      {std::regex("\\blog\\([0-9.]"), "physics computed"},
      {std::regex("\\bpi\\b"), "physics computed"},
      {std::regex("[0-9]*\\.[0-9]{4,}|[1-9][0-9]*\\.[0-9]{3,}"), "numbers of many digits"},
  };
  for (const CatalogueEntry& entry : Catalogue()) {
    int number = 0;
    for (const absl::string_view line : absl::StrSplit(entry.recipe, '\n')) {
      ++number;
      for (const auto& [pattern, what] : forbidden) {
        EXPECT_FALSE(std::regex_search(line.begin(), line.end(), pattern))
            << entry.slug << ".gp, line " << number - 1 << ": " << what << ": " << line;
      }
    }
  }
}

}  // namespace
}  // namespace infoflow::paper_figures
