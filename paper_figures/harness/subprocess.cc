#include "paper_figures/harness/subprocess.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace infoflow::paper_figures {

namespace {

// In the child: becomes the program, with `output` as stdout and stderr, or returns. It ends when
// the process that waits for it does: a program that is left alone would go on writing files where
// others write by then.
void Become(char* const* argv, int output, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) return;
  const int nothing = open("/dev/null", O_RDONLY);
  if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
      dup2(output, STDERR_FILENO) < 0) {
    return;
  }
  execvp(argv[0], argv);
}

std::string ReadAll(int file) {
  std::string text;
  char buffer[4096];
  ssize_t count;
  while ((count = read(file, buffer, sizeof(buffer))) > 0 || (count < 0 && errno == EINTR)) {
    if (count > 0) text.append(buffer, count);
  }
  return text;
}

}  // namespace

absl::StatusOr<std::string> RunProgram(const std::vector<std::string>& arguments) {
  int output_pipe[2];
  if (pipe2(output_pipe, O_CLOEXEC) != 0) return absl::InternalError(std::strerror(errno));
  // Closed by a program that starts; else it says why there is none.
  int error_pipe[2];
  if (pipe2(error_pipe, O_CLOEXEC) != 0) {
    close(output_pipe[0]);
    close(output_pipe[1]);
    return absl::InternalError(std::strerror(errno));
  }
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) {
    // Other threads are not here, and their locks are held for ever: system calls only.
    Become(argv.data(), output_pipe[1], parent);
    const int error = errno;
    (void)!write(error_pipe[1], &error, sizeof(error));
    _exit(127);
  }
  int error = child < 0 ? errno : 0;
  close(output_pipe[1]);
  close(error_pipe[1]);
  if (child > 0) {
    ssize_t count;
    while ((count = read(error_pipe[0], &error, sizeof(error))) < 0 && errno == EINTR) {
    }
  }
  close(error_pipe[0]);
  const std::string output = ReadAll(output_pipe[0]);
  close(output_pipe[0]);
  int status = 0;
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (error != 0) {
    return absl::NotFoundError(absl::StrCat(arguments[0], ": ", std::strerror(error)));
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return absl::InternalError(absl::StripAsciiWhitespace(output));
  }
  return output;
}

}  // namespace infoflow::paper_figures
