#ifndef BENCHMARKS_MACHINE_H_
#define BENCHMARKS_MACHINE_H_

#include <string>

namespace infoflow {

// The processor (CpuModel) as the name of a file: "intel_r_xeon_r_cpu_2_80ghz".
std::string MachineName();

// "one core of <processor>, 2026-11-30": what stands above measured times.
std::string MachineAndDay();

// Where the workspace is under `bazel run`, else where one stands.
std::string WorkspaceFolder();

// Three significant digits with an SI prefix, "1.23 m".
std::string Engineering(double value);

}  // namespace infoflow

#endif  // BENCHMARKS_MACHINE_H_
