#include "paper_figures/harness/report.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace infoflow::paper_figures {

namespace {

constexpr int kPrintedRows = 16;

std::string ShortCell(const std::string& cell) {
  double number;
  if (!absl::SimpleAtod(cell, &number)) return cell;
  return absl::StrFormat("%.6g", number);
}

}  // namespace

std::string ParameterList(const Parameters& parameters) {
  std::string text;
  for (const Parameters::NamedText& parameter : parameters.Describe()) {
    absl::StrAppend(&text, absl::StrFormat("  %-20s = %s  (%s)\n", parameter.name, parameter.value,
                                           parameter.help));
  }
  return text;
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

bool AllClaimsHold(const std::vector<Claim>& claims) {
  return std::all_of(claims.begin(), claims.end(),
                     [](const Claim& claim) { return claim.Holds(); });
}

std::string VerdictCounts(const std::vector<Claim>& claims) {
  int reproduced = 0;
  int refined = 0;
  int failed = 0;
  for (const Claim& claim : claims) {
    const std::string verdict = claim.Verdict();
    if (verdict == "reproduced") {
      ++reproduced;
    } else if (verdict == "refined") {
      ++refined;
    } else {
      ++failed;
    }
  }
  return absl::StrFormat("%d claims: %d reproduced, %d refined, %d fail", claims.size(), reproduced,
                         refined, failed);
}

std::string FigureReport(const CatalogueEntry& entry, const FigureContext& context,
                         const FinishedFigure& finished) {
  const Figure& figure = entry.figure;
  std::string text =
      absl::StrCat(entry.id, " ", figure.slug, ": ", figure.title, "\n", figure.paper, ", ",
                   figure.source, "\n\nParameters (preset ", PresetName(context.preset), ", seed ",
                   context.seed, "):\n", ParameterList(context.parameters));
  if (!finished.result.tables.empty()) {
    const ResultTable& main = finished.result.tables.front();
    absl::StrAppend(&text, "\n", main.title, " (data/", main.name, ".csv):\n",
                    AlignedTable(main.table, kPrintedRows));
  }
  absl::StrAppend(&text, "\nClaims:\n");
  for (const Claim& claim : finished.result.claims) {
    absl::StrAppend(
        &text, absl::StrFormat("  %-4s %-10s %s\n", claim.id, claim.Verdict(), claim.sentence));
    absl::StrAppend(&text, "                  ", claim.quantity, ": ", claim.Comparison(), "\n");
    if (!claim.paper_says.empty()) {
      absl::StrAppend(&text, "                  the paper says: ", claim.paper_says, "\n");
    }
  }
  absl::StrAppend(&text, "  ", VerdictCounts(finished.result.claims),
                  "\n\nWritten: ", finished.folder,
                  "/{data/*.csv, claims.csv, provenance.json, figure.*}\n");
  return text;
}

}  // namespace infoflow::paper_figures
