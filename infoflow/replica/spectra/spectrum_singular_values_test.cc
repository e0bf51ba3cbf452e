#include "infoflow/replica/spectra/spectrum_singular_values.h"

#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/testing/reference_tensors.h"

namespace infoflow::replica {
namespace {

using testing::ReferenceTensors;

TEST(SpectrumSingularValuesTest, SquaresAndZeros) {
  EXPECT_EQ(EigenvaluesOfSingularValues({-2.0, 0.0, 1.0}, 5, 3).value(),
            (std::vector<double>{0.0, 0.0, 0.0, 1.0, 4.0}));
  const auto spectrum = SpectrumOfSingularValues({-2.0, 0.0, 1.0}, 5, 3).value();
  EXPECT_EQ(spectrum->aspect_ratio(), 0.6);
  EXPECT_DOUBLE_EQ(spectrum->rank_fraction(), 0.4);
  EXPECT_DOUBLE_EQ(spectrum->mean(), 1.0);
}

TEST(SpectrumSingularValuesTest, NamesWhatDoesNotFit) {
  EXPECT_EQ(SpectrumOfSingularValues({1.0, 2.0}, 5, 1).status().message(),
            "2 singular values do not fit weights with 5 inputs and 1 outputs");
  EXPECT_EQ(SpectrumOfSingularValues({1.0, std::nan("")}, 5, 2).status().message(),
            "singular value 2 is nan; it must be finite");
  EXPECT_FALSE(SpectrumOfSingularValues({0.0, 0.0}, 5, 2).ok());
}

// The spectra that another implementation wrote beside the singular values.
TEST(SpectrumSingularValuesTest, Reference) {
  for (ReferenceTensors& tensors : ReferenceTensors::Open("replica", "usv_parity_*.csv")) {
    for (int l = 1; tensors.Has(absl::StrCat("lambda", l)); ++l) {
      const std::vector<double>& s = tensors.Input(absl::StrCat("S", l)).values;
      const int inputs = tensors.Input(absl::StrCat("U", l)).sizes[0];
      const int outputs = tensors.Input(absl::StrCat("V", l)).sizes[0];
      tensors.Compare(absl::StrCat("lambda", l), 0,
                      EigenvaluesOfSingularValues(s, inputs, outputs).value(), {0.0, 1e-12});
    }
    // Training is tested beside the layers.
    tensors.Ignore("*");
  }
}

}  // namespace
}  // namespace infoflow::replica
