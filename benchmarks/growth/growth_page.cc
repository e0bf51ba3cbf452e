#include "benchmarks/growth/growth_page.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace infoflow::growth {

namespace {

constexpr int kColumns = 4;
constexpr int kPanelWidth = 250;
constexpr int kPanelHeight = 190;

// Sizes as they are counted: "12 to 1200".
std::string Count(double size) {
  return size < 1e6 ? absl::StrFormat("%.0f", size) : absl::StrFormat("%.2g", size);
}

// Apart from what gnuplot's enhanced text takes for commands.
std::string PlainText(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"_", "\\_"}, {"^", "\\^"}, {"'", ""}});
}

// Between labelled times, so that there are two to four of them.
int DecadesOfTics(const GrowthCurve& curve) {
  const auto [least, most] = std::minmax_element(curve.seconds.begin(), curve.seconds.end());
  return 1 + static_cast<int>(std::log10(*most / *least) / 4.0);
}

std::string Panel(const GrowthCurve& curve, int index) {
  const GrowthKernel& kernel = curve.kernel;
  // The expected power through the last point.
  return absl::StrFormat(
      "set title '%s' offset 0,-0.8\nset xlabel '%s' offset 0,0.8\nset ytics 1e%d\n"
      "set label 1 \"expected %.3g\\nfound %.2f\" at graph 0.99,0.24 right\n"
      "plot [%.6g:%.6g] %.9g*(x/%.9g)**%.9g with lines linetype 2, $data%d with points linetype "
      "1\n",
      PlainText(kernel.name), PlainText(kernel.size_name), DecadesOfTics(curve), kernel.expected,
      curve.exponent, curve.sizes.front() / 1.3, curve.sizes.back() * 1.3, curve.seconds.back(),
      curve.sizes.back(), kernel.expected, index);
}

}  // namespace

std::string GrowthSection(absl::Span<const GrowthCurve> curves, absl::string_view machine,
                          absl::string_view picture) {
  std::string section = absl::StrCat(
      "Written by `bazel run //benchmarks:growth`: ", machine,
      "; least of three CPU times at each size. The exponent is that of the larger half of the "
      "sizes, by least squares in logarithms.\n\n![time over size](",
      picture,
      ")\n\n| kernel | size | from | to | time at the largest | expected | found | follows from |\n"
      "|---|---|---|---|---|---|---|---|\n");
  for (const GrowthCurve& curve : curves) {
    absl::StrAppendFormat(&section, "| %s | %s | %s | %s | %.3g ms | %.3g | %.2f | %s |\n",
                          curve.kernel.name, curve.kernel.size_name, Count(curve.sizes.front()),
                          Count(curve.sizes.back()), 1e3 * curve.seconds.back(),
                          curve.kernel.expected, curve.exponent, curve.kernel.count);
  }
  return section;
}

std::string GrowthScript(absl::Span<const GrowthCurve> curves, const std::string& path) {
  const int rows = (static_cast<int>(curves.size()) + kColumns - 1) / kColumns;
  std::string script = absl::StrFormat(
      "set terminal %s size %d,%d enhanced background rgb 'white' font "
      "'Helvetica,10'\nset output '%s'\n",
      absl::EndsWith(path, ".png") ? "pngcairo" : "svg", kColumns * kPanelWidth,
      rows * kPanelHeight, absl::StrReplaceAll(path, {{"'", "''"}}));
  for (std::size_t i = 0; i < curves.size(); ++i) {
    absl::StrAppend(&script, "$data", i, " << END\n");
    for (std::size_t k = 0; k < curves[i].sizes.size(); ++k) {
      absl::StrAppendFormat(&script, "%.6g %.6g\n", curves[i].sizes[k], curves[i].seconds[k]);
    }
    absl::StrAppend(&script, "END\n");
  }
  absl::StrAppendFormat(
      &script,
      "set logscale xy\nset format xy '10^{%%T}'\nunset key\nset border 3 linecolor rgb '#404040'\n"
      "set tics nomirror out scale 0.5\nunset mxtics\nunset mytics\nset samples 2\n"
      "set linetype 1 linecolor rgb '#0072b2' pointtype 7 pointsize 0.55\n"
      "set linetype 2 linecolor rgb '#d55e00' linewidth 1.3\n"
      "set lmargin 8\nset rmargin 2.5\nset tmargin 1.8\nset bmargin 3\n"
      "set multiplot layout %d,%d\n",
      rows, kColumns);
  for (std::size_t i = 0; i < curves.size(); ++i) {
    absl::StrAppend(&script,
                    i % kColumns == 0 ? "set ylabel 'seconds' offset 1.5,0\n" : "unset ylabel\n",
                    Panel(curves[i], static_cast<int>(i)));
  }
  absl::StrAppend(&script, "unset multiplot\nunset output\n");
  return script;
}

absl::Status DrawGrowth(absl::Span<const GrowthCurve> curves, const std::string& path) {
  if (std::system("command -v gnuplot >/dev/null") != 0) {
    return absl::NotFoundError("no picture: gnuplot is not in the PATH; install gnuplot-nox");
  }
  std::FILE* gnuplot = popen("gnuplot", "w");
  if (gnuplot == nullptr) return absl::InternalError("cannot start gnuplot");
  const std::string script = GrowthScript(curves, path);
  const bool written = std::fwrite(script.data(), 1, script.size(), gnuplot) == script.size();
  if (pclose(gnuplot) == 0 && written) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("gnuplot cannot draw ", path));
}

}  // namespace infoflow::growth
