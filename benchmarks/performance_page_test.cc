#include "benchmarks/performance_page.h"

#include <string>

#include "gtest/gtest.h"
#include "infoflow/support/file.h"

namespace infoflow {
namespace {

constexpr char kPage[] = "# Performance\n\n## Kernels\n\nkernels\n\n## Growth\n\ngrowth\n";

TEST(PerformancePageTest, FindsSections) {
  EXPECT_EQ(SectionOf(kPage, PageSection::kKernels), "kernels");
  EXPECT_EQ(SectionOf(kPage, PageSection::kGrowth), "growth");
  EXPECT_EQ(SectionOf(kPage, PageSection::kPeers), "");
  EXPECT_EQ(SectionOf("", PageSection::kPeers), "");
}

TEST(PerformancePageTest, ReplacesOneSectionAndKeepsTheOthers) {
  EXPECT_EQ(WithSection(kPage, PageSection::kGrowth, "other\n\ntable\n"),
            "# Performance\n\n## Kernels\n\nkernels\n\n## Growth\n\nother\n\ntable\n");
  EXPECT_EQ(WithSection(kPage, PageSection::kPeers, "peers"),
            "# Performance\n\n## Kernels\n\nkernels\n\n## Peers\n\npeers\n\n## Growth\n\ngrowth\n");
}

TEST(PerformancePageTest, KeepsWhatIsWrittenByHand) {
  const std::string page = std::string(kPage) + "\n## Waiting\n\nby hand\n";
  EXPECT_EQ(
      WithSection(page, PageSection::kGrowth, "other"),
      "# Performance\n\n## Kernels\n\nkernels\n\n## Growth\n\nother\n\n## Waiting\n\nby hand\n");
}

TEST(PerformancePageTest, MakesTheFile) {
  const std::string path = ::testing::TempDir() + "/page.md";
  ASSERT_TRUE(UpdatePage(path, PageSection::kPeers, "peers").ok());
  ASSERT_TRUE(UpdatePage(path, PageSection::kKernels, "kernels").ok());
  EXPECT_EQ(ReadFile(path).value(),
            "# Performance\n\n## Kernels\n\nkernels\n\n## Peers\n\npeers\n");
}

TEST(PerformancePageTest, SaysWhyItCannotWrite) {
  EXPECT_FALSE(UpdatePage("/nowhere/page.md", PageSection::kPeers, "peers").ok());
}

}  // namespace
}  // namespace infoflow
