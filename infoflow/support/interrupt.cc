#include "infoflow/support/interrupt.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>

#include "absl/strings/str_cat.h"

namespace infoflow {

namespace {

// The signal that was caught, or 0. Handlers may touch only lock-free atomics.
std::atomic<int> caught_signal{0};
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void InfoflowHandleSignal(int signal_number) {
  if (caught_signal.exchange(signal_number) == 0) {
    alarm(kInterruptGraceSeconds);
    return;
  }
  // The signal is blocked while its handler runs: it ends the program on return.
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

extern "C" void InfoflowEndOfGrace(int) {
  const int signal_number = caught_signal.load();
  if (signal_number == 0) return;
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

const char* SignalName(int signal_number) {
  return signal_number == SIGINT ? "SIGINT" : signal_number == SIGTERM ? "SIGTERM" : "a signal";
}

}  // namespace

void CatchInterrupts() {
  struct sigaction action = {};
  action.sa_handler = InfoflowHandleSignal;
  sigemptyset(&action.sa_mask);
  // Reads and writes that are under way go on instead of failing.
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  action.sa_handler = InfoflowEndOfGrace;
  sigaction(SIGALRM, &action, nullptr);
}

bool Interrupted() { return caught_signal.load(std::memory_order_relaxed) != 0; }

absl::Status CheckInterrupt() {
  const int signal_number = caught_signal.load(std::memory_order_relaxed);
  if (signal_number == 0) return absl::OkStatus();
  return absl::CancelledError(absl::StrCat("interrupted by ", SignalName(signal_number)));
}

void ClearInterrupt() {
  alarm(0);
  caught_signal.store(0);
}

}  // namespace infoflow
