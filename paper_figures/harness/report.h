#ifndef PAPER_FIGURES_HARNESS_REPORT_H_
#define PAPER_FIGURES_HARNESS_REPORT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/harness/run_figure.h"

namespace infoflow::paper_figures {

// What a figure prints to stdout: title, source, parameters, the main table (its first rows),
// the claims with measured values and verdicts, the paths written.
std::string FigureReport(const FigureTask& task, const FinishedFigure& finished);

// The parameters with values, meaning, unit and what is allowed, one a line.
std::string ParameterList(const ParameterSet& parameters);

// What --help prints: what the figure shows, usage, `flags` (a line each), parameters at the preset
// that was asked for, exit codes and examples.
std::string FigureHelp(const FigureTask& task, absl::string_view flags);

// The exit codes of figure programs, a line each.
std::string ExitCodeHelp();

// Columns aligned, numbers with 6 significant digits, at most `max_rows` rows.
std::string AlignedTable(const Table& table, int max_rows);

// True when a claim that can be decided does not hold.
bool AnyClaimFails(const std::vector<Claim>& claims);

// "7 claims: 4 reproduced, 2 refined, 1 not decided, 0 fail"; what is not decided is counted where
// there is any.
std::string VerdictCounts(const std::vector<Claim>& claims);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_REPORT_H_
