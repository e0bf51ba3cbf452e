#ifndef BENCHMARKS_PEERS_LINE_PROGRAM_H_
#define BENCHMARKS_PEERS_LINE_PROGRAM_H_

#include <sys/types.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow::peers {

// A program that is spoken to over its standard input and output, a line each way. It ends when
// this object does, which closes its input.
class LineProgram {
 public:
  // Starts arguments[0] (searched in the PATH) with one thread for OpenBLAS, OpenMP and MKL, its
  // messages going where ours go. Errors: NotFound when there is no such program. Ignores SIGPIPE
  // from then on: a program that has ended is an error of Ask.
  static absl::StatusOr<std::unique_ptr<LineProgram>> Start(
      const std::vector<std::string>& arguments);

  ~LineProgram();
  LineProgram(const LineProgram&) = delete;
  LineProgram& operator=(const LineProgram&) = delete;

  // The next line of its output, without the end of line. Errors: Unavailable at the end.
  absl::StatusOr<std::string> ReadLine();

  // Sends a line and returns the next one. Errors: as ReadLine.
  absl::StatusOr<std::string> Ask(absl::string_view request);

 private:
  LineProgram(pid_t process, std::FILE* to, std::FILE* from)
      : process_(process), to_(to), from_(from) {}

  pid_t process_;
  std::FILE* to_;
  std::FILE* from_;
};

}  // namespace infoflow::peers

#endif  // BENCHMARKS_PEERS_LINE_PROGRAM_H_
