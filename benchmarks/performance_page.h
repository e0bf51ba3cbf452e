#ifndef BENCHMARKS_PERFORMANCE_PAGE_H_
#define BENCHMARKS_PERFORMANCE_PAGE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// docs/performance.md, of which several programs write a section each.

namespace infoflow {

// The sections, in the order in which they stand. kWaiting is written by hand.
enum class PageSection { kKernels, kPeers, kGrowth, kWaiting };

// What stands below the section's heading; empty where there is no such section.
std::string SectionOf(absl::string_view page, PageSection section);

// The page with `body` as that section, in place of what stood there.
std::string WithSection(absl::string_view page, PageSection section, absl::string_view body);

// Puts the section into the file at `path`, which is made when there is none.
absl::Status UpdatePage(const std::string& path, PageSection section, absl::string_view body);

}  // namespace infoflow

#endif  // BENCHMARKS_PERFORMANCE_PAGE_H_
