#include "paper_figures/harness/gallery.h"

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "infoflow/support/file.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/gallery_page.h"

namespace infoflow::paper_figures {

namespace {

std::string EscapeMarkdown(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"|", "\\|"}, {"<", "&lt;"}, {"*", "\\*"}, {"_", "\\_"}});
}

}  // namespace

std::string Gallery::Html() const { return GalleryPage(items_, missing_); }

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
  std::vector<Gallery::Missing> missing;
  for (const CatalogueEntry& entry : catalogue) {
    const std::string folder = absl::StrCat(root, "/", entry.slug);
    std::error_code code;
    if (!std::filesystem::exists(folder, code)) {
      missing.push_back({entry, "not computed yet"});
      continue;
    }
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
      missing.push_back({entry, "its folder cannot be read"});
    }
  }
  return Gallery(std::move(items), std::move(missing));
}

}  // namespace infoflow::paper_figures
