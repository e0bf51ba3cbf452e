// Our side of the conversation that driver.py describes: //benchmarks:peers starts it as it starts
// the peers.

#include <ctime>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "benchmarks/peers/work.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/support/kernel.h"
#include "infoflow/support/version.h"

namespace infoflow::peers {
namespace {

// CPU time of the process, as Python's time.process_time().
double SecondsNow() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

std::string Versions() {
  const linalg::BlasDescription blas = linalg::DescribeBlas();
  return absl::StrCat("infoflow ", kVersion, ", own kernels ",
                      KernelTargetName(ActiveKernelTarget()), ", ", blas.name, " ", blas.kernel);
}

class Session {
 public:
  Session() {
    AddTrainingWorks(works_);
    AddBoltzmannWorks(works_);
    AddEstimatorWorks(works_);
    AddEigenvalueWorks(works_);
    AddIsingWorks(works_);
    AddMeanFieldWorks(works_);
  }

  absl::StatusOr<std::string> Answer(const std::vector<std::string>& words) {
    if (words.size() >= 2 && words[0] == "open") return Open(words);
    if (words.size() == 2 && words[0] == "run") return Run(words[1]);
    return absl::InvalidArgumentError("unknown request");
  }

 private:
  absl::StatusOr<std::string> Open(const std::vector<std::string>& words) {
    open_ = Work();  // its memory
    const auto make = works_.find(words[1]);
    if (make == works_.end()) return absl::NotFoundError(absl::StrCat("no work ", words[1]));
    std::vector<int> sizes(words.size() - 2);
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      if (!absl::SimpleAtoi(words[i + 2], &sizes[i])) {
        return absl::InvalidArgumentError(absl::StrCat(words[i + 2], ": no size"));
      }
    }
    absl::StatusOr<Work> work = make->second(sizes);
    if (!work.ok()) return work.status();
    open_ = *std::move(work);
    std::string values;
    for (const double value : open_.values) absl::StrAppendFormat(&values, " %.17g", value);
    return values;
  }

  absl::StatusOr<std::string> Run(const std::string& word) {
    int count = 0;
    if (!absl::SimpleAtoi(word, &count) || count < 1 || !open_.run) {
      return absl::InvalidArgumentError("nothing to run");
    }
    const double start = SecondsNow();
    const absl::Status status = open_.run(count);
    const double seconds = SecondsNow() - start;
    if (!status.ok()) return status;
    return absl::StrFormat(" %.9g", seconds);
  }

  Works works_;
  Work open_;
};

int Main() {
  const linalg::SingleThreadedBlas single_threaded_blas;
  Session session;
  std::cout << "versions " << Versions() << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    const absl::StatusOr<std::string> answer =
        session.Answer(absl::StrSplit(absl::StripAsciiWhitespace(line), ' '));
    if (answer.ok()) {
      std::cout << "ok" << *answer << std::endl;
    } else {
      std::cout << "error " << answer.status().message() << std::endl;
    }
  }
  return 0;
}

}  // namespace
}  // namespace infoflow::peers

int main() { return infoflow::peers::Main(); }
