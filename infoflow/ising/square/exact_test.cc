#include "infoflow/ising/square/exact.h"

#include <cmath>
#include <cstdio>
#include <limits>

#include "gtest/gtest.h"
#include "infoflow/ising/square/series.h"

namespace infoflow::ising {
namespace {

// Accuracies the header promises, relative.
constexpr double kLogPartitionTolerance = 4e-16;
constexpr double kExcessTolerance = 2e-15;
constexpr double kGroundExcessTolerance = 1e-14;
constexpr double kEnergyTolerance = 2e-15;
constexpr double kDeficitTolerance = 5e-15;
constexpr double kSlopeTolerance = 1e-14;
constexpr double kEntropyTolerance = 4e-15;
constexpr double kEntropyDeficitTolerance = 5e-15;

struct Row {
  double coupling, log_partition, above_disorder, above_ground, energy, deficit, slope, entropy,
      entropy_deficit;
};

// mpmath 1.3 with 60 to 120 digits: phi by quadrature of the integral in the header, e and phi''
// from ellipk and ellipe; inputs are the doubles shown.
constexpr Row kRows[] = {
    {1e-06, 0.6931471805609453, 1.0000000000008332e-12, 0.6931451805609453, 2.0000000000033334e-06,
     1.999998, 2.00000000001, 0.6931471805589453, 1.0000000000025e-12},
    {0.001, 0.6931481805607786, 1.0000008333340445e-06, 0.6911481805607786, 0.0020000033333376,
     1.9979999966666624, 2.0000100000213332, 0.6931461805574453, 1.0000025000035556e-06},
    {0.1, 0.7032312422858324, 0.010084061725887127, 0.5032312422858324, 0.20337739109735567,
     1.7966226089026442, 2.1022315788654313, 0.6828935031760969, 0.010253677383848442},
    {0.2, 0.734530812276326, 0.041383631716380744, 0.33453081227632603, 0.4282288332403481,
     1.571771166759652, 2.4413044397119923, 0.6488850456282564, 0.04426213493168888},
    {0.2236, 0.7453281157206283, 0.05218093516068302, 0.29812811572062836, 0.48729497029222535,
     1.5127050297077747, 2.5680031788317987, 0.6363689603632867, 0.056778220196658555},
    {0.2237, 0.7453768580586493, 0.05222967749870397, 0.29797685805864926, 0.487551799886526,
     1.512448200113474, 2.5685887800820852, 0.6363115204240334, 0.05683566013591191},
    {0.3, 0.7905590709512629, 0.09741189039131755, 0.19055907095126287, 0.704499070832445,
     1.295500929167555, 3.181002254133842, 0.5792093497015294, 0.11393783085841595},
    {0.35, 0.8300187823608761, 0.13687160180093083, 0.13001878236087616, 0.8798060452887028,
     1.1201939547112971, 3.8970135217943485, 0.5220866665098302, 0.17106051405011513},
    {0.42, 0.9026392190962055, 0.20949203853626017, 0.06263921909620551, 1.2260548402806748,
     0.7739451597193253, 6.788366127928359, 0.3876961861783221, 0.3054509943816232},
    {0.44, 0.9287285404568885, 0.23558135989694318, 0.04872854045688847, 1.4022269600314212,
     0.5977730399685788, 14.926069692027829, 0.31174867804306317, 0.3813985025168822},
    {0.4406, 0.929572744079023, 0.23642556351907773, 0.048372744079023054, 1.4122432575740456,
     0.5877567424259543, 20.158015141547864, 0.3073383647918985, 0.38580881576804676},
    {0.44068, 0.9296857915708004, 0.23653861101085516, 0.048325791570800435, 1.4140152946179623,
     0.5859847053820378, 26.63876115569396, 0.30655753153855686, 0.3865896490213884},
    {0.44069, 0.9296999331699836, 0.23655275261003825, 0.0483199331699835, 1.4143132718780476,
     0.5856867281219523, 28.54948822164941, 0.3064262173860467, 0.3867209631738986},
    {0.4407, 0.9297140776476281, 0.23656689708768283, 0.04831407764762819, 1.414576622041994,
     0.5854233779580059, 24.943868055922056, 0.3063101603137214, 0.3868370202462239},
    {0.442, 0.9315672321555274, 0.2384200515955821, 0.0475672321555274, 1.4348828547747223,
     0.5651171452252776, 13.160698489284531, 0.2973490103451001, 0.3957981702148452},
    {0.46, 0.9588714128682924, 0.26572423230834713, 0.038871412868292377, 1.5811773175242985,
     0.4188226824757015, 5.924246520961362, 0.23152984680711505, 0.46161733375283026},
    {0.5, 1.0257928126949176, 0.3326456321349723, 0.025792812694917577, 1.745564575312554,
     0.254435424687446, 2.8994857944062957, 0.1530105250386406, 0.5401366555213047},
    {0.6, 1.210132388288413, 0.5169852077284676, 0.010132388288412942, 1.9090861776840753,
     0.0909138223159248, 0.8706815503504646, 0.06468068167796782, 0.6284664988819775},
    {0.7, 1.4042215197291301, 0.7110743391691847, 0.004221519729130161, 1.9637756123337158,
     0.03622438766628432, 0.3227058445387677, 0.029578591095529183, 0.6635685894644161},
    {0.757, 1.5165991815797615, 0.8234520010198163, 0.0025991815797615685, 1.9780529919682917,
     0.021947008031708244, 0.19064405799306008, 0.01921306665976471, 0.6739341139001807},
    {0.7571, 1.5167969878318908, 0.8236498072719455, 0.002596987831890754, 1.978072047736775,
     0.021927952263224904, 0.19047133943927344, 0.019198640490378328, 0.673948540069567},
    {0.9, 1.8007900930167555, 1.1076429124568101, 0.0007900930167553667, 1.9934935183398323,
     0.006506481660167551, 0.05438205493288567, 0.006645926510906163, 0.6865012540490392},
    {1.5, 3.0000061748433255, 2.30685899428338, 6.174843325521885e-06, 1.9999504780408943,
     4.9521959105610466e-05, 0.00039765976854256083, 8.045778198393758e-05, 0.6930667227779613},
    {3.0, 6.000000000037752, 5.306852819477807, 3.775180935377037e-11, 1.9999999996979836,
     3.0201633049973434e-10, 2.4161529122379646e-09, 9.438008008529734e-10, 0.6931471796161445},
    {6.0, 12.0, 11.306852819440055, 1.4251640828485388e-21, 2.0, 1.1401312663218725e-20,
     9.121050131091479e-20, 6.983304006216089e-20, 0.6931471805599453},
    {10.0, 20.0, 19.306852819440056, 1.8048513878454153e-35, 2.0, 1.4438811102763322e-34,
     1.1551048882210658e-33, 1.4619296241547863e-33, 0.6931471805599453},
    {20.0, 40.0, 39.30685281944005, 3.257488532207521e-70, 2.0, 2.605990825766017e-69,
     2.0847926606128135e-68, 5.24455653685411e-68, 0.6931471805599453},
};

class Worst {
 public:
  explicit Worst(const char* name, double tolerance) : name_(name), tolerance_(tolerance) {}
  ~Worst() { std::printf("%-24s worst relative error %.2g at K = %.17g\n", name_, worst_, at_); }
  void Compare(double coupling, double got, double want) {
    const double error = std::fabs(got - want) / std::fabs(want);
    if (!(error <= worst_)) {
      worst_ = error;
      at_ = coupling;
    }
    EXPECT_LE(error, tolerance_) << name_ << " at K = " << coupling << ": got " << got << ", want "
                                 << want;
  }

