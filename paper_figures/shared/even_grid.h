#ifndef PAPER_FIGURES_SHARED_EVEN_GRID_H_
#define PAPER_FIGURES_SHARED_EVEN_GRID_H_

#include <cmath>
#include <vector>

namespace infoflow::paper_figures {

// `count` >= 2 equally spaced numbers from `first` to `last`, rounded to 1e-6 so that parameters
// read as they are meant.
inline std::vector<double> EvenGrid(double first, double last, int count) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) {
    values.push_back(std::round((first + (last - first) * i / (count - 1)) * 1e6) / 1e6);
  }
  return values;
}

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_SHARED_EVEN_GRID_H_
