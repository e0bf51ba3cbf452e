#include "infoflow/testing/killed_program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/file.h"

namespace infoflow::testing {

namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr absl::string_view kStandardOutput = "standard_output.txt";

// The program in `folder`; its process id.
pid_t Start(std::vector<std::string> arguments, const std::string& folder) {
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const std::string out = absl::StrCat(folder, "/", kStandardOutput);
  const pid_t child = fork();
  if (child != 0) return child;
  const int file = open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (file < 0 || dup2(file, STDOUT_FILENO) < 0 || chdir(folder.c_str()) != 0) _exit(126);
  execv(argv[0], argv.data());
  _exit(127);
}

// As the shell has it: 128 and more by a signal.
int WaitForEnd(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// What a run left: its exit code, and files by their paths.
struct Outcome {
  int code = 0;
  std::map<std::string, std::string> files;
};

Outcome RunToEnd(const ResumedProgram& program, const std::string& folder) {
  Outcome outcome;
  outcome.code = WaitForEnd(Start(program.arguments, folder));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string path = entry.path().lexically_relative(folder).string();
    if (entry.is_directory()) {
      outcome.files[path] = "a folder";
    } else if (!program.differs(path)) {
      outcome.files[path] = ReadFile(entry.path().string()).value();
    }
  }
  return outcome;
}

void ExpectSame(const Outcome& got, const Outcome& want) {
  EXPECT_EQ(got.code, want.code);
  for (const auto& [path, content] : want.files) {
    const auto found = got.files.find(path);
    if (found == got.files.end()) {
      ADD_FAILURE() << path << " is missing";
    } else {
      // The bytes of pictures and arrays say nothing to a reader.
      EXPECT_TRUE(found->second == content) << path << " differs";
    }
  }
  for (const auto& [path, content] : got.files) {
    EXPECT_EQ(want.files.count(path), 1u) << path << " is left over";
  }
}

}  // namespace

void ExpectKillsLoseNothing(const ResumedProgram& program, int kills) {
  const std::string root = absl::StrCat(
      ::testing::TempDir(), "/", ::testing::UnitTest::GetInstance()->current_test_info()->name());
  std::filesystem::remove_all(root);
  const auto new_folder = [&](absl::string_view name) {
    const std::string folder = absl::StrCat(root, "/", name);
    std::filesystem::create_directories(folder);
    return folder;
  };
  const std::string first = new_folder("undisturbed");
  const Clock::time_point begin = Clock::now();
  const Outcome undisturbed = RunToEnd(program, first);
  Seconds whole = Clock::now() - begin;
  random::Stream stream(1, random::StreamUse::kTest, 0);
  int killed = 0;
  for (int trial = 0; killed < kills; ++trial) {
    const std::string folder = new_folder(absl::StrCat("trial_", trial));
    const Seconds moment = random::UniformDouble(stream) * whole;
    SCOPED_TRACE(absl::StrCat("killed after ", moment.count(), " of ", whole.count(), " s"));
    const pid_t child = Start(program.arguments, folder);
    std::this_thread::sleep_for(moment);
    kill(child, SIGKILL);
    if (WaitForEnd(child) == 128 + SIGKILL) {
      ++killed;
    } else {
      whole = moment;  // it was faster than the first time
    }
    ExpectSame(RunToEnd(program, folder), undisturbed);
  }
}

}  // namespace infoflow::testing
