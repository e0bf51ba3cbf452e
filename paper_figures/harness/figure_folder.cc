#include "paper_figures/harness/figure_folder.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "infoflow/support/file.h"
#include "infoflow/support/sha256.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"
#include "paper_figures/harness/rendering.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kProvenance[] = "/provenance.json";

// Of every file in a figure's folder but the one that names them.
absl::StatusOr<std::map<std::string, std::string>> Checksums(const std::string& folder) {
  std::map<std::string, std::string> checksums;
  std::error_code code;
  for (auto entry = std::filesystem::recursive_directory_iterator(folder, code);
       entry != std::filesystem::end(entry); entry.increment(code)) {
    const std::string path = entry->path().string().substr(folder.size());
    if (!entry->is_regular_file(code) || path == kProvenance) continue;
    INFOFLOW_ASSIGN_OR_RETURN(const std::string content, ReadFile(entry->path().string()));
    checksums[path.substr(1)] = Sha256(content);
  }
  return checksums;
}

// What a figure's folder holds, of this version and of earlier ones.
bool IsOfFigure(absl::string_view name) {
  for (const absl::string_view ours :
       {"data", "claims.csv", "keys.gp", "figure.gp", "figure.svg", "figure.png", "figure.pdf",
        "provenance.json", ".DS_Store"}) {
    if (name == ours) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<FigureFolder> FigureFolder::Stage(const std::string& root, const std::string& slug) {
  INFOFLOW_ASSIGN_OR_RETURN(StagedFolder folder,
                            StagedFolder::Create(absl::StrCat(root, "/", slug), IsOfFigure));
  INFOFLOW_RETURN_IF_ERROR(MakeFolders(absl::StrCat(folder.path(), "/data")));
  return FigureFolder(std::move(folder));
}

absl::Status FigureFolder::Write(const CatalogueEntry& entry, const Presentation& presentation) {
  for (const ResultTable& table : presentation.tables) {
    INFOFLOW_RETURN_IF_ERROR(
        WriteCsvFile(table.table, absl::StrCat(staged_path(), "/data/", table.name, ".csv")));
  }
  INFOFLOW_RETURN_IF_ERROR(WriteCsvFile(ClaimsTable(presentation.claims.ForFigure(entry.id)),
                                        absl::StrCat(staged_path(), "/claims.csv")));
  INFOFLOW_RETURN_IF_ERROR(
      WriteFile(presentation.keys.script(), absl::StrCat(staged_path(), "/keys.gp")));
  return WriteFile(PictureScript(entry.recipe, entry.figure.width, entry.figure.height),
                   absl::StrCat(staged_path(), "/figure.gp"));
}

absl::Status FigureFolder::WriteProvenance(Provenance provenance) {
  INFOFLOW_ASSIGN_OR_RETURN(provenance.files, Checksums(staged_path()));
  return WriteFile(FormatProvenance(provenance), absl::StrCat(staged_path(), kProvenance));
}

absl::Status FigureFolder::Commit() { return folder_.Commit(); }

absl::StatusOr<FigureSummary> ReadFigureFolder(const std::string& path) {
  FigureSummary summary;
  INFOFLOW_ASSIGN_OR_RETURN(const Table claims, ReadCsvFile(absl::StrCat(path, "/claims.csv")));
  INFOFLOW_ASSIGN_OR_RETURN(summary.claims, ParseClaimsTable(claims));
  const std::string provenance_path = absl::StrCat(path, kProvenance);
  INFOFLOW_ASSIGN_OR_RETURN(const std::string json, ReadFile(provenance_path));
  INFOFLOW_ASSIGN_OR_RETURN(summary.provenance, ParseProvenance(json, provenance_path));
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(absl::StrCat(path, "/data"), code)) {
    summary.data_files.push_back(absl::StrCat("data/", entry.path().filename().string()));
  }
  std::sort(summary.data_files.begin(), summary.data_files.end());
  for (const char* picture : {"figure.svg", "figure.png"}) {
    if (summary.picture.empty() &&
        std::filesystem::exists(absl::StrCat(path, "/", picture), code)) {
      summary.picture = picture;
    }
  }
  return summary;
}

bool IsIntact(const std::string& path, const Provenance& provenance) {
  const absl::StatusOr<std::map<std::string, std::string>> checksums = Checksums(path);
  return checksums.ok() && *checksums == provenance.files;
}

}  // namespace infoflow::paper_figures
