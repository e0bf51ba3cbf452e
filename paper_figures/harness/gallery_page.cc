#include "paper_figures/harness/gallery_page.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "infoflow/support/gzip.h"
#include "infoflow/support/version.h"
#include "paper_figures/harness/report.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kPageHead[] = R"html(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>infoflow: figures and claims</title>
<style>
:root { --text: #222; --page: #fff; --line: #ddd; --meta: #5c5c5c; --link: #0b57a4;
  --reproduced: #00694b; --refined: #8a5200; --fails: #b00020; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4e4e4; --page: #16181b; --line: #3a3f45; --meta: #a5abb3; --link: #8cbcf5;
    --reproduced: #5fd0a5; --refined: #eeb35c; --fails: #ff8a94; }
}
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 1060px; margin: 2rem auto; padding: 0 1rem;
  color: var(--text); background: var(--page); overflow-wrap: anywhere; }
a { color: var(--link); }
h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; } h3 { font-size: 1.05rem; margin-bottom: 0; }
section { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 0.5rem; }
nav ul { columns: 22rem 2; padding-left: 1.2rem; margin-top: 0.3rem; }
img { display: block; width: 100%; height: auto; background: #fff; border-radius: 4px; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; margin-top: 1rem; }
caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.6rem 0.35rem 0;
  border-bottom: 1px solid var(--line); }
tbody th { font-weight: 400; min-width: 7rem; } td { min-width: 5rem; }
code { font-size: 0.9em; }
.verdict { font-weight: 600; white-space: nowrap; }
.reproduced .verdict { color: var(--reproduced); } .refined .verdict { color: var(--refined); }
.fails .verdict { color: var(--fails); }
.meta { color: var(--meta); font-size: 0.85rem; font-weight: 400; }
fieldset { border: 1px solid var(--line); border-radius: 4px; }
label { margin-right: 1rem; white-space: nowrap; }
body:has(#refined:checked) tr.reproduced, body:has(#refined:checked) tr.undecided,
body:has(#fails:checked) tbody tr:not(.fails) { display: none; }
@media (max-width: 640px) {
  thead { display: none; }
  tbody tr, tbody th, tbody td { display: block; width: 100%; }
  tbody th, tbody td { border: 0; padding: 0; }
  tbody tr { border-bottom: 1px solid var(--line); padding: 0.5rem 0; }
}
</style>
</head>
<body>
)html";

constexpr char kFilter[] = R"html(<fieldset><legend>Claims</legend>
<label><input type="radio" name="claims" id="all" checked> all</label>
<label><input type="radio" name="claims" id="refined"> refined or failing</label>
<label><input type="radio" name="claims" id="fails"> failing</label>
</fieldset>
)html";

// Unpacks a picture when it comes within a screen of what is seen.
constexpr char kPageEnd[] = R"html(<script>
const unpack = async (picture) => {
  const bytes = Uint8Array.from(atob(picture.dataset.gzip), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const content = await new Response(stream).arrayBuffer();
  picture.src = URL.createObjectURL(new Blob([content], { type: picture.dataset.type }));
};
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    watcher.unobserve(entry.target);
    unpack(entry.target);
  }
}, { rootMargin: "100% 0%" });
for (const picture of document.querySelectorAll("img[data-gzip]")) watcher.observe(picture);
</script>
</body>
</html>
)html";

struct Paper {
  absl::string_view identifier;
  absl::string_view title;
};
constexpr Paper kPapers[] = {
    {"arXiv:2107.06898",
     "Towards quantifying information flows: relative entropy in deep neural networks and the "
     "renormalization group"},
    {"arXiv:1805.09785", "Entropy and mutual information in models of deep neural networks"},
    {"arXiv:1906.05212", "Is Deep Learning a Renormalization Group Flow?"},
    {"arXiv:2406.12916",
     "Opening the Black Box: predicting the trainability of deep neural networks with "
     "reconstruction entropy"},
};

