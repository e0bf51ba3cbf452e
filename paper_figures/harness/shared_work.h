#ifndef PAPER_FIGURES_HARNESS_SHARED_WORK_H_
#define PAPER_FIGURES_HARNESS_SHARED_WORK_H_

#include <functional>
#include <optional>

#include "absl/status/status.h"

namespace infoflow::paper_figures {

// Work that several threads do together, a piece at a time; which pieces there are may come out on
// the way.
class SharedWork {
 public:
  // A piece is called beside others. What it returns is called when no other call is under way:
  // there it puts its result in place.
  using Settle = std::function<void()>;
  using Piece = std::function<Settle()>;

  virtual ~SharedWork() = default;

  // A piece that nobody has; none: nothing now, but perhaps once a piece under way is settled.
  // Called when no other call is under way but pieces.
  virtual std::optional<Piece> Next() = 0;
};

// Returns when there is no piece left, or when those under way are settled after a caught signal
// came. `threads` as in ParallelFor. Errors: memory that a piece cannot have, which ends the work.
absl::Status DoSharedWork(SharedWork& work, int threads);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_SHARED_WORK_H_
