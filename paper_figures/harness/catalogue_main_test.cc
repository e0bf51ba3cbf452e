// The program of the whole catalogue as a user meets it, with toy figures.

#include "paper_figures/harness/catalogue_main.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "paper_figures/harness/program_fixture.h"
#include "paper_figures/harness/toy_figure.h"

namespace infoflow::paper_figures {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class CatalogueMainTest : public ProgramFixture {
 protected:
  int RunCatalogue(const std::vector<CatalogueEntry>& catalogue,
                   std::vector<std::string> arguments) {
    arguments.push_back("--out=" + root_);
    return RunAsGiven([&] { return CatalogueMain(catalogue, arguments); });
  }
};

TEST_F(CatalogueMainTest, WritesIndexAndResultsAndReuses) {
  ASSERT_EQ(RunCatalogue({Toy()}, {"--docs=" + root_ + "/docs"}), 0) << err_;
  const std::string page = *ReadFile(root_ + "/index.html");
  EXPECT_THAT(page, HasSubstr("arXiv:0000.00000: 2 claims: 1 reproduced, 1 refined, 0 fail"));
  EXPECT_THAT(page, HasSubstr("squares are small, &quot;really&quot;"));
  EXPECT_THAT(page, HasSubstr("<section id=\"fig0\">"));
  EXPECT_THAT(*ReadFile(root_ + "/docs/results.md"), HasSubstr("| fig0/small | squares are small"));
  ASSERT_EQ(RunCatalogue({Toy()}, {}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("already there"));
  ASSERT_EQ(RunCatalogue({Toy()}, {"--force"}), 0) << err_;
  EXPECT_THAT(out_, Not(HasSubstr("already there")));
  ASSERT_EQ(RunCatalogue({Toy()}, {"--seed=2"}), 0) << err_;
  EXPECT_THAT(out_, Not(HasSubstr("already there")));
  EXPECT_EQ(RunCatalogue({Toy()}, {"--only=fig9"}), 1);
  EXPECT_THAT(err_, HasSubstr("--only=fig9: no such figure; there are: fig0"));
}

TEST_F(CatalogueMainTest, GoesOnAfterAFailure) {
  EXPECT_EQ(RunCatalogue({BrokenToy(), Toy()}, {}), 1);
  EXPECT_THAT(err_, HasSubstr("fig00: does not converge"));
  EXPECT_TRUE(Exists("toy/claims.csv"));
  EXPECT_TRUE(Exists("index.html"));
}

// A result counts as there when nothing that decides it has changed and no file of it has.
TEST_F(CatalogueMainTest, OnlyTheSameResultIsTakenAsThere) {
  const auto is_there = [&](const CatalogueEntry& entry,
                            const std::vector<std::string>& arguments = {}) {
    EXPECT_EQ(RunCatalogue({entry}, arguments), 0) << err_;
    return out_.find("already there") != std::string::npos;
  };
  EXPECT_FALSE(is_there(Toy()));
  EXPECT_TRUE(is_there(Toy()));
  // Without git, or outside `bazel run`, another program is another program.
  CatalogueEntry changed = Toy();
  changed.presentation = "presentation 2";
  EXPECT_FALSE(is_there(changed));
  EXPECT_TRUE(is_there(changed));
  EXPECT_FALSE(is_there(changed, {"--preset=smoke"}));
  EXPECT_TRUE(is_there(changed, {"--preset=smoke"}));

  const std::string csv = root_ + "/toy/data/squares.csv";
  ASSERT_TRUE(WriteFile("value,square\n", csv).ok());
  EXPECT_FALSE(is_there(changed, {"--preset=smoke"})) << "a damaged table";
  ASSERT_TRUE(std::filesystem::remove(csv));
  EXPECT_FALSE(is_there(changed, {"--preset=smoke"})) << "a missing table";
  const std::string claims = root_ + "/toy/claims.csv";
  ASSERT_TRUE(WriteFile(*ReadFile(claims) + "\n", claims).ok());
  EXPECT_FALSE(is_there(changed, {"--preset=smoke"})) << "changed claims";
  EXPECT_TRUE(is_there(changed, {"--preset=smoke"}));
}

TEST_F(CatalogueMainTest, OneDamagedFolderDoesNotStopThePage) {
  ASSERT_EQ(RunCatalogue({Toy()}, {}), 0);
  CatalogueEntry other = Toy();
  other.id = "fig00";
  other.slug = "other";
  ASSERT_TRUE(MakeFolders(root_ + "/other").ok());
  EXPECT_EQ(RunCatalogue({Toy(), other}, {"--only=fig0"}), 0) << err_;
  EXPECT_THAT(err_, HasSubstr("warning: index.html is without a figure: fig00: "));
  EXPECT_THAT(*ReadFile(root_ + "/index.html"), HasSubstr("squares are small"));
  EXPECT_THAT(*ReadFile(root_ + "/index.html"), HasSubstr("not here: its folder cannot be read"));
}

// Files of a folder may be somebody else's.
TEST_F(CatalogueMainTest, WhatFilesSayIsEscaped) {
  ASSERT_EQ(RunCatalogue({Toy()}, {}), 0);
  const std::string path = root_ + "/toy/provenance.json";
  const std::string evil = "<script>alert(1)</script>";
  ASSERT_TRUE(
      WriteFile(absl::StrReplaceAll(*ReadFile(path), {{"\"default\"", '"' + evil + '"'}}), path)
          .ok());
  ASSERT_TRUE(WriteFile("", root_ + "/toy/data/<b>.csv").ok());
  const std::string claims = root_ + "/toy/claims.csv";
  ASSERT_TRUE(
      WriteFile(absl::StrReplaceAll(*ReadFile(claims), {{"fig0/small", evil}}), claims).ok());
  CatalogueEntry other = Toy();
  other.id = "fig00";
  other.slug = "other";
  EXPECT_EQ(RunCatalogue({Toy(), other}, {"--only=fig00"}), 0) << err_;
  const std::string page = *ReadFile(root_ + "/index.html");
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(page, Not(HasSubstr(evil)));
  EXPECT_THAT(page, Not(HasSubstr("<b>")));
}

}  // namespace
}  // namespace infoflow::paper_figures
