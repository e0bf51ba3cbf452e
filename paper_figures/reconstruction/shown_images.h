#ifndef PAPER_FIGURES_RECONSTRUCTION_SHOWN_IMAGES_H_
#define PAPER_FIGURES_RECONSTRUCTION_SHOWN_IMAGES_H_

#include <string>
#include <vector>

#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/tap_groups.h"
#include "infoflow/support/table.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/reconstruction/channel_cascade.h"
#include "paper_figures/reconstruction/vgg_subject.h"

namespace infoflow::paper_figures {

// Images in rows and columns, ready to be shown: grey, from 0 to 1 each.
struct ShownImages {
  int height = 0, width = 0;  // pixels of each
  std::vector<std::string> row_names, column_names;
  linalg::Matrix<float> images;  // row after row; NaN where there is none

  INFOFLOW_FIELDS(height, width, row_names, column_names, images)

  // One image of all of them (paper_figures/shared/mosaic.h), values to three digits. No row where
  // there are no images.
  Table ToTable() const;
};

// Collects them: colours are averaged, images of more than 64 pixels a side are made smaller by
// averages over squares, and each is stretched to full contrast as in the paper's public code; a
// constant one becomes 0.
class ImageRows {
 public:
  ImageRows(const network::MapShape& shape, int columns);
  // Up to `columns` images, one per row of the matrix, pixel-major.
  void Add(const std::string& name, const linalg::Matrix<float>& images);
  ShownImages Shown(const std::vector<std::string>& column_names) const;

 private:
  const network::MapShape shape_;
  const int columns_;
  const int square_;  // pixels a side that become one
  std::vector<std::string> names_;
  std::vector<linalg::Matrix<float>> rows_;
};

linalg::Matrix<float> MatrixOf(const linalg::Matrix<double>& matrix);

// Two images (by their place among the judged ones) and R_l by unit, linear and ReLU decoders.
ShownImages ShowReconstructions(const VggSubject& subject, const ChannelCascades& cascades,
                                const std::vector<int>& examples, WorkerPool& workers);

// For up to three of the units whose channels are decoded (the first one and pools): the channels'
// maps for one image, and what they decode to.
ShownImages ShowChannels(const VggSubject& subject, const ChannelRecipe& recipe,
                         const ChannelCascades& cascades, int example, WorkerPool& workers);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_SHOWN_IMAGES_H_
