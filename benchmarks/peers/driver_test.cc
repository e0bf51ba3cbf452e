// The peers' half of the conversation, driver.py, with works that need no package.

#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "benchmarks/peers/line_program.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "infoflow/support/runfiles.h"

namespace infoflow::peers {
namespace {

using ::testing::StartsWith;

constexpr char kPython[] = "/usr/bin/python3";

class DriverTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (access(kPython, X_OK) != 0) GTEST_SKIP() << kPython << " is not installed";
  }

  static std::unique_ptr<LineProgram> StartScript(const std::string& text) {
    const std::string driver = FindRunfile("infoflow", "benchmarks/peers/driver.py").value();
    const std::string path = ::testing::TempDir() + "/peer.py";
    EXPECT_TRUE(
        WriteFile(absl::StrCat("import os, sys\nsys.path.insert(0, '",
                               driver.substr(0, driver.rfind('/')), "')\nimport driver\n", text),
                  path)
            .ok());
    return LineProgram::Start({kPython, "-B", path}).value();
  }
};

TEST_F(DriverTest, OpensAndRuns) {
  const auto peer = StartScript(R"py(
def product(a, b):
    return [a * b, 1.0 / 3.0], lambda: sum(range(100000))
driver.serve({"product": product}, [])
)py");
  EXPECT_THAT(peer->ReadLine().value(), StartsWith("versions Python 3"));
  EXPECT_EQ(peer->Ask("open product 3 4").value(), "ok 12.0 0.3333333333333333");
  const std::string answer = peer->Ask("run 3").value();
  ASSERT_THAT(answer, StartsWith("ok "));
  double seconds = 0.0;
  ASSERT_TRUE(absl::SimpleAtod(answer.substr(3), &seconds));
  EXPECT_GT(seconds, 0.0);
}

TEST_F(DriverTest, ErrorsAreLinesAndTheConversationGoesOn) {
  const auto peer = StartScript(R"py(
def bad(a):
    raise ValueError("two\nlines")
driver.serve({"bad": bad, "good": lambda: ([1], lambda: None)}, [])
)py");
  peer->ReadLine().value();
  EXPECT_EQ(peer->Ask("open bad 1").value(), "error ValueError two lines");
  EXPECT_THAT(peer->Ask("open nothing").value(), StartsWith("error KeyError"));
  EXPECT_THAT(peer->Ask("run 1").value(), StartsWith("error TypeError"));
  EXPECT_EQ(peer->Ask("open good").value(), "ok 1.0");
}

TEST_F(DriverTest, MissingPackagesAreNamed) {
  const auto peer = StartScript("driver.require('no_such_module', 'python3-nothing')\n");
  EXPECT_EQ(peer->ReadLine().value(), "missing python3-nothing");
  EXPECT_FALSE(peer->Ask("open good").ok());
}

TEST_F(DriverTest, OneThreadForEverybody) {
  const auto peer = StartScript(
      "print(*(os.environ.get(n) for n in ('OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS', "
      "'MKL_NUM_THREADS')), flush=True)\n");
  EXPECT_EQ(peer->ReadLine().value(), "1 1 1");
}

}  // namespace
}  // namespace infoflow::peers
