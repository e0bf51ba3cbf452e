#include "paper_figures/harness/gallery_page.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/support/gzip.h"

namespace infoflow::paper_figures {
namespace {

using testing::HasSubstr;
using testing::Not;

CatalogueEntry Entry(const std::string& id, const std::string& paper) {
  CatalogueEntry entry;
  entry.id = id;
  entry.slug = id + "_slug";
  entry.figure.title = "Title of " + id;
  entry.figure.description = "What it shows: a < b.";
  entry.figure.paper = paper;
  entry.figure.source = "section 1";
  entry.figure.width = 1200;
  entry.figure.height = 600;
  return entry;
}

Gallery::Item Item(const std::string& id, const std::string& paper) {
  Gallery::Item item;
  item.entry = Entry(id, paper);
  item.picture = "<svg>" + std::string(10000, ' ') + "</svg>";
  item.summary.picture = "figure.svg";
  item.summary.provenance.preset = "default";
  item.summary.provenance.seed = 7;
  item.summary.provenance.commit = "0123456789abcdef";
  Claim claim;
  claim.id = id + "/holds";
  claim.sentence = "It holds.";
  claim.quantity = "distance";
  item.summary.claims.push_back(claim);
  claim.id = id + "/part";
  claim.paper_says = "It holds everywhere.";
  item.summary.claims.push_back(claim);
  claim.id = id + "/wrong";
  claim.paper_says = "";
  claim.measured = 1.0;
  item.summary.claims.push_back(claim);
  return item;
}

TEST(GalleryPageTest, PapersHaveTitlesLinksAndContents) {
  const std::string page =
      GalleryPage({Item("fig1", "arXiv:1906.05212"), Item("fig2", "none")}, {});
  EXPECT_THAT(page, HasSubstr("<a href=\"https://arxiv.org/abs/1906.05212\">Is Deep Learning a "
                              "Renormalization Group Flow? (arXiv:1906.05212)</a>"));
  EXPECT_THAT(page, HasSubstr("arXiv:1906.05212: 3 claims: 1 reproduced, 1 refined"));
  EXPECT_THAT(page, HasSubstr("<h3>none</h3>"));
  EXPECT_THAT(page, HasSubstr("<a href=\"#fig2\">fig2</a> Title of fig2"));
  EXPECT_THAT(page, HasSubstr("<section id=\"fig2\">"));
  EXPECT_THAT(page, HasSubstr("a &lt; b"));
}

TEST(GalleryPageTest, AFigureComesWithCommandCommitAndFiles) {
  const std::string page = GalleryPage({Item("fig1", "none")}, {});
  EXPECT_THAT(page,
              HasSubstr("bazel run //paper_figures:fig1 -- --preset=default --seed=7</code> of "
                        "commit 0123456789ab,"));
  EXPECT_THAT(page, HasSubstr("href=\"fig1_slug/provenance.json\""));
}

TEST(GalleryPageTest, RowsAreMarkedForTheFilter) {
  const std::string page = GalleryPage({Item("fig1", "none")}, {});
  EXPECT_THAT(page, HasSubstr("<tr class=\"reproduced\"><th scope=\"row\">fig1/holds"));
  EXPECT_THAT(page, HasSubstr("<tr class=\"refined\"><th scope=\"row\">fig1/part"));
  EXPECT_THAT(page, HasSubstr("<tr class=\"fails\"><th scope=\"row\">fig1/wrong"));
  EXPECT_THAT(page, HasSubstr("<caption>Claims of fig1</caption>"));
}

TEST(GalleryPageTest, PicturesArePackedAndKeepTheirPlace) {
  const Gallery::Item item = Item("fig1", "none");
  const std::string page = GalleryPage({item}, {});
  EXPECT_THAT(page, HasSubstr("width=\"1200\" height=\"600\""));
  const std::string mark = "data-gzip=\"";
  const std::size_t begin = page.find(mark) + mark.size();
  std::string packed;
  ASSERT_TRUE(absl::Base64Unescape(page.substr(begin, page.find('"', begin) - begin), &packed));
  EXPECT_EQ(Gunzip(packed, "picture").value(), item.picture);
  EXPECT_THAT(page, HasSubstr("<noscript><img"));
  EXPECT_THAT(page, Not(HasSubstr("src=\"data:")));
}

TEST(GalleryPageTest, MissingFiguresAreNamed) {
  const std::string page = GalleryPage({Item("fig1", "arXiv:1906.05212")},
                                       {{Entry("fig2", "arXiv:1906.05212"), "not computed yet"}});
  EXPECT_THAT(page, HasSubstr("<li>fig2 Title of fig2 <span class=\"meta\">not here: not computed "
                              "yet; <code>bazel run //paper_figures:fig2</code>"));
  EXPECT_THAT(page, Not(HasSubstr("href=\"#fig2\"")));
}

}  // namespace
}  // namespace infoflow::paper_figures
