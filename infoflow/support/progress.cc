#include "infoflow/support/progress.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace infoflow {

namespace {

// The line changes at most this often, and not before the first of these intervals is over.
constexpr double kSecondsBetweenUpdates = 0.1;

// Back to the first column, and clear to the end of the line.
constexpr absl::string_view kClearLine = "\r\033[K";

Progress::Terminal StandardError() {
  const char* kind = std::getenv("TERM");
  Progress::Terminal terminal;
  terminal.is_terminal = isatty(STDERR_FILENO) && kind != nullptr && std::string(kind) != "dumb";
  terminal.write = [](absl::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
  };
  terminal.seconds = [] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
  };
  return terminal;
}

}  // namespace

std::string FormatDuration(double seconds) {
  const std::int64_t whole = std::llround(std::max(seconds, 0.0));
  if (whole < 60) return absl::StrCat(whole, " s");
  if (whole < 3600) return absl::StrFormat("%d min %02d s", whole / 60, whole % 60);
  const std::int64_t minutes = (whole + 30) / 60;
  return absl::StrFormat("%d h %02d min", minutes / 60, minutes % 60);
}

Progress::Progress(absl::string_view label, std::int64_t total)
    : Progress(label, total, StandardError()) {}

Progress::Progress(absl::string_view label, std::int64_t total, Terminal terminal)
    : label_(label), total_(total), terminal_(std::move(terminal)) {
  if (terminal_.is_terminal) start_ = last_update_ = terminal_.seconds();
}

Progress::~Progress() { Finish(); }

void Progress::Add(std::int64_t count) {
  done_.fetch_add(count, std::memory_order_relaxed);
  if (!terminal_.is_terminal) return;
  // Whoever finds the line in other hands leaves it to them.
  const std::unique_lock<std::mutex> lock(mutex_, std::try_to_lock);
  if (!lock.owns_lock() || finished_) return;
  const double now = terminal_.seconds();
  if (now - last_update_ < kSecondsBetweenUpdates) return;
  last_update_ = now;
  line_shown_ = true;
  terminal_.write(absl::StrCat(kClearLine, Line(done(), now - start_)));
}

void Progress::Finish() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (line_shown_ && !finished_) terminal_.write(kClearLine);
  finished_ = true;
}

std::string Progress::Line(std::int64_t done, double elapsed) const {
  std::string line = absl::StrCat(label_, ": ", done);
  if (total_ <= 0) return absl::StrCat(line, ", ", FormatDuration(elapsed));
  absl::StrAppend(&line, " of ", total_, " (", 100 * done / total_, " %), ",
                  FormatDuration(elapsed));
  if (done > 0 && done <= total_) {
    const double left = elapsed * static_cast<double>(total_ - done) / static_cast<double>(done);
    absl::StrAppend(&line, ", about ", FormatDuration(left), " left");
  }
  return line;
}

}  // namespace infoflow
