#include "infoflow/support/standard_output.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "gtest/gtest.h"

namespace infoflow {
namespace {

TEST(StandardOutputTest, PassesTextOn) {
  ::testing::internal::CaptureStdout();
  PrintOut("one\n");
  PrintOut("two\n");
  EXPECT_TRUE(FlushOut().ok());
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "one\ntwo\n");
}

TEST(StandardOutputTest, ErrorsDoNotSteerTheTerminal) {
  ::testing::internal::CaptureStderr();
  PrintError("cell is '\x1b[2J\r\x07\xc3\xa9'\n");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "cell is '\\x1b[2J\\x0d\\x07\xc3\xa9'\n");
}

// Prints `bytes` bytes to a device on which nothing fits; exits with 0 when that goes unnoticed.
void PrintToFullDevice(std::size_t bytes) {
  if (std::freopen("/dev/full", "w", stdout) == nullptr) std::_Exit(0);
  PrintOut(std::string(bytes, 'x'));
  const absl::Status status = FlushOut();
  PrintError(status.message());
  std::_Exit(status.ok() ? 0 : 1);
}

TEST(StandardOutputDeathTest, FindsOutAFullDevice) {
  // What the buffer holds, what it does not, and what fills it exactly.
  for (const std::size_t bytes : {std::size_t{1}, std::size_t{1} << 20, std::size_t{4096}}) {
    EXPECT_EXIT(PrintToFullDevice(bytes), ::testing::ExitedWithCode(1),
                "cannot write to standard output");
  }
}

}  // namespace
}  // namespace infoflow
