#ifndef PAPER_FIGURES_HARNESS_RENDERING_H_
#define PAPER_FIGURES_HARNESS_RENDERING_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace infoflow::paper_figures {

// The file formats a picture can have: "svg", "png", "pdf".
const std::vector<std::string>& PictureFormats();

// The whole gnuplot script of a figure: the house's terminals, fonts and colours around
// `recipe`, for a picture of that many pixels. Run in the figure's folder, `gnuplot figure.gp`
// draws figure.svg from data/*.csv and keys.gp, and `gnuplot -e 'format="pdf"' figure.gp` another
// format.
std::string PictureScript(absl::string_view recipe, int width, int height);

// True when a gnuplot program is in the PATH.
bool HaveGnuplot();

// Runs figure.gp in `folder` once per format. The error is what gnuplot printed.
absl::Status DrawPictures(const std::string& folder, const std::vector<std::string>& formats);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_RENDERING_H_
