#include "infoflow/numerics/inline_arrays.h"

#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/numerics/logarithm_inline.h"
#include "infoflow/numerics/normal_inline.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::numerics {
namespace {

INFOFLOW_KERNEL void ExpLoop(const double* x, double* __restrict__ y, int count) {
  for (int i = 0; i < count; ++i) y[i] = ExpInline(x[i]);
}

INFOFLOW_KERNEL void LogLoop(const double* x, double* __restrict__ y, int count) {
  for (int i = 0; i < count; ++i) y[i] = LogInline(x[i]);
}

INFOFLOW_KERNEL void ErfcxLoop(const double* x, double* __restrict__ y, int count) {
  for (int i = 0; i < count; ++i) y[i] = ErfcxInline(x[i]);
}

}  // namespace

void ExpArray(absl::Span<const double> arguments, absl::Span<double> results) {
  INFOFLOW_CHECK(arguments.size() == results.size());
  RunKernel<ExpLoop>(arguments.data(), results.data(), static_cast<int>(arguments.size()));
}

void LogArray(absl::Span<const double> arguments, absl::Span<double> results) {
  INFOFLOW_CHECK(arguments.size() == results.size());
  RunKernel<LogLoop>(arguments.data(), results.data(), static_cast<int>(arguments.size()));
}

void ErfcxArray(absl::Span<const double> arguments, absl::Span<double> results) {
  INFOFLOW_CHECK(arguments.size() == results.size());
  RunKernel<ErfcxLoop>(arguments.data(), results.data(), static_cast<int>(arguments.size()));
}

}  // namespace infoflow::numerics
