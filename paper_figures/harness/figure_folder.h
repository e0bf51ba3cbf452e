#ifndef PAPER_FIGURES_HARNESS_FIGURE_FOLDER_H_
#define PAPER_FIGURES_HARNESS_FIGURE_FOLDER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "infoflow/support/staged_folder.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/harness/provenance.h"

namespace infoflow::paper_figures {

// A figure's folder while it is being filled (StagedFolder), which takes its place as a whole in
// Commit(), or vanishes.
class FigureFolder {
 public:
  // Fails when `root` cannot be written, or the folder there holds what is not of a figure.
  static absl::StatusOr<FigureFolder> Stage(const std::string& root, const std::string& slug);

  // data/*.csv, claims.csv, keys.gp and figure.gp.
  absl::Status Write(const CatalogueEntry& entry, const Presentation& presentation);

  // provenance.json, with the checksums of the files that are there: the last to be written.
  absl::Status WriteProvenance(Provenance provenance);

  // Where the files are until Commit().
  const std::string& staged_path() const { return folder_.path(); }
  const std::string& final_path() const { return folder_.final_path(); }

  absl::Status Commit();

 private:
  explicit FigureFolder(StagedFolder folder) : folder_(std::move(folder)) {}

  StagedFolder folder_;
};

// What a finished figure's folder says about itself.
struct FigureSummary {
  std::vector<Claim> claims;
  Provenance provenance;
  std::vector<std::string> data_files;  // relative to the folder
  std::string picture;                  // "figure.svg", "figure.png", or "" when there is none
};

absl::StatusOr<FigureSummary> ReadFigureFolder(const std::string& path);

// True when the folder holds just the files that its provenance names, with their checksums.
bool IsIntact(const std::string& path, const Provenance& provenance);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_FIGURE_FOLDER_H_
