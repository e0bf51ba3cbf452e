#include "infoflow/support/progress.h"

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace infoflow {
namespace {

class ProgressTest : public ::testing::Test {
 protected:
  Progress::Terminal FakeTerminal(bool is_terminal = true) {
    Progress::Terminal terminal;
    terminal.is_terminal = is_terminal;
    terminal.write = [this](absl::string_view text) { written_.emplace_back(text); };
    terminal.seconds = [this] { return now_; };
    return terminal;
  }

  double now_ = 1000.0;
  std::vector<std::string> written_;
};

TEST_F(ProgressTest, ShowsHowFarItIsAndClearsTheLine) {
  Progress progress("fig3", 100, FakeTerminal());
  now_ += 12.0;
  progress.Add(37);
  progress.Finish();
  progress.Finish();
  EXPECT_EQ(written_, (std::vector<std::string>{
                          "\r\033[Kfig3: 37 of 100 (37 %), 12 s, about 20 s left", "\r\033[K"}));
  now_ += 10.0;
  progress.Add(1);
  EXPECT_EQ(written_.size(), 2u);
  EXPECT_EQ(progress.done(), 38);
}

TEST_F(ProgressTest, IsSilentWithoutATerminal) {
  {
    Progress progress("fig3", 10, FakeTerminal(false));
    now_ += 100.0;
    progress.Add(5);
    EXPECT_EQ(progress.done(), 5);
  }
  EXPECT_TRUE(written_.empty());
}

TEST_F(ProgressTest, WritesAtMostTenTimesASecond) {
  Progress progress("sweeps", 100000, FakeTerminal());
  for (int i = 0; i < 2000; ++i) {
    now_ += 0.001;
    progress.Add();
  }
  EXPECT_GE(written_.size(), 19u);
  EXPECT_LE(written_.size(), 20u);
}

TEST_F(ProgressTest, ShortWorkShowsNothing) {
  {
    Progress progress("quick", 1, FakeTerminal());
    progress.Add();
  }
  EXPECT_TRUE(written_.empty());
}

TEST_F(ProgressTest, UnknownTotalShowsWhatIsDone) {
  Progress progress("steps", 0, FakeTerminal());
  now_ += 1.0;
  progress.Add(5);
  EXPECT_EQ(written_.back(), "\r\033[Ksteps: 5, 1 s");
}

TEST_F(ProgressTest, DestructorClears) {
  {
    Progress progress("fig3", 2, FakeTerminal());
    now_ += 1.0;
    progress.Add();
  }
  EXPECT_EQ(written_.back(), "\r\033[K");
}

TEST_F(ProgressTest, CountsFromManyThreads) {
  Progress::Terminal terminal = FakeTerminal();
  double time = 0.0;  // read and written under the lock of Progress
  terminal.seconds = [&time] { return time += 0.06; };
  Progress progress("many", 4000, std::move(terminal));
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&progress] {
      for (int i = 0; i < 1000; ++i) progress.Add();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(progress.done(), 4000);
  EXPECT_FALSE(written_.empty());
}

TEST(FormatDurationTest, ThreeScales) {
  EXPECT_EQ(FormatDuration(0.0), "0 s");
  EXPECT_EQ(FormatDuration(59.4), "59 s");
  EXPECT_EQ(FormatDuration(59.6), "1 min 00 s");
  EXPECT_EQ(FormatDuration(200.0), "3 min 20 s");
  EXPECT_EQ(FormatDuration(7500.0), "2 h 05 min");
}

}  // namespace
}  // namespace infoflow
