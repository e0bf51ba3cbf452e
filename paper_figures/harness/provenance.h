#ifndef PAPER_FIGURES_HARNESS_PROVENANCE_H_
#define PAPER_FIGURES_HARNESS_PROVENANCE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

// How a result came to be: names and values in the order they are written.
using Provenance = std::vector<std::pair<std::string, std::string>>;

// Version, commit, figure, preset, parameters, seed, threads, BLAS, compiler, CPU, wall time.
Provenance DescribeRun(const CatalogueEntry& entry, const FigureContext& context,
                       double wall_seconds);

// What decides the numbers of a run: version, commit, figure, parameters and seed. Two runs with
// the same fingerprint give the same result. Empty when the sources have uncommitted changes:
// then nothing can be said.
std::string Fingerprint(const CatalogueEntry& entry, const FigureContext& context);

// The commit of the sources; with uncommitted changes or outside a checkout, the checksum of the
// program.
std::string CodeIdentity();

// A flat JSON object of strings.
std::string FormatJson(const Provenance& provenance);
absl::StatusOr<Provenance> ParseJson(absl::string_view json, absl::string_view source);

// The value under `name`, or "".
std::string Lookup(const Provenance& provenance, absl::string_view name);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_PROVENANCE_H_
