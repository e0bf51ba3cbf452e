#ifndef PAPER_FIGURES_HARNESS_GALLERY_PAGE_H_
#define PAPER_FIGURES_HARNESS_GALLERY_PAGE_H_

#include <string>
#include <vector>

#include "paper_figures/harness/gallery.h"

namespace infoflow::paper_figures {

// One self-contained page: papers with links and their verdicts, a table of contents, and for each
// figure its picture, claims, command, commit, parameters, run time and links to its data; a note
// where a figure is missing. Pictures are in the page, packed with gzip and unpacked as they come
// into sight; without scripts they are read from the figures' folders. Reads well at any width from
// 320 pixels, light or dark; a filter leaves claims that are refined or fail.
std::string GalleryPage(const std::vector<Gallery::Item>& items,
                        const std::vector<Gallery::Missing>& missing);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_GALLERY_PAGE_H_
