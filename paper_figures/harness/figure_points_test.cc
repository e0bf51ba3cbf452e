#include "paper_figures/harness/figure_points.h"

#include <atomic>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"

namespace infoflow::paper_figures {
namespace {

constexpr int kPoints = 11;

class FigurePointsTest : public ::testing::Test {
 protected:
  FigurePointsTest() {
    context_.points_folder =
        absl::StrCat(::testing::TempDir(), "/points_",
                     ::testing::UnitTest::GetInstance()->current_test_info()->name());
    context_.code = "code 1";
    context_.threads = 2;
    std::filesystem::remove_all(context_.points_folder);
    for (int i = 0; i < kPoints; ++i) keys_.push_back(absl::StrCat("x=", i));
  }

  // Two numbers for each point, with all digits used.
  absl::StatusOr<std::vector<std::vector<double>>> Compute(absl::string_view settings = "a") {
    return ComputePoints(context_, settings, keys_,
                         [&](int i) -> absl::StatusOr<std::vector<double>> {
                           ++calls_;
                           if (i == failing_) return absl::OutOfRangeError("point fails");
                           return std::vector<double>{std::sqrt(i), i == 3 ? NAN : 1.0 / (i + 1)};
                         });
  }
  int CallsOf(absl::string_view settings = "a") {
    calls_ = 0;
    EXPECT_TRUE(Compute(settings).ok());
    return calls_;
  }

  FigureContext context_;
  std::vector<std::string> keys_;
  std::atomic<int> calls_{0};
  int failing_ = -1;
};

void ExpectSameBits(const std::vector<std::vector<double>>& a,
                    const std::vector<std::vector<double>>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(a[i].size(), b[i].size());
    for (std::size_t k = 0; k < a[i].size(); ++k) {
      EXPECT_TRUE(a[i][k] == b[i][k] || (std::isnan(a[i][k]) && std::isnan(b[i][k])));
    }
  }
}

TEST_F(FigurePointsTest, ComputesEachPointOnce) {
  const auto first = Compute().value();
  EXPECT_EQ(calls_, kPoints);
  EXPECT_EQ(first[4][0], 2.0);
  const auto second = Compute().value();
  EXPECT_EQ(calls_, kPoints);
  ExpectSameBits(first, second);
  context_.recompute = true;
  EXPECT_EQ(CallsOf(), kPoints);
}

TEST_F(FigurePointsTest, WithoutAFolderNothingIsKept) {
  context_.points_folder = "";
  EXPECT_EQ(CallsOf(), kPoints);
  EXPECT_EQ(CallsOf(), kPoints);
}

TEST_F(FigurePointsTest, OtherSettingsSeedOrCodeAreOtherPoints) {
  EXPECT_EQ(CallsOf("a"), kPoints);
  EXPECT_EQ(CallsOf("b"), kPoints);
  context_.seed = 2;
  EXPECT_EQ(CallsOf("a"), kPoints);
  context_.seed = 1;
  context_.code = "code 2";
  EXPECT_EQ(CallsOf("a"), kPoints);
  context_.code = "code 1";
  EXPECT_EQ(CallsOf("a"), 0);
}

TEST_F(FigurePointsTest, ShardsComeTogetherWithTheSameBits) {
  FigureContext whole = context_;
  whole.points_folder = "";
  std::swap(whole, context_);
  const auto want = Compute().value();
  std::swap(whole, context_);
  calls_ = 0;
  context_.shard_count = 3;
  for (int shard = 0; shard < 3; ++shard) {
    context_.shard_index = shard;
    const absl::Status status = Compute().status();
    EXPECT_TRUE(IsShardFinished(status)) << status.message();
    EXPECT_EQ(status.message(),
              absl::StrCat("shard ", shard, " of 3 is finished: ", shard < 2 ? 4 : 3,
                           " of 11 points computed; run without --shard_count to draw"));
  }
  EXPECT_EQ(calls_, kPoints);
  context_.shard_count = 1;
  context_.shard_index = 0;
  ExpectSameBits(Compute().value(), want);
  EXPECT_EQ(calls_, kPoints);
}

TEST_F(FigurePointsTest, GoesOnAfterAFailure) {
  context_.threads = 1;
  failing_ = 6;
  const absl::Status status = Compute().status();
  EXPECT_EQ(status.message(), "point fails");
  EXPECT_FALSE(IsShardFinished(status));
  failing_ = -1;
  EXPECT_EQ(CallsOf(), kPoints - 6);
}

TEST_F(FigurePointsTest, SkipsWhatAStoppedRunLeftUnfinished) {
  EXPECT_EQ(CallsOf(), kPoints);
  const std::string path = absl::StrCat(context_.points_folder, "/shard_0_of_1.points");
  const std::string content = ReadFile(path).value();
  ASSERT_TRUE(WriteFile(content.substr(0, content.size() - 8), path).ok());
  EXPECT_EQ(CallsOf(), 1);
  EXPECT_EQ(CallsOf(), 0);
}

TEST_F(FigurePointsTest, NamesAFolderThatCannotBeWritten) {
  context_.points_folder = "/proc/nowhere";
  EXPECT_FALSE(Compute().ok());
  EXPECT_EQ(calls_, 0);
}

}  // namespace
}  // namespace infoflow::paper_figures
