#include "infoflow/replica/spectra/spectrum_file.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/support/file.h"

namespace infoflow::replica {
namespace {

std::string File(const std::string& content) {
  const std::string path = ::testing::TempDir() + "/numbers.csv";
  EXPECT_TRUE(WriteFile(content, path).ok());
  return path;
}

// What follows the path in the error.
template <typename T>
std::string ErrorAfter(const std::string& path, const absl::StatusOr<T>& result) {
  if (result.ok()) return "no error";
  const std::string message(result.status().message());
  EXPECT_EQ(message.rfind(path, 0), 0u) << message;
  return message.substr(path.size());
}

TEST(SpectrumFileTest, ReadsEigenvaluesLineByLine) {
  const std::string path = File("# comment\n 1.5 \n\n2e-3\r\n0");
  EXPECT_EQ(ReadEigenvalues(path).value(), (std::vector<double>{1.5, 2e-3, 0.0}));
}

TEST(SpectrumFileTest, ReadsWeightsRowByRow) {
  const auto weights = ReadWeights(File("1, 2,3\n# between\n-4,5e1,6\n")).value();
  ASSERT_EQ(weights.rows(), 2);
  ASSERT_EQ(weights.columns(), 3);
  EXPECT_EQ(weights(0, 2), 3.0);
  EXPECT_EQ(weights(1, 0), -4.0);
  EXPECT_EQ(weights(1, 1), 50.0);
}

TEST(SpectrumFileTest, NamesFileAndLineOfWhatIsWrong) {
  std::string path = File("# nothing\n\n");
  EXPECT_EQ(ErrorAfter(path, ReadEigenvalues(path)), ": the file holds no numbers");
  path = File("1\nx\n");
  EXPECT_EQ(ErrorAfter(path, ReadEigenvalues(path)), ":2: cell 1 is 'x', not a finite number");
  path = File("1,2\n");
  EXPECT_EQ(ErrorAfter(path, ReadEigenvalues(path)), " must hold one eigenvalue per line, not 2");
  path = File("1,2\n\n3\n");
  EXPECT_EQ(ErrorAfter(path, ReadWeights(path)), ":3: 1 cells, the lines before have 2");
  EXPECT_FALSE(ReadEigenvalues("/nowhere/at/all").ok());
}

}  // namespace
}  // namespace infoflow::replica
