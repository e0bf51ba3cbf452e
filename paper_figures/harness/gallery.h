#ifndef PAPER_FIGURES_HARNESS_GALLERY_H_
#define PAPER_FIGURES_HARNESS_GALLERY_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/harness/figure_folder.h"

namespace infoflow::paper_figures {

// Every finished figure below one folder, with what its files say; pages are made from it.
class Gallery {
 public:
  struct Item {
    CatalogueEntry entry;
    FigureSummary summary;
    std::string picture;  // content of the picture file, "" when there is none
  };

  // A figure of the catalogue that cannot be shown.
  struct Missing {
    CatalogueEntry entry;
    std::string why;
  };

  Gallery(std::vector<Item> items, std::vector<Missing> missing)
      : items_(std::move(items)), missing_(std::move(missing)) {}

  // The page of gallery_page.h.
  std::string Html() const;

  // A table of all claims: reproduced, refined or not, with the measured number and, where it
  // differs, what the paper says.
  std::string Markdown() const;

  // Markdown() as `folder`/results.md and the pictures as `folder`/images/<id>.svg (or .png).
  absl::Status WriteDocs(const std::string& folder) const;

 private:
  std::vector<Item> items_;
  std::vector<Missing> missing_;
};

// Reads the folders of `catalogue` below `root`. A figure without a folder is left out, and so is
// one whose folder cannot be read: `*left_out` says why.
Gallery ReadGallery(const std::vector<CatalogueEntry>& catalogue, const std::string& root,
                    std::vector<std::string>* left_out);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_GALLERY_H_
