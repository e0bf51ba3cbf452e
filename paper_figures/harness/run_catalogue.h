#ifndef PAPER_FIGURES_HARNESS_RUN_CATALOGUE_H_
#define PAPER_FIGURES_HARNESS_RUN_CATALOGUE_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/harness/options.h"
#include "paper_figures/harness/run_figure.h"

namespace infoflow::paper_figures {

// What a figure came to; `processor_seconds` is time of one core, 0 when reused or not known.
using FigureReporter = absl::FunctionRef<void(const CatalogueEntry& entry,
                                              const absl::StatusOr<FinishedFigure>& finished,
                                              double processor_seconds)>;

// Runs figures side by side on options.threads threads, so that no core waits for the last point of
// a figure; numbers are those of RunFigure. Each is reported when it is finished, one at a time.
//
// Figures in one piece come first, which are one thread's work, then those with points; figures
// that keep trained machines follow each other, so that none is trained twice. Errors of a figure
// are reported and stop no other; Cancelled after a caught signal.
absl::Status RunFigures(absl::Span<const CatalogueEntry> figures, const Options& options,
                        FigureReporter report);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_RUN_CATALOGUE_H_
