#include "infoflow/replica/channels/priors.h"

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/numerics/gauss_quadrature.h"

namespace infoflow::replica {
namespace {

const char* const kPriors[] = {"normal",
                               "normal:mean=0.7,var=0.4",
                               "bimodal",
                               "bimodal:p=0.02",
                               "spike-slab:p=0.3,mean=1,var=0.5",
                               "spike-slab:p=0.05",
                               "spike-slab:p=0.9,mean=-2,var=0.01",
                               "spike-slab:p=1e-6,mean=3,var=1e-4",
                               "spike-slab:p=0.4,mean=2,var=0"};

const double kPrecisions[] = {1e-8, 1e-5, 3e-4, 1e-2, 0.3, 1.0, 7.0, 50.0, 1e3, 1e5, 1e8};

TEST(PriorsTest, InformationIsTheIntegralOfTheVariance) {
  for (const char* text : kPriors) {
    const std::unique_ptr<Prior> prior = ParsePrior(text).value();
    for (const double precision : kPrecisions) {
      const double upper = 1.5 * precision;
      const double integral =
          numerics::Integrate(numerics::GaussLegendre(24, precision, upper).value(),
                              [&](double A) { return 0.5 * prior->Observe(A).variance; });
      const double end = prior->Observe(upper).information;
      const double difference = end - prior->Observe(precision).information;
      EXPECT_NEAR(difference, integral, 1e-10 * integral + 2e-14 * end + 1e-16)
          << text << " " << precision;
    }
  }
}

TEST(PriorsTest, BoundsAndLimits) {
  for (const char* text : kPriors) {
    const std::unique_ptr<Prior> prior = ParsePrior(text).value();
    EXPECT_DOUBLE_EQ(prior->Observe(0.0).variance, prior->variance()) << text;
    EXPECT_EQ(prior->Observe(0.0).information, 0.0) << text;
    EXPECT_NEAR(prior->Observe(1e-12).variance / prior->variance(), 1.0, 2e-11) << text;
    EXPECT_NEAR(prior->Observe(1e-12).information / (0.5e-12 * prior->variance()), 1.0, 2e-11)
        << text;
    double before = prior->variance();
    for (const double precision : kPrecisions) {
      const ChannelResponse got = prior->Observe(precision);
      EXPECT_GE(got.variance, 0.0) << text;
      EXPECT_LE(got.variance, before * (1.0 + 1e-13)) << text << " " << precision;
      EXPECT_LE(got.variance, (1.0 + 1e-13) / precision) << text << " " << precision;
      EXPECT_GT(got.information, 0.0) << text << " " << precision;
      before = got.variance;
    }
  }
}

// By mpmath with 40 digits, rounded.
struct Row {
  const char* prior;
  double precision;
  double information;
  double variance;
};

TEST(PriorsTest, SpikeSlabAgreesWithFortyDigits) {
  const std::vector<Row> rows = {
      {"spike-slab:p=1e-6,mean=3,var=1e-4", 1e4, 1.5162083648244079e-5, 4.9999999999999999e-11},
      {"spike-slab:p=0.3,mean=1,var=1e-6", 100, 0.6108785121335004, 5.0397867086728945e-7},
      {"spike-slab:p=0.3,mean=1,var=0.5", 1e9, 3.6152091624184937, 3.0015302996109219e-10},
      {"spike-slab:p=0.9,mean=-2,var=0.01", 3, 0.2781263004141765, 0.074292839953837473},
      {"spike-slab:p=0.5", 1e-5, 2.4999937500208333e-6, 0.49999750001249984},
      {"spike-slab:p=0.1,mean=5,var=2", 1, 0.34044866627772714, 0.16164620419658677}};
  for (const Row& row : rows) {
    const ChannelResponse got = ParsePrior(row.prior).value()->Observe(row.precision);
    EXPECT_NEAR(got.information, row.information, 1e-12 * row.information + 1e-15) << row.prior;
    // A law of nearly two values: differences of numbers of order mean^2.
    EXPECT_NEAR(got.variance, row.variance, 1e-12 * row.variance + 1e-16) << row.prior;
  }
}

TEST(PriorsTest, SpikeSlabMeetsItsNeighbours) {
  // p = 1 is the normal prior, variance -> 0 the two-valued one, and two values 0 and 2 are the
  // bimodal prior shifted by 1.
  const ChannelResponse normal = MakeNormalPrior(0.3, 2.0).value()->Observe(5.0);
  const ChannelResponse slab = MakeSpikeSlabPrior(1.0, 0.3, 2.0).value()->Observe(5.0);
  EXPECT_DOUBLE_EQ(slab.variance, normal.variance);
  const ChannelResponse two = MakeSpikeSlabPrior(0.3, 2.0, 0.0).value()->Observe(5.0);
  const ChannelResponse bimodal = MakeBimodalPrior(0.3).value()->Observe(5.0);
  EXPECT_NEAR(two.variance / bimodal.variance, 1.0, 1e-14);
  EXPECT_NEAR(two.information / bimodal.information, 1.0, 1e-14);
  const ChannelResponse nearly = MakeSpikeSlabPrior(0.3, 2.0, 1e-10).value()->Observe(5.0);
  EXPECT_NEAR(nearly.variance / two.variance, 1.0, 1e-7);
}

TEST(PriorsTest, Moments) {
  const std::unique_ptr<Prior> prior = ParsePrior("spike-slab:p=0.3,mean=1,var=0.5").value();
  EXPECT_DOUBLE_EQ(prior->mean(), 0.3);
  EXPECT_DOUBLE_EQ(prior->second_moment(), 0.45);
  EXPECT_DOUBLE_EQ(ParsePrior("bimodal:p=0.2").value()->second_moment(), 1.0);
  EXPECT_DOUBLE_EQ(ParsePrior("normal:mean=2,var=3").value()->second_moment(), 7.0);
}

TEST(PriorsTest, Errors) {
  const auto message = [](const char* text) {
    return std::string(ParsePrior(text).status().message());
  };
  EXPECT_EQ(message("normal:var=0"),
            "the variance of a normal prior is 0; it must be finite and positive");
  EXPECT_EQ(message("normal:mean=inf"), "mean=inf: must be a finite number");
  EXPECT_EQ(message("bimodal:p=1"),
            "the probability p of a bimodal prior is 1; it must lie strictly between 0 and 1");
  EXPECT_EQ(message("spike-slab:p=1.5"),
            "the probability p of a spike-slab prior is 1.5; it must be positive and at most 1");
  EXPECT_EQ(message("spike-slab:p=0.5,var=-1"),
            "the variance of a spike-slab prior is -1; it must be finite and not negative");
  EXPECT_EQ(message("spike-slab:p=0.5,var=0"),
            "a spike-slab prior of variance 0 needs a mean other than 0 and p below 1; it is "
            "constant otherwise");
  EXPECT_EQ(message("spike-slab"), "prior spike-slab needs p, the probability of the slab");
  EXPECT_EQ(message("cauchy"),
            "there is no prior \"cauchy\"; there are normal, bimodal and spike-slab");
  EXPECT_EQ(message("bimodal:mean=1"), "prior bimodal has no parameter \"mean\"; it takes p");
}

}  // namespace
}  // namespace infoflow::replica
