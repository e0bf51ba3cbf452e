#include "infoflow/support/interrupt.h"

#include <signal.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {
namespace {

class InterruptTest : public ::testing::Test {
 protected:
  void SetUp() override { CatchInterrupts(); }
  void TearDown() override { ClearInterrupt(); }
};

TEST_F(InterruptTest, NothingCaughtIsOk) {
  EXPECT_FALSE(Interrupted());
  EXPECT_TRUE(CheckInterrupt().ok());
}

TEST_F(InterruptTest, FirstSignalCancels) {
  for (const auto& [number, name] : {std::pair(SIGINT, "SIGINT"), {SIGTERM, "SIGTERM"}}) {
    raise(number);
    EXPECT_TRUE(Interrupted());
    const absl::Status status = CheckInterrupt();
    EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
    EXPECT_EQ(status.message(), std::string("interrupted by ") + name);
    ClearInterrupt();
  }
}

TEST_F(InterruptTest, StopsAParallelLoop) {
  int done = 0;
  const absl::Status status = ParallelFor(10, 1, [&](int i) {
    INFOFLOW_RETURN_IF_ERROR(CheckInterrupt());
    ++done;
    if (i == 3) raise(SIGINT);
    return absl::OkStatus();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(done, 4);
}

using InterruptDeathTest = InterruptTest;

TEST_F(InterruptDeathTest, TheEndOfTheGraceTimeEndsTheProgram) {
  EXPECT_EXIT(
      {
        raise(SIGTERM);
        raise(SIGALRM);
      },
      ::testing::KilledBySignal(SIGTERM), "");
  // The alarm is set for a program that never looks.
  raise(SIGTERM);
  EXPECT_GT(alarm(0), static_cast<unsigned>(kInterruptGraceSeconds) - 2);
}

TEST_F(InterruptDeathTest, SecondSignalEndsTheProgram) {
  EXPECT_EXIT(
      {
        raise(SIGINT);
        raise(SIGINT);
      },
      ::testing::KilledBySignal(SIGINT), "");
  EXPECT_EXIT(
      {
        raise(SIGINT);
        raise(SIGTERM);
      },
      ::testing::KilledBySignal(SIGTERM), "");
}

}  // namespace
}  // namespace infoflow
