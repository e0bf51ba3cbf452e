#include "paper_figures/harness/shared_work.h"

#include <atomic>
#include <csignal>
#include <new>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "infoflow/support/interrupt.h"

namespace infoflow::paper_figures {
namespace {

// Piece i makes pieces 2 i + 1 and 2 i + 2 known once it is settled, up to `count` pieces.
class Tree : public SharedWork {
 public:
  explicit Tree(int count) : visits_(count, 0) { known_.push_back(0); }

  std::optional<Piece> Next() override {
    if (known_.empty()) return std::nullopt;
    const int node = known_.back();
    known_.pop_back();
    return [this, node]() -> Settle {
      if (node == without_memory_) throw std::bad_alloc();
      if (node == interrupts_) std::raise(SIGTERM);
      return [this, node] {
        ++visits_[node];
        for (int child = 2 * node + 1; child <= 2 * node + 2; ++child) {
          if (child < static_cast<int>(visits_.size())) known_.push_back(child);
        }
      };
    };
  }

  int without_memory_ = -1;
  int interrupts_ = -1;
  std::vector<int> visits_;

 private:
  std::vector<int> known_;
};

TEST(SharedWorkTest, EveryPieceIsDoneOnceAndThoseThatComeOutOnTheWay) {
  for (const int threads : {1, 2, 7, 0}) {
    Tree tree(500);
    EXPECT_TRUE(DoSharedWork(tree, threads).ok());
    EXPECT_EQ(tree.visits_, std::vector<int>(500, 1)) << threads << " threads";
  }
}

TEST(SharedWorkTest, WithoutMemoryTheOthersDoNotWait) {
  for (const int threads : {1, 4}) {
    Tree tree(100);
    tree.without_memory_ = 0;
    EXPECT_EQ(DoSharedWork(tree, threads).code(), absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(tree.visits_[1], 0);
  }
}

TEST(SharedWorkTest, ASignalEndsItWithWhatIsUnderWaySettled) {
  CatchInterrupts();
  Tree tree(100);
  tree.interrupts_ = 2;
  (void)DoSharedWork(tree, 1);
  EXPECT_TRUE(Interrupted());
  EXPECT_EQ(tree.visits_[2], 1);
  EXPECT_EQ(tree.visits_[1], 0);
  ClearInterrupt();
}

}  // namespace
}  // namespace infoflow::paper_figures
