#include "infoflow/ising/square/kept_law.h"

#include <cmath>

#include "gtest/gtest.h"
#include "infoflow/ising/square/decimation.h"
#include "infoflow/ising/square/diagonal.h"
#include "infoflow/ising/square/exact.h"

namespace infoflow::ising {
namespace {

// Results are rounded from many digits; the oracle is too.
constexpr double kTolerance = 4e-16;

#define EXPECT_RELATIVE(got, want) \
  EXPECT_LE(std::fabs((got) - (want)), kTolerance* std::fabs(want)) << #got

struct Row {
  double coupling, diagonal, axis, four, two, zero, lost, kept, kept_deficit, model, cost;
};

// mpmath 1.3, 50 to 130 digits: g2 from the Fourier coefficients a_n by the trapezoid rule, phi
// by quadrature; `model` is the sum scheme's coupling, rounded.
constexpr Row kRows[] = {
    {0.001, 2.000002666672089e-06, 1.0000053333417112e-06, 0.12500125000354168, 0.4999999999965,
     0.37499874999995836, 0.6931451805599453, 0.6931471805549453, 5.000005333355167e-12,
     2.999992000034133e-06, 1.999973333565065e-12},
    {0.15, 0.04641630593921708, 0.025301247161116598, 0.1549923280737295, 0.4981645467446327,
     0.3468431251816378, 0.6481262220267457, 0.6905493812235106, 0.002597799336434739,
     0.0638007325417822, 0.00075940029892652},
    {0.4, 0.43608072729959274, 0.36365165858619874, 0.4657705094395129, 0.3727310754273326,
     0.16149841513315452, 0.35765108882696506, 0.5162131897262985, 0.17693399083364683,
     0.35505230722593195, 0.008637858181512777},
    {0.5, 0.8520040076859802, 0.8441167655995284, 0.85544859287279, 0.12633040948032867,
     0.01822099764688133, 0.1358540509668952, 0.17016699911038596, 0.5229801814495594,
     0.4968760302591992, 0.00350635067219523},
    {0.8, 0.992103158345912, 0.992074525058911, 0.9921173666431727, 0.0078113751780441235,
     7.125817878315012e-05, 0.013520219113056583, 0.014339629096865744, 0.6788075514630796,
     0.9406923741952876, 0.00108293858569917},
    {1.5, 0.9999751774912187, 0.9999751771846674, 0.9999751776444904, 2.4821589143062563e-05,
     7.663665174853928e-10, 8.030253429704399e-05, 8.061302967083119e-05, 0.6930665675302745,
     1.9900721113625746, 1.8306057963295473e-05},
    {3.5, 0.9999999999972342, 0.9999999999972342, 0.9999999999972342, 2.7657692420250905e-12,
     9.561833473323799e-24, 2.005179480728473e-11, 2.0051824704996654e-11, 0.6931471805398934,
     4.99006980729028, 7.550943071858748e-12},
    {6.0, 1.0, 1.0, 1.0, 5.70065633182457e-21, 4.0621853263897395e-41, 6.983304005968601e-20,
     6.983304006463578e-20, 0.6931471805599453, 8.74006980729002, 2.9815228510827843e-20},
};

TEST(SquareKeptLawTest, AgreesWithHighPrecision) {
  for (const Row& row : kRows) {
    for (const double k : {row.coupling, -row.coupling}) {
      SCOPED_TRACE(k);
      const auto law = SolveSquareKeptLaw(k);
      ASSERT_TRUE(law.ok()) << law.status();
      EXPECT_RELATIVE(law->diagonal_correlation, row.diagonal);
      EXPECT_RELATIVE(law->axis_correlation, row.axis);
      EXPECT_RELATIVE(law->probability_four, row.four);
      EXPECT_RELATIVE(law->probability_two, row.two);
      EXPECT_RELATIVE(law->probability_zero, row.zero);
      EXPECT_RELATIVE(law->lost_entropy, row.lost);
      EXPECT_RELATIVE(law->kept_entropy, row.kept);
      EXPECT_RELATIVE(law->kept_entropy_deficit, row.kept_deficit);
      const auto cost = SquareTruncationCosts(k, {row.model});
      ASSERT_TRUE(cost.ok()) << cost.status();
      EXPECT_RELATIVE((*cost)[0], row.cost);
    }
  }
}

TEST(SquareKeptLawTest, RoutesAgree) {
  for (const double k : {1e-6, 1e-3, 0.3, 0.44, kSquareCriticalCoupling, 0.4407, 0.7, 2.9, 5.0}) {
    const auto law = SolveSquareKeptLaw(k);
    EXPECT_LE(std::fabs(law->route_difference), 1e-80) << k;
    EXPECT_NEAR(law->diagonal_correlation / SquareDiagonalCorrelation(k), 1.0, 3e-15) << k;
  }
}

TEST(SquareKeptLawTest, CriticalValues) {
  const auto law = SolveSquareKeptLaw(kSquareCriticalCoupling);
  EXPECT_NEAR(law->diagonal_correlation, 2.0 / M_PI, 1e-15);
  EXPECT_NEAR(law->axis_correlation, 1.0 - 4.0 / (M_PI * M_PI), 1e-14);
}

// Where the number of digits changes nothing may step.
TEST(SquareKeptLawTest, PrecisionsAgreeWhereTheyMeet) {
  for (const double k : {1e-4, 3.0}) {
    const auto inside = SolveSquareKeptLaw(k);
    const auto outside =
        SolveSquareKeptLaw(k < 1.0 ? std::nextafter(k, 0.0) : std::nextafter(k, 10.0));
    EXPECT_NEAR(inside->probability_zero / outside->probability_zero, 1.0, 1e-13);
    EXPECT_NEAR(inside->kept_entropy_deficit / outside->kept_entropy_deficit, 1.0, 1e-13);
    EXPECT_NEAR(inside->kept_entropy / outside->kept_entropy, 1.0, 1e-13);
  }
}

// The cost is least at the optimal coupling, and stationary there.
TEST(SquareTruncationCostsTest, OptimalIsTheMinimum) {
  for (const double k : {1e-3, 0.1, 0.4, 0.43, 0.45, 1.0, 3.0}) {
    const double best = SquareTruncation::Optimal().Map(k);
    const auto costs = SquareTruncationCosts(
        k, {best, best * (1 + 1e-3), best * (1 - 1e-3), SquareTruncation::Drop().Map(k),
            SquareTruncation::Sum().Map(k), SquareTruncation::Wall().Map(k), 0.0});
    ASSERT_TRUE(costs.ok());
    EXPECT_GT((*costs)[0], 0.0);
    for (std::size_t i = 1; i < costs->size(); ++i) EXPECT_GT((*costs)[i], (*costs)[0]) << k;
  }
}

TEST(SquareKeptLawTest, Limits) {
  const auto hot = SolveSquareKeptLaw(0.0);
  EXPECT_EQ(hot->probability_four, 0.125);
  EXPECT_EQ(hot->kept_entropy, std::log(2.0));
  const auto warm = SolveSquareKeptLaw(1e-20);
  EXPECT_NEAR(warm->kept_entropy_deficit / 5e-80, 1.0, 1e-14);
  const auto cold = SolveSquareKeptLaw(200.0);
  EXPECT_EQ(cold->probability_four, 1.0);
  EXPECT_EQ(cold->kept_entropy, 0.0);
  EXPECT_EQ((*SquareTruncationCosts(0.0, {0.0}))[0], 0.0);
  EXPECT_EQ((*SquareTruncationCosts(300.0, {300.0}))[0], 0.0);
  EXPECT_NEAR(
      (*SquareTruncationCosts(0.3, {1e4}))[0] /
          (2e4 * (1 - SquareDiagonalCorrelation(0.3)) - SolveSquareKeptLaw(0.3)->kept_entropy),
      1.0, 1e-14);
}

TEST(SquareKeptLawTest, BadInput) {
  EXPECT_EQ(SolveSquareKeptLaw(std::nan("")).status().message(),
            "coupling is nan; it must be a finite number of size up to 1e+300");
  EXPECT_EQ(SquareTruncationCosts(0.3, {HUGE_VAL}).status().message(),
            "the model's coupling is inf; it must be a finite number of size up to 1e+300");
}

}  // namespace
}  // namespace infoflow::ising
