// Sweeps of cascades as a user runs them: interrupted and resumed, in shards, on other numbers of
// threads, and with data sets that are not there. Results must be the same byte for byte.

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "paper_figures/harness/figure_main.h"

namespace infoflow::paper_figures {

Figure CascadeDatasets();
Figure CascadeTrainability();

namespace {

using ::testing::HasSubstr;

// Exit code 3: some claims do not hold in networks this small, which is not the point here.
constexpr int kClaimFails = 3;

// Tiny sweeps: eight cascades, and the search of the paper with six trainings or so.
struct Sweep {
  CatalogueEntry entry;
  std::map<std::string, std::string> parameters;
};
Sweep Datasets() {
  return {{"fig22", "cascade_datasets", "", "code of fig22", "its presentation", CascadeDatasets()},
          {{"depth", "8"},
           {"hidden_width", "20"},
           {"batches", "6"},
           {"train_count", "256"},
           {"images", "20"},
           {"compared", "white-noise"},
           {"weight_variances", "0.3,0.5,0.7,0.9"}}};
}
Sweep Search() {
  return {{"fig21", "cascade_trainability", "", "code of fig21", "its presentation",
           CascadeTrainability()},
          {{"search", "falling"},
           {"depth", "12"},
           {"depth_step", "4"},
           {"hidden_width", "16"},
           {"batches", "4"},
           {"train_count", "256"},
           {"images", "20"},
           {"epochs", "3"},
           {"weight_variances", "0.5,1.3,1.7,2.5"}}};
}

class CascadeSweepTest : public ::testing::Test {
 protected:
  CascadeSweepTest() {
    std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::replace(name.begin(), name.end(), '/', '_');
    folder_ = absl::StrCat(::testing::TempDir(), "/sweep_", name);
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);  // without any data set
    // Pictures are not what is compared.
    setenv("PATH", "/nonexistent", 1);
  }

  // The exit code of a run into the folder `out`.
  int Run(const Sweep& sweep, const std::string& out, std::vector<std::string> arguments) {
    arguments.insert(
        arguments.end(),
        {"--preset=smoke",
         absl::StrCat("--set=", absl::StrJoin(sweep.parameters, ",", absl::PairFormatter("="))),
         absl::StrCat("--out=", folder_, "/", out)});
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int code = FigureMain(sweep.entry, arguments);
    out_ = ::testing::internal::GetCapturedStdout();
    err_ = ::testing::internal::GetCapturedStderr();
    return code;
  }

  // All tables of a result, by file name.
  std::map<std::string, std::string> Tables(const Sweep& sweep, const std::string& out) {
    const std::string root = absl::StrCat(folder_, "/", out, "/", sweep.entry.slug);
    std::map<std::string, std::string> tables = {
        {"claims.csv", ReadFile(root + "/claims.csv").value()}};
    for (const auto& file : std::filesystem::directory_iterator(root + "/data")) {
      tables[file.path().filename().string()] = ReadFile(file.path().string()).value();
    }
    return tables;
  }

