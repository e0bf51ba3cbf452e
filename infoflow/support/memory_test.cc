#include "infoflow/support/memory.h"

#include <cstddef>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "infoflow/testing/sanitizers.h"

namespace infoflow {
namespace {

TEST(MemoryTest, ChecksSizes) {
  EXPECT_GT(MemoryToHave(), 1e7);
  EXPECT_TRUE(CheckMemory(1e6, "a table").ok());
  const absl::Status status = CheckMemory(1e18, "a table of 10^18 bytes");
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(
      absl::StartsWith(status.message(), "a table of 10^18 bytes needs 9.31e+08 GB of memory; "));
  EXPECT_TRUE(absl::EndsWith(status.message(), " GB can be had"));
}

TEST(MemoryTest, FailedAllocationsAreOneError) {
  EXPECT_EQ(RunWithinMemory("test", [] { return 7; }), 7);
  const auto error_of = [](absl::FunctionRef<int()> body) {
    testing::internal::CaptureStderr();
    EXPECT_EQ(RunWithinMemory("test", body), 1);
    return testing::internal::GetCapturedStderr();
  };
  const std::string allocation = error_of([]() -> int { throw std::bad_alloc(); });
  EXPECT_TRUE(absl::StartsWith(allocation, "test: the memory does not suffice for these sizes; "));
  EXPECT_EQ(error_of([]() -> int { throw std::length_error("vector"); }), allocation);
  if (kMapsShadowMemory) return;
  // More than is there, of which no page is touched.
  EXPECT_EQ(error_of([] {
              std::vector<char> values;
              values.reserve(static_cast<std::size_t>(4.0 * MemoryToHave()));
              return static_cast<int>(values.capacity() > 0) - 1;
            }),
            allocation);
}

}  // namespace
}  // namespace infoflow