 private:
  const char* name_;
  double tolerance_;
  double worst_ = 0.0;
  double at_ = 0.0;
};

TEST(SquareExactTest, AgreesWithHighPrecision) {
  Worst log_partition("log partition", kLogPartitionTolerance);
  Worst above_disorder("above disorder", kExcessTolerance);
  Worst above_ground("above ground state", kGroundExcessTolerance);
  Worst energy("energy", kEnergyTolerance);
  Worst deficit("energy deficit", kDeficitTolerance);
  Worst slope("energy slope", kSlopeTolerance);
  Worst entropy("entropy", kEntropyTolerance);
  Worst entropy_deficit("entropy deficit", kEntropyDeficitTolerance);
  for (const Row& row : kRows) {
    const double k = row.coupling;
    log_partition.Compare(k, SquareLogPartition(k), row.log_partition);
    above_disorder.Compare(k, SquareLogPartitionAboveDisorder(k), row.above_disorder);
    above_ground.Compare(k, SquareLogPartitionAboveGroundState(k), row.above_ground);
    energy.Compare(k, SquareEnergy(k), row.energy);
    deficit.Compare(k, SquareEnergyDeficit(k), row.deficit);
    slope.Compare(k, SquareEnergySlope(k), row.slope);
    entropy.Compare(k, SquareEntropy(k), row.entropy);
    entropy_deficit.Compare(k, SquareEntropyDeficit(k), row.entropy_deficit);
  }
}

TEST(SquareExactTest, ParityInTheCoupling) {
  for (const Row& row : kRows) {
    const double k = row.coupling;
    EXPECT_EQ(SquareLogPartition(-k), SquareLogPartition(k));
    EXPECT_EQ(SquareEnergy(-k), -SquareEnergy(k));
    EXPECT_EQ(SquareEnergySlope(-k), SquareEnergySlope(k));
    EXPECT_EQ(SquareEntropy(-k), SquareEntropy(k));
    EXPECT_EQ(SquareMagnetization(-k), 0.0);
  }
}

// The closed forms and the series meet at 0.2237 and 0.75707: nothing may jump there.
TEST(SquareExactTest, RegimesAgreeWhereTheyMeet) {
  for (const double k : {std::atanh(0.22), 0.757070}) {
    const double below = k * (1 - 1e-15);
    const double above = k * (1 + 1e-15);
    EXPECT_NEAR(SquareLogPartition(below), SquareLogPartition(above), 4e-15);
    EXPECT_NEAR(SquareEnergy(below), SquareEnergy(above), 1e-14);
    EXPECT_NEAR(SquareEnergySlope(below) / SquareEnergySlope(above), 1.0, 3e-14);
    EXPECT_NEAR(SquareEntropy(below) / SquareEntropy(above), 1.0, 3e-14);
  }
}

// Kramers and Wannier: phi(K) = phi(K~) + ln sinh 2K with sinh 2K sinh 2K~ = 1.
TEST(SquareExactTest, Duality) {
  for (double k = 0.02; k < 3.0; k *= 1.37) {
    const double dual = 0.5 * std::asinh(1.0 / std::sinh(2.0 * k));
    EXPECT_NEAR(SquareLogPartition(k), SquareLogPartition(dual) + std::log(std::sinh(2.0 * k)),
                1e-14 * (1.0 + SquareLogPartition(k)))
        << k;
  }
}

TEST(SquareExactTest, CriticalPoint) {
  const double k = kSquareCriticalCoupling;
  // (ln 2)/2 + 2G/pi.
  EXPECT_NEAR(SquareLogPartition(k), 0.92969539834161021499, 3e-16);
  // sqrt 2 at K_c itself; the nearest double lies 1.1e-17 above, where the steep energy has grown
  // by five units in the last place (mpmath, 80 digits).
  EXPECT_NEAR(SquareEnergy(k), 1.4142135623730963, 5e-16);
  EXPECT_NEAR(SquareEnergy(k), std::sqrt(2.0), 2e-15);
  EXPECT_EQ(SquareEnergySlope(k), std::numeric_limits<double>::infinity());
  EXPECT_EQ(SquareEnergySlope(-k), std::numeric_limits<double>::infinity());
  // (8 sqrt 2 (k - K_c))^{1/8}: mpmath, 60 digits.
  EXPECT_NEAR(SquareMagnetization(k) / 0.010306420504886067, 1.0, 2e-15);
  EXPECT_EQ(SquareMagnetization(std::nextafter(k, 0.0)), 0.0);
  // phi'' ~ -(8/pi) ln|K - K_c| - 3.66393, from both sides.
  for (const double offset : {1e-8, -1e-8, 1e-40, -1e-40}) {
    const double leading = -8.0 / M_PI * std::log(std::fabs(offset));
    EXPECT_NEAR(SquareEnergySlopeNearCritical(offset), leading - 3.66393, 2e-5) << offset;
  }
  // One double beside K_c the offset is known to its last digit, not rounded to 5.6e-17.
  // mpmath, 60 digits.
  EXPECT_NEAR(SquareEnergySlope(std::nextafter(k, 1.0)) / 91.18061778940321, 1.0, kSlopeTolerance);
}

TEST(SquareExactTest, Magnetization) {
  // mpmath, 40 digits.
  EXPECT_NEAR(SquareMagnetization(0.442) / 0.5902548147789953, 1.0, 1e-13);
  EXPECT_NEAR(SquareMagnetization(1.0), 0.9992757519570612, 1e-15);
  EXPECT_EQ(SquareMagnetization(700.0), 1.0);
  EXPECT_EQ(SquareMagnetization(0.44), 0.0);
}

TEST(SquareExactTest, Limits) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(SquareLogPartition(0.0), std::log(2.0));
  EXPECT_EQ(SquareLogPartitionAboveDisorder(0.0), 0.0);
  EXPECT_EQ(SquareEnergy(0.0), 0.0);
  EXPECT_EQ(SquareEnergySlope(0.0), 2.0);
  EXPECT_EQ(SquareEntropy(0.0), std::log(2.0));
  EXPECT_EQ(SquareEntropyDeficit(0.0), 0.0);
  EXPECT_EQ(SquareLogPartition(infinity), infinity);
  EXPECT_EQ(SquareEnergy(-infinity), -2.0);
  EXPECT_EQ(SquareEntropy(infinity), 0.0);
  EXPECT_EQ(SquareEnergySlope(infinity), 0.0);
  EXPECT_EQ(SquareLogPartition(1e4), 2e4);
  EXPECT_EQ(SquareLogPartitionAboveGroundState(1e4), 0.0);
  // Leading terms where everything else is far below the last place.
  EXPECT_NEAR(SquareEnergy(1e-150) / 2e-150, 1.0, 1e-15);
  EXPECT_NEAR(SquareLogPartitionAboveDisorder(1e-100) / 1e-200, 1.0, 1e-15);
  EXPECT_NEAR(SquareEntropyDeficit(1e-100) / 1e-200, 1.0, 1e-15);
  EXPECT_NEAR(SquareLogPartitionAboveGroundState(60.0) / std::exp(-480.0), 1.0, 1e-13);
}

TEST(SquareExactTest, NanStaysNan) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const auto function :
       {SquareLogPartition, SquareLogPartitionAboveDisorder, SquareLogPartitionAboveGroundState,
        SquareEnergy, SquareEnergyDeficit, SquareEnergySlope, SquareEntropy, SquareEntropyDeficit,
        SquareMagnetization}) {
    EXPECT_TRUE(std::isnan(function(nan)));
  }
}

// theta E and theta^2 E against differences of E.
TEST(SquareSeriesTest, DerivativesMatchTheSum) {
  const double w = 0.03;
  const double step = 1e-4;
  const double plus = EvaluateSquareSeries(w * std::exp(step)).loops;
  const double minus = EvaluateSquareSeries(w * std::exp(-step)).loops;
  const SquareSeries series = EvaluateSquareSeries(w);
  EXPECT_NEAR((plus - minus) / (2 * step) / series.first_order, 1.0, 1e-7);
  EXPECT_NEAR((plus - 2 * series.loops + minus) / (step * step) / series.second_order, 1.0, 1e-6);
  EXPECT_EQ(EvaluateSquareSeriesFirstOrder(w), series.first_order);
}

}  // namespace
}  // namespace infoflow::ising
