#include "paper_figures/harness/report.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace infoflow::paper_figures {

namespace {

constexpr int kPrintedRows = 16;

std::string ShortCell(const Cell& cell) {
  const absl::StatusOr<double> number = cell.Number();
  return number.ok() ? absl::StrFormat("%.6g", *number) : cell.Text();
}

}  // namespace

std::string ParameterList(const ParameterSet& parameters) {
  std::string text;
  for (const ParameterSet::Entry& entry : parameters.entries()) {
    const std::string allowed = entry.setting.Allowed();
    absl::StrAppend(&text,
                    absl::StrFormat("  %-20s = %s  (%s%s; %s)\n", entry.name, entry.setting.Text(),
                                    entry.meaning.text,
                                    entry.meaning.unit.empty() ? "" : ", " + entry.meaning.unit,
                                    absl::StripPrefix(allowed, "must be ")));
  }
  return text;
}

std::string ExitCodeHelp() {
  return "Exit codes:\n"
         "  0  done, and no claim fails\n"
         "  1  an error, which is one sentence on stderr; nothing half-written stays behind\n"
         "  3  done, and a claim fails\n";
}

std::string FigureHelp(const FigureTask& task, absl::string_view flags) {
  const CatalogueEntry& entry = task.entry();
  const Figure& figure = entry.figure;
  const std::string run = absl::StrCat("bazel run //paper_figures:", entry.id, " --");
  const std::string preset = PresetName(task.run().preset);
  std::string text =
      absl::StrCat(entry.id, ": ", figure.title, "\n", figure.description, "\n", figure.paper, ", ",
                   figure.source, "\n\nUsage: ", run, " [--flag=value ...]\n       ", entry.id,
                   " [--flag=value ...]   (the program itself)\n\nFlags:\n", flags);
  const std::vector<ParameterSet::Entry>& parameters = task.work().parameters().entries();
  std::string setting;
  if (!parameters.empty()) {
    absl::StrAppend(&text, "\nParameters for --set, with their values at preset ", preset, ":\n",
                    ParameterList(task.work().parameters()));
    const ParameterSet::Entry& first = parameters.front();
    setting = absl::StrCat("  ", run, " --set=", first.name, "=", first.setting.Text(),
                           " --out=/tmp/mine\n");
  }
  return absl::StrCat(text, "\n", ExitCodeHelp(), "\nExamples:\n  ", run, " --preset=smoke\n",
                      setting, "  ", run, " --format=png --seed=2\n  ", run,
                      " --list_parameters --preset=paper\n");
}

std::string AlignedTable(const Table& table, int max_rows) {
  const int rows = std::min(max_rows, table.num_rows());
  std::vector<std::size_t> widths;
  for (int column = 0; column < table.num_columns(); ++column) {
    std::size_t width = table.columns()[column].name.size();
    for (int row = 0; row < rows; ++row) {
      width = std::max(width, ShortCell(table.cell(row, column)).size());
    }
    widths.push_back(width);
  }
  std::string text;
  for (int row = -1; row < rows; ++row) {
    text.append(" ");
    for (int column = 0; column < table.num_columns(); ++column) {
      const std::string cell =
          row < 0 ? table.columns()[column].name : ShortCell(table.cell(row, column));
      absl::StrAppend(&text, absl::StrFormat(" %*s", static_cast<int>(widths[column]), cell));
    }
    text.push_back('\n');
  }
  if (rows < table.num_rows()) {
    absl::StrAppend(&text, "  ... ", table.num_rows() - rows, " more rows\n");
  }
  return text;
}

bool AnyClaimFails(const std::vector<Claim>& claims) {
  return std::any_of(claims.begin(), claims.end(),
                     [](const Claim& claim) { return claim.verdict() == Claim::Verdict::kFails; });
}

std::string VerdictCounts(const std::vector<Claim>& claims) {
  int counts[4] = {0, 0, 0, 0};
  for (const Claim& claim : claims) ++counts[static_cast<int>(claim.verdict())];
  const int undecided = counts[static_cast<int>(Claim::Verdict::kNotDecided)];
  return absl::StrFormat("%d claims: %d reproduced, %d refined, %s%d fail", claims.size(),
                         counts[static_cast<int>(Claim::Verdict::kReproduced)],
                         counts[static_cast<int>(Claim::Verdict::kRefined)],
                         undecided == 0 ? "" : absl::StrFormat("%d not decided, ", undecided),
                         counts[static_cast<int>(Claim::Verdict::kFails)]);
}

std::string FigureReport(const FigureTask& task, const FinishedFigure& finished) {
  const CatalogueEntry& entry = task.entry();
  std::string text = absl::StrCat(
      entry.id, " ", entry.slug, ": ", entry.figure.title, "\n", entry.figure.paper, ", ",
      entry.figure.source, "\n\nParameters (preset ", PresetName(task.run().preset), ", seed ",
      task.run().seed, "):\n", ParameterList(task.work().parameters()));
  if (!finished.tables.empty()) {
    const ResultTable& main = finished.tables.front();
    absl::StrAppend(&text, "\n", main.title, " (data/", main.name, ".csv):\n",
                    AlignedTable(main.table, kPrintedRows));
  }
  absl::StrAppend(&text, "\nClaims:\n");
  for (const Claim& claim : finished.claims) {
    absl::StrAppend(&text, "  ", claim.id, ": ", claim.VerdictName(), " [", claim.OriginName(),
                    "]\n      ", claim.sentence, "\n      ", claim.quantity, ": ",
                    claim.Comparison(), "\n");
    if (!claim.paper_says.empty()) {
      absl::StrAppend(&text, "      ", claim.PaperSentence(), "\n");
    }
  }
  absl::StrAppend(&text, "  ", VerdictCounts(finished.claims), "\n\n");
  if (finished.records.size() > 1) {
    absl::StrAppend(&text, "Records by several BLAS kernels: ",
                    absl::StrJoin(finished.records, ", ", absl::PairFormatter(": ")), "\n");
  }
  absl::StrAppend(&text, "Written: ", finished.folder,
                  "/{data/*.csv, claims.csv, provenance.json, figure.*}\n");
  return text;
}

}  // namespace infoflow::paper_figures
