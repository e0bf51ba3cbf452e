#ifndef PAPER_FIGURES_HARNESS_PROGRAM_FIXTURE_H_
#define PAPER_FIGURES_HARNESS_PROGRAM_FIXTURE_H_

#include <cstdlib>
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"

namespace infoflow::paper_figures {

// Tests of programs as a user meets them: what they print, into a folder of the test's own.
class ProgramFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = absl::StrCat(::testing::TempDir(), "/program_",
                         ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(root_);
    ASSERT_TRUE(MakeFolders(root_).ok());
    unsetenv("BUILD_WORKSPACE_DIRECTORY");
    unsetenv("BUILD_WORKING_DIRECTORY");
  }

  template <typename Function>
  int RunAsGiven(const Function& function) {
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int code = function();
    out_ = ::testing::internal::GetCapturedStdout();
    err_ = ::testing::internal::GetCapturedStderr();
    return code;
  }

  bool Exists(const std::string& file) { return std::filesystem::exists(root_ + "/" + file); }

  std::string root_;
  std::string out_;
  std::string err_;
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_PROGRAM_FIXTURE_H_
