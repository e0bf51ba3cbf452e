#include "benchmarks/machine.h"

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "infoflow/support/cpu_model.h"

namespace infoflow {

std::string MachineName() {
  std::string name;
  for (const char c : CpuModel()) {
    if (absl::ascii_isalnum(c)) {
      name.push_back(absl::ascii_tolower(c));
    } else if (!name.empty() && name.back() != '_') {
      name.push_back('_');
    }
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name;
}

std::string MachineAndDay() {
  return absl::StrCat("one core of ", CpuModel(), ", ",
                      absl::FormatTime("%Y-%m-%d", absl::Now(), absl::UTCTimeZone()));
}

std::string WorkspaceFolder() {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  return workspace == nullptr ? "." : workspace;
}

std::string Engineering(double value) {
  static constexpr const char* kPrefixes[] = {"n", "u", "m", "", "k", "M", "G", "T"};
  int index = 3;
  while (value >= 1000.0 && index < 7) {
    value /= 1000.0;
    ++index;
  }
  while (value < 1.0 && value > 0.0 && index > 0) {
    value *= 1000.0;
    --index;
  }
  return absl::StrFormat("%.3g %s", value, kPrefixes[index]);
}

}  // namespace infoflow
