#ifndef INFOFLOW_TESTING_KILLED_PROGRAM_H_
#define INFOFLOW_TESTING_KILLED_PROGRAM_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace infoflow::testing {

// A program that goes on from what an earlier run left in the folder where it is started.
struct ResumedProgram {
  std::vector<std::string> arguments;  // its absolute path first
  // Whether a file, by its path in the folder, need not be the same after every run, or there.
  std::function<bool(absl::string_view path)> differs = [](absl::string_view) { return false; };
};

// Runs it undisturbed in a new folder; then `kills` times in a new folder each, killed (SIGKILL) at
// a random moment of the time that the undisturbed run took, and again to its end. Expects that
// each ends with the same exit code and the same files, none left over.
void ExpectKillsLoseNothing(const ResumedProgram& program, int kills);

}  // namespace infoflow::testing

#endif  // INFOFLOW_TESTING_KILLED_PROGRAM_H_
