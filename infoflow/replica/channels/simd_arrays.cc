#include "infoflow/replica/channels/simd_arrays.h"

#include "infoflow/replica/channels/simd_math.h"
#include "infoflow/support/check.h"
#include "infoflow/support/target_clones.h"

namespace infoflow::replica::simd {
namespace {

INFOFLOW_TARGET_CLONES
void ExpLoop(const double* x, double* __restrict__ y, int count) {
  for (int i = 0; i < count; ++i) y[i] = Exp(x[i]);
}

INFOFLOW_TARGET_CLONES
void LogLoop(const double* x, double* __restrict__ y, int count) {
  for (int i = 0; i < count; ++i) y[i] = Log(x[i]);
}

INFOFLOW_TARGET_CLONES
void ErfcxLoop(const double* x, double* __restrict__ y, int count) {
  for (int i = 0; i < count; ++i) y[i] = Erfcx(x[i]);
}

}  // namespace

void ExpArray(absl::Span<const double> arguments, absl::Span<double> results) {
  INFOFLOW_CHECK(arguments.size() == results.size());
  ExpLoop(arguments.data(), results.data(), static_cast<int>(arguments.size()));
}

void LogArray(absl::Span<const double> arguments, absl::Span<double> results) {
  INFOFLOW_CHECK(arguments.size() == results.size());
  LogLoop(arguments.data(), results.data(), static_cast<int>(arguments.size()));
}

void ErfcxArray(absl::Span<const double> arguments, absl::Span<double> results) {
  INFOFLOW_CHECK(arguments.size() == results.size());
  ErfcxLoop(arguments.data(), results.data(), static_cast<int>(arguments.size()));
}

}  // namespace infoflow::replica::simd
