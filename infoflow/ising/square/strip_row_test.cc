#include "infoflow/ising/square/strip_row.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"

namespace infoflow::ising::internal {
namespace {

std::vector<double> Numbers(std::size_t size, double shift) {
  std::vector<double> numbers(size);
  for (std::size_t i = 0; i < size; ++i) {
    numbers[i] = std::sin(12.9898 * static_cast<double>(i) + shift);
  }
  return numbers;
}

// From the definition, one site after the other: the same operations in the same order.
std::vector<double> Plainly(const std::vector<double>& flips, const std::vector<double>& diagonal,
                            std::vector<double> x) {
  for (std::size_t i = 0; i < diagonal.size(); ++i) x[i] *= diagonal[i];
  for (std::size_t site = 0; site < flips.size(); ++site) {
    const std::size_t mask = site + 1 < flips.size() ? std::size_t{1} << site : x.size() - 1;
    const std::vector<double> old = x;
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = old[i] + flips[site] * old[i ^ mask];
  }
  for (std::size_t i = 0; i < diagonal.size(); ++i) x[i] *= diagonal[i];
  return x;
}

// Rows within a vector, a block, with up to four bits beyond, and with more.
TEST(StripRowTest, HasTheBitsOfTheDefinition) {
  for (const int sites : {2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}) {
    SCOPED_TRACE(sites);
    const std::size_t size = std::size_t{1} << (sites - 1);
    const std::vector<double> flips = Numbers(sites, 0.5), start = Numbers(size, 1.5);
    for (const std::vector<double>& diagonal : {std::vector<double>(), Numbers(size, 2.5)}) {
      std::vector<double> x = start;
      ApplyStripSites(flips, diagonal, absl::MakeSpan(x));
      EXPECT_EQ(x, Plainly(flips, diagonal, start));
    }
  }
}

TEST(StripRowDeathTest, ShapesMustFit) {
  std::vector<double> flips(3), x(5);
  EXPECT_DEATH(ApplyStripSites(flips, {}, absl::MakeSpan(x)), "");
}

}  // namespace
}  // namespace infoflow::ising::internal
