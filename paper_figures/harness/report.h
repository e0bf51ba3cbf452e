#ifndef PAPER_FIGURES_HARNESS_REPORT_H_
#define PAPER_FIGURES_HARNESS_REPORT_H_

#include <string>
#include <vector>

#include "paper_figures/harness/figure.h"
#include "paper_figures/harness/run_figure.h"

namespace infoflow::paper_figures {

// What a figure prints to stdout: title, source, parameters, the main table (its first rows),
// the claims with measured values and verdicts, the paths written.
std::string FigureReport(const CatalogueEntry& entry, const FigureContext& context,
                         const FinishedFigure& finished);

// The parameters with values and meaning, one a line.
std::string ParameterList(const Parameters& parameters);

// Columns aligned, numbers with 6 significant digits, at most `max_rows` rows.
std::string AlignedTable(const Table& table, int max_rows);

bool AllClaimsHold(const std::vector<Claim>& claims);

// "7 claims: 5 reproduced, 2 refined, 0 fail".
std::string VerdictCounts(const std::vector<Claim>& claims);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_REPORT_H_
