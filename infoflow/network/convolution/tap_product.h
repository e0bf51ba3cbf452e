#ifndef INFOFLOW_NETWORK_CONVOLUTION_TAP_PRODUCT_H_
#define INFOFLOW_NETWORK_CONVOLUTION_TAP_PRODUCT_H_

#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/tap_groups.h"

// The products of convolutions over lists of terms: nothing is copied into another order first.
//
// Rows are images; within a row the channels of a pixel stand side by side. Weights are
// taps x in x out without gaps. In float with FMA instructions (AVX2, AVX-512) each element is one
// chain of fused multiply-adds in the order of the list, the same bits with either instruction set
// and for any split of the rows, but for products with one output channel, whose sums run in 16
// interleaved parts; elsewhere products and sums are rounded one after the other. Accuracy: as the
// plain sums. NaN and infinities pass on. Outputs must not overlap inputs.

namespace infoflow::network {

// to(b, target(g), :) = bias + sum over taps(g) of W_tap^T from(b, tap.from, :) for every group.
//
// Shapes: weights num_taps * in * out, bias out or empty (0), from rows x (pixels in), to rows x
// (pixels out); pixels of `to` that are no group's target stay as they are. Cost: 2 rows in out
// flops per tap. Bound: with a tile of 12 images x 32 channels there are 24 fused multiply-adds to
// 14 loads, so that multiply-adds decide.
void TapProduct(const TapGroups& groups, int in, int out, absl::Span<const float> weights,
                absl::Span<const float> bias, linalg::ConstMatrixView<float> from,
                linalg::MatrixView<float> to);
void TapProduct(const TapGroups& groups, int in, int out, absl::Span<const double> weights,
                absl::Span<const double> bias, linalg::ConstMatrixView<double> from,
                linalg::MatrixView<double> to);

// gradient_tap += sum over rows b and pairs (p, q) of the group `tap` of from(b, p, :) to(b, q,
// :)^T where p is Tap::from and q is Tap::tap, as in TapLists::by_tap.
//
// Shapes: gradient in x out. Cost: 2 rows in out flops per pair.
void TapGradient(absl::Span<const Tap> pairs, int in, int out, linalg::ConstMatrixView<float> from,
                 linalg::ConstMatrixView<float> to, absl::Span<float> gradient);
void TapGradient(absl::Span<const Tap> pairs, int in, int out, linalg::ConstMatrixView<double> from,
                 linalg::ConstMatrixView<double> to, absl::Span<double> gradient);

// sums += sum over rows and the groups' targets of values(b, target, :). Shapes: sums out.
void TargetSums(const TapGroups& groups, int out, linalg::ConstMatrixView<float> values,
                absl::Span<float> sums);
void TargetSums(const TapGroups& groups, int out, linalg::ConstMatrixView<double> values,
                absl::Span<double> sums);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_CONVOLUTION_TAP_PRODUCT_H_
