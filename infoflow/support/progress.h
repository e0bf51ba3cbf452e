#ifndef INFOFLOW_SUPPORT_PROGRESS_H_
#define INFOFLOW_SUPPORT_PROGRESS_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include "absl/strings/string_view.h"

namespace infoflow {

// A line on the terminal that says how far a long computation is:
//
//   fig3: 37 of 100 (37 %), 12 s, about 20 s left
//
// It is written to stderr, at most ten times a second, and only when stderr is a terminal, so
// that nothing of it is in logs and pipes; finishing clears it. All methods may be called from
// several threads.
class Progress {
 public:
  // Where the line goes and what time it is; tests replace them.
  struct Terminal {
    bool is_terminal = false;
    std::function<void(absl::string_view text)> write;
    std::function<double()> seconds;  // monotonic
  };

  // `total` items are to be done; with `total` <= 0 only what is done is shown.
  Progress(absl::string_view label, std::int64_t total);
  Progress(absl::string_view label, std::int64_t total, Terminal terminal);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `count` more items are done. Cost: without a terminal an atomic addition, else a look at
  // the clock too.
  void Add(std::int64_t count = 1);

  // Clears the line; what is added later is not shown. The destructor does it too.
  void Finish();

  std::int64_t done() const { return done_.load(std::memory_order_relaxed); }

 private:
  std::string Line(std::int64_t done, double elapsed) const;

  const std::string label_;
  const std::int64_t total_;
  const Terminal terminal_;
  double start_ = 0.0;
  std::atomic<std::int64_t> done_{0};
  std::mutex mutex_;  // guards what follows
  double last_update_ = 0.0;
  bool line_shown_ = false;
  bool finished_ = false;
};

// "45 s", "3 min 20 s" or "2 h 05 min". Domain: seconds >= 0, finite.
std::string FormatDuration(double seconds);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_PROGRESS_H_
