#include "paper_figures/reconstruction/compared_datasets.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "paper_figures/harness/images.h"

namespace infoflow::paper_figures {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> Found(const std::string& dataset,
                               const std::vector<std::string>& compared) {
  paper_figures::Run run;
  run.images = OpenImages("");
  const std::vector<ImageSet> sets = FindCompared({dataset, 64, 16}, compared, run).value();
  std::vector<std::string> names;
  for (const ImageSet& set : sets) {
    EXPECT_EQ(set.train_count, 64);
    EXPECT_EQ(set.test_count, 16);
    names.push_back(set.dataset);
  }
  return names;
}

TEST(ComparedDatasetsTest, DigitsComeFirstAndOnce) {
  EXPECT_THAT(Found("synthetic-digits", {"white-noise"}),
              ElementsAre("synthetic-digits", "white-noise"));
  EXPECT_THAT(Found("white-noise", {"white-noise"}), ElementsAre("white-noise"));
}

TEST(ComparedDatasetsTest, WithoutDigitsItIsAnError) {
  paper_figures::Run run;
  run.images = OpenImages(::testing::TempDir());
  const absl::Status status = FindCompared({"cifar10", 64, 16}, {"white-noise"}, run).status();
  EXPECT_TRUE(absl::IsNotFound(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("dataset=cifar10: its files are not there"));
}

TEST(ComparedDatasetsTest, MissingIsWhatWasLookedForInVain) {
  const std::vector<std::string> compared = {"cifar10", "white-noise"};
  EXPECT_THAT(MissingOf({"auto", 64, 16}, compared, {"synthetic-digits", "white-noise"}),
              ElementsAre("mnist-t10k", "cifar10"));
  EXPECT_THAT(MissingOf({"mnist", 64, 16}, compared, {"mnist-t10k", "cifar10", "white-noise"}),
              ElementsAre("mnist"));
  EXPECT_THAT(MissingOf({"cifar10", 64, 16}, compared, {"cifar10", "white-noise"}), IsEmpty());
}

}  // namespace
}  // namespace infoflow::paper_figures
