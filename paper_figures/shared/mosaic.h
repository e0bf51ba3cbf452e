#ifndef PAPER_FIGURES_SHARED_MOSAIC_H_
#define PAPER_FIGURES_SHARED_MOSAIC_H_

#include "infoflow/linalg/matrix.h"
#include "infoflow/support/table.h"

namespace infoflow::paper_figures {

// Empty sites between two patterns.
inline constexpr int kMosaicGap = 2;

// Patterns of height x width sites side by side, `columns` in a row, as one image: columns x, y
// (row 0 at the top), whose unit is `unit`, and value; gaps between patterns are NaN. Shapes: a
// pattern of height width values per row, row after row.
Table Mosaic(linalg::ConstMatrixView<double> patterns, int height, int width, int columns,
             const char* unit = "sites");

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_SHARED_MOSAIC_H_