  // The files of finished points, sorted.
  std::vector<std::string> RecordFiles(const Sweep& sweep, const std::string& out) {
    const std::string points = absl::StrCat(folder_, "/", out, "/", sweep.entry.slug, ".points");
    std::vector<std::string> files;
    std::error_code none_yet;
    for (const auto& file : std::filesystem::directory_iterator(points, none_yet)) {
      if (file.path().extension() == ".records") files.push_back(file.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
  }
  // Finished points, a line each.
  int Points(const Sweep& sweep, const std::string& out) {
    int lines = 0;
    for (const std::string& path : RecordFiles(sweep, out)) {
      const std::string content = ReadFile(path).value();
      lines += static_cast<int>(std::count(content.begin(), content.end(), '\n'));
    }
    return lines;
  }

  std::string folder_, out_, err_;
};

class EveryCascadeSweepTest : public CascadeSweepTest,
                              public ::testing::WithParamInterface<Sweep (*)()> {};

TEST_P(EveryCascadeSweepTest, ThreadsChangeNothing) {
  const Sweep sweep = GetParam()();
  const int code = Run(sweep, "one", {"--threads=1"});
  ASSERT_TRUE(code == 0 || code == kClaimFails) << err_;
  EXPECT_EQ(Run(sweep, "two", {"--threads=2"}), code) << err_;
  EXPECT_EQ(Tables(sweep, "one"), Tables(sweep, "two"));
}

TEST_P(EveryCascadeSweepTest, ShardsMergeByteForByte) {
  const Sweep sweep = GetParam()();
  const int code = Run(sweep, "whole", {"--threads=1"});
  // In any order.
  int finished = 0;
  for (const int shard : {1, 0}) {
    EXPECT_EQ(Run(sweep, "merged", {absl::StrCat("--shard_index=", shard), "--shard_count=2"}), 0)
        << err_;
    EXPECT_THAT(out_, HasSubstr("of 2 is finished: "));
    EXPECT_GT(Points(sweep, "merged"), finished) << "each has its part";
    finished = Points(sweep, "merged");
  }
  EXPECT_EQ(Run(sweep, "merged", {"--merge"}), code) << err_;
  EXPECT_EQ(finished, Points(sweep, "whole")) << "all was there, and nothing twice";
  EXPECT_EQ(Tables(sweep, "merged"), Tables(sweep, "whole"));
}

TEST_P(EveryCascadeSweepTest, GoesOnAfterBeingKilled) {
  const Sweep sweep = GetParam()();
  // Killed at some moment when a few points are there, then cut within a line, as a machine that
  // fails may leave it.
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) _exit(Run(sweep, "killed", {"--threads=1"}));
  while (Points(sweep, "killed") < 2 && waitpid(child, nullptr, WNOHANG) == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  const int finished = Points(sweep, "killed");
  ASSERT_GE(finished, 2);
  ASSERT_EQ(RecordFiles(sweep, "killed").size(), 1u);
  const std::string path = RecordFiles(sweep, "killed")[0];
  const std::string content = ReadFile(path).value();
  ASSERT_TRUE(WriteFile(content.substr(0, content.rfind('\n') - 3), path).ok());
  EXPECT_EQ(Points(sweep, "killed"), finished - 1);

  const int code = Run(sweep, "whole", {"--threads=1"});
  EXPECT_EQ(Run(sweep, "killed", {"--threads=1"}), code) << err_;
  EXPECT_EQ(Points(sweep, "killed"), Points(sweep, "whole"))
      << "each point was computed once, but for the one cut off";
  EXPECT_EQ(Tables(sweep, "killed"), Tables(sweep, "whole"));
}

INSTANTIATE_TEST_SUITE_P(Figures, EveryCascadeSweepTest, ::testing::Values(&Datasets, &Search));

TEST_F(CascadeSweepTest, NamesWhatIsMissing) {
  Sweep sweep = Datasets();
  sweep.parameters["dataset"] = "auto";
  sweep.parameters["compared"] = "fashion-mnist,cifar10,white-noise";
  const int code = Run(sweep, "missing", {absl::StrCat("--data_dir=", folder_)});
  EXPECT_TRUE(code == 0 || code == kClaimFails) << err_;
  EXPECT_THAT(err_, HasSubstr("without mnist-t10k, fashion-mnist, cifar10: files not found"));
  EXPECT_THAT(out_, HasSubstr("missing: mnist-t10k, fashion-mnist, cifar10"));
  const std::string sets = Tables(sweep, "missing")["datasets.csv"];
  EXPECT_THAT(sets, HasSubstr("synthetic-digits,found,256,784"));
  EXPECT_THAT(sets, HasSubstr("cifar10,missing,0,0"));
  // What is asked for by name and only stands for itself must be there.
  sweep.parameters["dataset"] = "cifar10";
  EXPECT_EQ(Run(sweep, "wanted", {absl::StrCat("--data_dir=", folder_)}), 1);
  EXPECT_THAT(err_, HasSubstr("dataset=cifar10: its files are not there"));
}

TEST_F(CascadeSweepTest, BadInputIsOneErrorAndLeavesNoResult) {
  const auto error = [&](const std::string& name, const std::string& value) {
    Sweep sweep = Datasets();
    sweep.parameters[name] = value;
    EXPECT_EQ(Run(sweep, "bad", {}), 1) << name;
    EXPECT_EQ(out_, "");
    EXPECT_EQ(std::count(err_.begin(), err_.end(), '\n'), 1) << err_;
    EXPECT_FALSE(std::filesystem::exists(folder_ + "/bad/cascade_datasets"));
    return err_;
  };
  EXPECT_THAT(error("depth", "2"), HasSubstr("depth=2: '2' must be an integer from 3 to 1000"));
  EXPECT_THAT(error("hidden_width", "-1"), HasSubstr("must be an integer from 0 to 10000"));
  EXPECT_THAT(error("batches", "0"), HasSubstr("batches=0: '0' must be an integer from 1"));
  EXPECT_THAT(error("weight_variances", "nan"), HasSubstr("must be a number from 0.01 to 100"));
  EXPECT_THAT(error("compared", "noise"), HasSubstr("'noise' must be one of fashion-mnist"));
  EXPECT_THAT(error("images", "1"), HasSubstr("images=1: '1' must be an integer from 2"));
  EXPECT_THAT(error("batch", "257"),
              HasSubstr("batch=257: must be from 1 to the number of images, 256"));
}

}  // namespace
}  // namespace infoflow::paper_figures
