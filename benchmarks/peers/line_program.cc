#include "benchmarks/peers/line_program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

extern char** environ;

namespace infoflow::peers {

namespace {

constexpr const char* kThreadVariables[] = {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS",
                                            "MKL_NUM_THREADS"};

// Our environment, with one thread for everybody.
std::vector<std::string> SingleThreadedEnvironment() {
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    bool replaced = false;
    for (const char* name : kThreadVariables) {
      replaced = replaced || absl::StartsWith(*entry, absl::StrCat(name, "="));
    }
    if (!replaced) environment.push_back(*entry);
  }
  for (const char* name : kThreadVariables) environment.push_back(absl::StrCat(name, "=1"));
  return environment;
}

std::vector<char*> Pointers(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

absl::StatusOr<std::unique_ptr<LineProgram>> LineProgram::Start(
    const std::vector<std::string>& arguments) {
  std::signal(SIGPIPE, SIG_IGN);
  int input[2], output[2];
  if (pipe2(input, O_CLOEXEC) != 0) return absl::InternalError(std::strerror(errno));
  if (pipe2(output, O_CLOEXEC) != 0) {
    close(input[0]);
    close(input[1]);
    return absl::InternalError(std::strerror(errno));
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  const std::vector<std::string> environment = SingleThreadedEnvironment();
  pid_t process = 0;
  const int error = posix_spawnp(&process, arguments[0].c_str(), &actions, nullptr,
                                 Pointers(arguments).data(), Pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  close(input[0]);
  close(output[1]);
  if (error != 0) {
    close(input[1]);
    close(output[0]);
    return absl::NotFoundError(absl::StrCat(arguments[0], ": ", std::strerror(error)));
  }
  return std::unique_ptr<LineProgram>(
      new LineProgram(process, fdopen(input[1], "w"), fdopen(output[0], "r")));
}

LineProgram::~LineProgram() {
  std::fclose(to_);
  std::fclose(from_);
  while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

absl::StatusOr<std::string> LineProgram::ReadLine() {
  std::string line;
  for (int c = std::fgetc(from_); c != '\n'; c = std::fgetc(from_)) {
    if (c == EOF) return absl::UnavailableError("the program has ended");
    line.push_back(static_cast<char>(c));
  }
  return line;
}

absl::StatusOr<std::string> LineProgram::Ask(absl::string_view request) {
  std::fprintf(to_, "%s\n", std::string(request).c_str());
  std::fflush(to_);
  return ReadLine();
}

}  // namespace infoflow::peers
