#ifndef PAPER_FIGURES_SHARED_EXTREMES_H_
#define PAPER_FIGURES_SHARED_EXTREMES_H_

#include <cmath>
#include <limits>

namespace infoflow::paper_figures {

// Smallest and largest of the numbers that were added; NaN before that, and once a NaN was, so
// that no claim about them holds.
struct Extremes {
  double least = std::numeric_limits<double>::quiet_NaN();
  double greatest = std::numeric_limits<double>::quiet_NaN();
  bool empty = true;

  void Add(double value) {
    const bool replace = empty || std::isnan(value);
    empty = false;
    if (replace || value < least) least = value;
    if (replace || value > greatest) greatest = value;
  }
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_SHARED_EXTREMES_H_
