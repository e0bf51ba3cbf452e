#ifndef INFOFLOW_SUPPORT_INTERRUPT_H_
#define INFOFLOW_SUPPORT_INTERRUPT_H_

#include "absl/status/status.h"

namespace infoflow {

// How long a program may take to save what it has after a signal.
inline constexpr int kInterruptGraceSeconds = 60;

// From now on the first SIGINT (Ctrl-C) or SIGTERM only sets a flag, so that what is finished
// can be saved; a second one, of either kind, or the end of the grace time ends the program as if
// it were not caught. Calling it again changes nothing.
void CatchInterrupts();

// True once a signal was caught. Safe in any thread. Cost: one atomic load.
bool Interrupted();

// OK, or a Cancelled error that names the signal. Long loops and the items of ParallelFor poll
// it (INFOFLOW_RETURN_IF_ERROR(CheckInterrupt())) at least several times a second.
absl::Status CheckInterrupt();

// Forgets a signal that was caught, for tests and for programs that go on.
void ClearInterrupt();

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_INTERRUPT_H_
