#include "infoflow/estimators/sample_file.h"

#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"

namespace infoflow::estimators {
namespace {

TEST(SampleFileTest, SaysWhatItUnderstood) {
  const std::string path = ::testing::TempDir() + "/samples.csv";
  ASSERT_TRUE(WriteFile("x,y\n1,2.5\n-3e-2,4\n", path).ok());
  std::string description;
  const linalg::Matrix<double> samples = ReadSamples(path, Header::kAuto, &description).value();
  ASSERT_EQ(samples.rows(), 2);
  ASSERT_EQ(samples.columns(), 2);
  EXPECT_EQ(samples(1, 0), -0.03);
  EXPECT_EQ(description, "2 samples of 2 numbers: commas, header");
}

TEST(SampleFileTest, SaysWhichFileIsMissing) {
  const auto samples = ReadSamples("/no/such/file.csv");
  ASSERT_FALSE(samples.ok());
  EXPECT_TRUE(absl::StrContains(samples.status().message(), "/no/such/file.csv"));
}

}  // namespace
}  // namespace infoflow::estimators
