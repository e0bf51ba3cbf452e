#include "paper_figures/harness/figure_folder.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "infoflow/support/file.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"
#include "paper_figures/harness/rendering.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kStaged[] = ".staged";

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

absl::Status FigureFolder::Write(const Figure& figure, const FigureResult& result,
                                 const Provenance& provenance) {
  for (const ResultTable& table : result.tables) {
    INFOFLOW_RETURN_IF_ERROR(
        WriteCsvFile(table.table, absl::StrCat(staged_, "/data/", table.name, ".csv")));
  }
  INFOFLOW_RETURN_IF_ERROR(
      WriteCsvFile(ClaimsTable(result.claims), absl::StrCat(staged_, "/claims.csv")));
  INFOFLOW_RETURN_IF_ERROR(
      WriteFile(FormatJson(provenance), absl::StrCat(staged_, "/provenance.json")));
  return WriteFile(PictureScript(figure.recipe), absl::StrCat(staged_, "/figure.gp"));
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
  const std::string provenance_path = absl::StrCat(path, "/provenance.json");
  INFOFLOW_ASSIGN_OR_RETURN(const std::string json, ReadFile(provenance_path));
  INFOFLOW_ASSIGN_OR_RETURN(summary.provenance, ParseJson(json, provenance_path));
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

}  // namespace infoflow::paper_figures
