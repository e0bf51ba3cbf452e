// Times each kernel over some two decades of its size and writes a section of docs/performance.md
// with docs/images/growth.svg, in a minute:
//
//   bazel run //benchmarks:growth -- [--filter=REGEX] [--picture=FILE]
//
// With a filter only the kernels whose names match are timed, and the section stays as it is.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <regex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "benchmarks/growth/exponent.h"
#include "benchmarks/growth/growth_kernel.h"
#include "benchmarks/growth/growth_page.h"
#include "benchmarks/machine.h"
#include "benchmarks/performance_page.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/support/file.h"
#include "infoflow/support/flag_set.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/user_path.h"

namespace infoflow::growth {
namespace {

// Of one measurement, three of which are taken.
constexpr double kLeastSeconds = 0.02;

double SecondsNow() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double SecondsOf(const Step& step, int count) {
  const double start = SecondsNow();
  for (int i = 0; i < count; ++i) step();
  return (SecondsNow() - start) / count;
}

// Least of three, each of as many repetitions as it takes.
double LeastSecondsOf(const Step& step) {
  step();  // first touches
  int count = 1;
  double seconds = SecondsOf(step, count);
  while (seconds * count < kLeastSeconds) {
    count =
        static_cast<int>(std::ceil(std::clamp(kLeastSeconds / seconds, 2.0 * count, 10.0 * count)));
    seconds = SecondsOf(step, count);
  }
  return std::min({seconds, SecondsOf(step, count), SecondsOf(step, count)});
}

GrowthCurve Measure(const GrowthKernel& kernel) {
  GrowthCurve curve;
  curve.kernel = kernel;
  for (const int argument : kernel.arguments) {
    curve.sizes.push_back(kernel.SizeOf(argument));
    curve.seconds.push_back(LeastSecondsOf(kernel.prepare(argument)));
  }
  curve.exponent = ExponentOf(curve.sizes, curve.seconds);
  return curve;
}

absl::StatusOr<GrowthKernels> SelectedKernels(const std::string& filter) {
  GrowthKernels all, selected;
  AddLinearAlgebraGrowth(all);
  AddEstimatorGrowth(all);
  AddIsingGrowth(all);
  AddTrainingGrowth(all);
  AddTheoryGrowth(all);
  try {
    const std::regex expression(filter);
    for (const GrowthKernel& kernel : all) {
      if (std::regex_search(kernel.name, expression)) selected.push_back(kernel);
    }
  } catch (const std::regex_error& error) {
    return absl::InvalidArgumentError(absl::StrCat("--filter=", filter, ": ", error.what()));
  }
  if (!selected.empty()) return selected;
  return absl::InvalidArgumentError(absl::StrCat("--filter=", filter, ": matches no kernel"));
}

absl::Status Run(const std::vector<std::string>& arguments) {
  std::string filter, picture;
  FlagSet flags;
  flags.AddText("filter", &filter, "time only kernels whose name contains this expression");
  flags.AddText("picture", &picture, "where the picture goes, .svg or .png");
  bool help = false;
  flags.AddBool("help", &help, "this text");
  INFOFLOW_RETURN_IF_ERROR(flags.Parse(arguments));
  if (help) {
    std::printf("%s", flags.Help().c_str());
    return absl::OkStatus();
  }
  INFOFLOW_ASSIGN_OR_RETURN(const GrowthKernels kernels, SelectedKernels(filter));
  const linalg::SingleThreadedBlas single_threaded_blas;
  std::vector<GrowthCurve> curves;
  for (const GrowthKernel& kernel : kernels) {
    curves.push_back(Measure(kernel));
    std::printf("%-36s expected %-5.3g found %.2f, %ss at %.0f\n", kernel.name.c_str(),
                kernel.expected, curves.back().exponent,
                Engineering(curves.back().seconds.back()).c_str(), curves.back().sizes.back());
    std::fflush(stdout);
  }
  const std::string docs = WorkspaceFolder() + "/docs";
  if (!picture.empty()) return DrawGrowth(curves, UserPath(picture));
  if (!filter.empty()) return absl::OkStatus();
  INFOFLOW_RETURN_IF_ERROR(MakeFolders(docs + "/images"));
  INFOFLOW_RETURN_IF_ERROR(DrawGrowth(curves, docs + "/images/growth.svg"));
  return UpdatePage(docs + "/performance.md", PageSection::kGrowth,
                    GrowthSection(curves, MachineAndDay(), "images/growth.svg"));
}

}  // namespace
}  // namespace infoflow::growth

int main(int argc, char** argv) {
  const absl::Status status =
      infoflow::growth::Run(std::vector<std::string>(argv + 1, argv + argc));
  if (status.ok()) return 0;
  std::fprintf(stderr, "growth: %s\n", std::string(status.message()).c_str());
  return 1;
}
