#ifndef PAPER_FIGURES_HARNESS_PROVENANCE_H_
#define PAPER_FIGURES_HARNESS_PROVENANCE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

// How a result came to be: what provenance.json holds.
struct Provenance {
  std::string figure;  // slug
  std::string paper;
  std::string source;
  std::string version;
  std::string commit;       // of the sources, "-dirty" appended where they were changed; or ""
  std::string code;         // identity of the program
  std::string fingerprint;  // of all that decides the result
  std::string preset;
  // Names and values as JSON text: "[0.3,1.0]".
  std::vector<std::pair<std::string, std::string>> parameters;
  std::uint64_t seed = 0;
  int threads = 0;
  std::string blas;
  // How many records are by which kernels (BlasKernel), here or elsewhere.
  std::map<std::string, int> records;
  std::string compiler;
  std::string cpu;
  double wall_seconds = 0.0;
  // Every image set that was used.
  std::vector<ImageSet> images;
  // SHA-256 checksums of the files of the folder, by their path in it.
  std::map<std::string, std::string> files;

  // "name=value name=value".
  std::string ParametersText() const;
};

// What is known once the points are: everything but time and files.
Provenance DescribeRun(const CatalogueEntry& entry, const Run& run, FigureWork& work,
                       const std::vector<int>& points);

// "OpenBLAS SkylakeX": what decides the last digits of products.
std::string BlasKernel();

std::string FormatProvenance(const Provenance& provenance);
// Errors name `source` and what is missing.
absl::StatusOr<Provenance> ParseProvenance(absl::string_view json, absl::string_view source);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_PROVENANCE_H_
