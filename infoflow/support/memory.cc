#include "infoflow/support/memory.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <new>
#include <stdexcept>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/support/standard_output.h"

namespace infoflow {

namespace {

constexpr double kGigabyte = 1024.0 * 1024.0 * 1024.0;
constexpr double kUnlimited = std::numeric_limits<double>::infinity();

// The number in a file of the control group; "max" and what is not there are no limit.
double LimitInFile(const std::string& path) {
  std::ifstream file(path);
  std::string word;
  double limit = 0.0;
  if (!(file >> word) || !absl::SimpleAtod(word, &limit) || !(limit > 0.0)) return kUnlimited;
  return limit;
}

double LimitOf(int resource) {
  rlimit limit = {};
  if (getrlimit(static_cast<__rlimit_resource>(resource), &limit) != 0) return kUnlimited;
  return limit.rlim_cur == RLIM_INFINITY ? kUnlimited : static_cast<double>(limit.rlim_cur);
}

// Of version 2 and of version 1; containers see their own at these places.
double ControlGroupLimit() {
  return std::min(LimitInFile("/sys/fs/cgroup/memory.max"),
                  LimitInFile("/sys/fs/cgroup/memory/memory.limit_in_bytes"));
}

// What RLIMIT_DATA is compared with.
double MappedData() {
  std::ifstream file("/proc/self/statm");
  double size = 0.0, resident = 0.0, shared = 0.0, text = 0.0, library = 0.0, data = 0.0;
  if (!(file >> size >> resident >> shared >> text >> library >> data)) return kUnlimited;
  return data * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double ReadMemoryToHave() {
  const double physical =
      static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  return std::min({physical > 0.0 ? physical : kUnlimited, ControlGroupLimit(), LimitOf(RLIMIT_AS),
                   LimitOf(RLIMIT_DATA)});
}

}  // namespace

double MemoryToHave() {
  static const double bytes = ReadMemoryToHave();
  return bytes;
}

absl::Status CheckMemory(double bytes, absl::string_view what) {
  if (bytes <= MemoryToHave()) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrFormat("%s needs %.3g GB of memory; %.3g GB can be had", what, bytes / kGigabyte,
                      MemoryToHave() / kGigabyte));
}

absl::Status OutOfMemoryError() {
  return absl::ResourceExhaustedError(
      absl::StrFormat("the memory does not suffice for these sizes; %.3g GB can be had",
                      MemoryToHave() / kGigabyte));
}

int RunWithinMemory(absl::string_view name, absl::FunctionRef<int()> body) {
  rlimit limit = {};
  // Sanitizers have mapped more than there is: they stay as they are.
  if (MappedData() < MemoryToHave() && MemoryToHave() < kUnlimited &&
      getrlimit(RLIMIT_DATA, &limit) == 0) {
    limit.rlim_cur = std::min(limit.rlim_cur, static_cast<rlim_t>(MemoryToHave()));
    setrlimit(RLIMIT_DATA, &limit);  // refused: as before
  }
  const auto fail = [name] {
    PrintError(absl::StrCat(name, ": ", OutOfMemoryError().message(), "\n"));
    return 1;
  };
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return fail();
  } catch (const std::length_error&) {  // more elements than addresses
    return fail();
  }
}

}  // namespace infoflow
