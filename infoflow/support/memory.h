#ifndef INFOFLOW_SUPPORT_MEMORY_H_
#define INFOFLOW_SUPPORT_MEMORY_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace infoflow {

// Bytes that this process can hold: the machine's memory, or less by the limits of its container
// (control group) or user (ulimit -v, -d). Read once.
double MemoryToHave();

// OK when `bytes` can be held; else ResourceExhausted: "WHAT needs 512 GB of memory; 7.8 GB can be
// had". For sizes that users choose, before work: what is counted are the large arrays only.
absl::Status CheckMemory(double bytes, absl::string_view what);

// What a failed allocation is called.
absl::Status OutOfMemoryError();

// Returns body(), or, where memory cannot be had in it, prints "NAME: " with OutOfMemoryError and
// returns 1. Allocations beyond MemoryToHave() are refused from then on (RLIMIT_DATA), so that they
// are this error; without that the system would hand out pages that are not there, and end programs
// when they are used. For main().
int RunWithinMemory(absl::string_view name, absl::FunctionRef<int()> body);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_MEMORY_H_
