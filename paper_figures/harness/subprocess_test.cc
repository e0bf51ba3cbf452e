#include "paper_figures/harness/subprocess.h"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"

namespace infoflow::paper_figures {
namespace {

using ::testing::HasSubstr;

TEST(SubprocessTest, ReturnsWhatIsPrinted) {
  const absl::StatusOr<std::string> output =
      RunProgram({"sh", "-c", "echo out; echo err >&2; cat; seq 100000"});
  ASSERT_TRUE(output.ok()) << output.status();
  EXPECT_TRUE(absl::StartsWith(*output, "out\nerr\n1\n2\n"));
  EXPECT_TRUE(absl::EndsWith(*output, "\n100000\n"));
}

TEST(SubprocessTest, FailuresSayWhatWasPrinted) {
  const absl::Status failed = RunProgram({"sh", "-c", "echo broken; exit 3"}).status();
  EXPECT_EQ(failed.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(failed.message(), "broken");
  EXPECT_FALSE(RunProgram({"sh", "-c", "kill -9 $$"}).ok());
}

TEST(SubprocessTest, NoSuchProgram) {
  const absl::Status missing = RunProgram({"no_such_program", "x"}).status();
  EXPECT_EQ(missing.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(missing.message()), HasSubstr("no_such_program: No such file"));
}

// "R", "S", ...; empty when there is no such process, "Z" when it only waits to be counted.
std::string State(const std::string& pid) {
  const std::string stat = ReadFile(absl::StrCat("/proc/", pid, "/stat")).value_or("");
  const std::size_t end = stat.rfind(')');
  return end == std::string::npos ? "" : stat.substr(end + 2, 1);
}

TEST(SubprocessTest, TheProgramEndsWithTheProcessThatWaitsForIt) {
  const std::string file = absl::StrCat(::testing::TempDir(), "/subprocess_pid");
  std::remove(file.c_str());
  const pid_t waiting = fork();
  if (waiting == 0) {
    (void)RunProgram({"sh", "-c", absl::StrCat("echo $$ > ", file, "; exec sleep 600")});
    _exit(0);
  }
  const auto look = std::chrono::milliseconds(5);
  std::string pid;
  while (pid.empty() || pid.back() != '\n') {
    std::this_thread::sleep_for(look);
    pid = ReadFile(file).value_or("");
  }
  pid.pop_back();
  EXPECT_NE(State(pid), "");
  kill(waiting, SIGKILL);
  ASSERT_EQ(waitpid(waiting, nullptr, 0), waiting);
  std::string state;
  do {
    std::this_thread::sleep_for(look);
    state = State(pid);
  } while (state != "" && state != "Z");
}

}  // namespace
}  // namespace infoflow::paper_figures