std::string EscapeHtml(absl::string_view text) {
  return absl::StrReplaceAll(text,
                             {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

// Title and identifier, with a link where there is a paper.
std::string PaperName(absl::string_view identifier) {
  std::string name = EscapeHtml(identifier);
  for (const Paper& paper : kPapers) {
    if (paper.identifier == identifier) {
      name = absl::StrCat(EscapeHtml(paper.title), " (", EscapeHtml(identifier), ")");
    }
  }
  absl::string_view number = identifier;
  if (!absl::ConsumePrefix(&number, "arXiv:")) return name;
  return absl::StrCat("<a href=\"https://arxiv.org/abs/", EscapeHtml(number), "\">", name, "</a>");
}

// In the order of the catalogue.
std::vector<std::string> PapersOf(const std::vector<Gallery::Item>& items,
                                  const std::vector<Gallery::Missing>& missing) {
  std::vector<std::string> papers;
  const auto add = [&](const CatalogueEntry& entry) {
    for (const std::string& paper : papers) {
      if (paper == entry.figure.paper) return;
    }
    papers.push_back(entry.figure.paper);
  };
  for (const Gallery::Item& item : items) add(item.entry);
  for (const Gallery::Missing& figure : missing) add(figure.entry);
  return papers;
}

std::string PaperContents(const std::string& paper, const std::vector<Gallery::Item>& items,
                          const std::vector<Gallery::Missing>& missing) {
  std::vector<Claim> claims;
  std::string list;
  for (const Gallery::Item& item : items) {
    if (item.entry.figure.paper != paper) continue;
    claims.insert(claims.end(), item.summary.claims.begin(), item.summary.claims.end());
    absl::StrAppend(&list, "<li><a href=\"#", item.entry.id, "\">", item.entry.id, "</a> ",
                    EscapeHtml(item.entry.figure.title), "</li>\n");
  }
  for (const Gallery::Missing& figure : missing) {
    if (figure.entry.figure.paper != paper) continue;
    absl::StrAppend(&list, "<li>", figure.entry.id, " ", EscapeHtml(figure.entry.figure.title),
                    " <span class=\"meta\">not here: ", EscapeHtml(figure.why),
                    "; <code>bazel run //paper_figures:", figure.entry.id, "</code></span></li>\n");
  }
  return absl::StrCat("<h3>", PaperName(paper), "</h3>\n<div class=\"meta\">", EscapeHtml(paper),
                      ": ", VerdictCounts(claims), "</div>\n<ul>\n", list, "</ul>\n");
}

std::string PictureTag(const Gallery::Item& item) {
  if (item.picture.empty()) return "<p>No picture: gnuplot was not there.</p>\n";
  const std::string& name = item.summary.picture;
  const char* type = absl::EndsWith(name, ".svg") ? "image/svg+xml" : "image/png";
  const std::string size =
      absl::StrCat(" alt=\"", EscapeHtml(item.entry.figure.title), "\" width=\"",
                   item.entry.figure.width, "\" height=\"", item.entry.figure.height, "\"");
  return absl::StrCat("<img", size, " data-type=\"", type, "\" data-gzip=\"",
                      absl::Base64Escape(Gzip(item.picture)), "\">\n<noscript><img", size,
                      " loading=\"lazy\" src=\"", item.entry.slug, "/", EscapeHtml(name),
                      "\"></noscript>\n");
}

// What a row of claims is filtered by.
const char* RowClass(Claim::Verdict verdict) {
  switch (verdict) {
    case Claim::Verdict::kReproduced:
      return "reproduced";
    case Claim::Verdict::kRefined:
      return "refined";
    case Claim::Verdict::kNotDecided:
      return "undecided";
    case Claim::Verdict::kFails:
      return "fails";
  }
  return "";
}

std::string ClaimRow(const Claim& claim) {
  const std::string paper_says =
      claim.paper_says.empty()
          ? ""
          : absl::StrCat("<br><span class=\"meta\">", EscapeHtml(claim.PaperSentence()), "</span>");
  return absl::StrCat("<tr class=\"", RowClass(claim.verdict()), "\"><th scope=\"row\">",
                      EscapeHtml(claim.id), "</th><td>", EscapeHtml(claim.sentence),
                      " <span class=\"meta\">", EscapeHtml(claim.OriginName()), "</span>",
                      paper_says, "</td><td>", EscapeHtml(claim.quantity), "</td><td>",
                      EscapeHtml(claim.Comparison()), "</td><td class=\"verdict\">",
                      claim.VerdictName(), "</td></tr>\n");
}

std::string ClaimTable(const Gallery::Item& item) {
  std::string rows;
  for (const Claim& claim : item.summary.claims) absl::StrAppend(&rows, ClaimRow(claim));
  return absl::StrCat("<table><caption>Claims of ", item.entry.id,
                      "</caption>\n<thead><tr><th scope=\"col\">name</th><th scope=\"col\">claim"
                      "</th><th scope=\"col\">quantity</th><th scope=\"col\">measured</th>"
                      "<th scope=\"col\">verdict</th></tr></thead>\n<tbody>\n",
                      rows, "</tbody></table>\n");
}

// Command, sources, parameters and files.
std::string Origin(const Gallery::Item& item) {
  const Provenance& provenance = item.summary.provenance;
  const std::string sources = provenance.commit.empty()
                                  ? absl::StrCat("version ", provenance.version)
                                  : absl::StrCat("commit ", provenance.commit.substr(0, 12));
  std::string text = absl::StrCat(
      "<p class=\"meta\"><code>bazel run //paper_figures:", item.entry.id,
      " -- --preset=", EscapeHtml(provenance.preset), " --seed=", provenance.seed, "</code> of ",
      EscapeHtml(sources), ", ", absl::StrFormat("%.3g", provenance.wall_seconds), " s on ",
      EscapeHtml(provenance.cpu), "<br>", EscapeHtml(provenance.ParametersText()), "<br>data:");
  std::vector<std::string> files = item.summary.data_files;
  files.insert(files.end(), {"claims.csv", "provenance.json"});
  for (const std::string& file : files) {
    absl::StrAppend(&text, " <a href=\"", item.entry.slug, "/", EscapeHtml(file), "\">",
                    EscapeHtml(file), "</a>");
  }
  return absl::StrCat(text, "</p>\n");
}

}  // namespace

std::string GalleryPage(const std::vector<Gallery::Item>& items,
                        const std::vector<Gallery::Missing>& missing) {
  std::string page = absl::StrCat(kPageHead, "<h1>infoflow ", kVersion,
                                  ": figures and claims</h1>\n<nav>\n<h2>Contents</h2>\n");
  for (const std::string& paper : PapersOf(items, missing)) {
    absl::StrAppend(&page, PaperContents(paper, items, missing));
  }
  absl::StrAppend(&page, "</nav>\n", kFilter);
  for (const Gallery::Item& item : items) {
    const Figure& figure = item.entry.figure;
    absl::StrAppend(&page, "<section id=\"", item.entry.id, "\">\n<h2>", item.entry.id,
                    " &middot; ", EscapeHtml(figure.title), "</h2>\n<p>",
                    EscapeHtml(figure.description), " <span class=\"meta\">",
                    EscapeHtml(figure.paper), ", ", EscapeHtml(figure.source), "</span></p>\n",
                    PictureTag(item), ClaimTable(item), Origin(item), "</section>\n");
  }
  return absl::StrCat(page, kPageEnd);
}

}  // namespace infoflow::paper_figures
