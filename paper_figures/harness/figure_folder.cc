#include "paper_figures/harness/figure_folder.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "infoflow/support/file.h"
#include "infoflow/support/sha256.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"
#include "paper_figures/harness/rendering.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kStaged[] = ".staged";
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

// Deletes the staged folders <prefix>PID.staged of programs that were killed.
void RemoveAbandoned(const std::string& root, const std::string& prefix) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(root, ignored)) {
    const std::string name = entry.path().filename().string();
    absl::string_view process = name;
    int id;
    if (absl::ConsumePrefix(&process, prefix) && absl::ConsumeSuffix(&process, kStaged) &&
        absl::SimpleAtoi(process, &id) && id > 0 && kill(id, 0) != 0 && errno == ESRCH) {
      std::filesystem::remove_all(entry.path(), ignored);
    }
  }
}

}  // namespace

absl::StatusOr<FigureFolder> FigureFolder::Stage(const std::string& root, const std::string& slug) {
  RemoveAbandoned(root, absl::StrCat(".", slug, "."));
  std::string staged = absl::StrCat(root, "/.", slug, ".", getpid(), kStaged);
  INFOFLOW_RETURN_IF_ERROR(MakeFolders(absl::StrCat(staged, "/data")));
  return FigureFolder(std::move(staged), absl::StrCat(root, "/", slug));
}

FigureFolder::FigureFolder(std::string staged, std::string final_path)
    : staged_(std::move(staged)), final_(std::move(final_path)) {}

FigureFolder::FigureFolder(FigureFolder&& other)
    : staged_(std::move(other.staged_)), final_(std::move(other.final_)) {
  other.staged_.clear();
}

FigureFolder::~FigureFolder() {
  if (staged_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(staged_, ignored);
}

absl::Status FigureFolder::Write(const CatalogueEntry& entry, const Presentation& presentation) {
  for (const ResultTable& table : presentation.tables) {
    INFOFLOW_RETURN_IF_ERROR(
        WriteCsvFile(table.table, absl::StrCat(staged_, "/data/", table.name, ".csv")));
  }
  INFOFLOW_RETURN_IF_ERROR(WriteCsvFile(ClaimsTable(presentation.claims.ForFigure(entry.id)),
                                        absl::StrCat(staged_, "/claims.csv")));
  INFOFLOW_RETURN_IF_ERROR(
      WriteFile(presentation.keys.script(), absl::StrCat(staged_, "/keys.gp")));
  return WriteFile(PictureScript(entry.recipe, entry.figure.width, entry.figure.height),
                   absl::StrCat(staged_, "/figure.gp"));
}

absl::Status FigureFolder::WriteProvenance(Provenance provenance) {
  INFOFLOW_ASSIGN_OR_RETURN(provenance.files, Checksums(staged_));
  return WriteFile(FormatProvenance(provenance), absl::StrCat(staged_, kProvenance));
}

absl::Status FigureFolder::Commit() {
  INFOFLOW_RETURN_IF_ERROR(ReplaceFolder(staged_, final_));
  staged_.clear();
  return absl::OkStatus();
}

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
