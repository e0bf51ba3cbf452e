#include "benchmarks/performance_page.h"

#include <unistd.h>

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/file.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {

namespace {

constexpr char kTitle[] = "# Performance\n";
constexpr std::array<PageSection, 4> kSections = {PageSection::kKernels, PageSection::kPeers,
                                                  PageSection::kGrowth, PageSection::kWaiting};

absl::string_view Heading(PageSection section) {
  switch (section) {
    case PageSection::kKernels:
      return "\n## Kernels\n";
    case PageSection::kPeers:
      return "\n## Peers\n";
    case PageSection::kGrowth:
      return "\n## Growth\n";
    case PageSection::kWaiting:
      break;
  }
  return "\n## Waiting\n";
}

}  // namespace

std::string SectionOf(absl::string_view page, PageSection section) {
  const absl::string_view heading = Heading(section);
  const std::size_t start = page.find(heading);
  if (start == absl::string_view::npos) return "";
  page.remove_prefix(start + heading.size());
  return std::string(absl::StripAsciiWhitespace(page.substr(0, page.find("\n## "))));
}

std::string WithSection(absl::string_view page, PageSection section, absl::string_view body) {
  std::string result = kTitle;
  for (const PageSection one : kSections) {
    const std::string text =
        one == section ? std::string(absl::StripAsciiWhitespace(body)) : SectionOf(page, one);
    if (!text.empty()) absl::StrAppend(&result, Heading(one), "\n", text, "\n");
  }
  return result;
}

absl::Status UpdatePage(const std::string& path, PageSection section, absl::string_view body) {
  std::string page;
  if (access(path.c_str(), F_OK) == 0) {
    INFOFLOW_ASSIGN_OR_RETURN(page, ReadFile(path));
  }
  return WriteFile(WithSection(page, section, body), path);
}

}  // namespace infoflow
