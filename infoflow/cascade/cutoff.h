#ifndef INFOFLOW_CASCADE_CUTOFF_H_
#define INFOFLOW_CASCADE_CUTOFF_H_

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"

// Where a sequence over layers stops changing.

namespace infoflow::cascade {

enum class CutoffMethod {
  kAbsolute,      // compares with the last entry
  kDifferential,  // compares differences of neighbours with 0
};

struct CutoffOptions {
  CutoffMethod method = CutoffMethod::kAbsolute;
  // a is close to r when |a - r| <= absolute + relative |r|; equal infinities are close, NaN to
  // nothing.
  double absolute_tolerance = 1e-8;
  double relative_tolerance = 0.005;  // arXiv:2406.12916: 0.005 (dense), 0.01 (other networks)
};

// The paper's cutoff: the index, from 0, of the last entry that is not close to the reference,
// the sequence's last entry (kAbsolute) or 0 (kDifferential). The layer number is one more, for
// sequences that begin with layer 1.
//
// Source: arXiv:2406.12916, code of the authors. Quirks, kept:
// - "all close": a sequence without such an entry gives its length, the deepest value there is,
//   not 0; with kDifferential the length - 5.
// - "not saturated": a sequence that still changes at its end gives nearly its length.
// - "delta kernel": kDifferential smooths with a Gaussian so narrow that its weights are
//   (0, 0, 1, 0, 0): it only cuts two entries off at each end (the index refers to what is
//   left), and spreads NaN and infinities to their neighbours, as 0 times infinity is NaN. The
//   reference being 0, the relative tolerance has no effect.
// GuardedCutoff tells these cases apart. Domain: length >= 1, >= 6 for kDifferential.
int AuthorCutoff(absl::Span<const double> sequence, const CutoffOptions& options);

// What can be said of a sequence's saturation.
struct GuardedCutoff {
  enum class Kind {
    kFound,         // it settles
    kConstant,      // it never changes
    kNotSaturated,  // it has settled for fewer than kLeastPlateau of its last entries
    kNotFinite,     // it has an infinity or a NaN
  };
  Kind kind;
  // kFound, kNotSaturated: the last layer (from 1) whose value differs from the last one's;
  // kNotFinite: the first layer that is not finite; kConstant: 0.
  int layer;
};

// "found", "constant", "not-saturated", "not-finite".
std::string GuardedCutoffName(GuardedCutoff::Kind kind);

// Fraction of the sequence that must be a plateau at its end for it to count as saturated.
inline constexpr double kLeastPlateau = 0.2;

// The cutoff by comparison with the last entry, guarded. Domain: length >= 1.
GuardedCutoff FindCutoff(absl::Span<const double> sequence, const CutoffOptions& options);

// Both summaries of relative entropies over layers (rows) of several images (columns).
struct SampleCutoffs {
  double mean = 0.0;  // of the images' own cutoffs
  double standard_deviation = 0.0;
  // Of the sequence of medians over images, each image's values divided by its last one (the
  // paper's "R. A entropy", which its figure of trainability shows).
  int of_median = 0;
  GuardedCutoff guarded_of_median = {GuardedCutoff::Kind::kConstant, 0};
};

// AuthorCutoff for each image, and of the medians. The median of an even number of images is the
// mean of the two in the middle. NaN in an image makes the medians of its layers NaN. Domain: at
// least 1 layer (6 with kDifferential) and 1 image; with one image the deviation is NaN.
SampleCutoffs SummarizeCutoffs(linalg::ConstMatrixView<double> entropies,
                               const CutoffOptions& options);

}  // namespace infoflow::cascade

#endif  // INFOFLOW_CASCADE_CUTOFF_H_
