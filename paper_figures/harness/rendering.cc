#include "paper_figures/harness/rendering.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "infoflow/support/file.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/subprocess.h"

namespace infoflow::paper_figures {

namespace {

// Colours: Okabe and Ito's palette, which the colour-blind can tell apart.
// After the picture's width and height.
constexpr char kPrologue[] = R"gp(# Draws figure.svg from data/*.csv and keys.gp:  gnuplot figure.gp
# another format (svg, png or pdf):  gnuplot -e 'format="pdf"' figure.gp
if (!exists("format")) format = "svg"
if (format eq "svg") set terminal svg size width,height enhanced background rgb "white" font "Helvetica,15" linewidth 1.3
if (format eq "png") set terminal pngcairo size width,height enhanced background rgb "white" font "Helvetica,13" linewidth 1.5
if (format eq "pdf") set terminal pdfcairo size width/100.0,height/100.0 enhanced background rgb "white" font "Helvetica,13" linewidth 1.5
set output "figure." . format
set encoding utf8
set datafile separator ","
set datafile commentschars "#"
set linetype 1 linecolor rgb "#0072b2" linewidth 1.6 pointtype 7
set linetype 2 linecolor rgb "#d55e00" linewidth 1.6 pointtype 5
set linetype 3 linecolor rgb "#009e73" linewidth 1.6 pointtype 9
set linetype 4 linecolor rgb "#cc79a7" linewidth 1.6 pointtype 11
set linetype 5 linecolor rgb "#e69f00" linewidth 1.6 pointtype 13
set linetype 6 linecolor rgb "#56b4e9" linewidth 1.6 pointtype 4
set linetype 7 linecolor rgb "#000000" linewidth 1.6 pointtype 6
set linetype 8 linecolor rgb "#8c6d00" linewidth 1.6 pointtype 8
set linetype cycle 8
set style line 100 linecolor rgb "#d8d8d8" linewidth 0.6
set grid back linestyle 100
set border 3 linecolor rgb "#404040" linewidth 0.9
set tics nomirror out scale 0.6
set key noautotitle spacing 1.15 samplen 2.2
load "keys.gp"
)gp";

std::string GnuplotQuote(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "''"}}), "'");
}

// Browsers smooth images that they enlarge; here each number is to stay a square.
absl::Status KeepPixels(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::string picture, ReadFile(path));
  return WriteFile(
      absl::StrReplaceAll(picture, {{"<image ", "<image style='image-rendering:pixelated' "}}),
      path);
}

}  // namespace

const std::vector<std::string>& PictureFormats() {
  static const auto& formats = *new std::vector<std::string>{"svg", "png", "pdf"};
  return formats;
}

std::string PictureScript(absl::string_view recipe, int width, int height) {
  return absl::StrCat("width = ", width, "\nheight = ", height, "\n", kPrologue, "\n", recipe,
                      "\nunset output\n");
}

bool HaveGnuplot() { return RunProgram({"gnuplot", "--version"}).ok(); }

absl::Status DrawPictures(const std::string& folder, const std::vector<std::string>& formats) {
  for (const std::string& format : formats) {
    const std::string setup =
        absl::StrCat("cd ", GnuplotQuote(folder), "; format=\"", format, "\"");
    const absl::StatusOr<std::string> output = RunProgram({"gnuplot", "-e", setup, "figure.gp"});
    if (!output.ok()) {
      return absl::InternalError(
          absl::StrCat("gnuplot cannot draw ", format, ": ", output.status().message()));
    }
    if (format == "svg") INFOFLOW_RETURN_IF_ERROR(KeepPixels(absl::StrCat(folder, "/figure.svg")));
  }
  return absl::OkStatus();
}

}  // namespace infoflow::paper_figures
