#include "infoflow/rbm/machine/unit_means.h"

#include <cmath>
#include <limits>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"

namespace infoflow::rbm {
namespace {

template <typename T>
double WorstError() {
  std::vector<T> fields;
  for (int k = -5000; k <= 5000; ++k) fields.push_back(static_cast<T>(0.004) * static_cast<T>(k));
  for (const T value : {T(0), T(-0.0), T(1e-30), T(400), T(-400)}) fields.push_back(value);
  std::vector<T> means = fields;
  FieldsToMeans(absl::MakeSpan(means));
  double worst = 0.0;
  for (std::size_t k = 0; k < fields.size(); ++k) {
    worst = std::max(
        worst,
        std::abs(static_cast<double>(means[k] - std::tanh(static_cast<long double>(fields[k])))));
  }
  return worst;
}

TEST(UnitMeansTest, AreTanh) {
  EXPECT_LT(WorstError<double>(), 2e-16);
  EXPECT_LT(WorstError<float>(), 1e-7);
}

TEST(UnitMeansTest, Ends) {
  const double infinity = std::numeric_limits<double>::infinity();
  std::vector<double> fields = {infinity, -infinity, std::nan("")};
  FieldsToMeans(absl::MakeSpan(fields));
  EXPECT_EQ(fields[0], 1.0);
  EXPECT_EQ(fields[1], -1.0);
  EXPECT_TRUE(std::isnan(fields[2]));
}

}  // namespace
}  // namespace infoflow::rbm
