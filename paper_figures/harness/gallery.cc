#include "paper_figures/harness/gallery.h"

#include <filesystem>
#include <map>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "infoflow/support/file.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/version.h"
#include "paper_figures/harness/report.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kPageHead[] = R"html(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>infoflow: figures and claims</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 1060px; margin: 2rem auto; padding: 0 1rem; color: #222; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; margin-top: 3rem; border-top: 1px solid #ddd; padding-top: 1.5rem; }
img { max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.6rem; border-bottom: 1px solid #e5e5e5; }
td.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
.reproduced { color: #00694b; font-weight: 600; } .refined { color: #9a5b00; font-weight: 600; } .not.decided { color: #555; } .FAILS { color: #b00020; font-weight: 700; }
.meta { color: #666; font-size: 0.85rem; overflow-wrap: anywhere; }
</style>
</head>
<body>
)html";

std::string EscapeHtml(absl::string_view text) {
  return absl::StrReplaceAll(text,
                             {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

std::string PictureTag(const Gallery::Item& item) {
  if (item.picture.empty()) return "<p>No picture: gnuplot was not there.</p>\n";
  const char* type = absl::EndsWith(item.summary.picture, ".svg") ? "image/svg+xml" : "image/png";
  return absl::StrCat("<img alt=\"", EscapeHtml(item.entry.figure.title), "\" src=\"data:", type,
                      ";base64,", absl::Base64Escape(item.picture), "\">\n");
}

std::string ClaimRows(const std::vector<Claim>& claims) {
  std::string rows;
  for (const Claim& claim : claims) {
    const std::string paper_says = claim.paper_says.empty()
                                       ? ""
                                       : absl::StrCat("<br><span class=\"meta\">",
                                                      EscapeHtml(claim.PaperSentence()), "</span>");
    absl::StrAppend(&rows, "<tr><td>", EscapeHtml(claim.id), "</td><td>",
                    EscapeHtml(claim.sentence), " <span class=\"meta\">",
                    EscapeHtml(claim.OriginName()), "</span>", paper_says, "</td><td>",
                    EscapeHtml(claim.quantity), "</td><td class=\"number\">",
                    EscapeHtml(claim.Comparison()), "</td><td class=\"", claim.VerdictName(), "\">",
                    claim.VerdictName(), "</td></tr>\n");
  }
  return rows;
}

std::string EscapeMarkdown(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"|", "\\|"}, {"<", "&lt;"}, {"*", "\\*"}, {"_", "\\_"}});
}

}  // namespace

std::string Gallery::Html() const {
  std::map<std::string, std::vector<Claim>> claims_of_paper;
  for (const Item& item : items_) {
    std::vector<Claim>& claims = claims_of_paper[item.entry.figure.paper];
    claims.insert(claims.end(), item.summary.claims.begin(), item.summary.claims.end());
  }
  std::string page =
      absl::StrCat(kPageHead, "<h1>infoflow ", kVersion, ": figures and claims</h1>\n<ul>\n");
  for (const auto& [paper, claims] : claims_of_paper) {
    absl::StrAppend(&page, "<li>", EscapeHtml(paper), ": ", VerdictCounts(claims), "</li>\n");
  }
  absl::StrAppend(&page, "</ul>\n");
  for (const Item& item : items_) {
    const Figure& figure = item.entry.figure;
    const Provenance& provenance = item.summary.provenance;
    absl::StrAppend(&page, "<h2 id=\"", item.entry.id, "\">", item.entry.id, " &middot; ",
                    EscapeHtml(figure.title), "</h2>\n<p>", EscapeHtml(figure.description),
                    " <span class=\"meta\">", EscapeHtml(figure.paper), ", ",
                    EscapeHtml(figure.source), "</span></p>\n", PictureTag(item),
                    "<table><tr><th></th><th>claim</th><th>quantity</th><th>measured</th>"
                    "<th>verdict</th></tr>\n",
                    ClaimRows(item.summary.claims), "</table>\n<p class=\"meta\">preset ",
                    EscapeHtml(provenance.preset), ", seed ", provenance.seed, ", ",
                    absl::StrFormat("%.3g", provenance.wall_seconds), " s on ",
                    EscapeHtml(provenance.cpu), "; ", EscapeHtml(provenance.ParametersText()),
                    "<br>data:");
    std::vector<std::string> files = item.summary.data_files;
    files.insert(files.end(), {"claims.csv", "provenance.json"});
    for (const std::string& file : files) {
      absl::StrAppend(&page, " <a href=\"", item.entry.slug, "/", EscapeHtml(file), "\">",
                      EscapeHtml(file), "</a>");
    }
    absl::StrAppend(&page, "</p>\n");
  }
  return absl::StrCat(page, "</body>\n</html>\n");
}

std::string Gallery::Markdown() const {
  std::string text =
      "# Results\n\nEvery claim of every paper, checked. Written by "
      "`bazel run //paper_figures -- --docs=docs`.\n\n"
      "A claim is *reproduced* when the paper's sentence holds within a bound fixed beforehand, "
      "*refined* when exact analysis shows that it holds only in part (the table then gives both "
      "sentences), *not decided* where the parameters leave nothing to measure, and *FAILS* "
      "otherwise. *Origin* says whose sentence is judged: quoted from a text that was read, "
      "inferred from what was read around it, or ours.\n\n"
      "| claim | what holds | origin | quantity | measured | verdict |\n"
      "|---|---|---|---|---|---|\n";
  for (const Item& item : items_) {
    for (const Claim& claim : item.summary.claims) {
      const std::string paper_says =
          claim.paper_says.empty() ? ""
                                   : absl::StrCat(" (", EscapeMarkdown(claim.PaperSentence()), ")");
      absl::StrAppend(&text, "| ", EscapeMarkdown(claim.id), " | ", EscapeMarkdown(claim.sentence),
                      paper_says, " | ", EscapeMarkdown(claim.OriginName()), " | ",
                      EscapeMarkdown(claim.quantity), " | ", EscapeMarkdown(claim.Comparison()),
                      " | ", claim.VerdictName(), " |\n");
    }
  }
  return text;
}

absl::Status Gallery::WriteDocs(const std::string& folder) const {
  INFOFLOW_RETURN_IF_ERROR(MakeFolders(absl::StrCat(folder, "/images")));
  INFOFLOW_RETURN_IF_ERROR(WriteFile(Markdown(), absl::StrCat(folder, "/results.md")));
  for (const Item& item : items_) {
    if (item.picture.empty()) continue;
    const std::string ending = item.summary.picture.substr(item.summary.picture.rfind('.'));
    INFOFLOW_RETURN_IF_ERROR(
        WriteFile(item.picture, absl::StrCat(folder, "/images/", item.entry.id, ending)));
  }
  return absl::OkStatus();
}

Gallery ReadGallery(const std::vector<CatalogueEntry>& catalogue, const std::string& root,
                    std::vector<std::string>* left_out) {
  std::vector<Gallery::Item> items;
  for (const CatalogueEntry& entry : catalogue) {
    const std::string folder = absl::StrCat(root, "/", entry.slug);
    std::error_code code;
    if (!std::filesystem::exists(folder, code)) continue;
    const auto read = [&]() -> absl::StatusOr<Gallery::Item> {
      Gallery::Item item;
      item.entry = entry;
      INFOFLOW_ASSIGN_OR_RETURN(item.summary, ReadFigureFolder(folder));
      if (item.summary.picture.empty()) return item;
      INFOFLOW_ASSIGN_OR_RETURN(item.picture,
                                ReadFile(absl::StrCat(folder, "/", item.summary.picture)));
      return item;
    };
    absl::StatusOr<Gallery::Item> item = read();
    if (item.ok()) {
      items.push_back(*std::move(item));
    } else {
      left_out->push_back(absl::StrCat(entry.id, ": ", item.status().message()));
    }
  }
  return Gallery(std::move(items));
}

}  // namespace infoflow::paper_figures
