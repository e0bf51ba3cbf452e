#ifndef PAPER_FIGURES_RBM_MOSAIC_H_
#define PAPER_FIGURES_RBM_MOSAIC_H_

#include "infoflow/linalg/matrix.h"
#include "infoflow/support/table.h"

namespace infoflow::paper_figures {

// The first `shown` patterns side by side, `columns` in a row, as one image: columns x, y (row 0
// at the top) and value; gaps between patterns are NaN. Shapes: a pattern of side^2 values per
// row.
Table Mosaic(linalg::ConstMatrixView<double> patterns, int side, int shown, int columns);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_MOSAIC_H_
