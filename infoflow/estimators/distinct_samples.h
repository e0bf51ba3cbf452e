#ifndef INFOFLOW_ESTIMATORS_DISTINCT_SAMPLES_H_
#define INFOFLOW_ESTIMATORS_DISTINCT_SAMPLES_H_

#include <cstdint>

#include "absl/status/status.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::estimators {

// OK when no two rows are equal; else InvalidArgument that names two of them (counted from 1), and
// a jitter that tells them apart: `jitter` is what has been added to them already (0: nothing).
// Samples of a law with a density are distinct; nearest-neighbour estimates need that.
// Cost: O(P d), and O(P ln P) comparisons.
absl::Status CheckDistinct(linalg::ConstMatrixView<double> samples, double jitter = 0.0);

// samples + amplitude u with independent u uniform on [0, 1), which breaks ties. The u depend on
// `seed` only (stream kEstimator, index 0, row after row). `amplitude` = 0 copies. Convention of
// NPEET (github.com/gregversteeg/NPEET, add_noise): amplitude 1e-10. A row stays as it is where
// the amplitude is below its rounding. Cost: O(P d).
linalg::Matrix<double> Jittered(linalg::ConstMatrixView<double> samples, double amplitude,
                                std::uint64_t seed);

// OK for a finite amplitude >= 0.
absl::Status CheckJitter(double amplitude);

}  // namespace infoflow::estimators

#endif  // INFOFLOW_ESTIMATORS_DISTINCT_SAMPLES_H_
