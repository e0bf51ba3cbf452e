#ifndef INFOFLOW_CASCADE_RECONSTRUCTION_H_
#define INFOFLOW_CASCADE_RECONSTRUCTION_H_

#include <cstddef>
#include <vector>

#include "infoflow/cascade/cascade.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {

// R_l = g_1(g_2(...g_l(a_l))) of n images for l = 1, ..., `levels`, a_l the output of layer l:
// row (l - 1) n + b is R_l of image b.
//
// Evaluated from the deepest level up: decoder j is applied once, to all levels >= j under each
// other, which makes large products of the same number of flops. Source: arXiv:2406.12916
// (reconstructions). Domain: levels from 1 to num_decoders(), n >= 1. Shapes: images n x
// input_size; result levels n x input_size. Cost: 2 n sum_l (n_l n_{l-1} l) flops; images, and rows
// near the image, pass in blocks that stay in a thread's caches, in five buffers of at most
// `numbers` numbers each. BLAS works on one thread: the same bits for any number of workers.
constexpr std::size_t kReconstructionNumbers = std::size_t{1} << 26;  // 256 MB in float
template <typename T>
linalg::Matrix<T> Reconstruct(const Cascade<T>& cascade, linalg::ConstMatrixView<T> images,
                              int levels, WorkerPool& workers,
                              std::size_t numbers = kReconstructionNumbers);

// g_1(...g_level(values)) for rows of values of layer `level`'s output.
// Domain: level from 1 to num_decoders().
template <typename T>
linalg::Matrix<T> Decode(const Cascade<T>& cascade, int level, linalg::ConstMatrixView<T> values,
                         WorkerPool& workers);

// What the cascade takes for the image of each class: row k decodes the output vector with 1 at k
// and `others` elsewhere. Source: arXiv:2406.12916, whose code calls it get_perfect, with 0
// (default) or -1. Domain: decoders for all layers.
template <typename T>
linalg::Matrix<T> ClassPrototypes(const Cascade<T>& cascade, T others, WorkerPool& workers);

// The mean squared error of each decoder on the true activations, over all images and units, in
// batches. Domain: n, batch >= 1.
template <typename T>
std::vector<double> DecoderErrors(const Cascade<T>& cascade, linalg::ConstMatrixView<T> images,
                                  int batch, WorkerPool& workers);

}  // namespace infoflow::cascade

#endif  // INFOFLOW_CASCADE_RECONSTRUCTION_H_
