#include "paper_figures/rbm/mosaic.h"

#include <algorithm>
#include <limits>

namespace infoflow::paper_figures {

namespace {

// Empty sites between two patterns.
constexpr int kGap = 2;

}  // namespace

Table Mosaic(linalg::ConstMatrixView<double> patterns, int side, int shown, int columns) {
  Table table({{"x", "sites"}, {"y", "sites"}, {"value", ""}});
  const int count = std::min(shown, patterns.rows());
  const int rows = (count + columns - 1) / columns;
  const int cell = side + kGap;
  for (int y = 0; y < rows * cell - kGap; ++y) {
    for (int x = 0; x < columns * cell - kGap; ++x) {
      const int a = y / cell * columns + x / cell;
      const bool inside = a < count && y % cell < side && x % cell < side;
      table.AddRow({x, y,
                    inside ? patterns(a, y % cell * side + x % cell)
                           : std::numeric_limits<double>::quiet_NaN()});
    }
  }
  return table;
}

}  // namespace infoflow::paper_figures
