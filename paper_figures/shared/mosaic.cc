#include "paper_figures/shared/mosaic.h"

#include <limits>

namespace infoflow::paper_figures {

Table Mosaic(linalg::ConstMatrixView<double> patterns, int height, int width, int columns,
             const char* unit) {
  Table table({{"x", unit}, {"y", unit}, {"value", ""}});
  const int rows = (patterns.rows() + columns - 1) / columns;
  const int tall = height + kMosaicGap, wide = width + kMosaicGap;
  for (int y = 0; y < rows * tall - kMosaicGap; ++y) {
    for (int x = 0; x < columns * wide - kMosaicGap; ++x) {
      const int a = y / tall * columns + x / wide;
      const bool inside = a < patterns.rows() && y % tall < height && x % wide < width;
      table.AddRow({x, y,
                    inside ? patterns(a, y % tall * width + x % wide)
                           : std::numeric_limits<double>::quiet_NaN()});
    }
  }
  return table;
}

}  // namespace infoflow::paper_figures
