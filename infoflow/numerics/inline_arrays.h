#ifndef INFOFLOW_NUMERICS_INLINE_ARRAYS_H_
#define INFOFLOW_NUMERICS_INLINE_ARRAYS_H_

#include "absl/types/span.h"

// Inline functions on whole arrays, as kernels, for tests and benchmarks.

namespace infoflow::numerics {

// results[i] = function(arguments[i]); both spans of one length. The same bits as from the
// functions themselves, on every instruction set (inline_arrays_test.cc).
void ExpArray(absl::Span<const double> arguments, absl::Span<double> results);
void LogArray(absl::Span<const double> arguments, absl::Span<double> results);
void ErfcxArray(absl::Span<const double> arguments, absl::Span<double> results);

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_INLINE_ARRAYS_H_
