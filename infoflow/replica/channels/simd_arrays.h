#ifndef INFOFLOW_REPLICA_CHANNELS_SIMD_ARRAYS_H_
#define INFOFLOW_REPLICA_CHANNELS_SIMD_ARRAYS_H_

#include "absl/types/span.h"

// The functions of simd_math.h on whole arrays, compiled once per instruction set.

namespace infoflow::replica::simd {

// results[i] = function(arguments[i]); both spans of one length. The same bits as from the
// functions themselves, on every instruction set (simd_arrays_test.cc).
void ExpArray(absl::Span<const double> arguments, absl::Span<double> results);
void LogArray(absl::Span<const double> arguments, absl::Span<double> results);
void ErfcxArray(absl::Span<const double> arguments, absl::Span<double> results);

}  // namespace infoflow::replica::simd

#endif  // INFOFLOW_REPLICA_CHANNELS_SIMD_ARRAYS_H_
