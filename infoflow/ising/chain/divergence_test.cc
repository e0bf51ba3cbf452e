#include "infoflow/ising/chain/divergence.h"

#include <cmath>

#include "boost/multiprecision/cpp_bin_float.hpp"
#include "gtest/gtest.h"

namespace infoflow::ising::internal {
namespace {

// Digits enough for e^{-270} beside 1.
using Exact = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<300>>;

double Relative(double got, const boost::multiprecision::cpp_bin_float_100& want) {
  return std::abs(static_cast<double>((got - want) / want));
}

// As divergence.h states for exact arguments.
constexpr double kDivergence = 2e-15;
constexpr double kTwoState = 4e-15;

double Relative(double got, const Exact& want) {
  return std::abs(static_cast<double>((got - want) / want));
}

TEST(AddDivergenceTest, AgreesWithTheNaiveFormulaInHighPrecision) {
  using Exact = boost::multiprecision::cpp_bin_float_100;
  // Quotients p/q - 1 from 1e-12 to 1e12, on both sides, and across the series' radius.
  for (double q : {0.5, 1e-3, 1e-200}) {
    for (double x = 1e-12; x < 1e12; x *= 1.37) {
      for (double signed_x : {x, -x, -1.0 + 1.0 / (1.0 + x)}) {
        if (signed_x <= -1.0) continue;
        const double difference = q * signed_x;
        const Exact exact_q = q;
        const Exact exact_p = exact_q + difference;
        const double p = static_cast<double>(exact_p);
        if (std::abs(p) < 1e-280) continue;
        const Exact log_ratio = log(exact_p / exact_q);
        RelativeEntropies sum;
        AddDivergence(1.0, {p}, {q}, difference, sum);
        EXPECT_LT(Relative(sum.forward, exact_p * log_ratio - difference), kDivergence)
            << "q " << q << " x " << signed_x;
        EXPECT_LT(Relative(sum.reverse, difference - exact_q * log_ratio), kDivergence)
            << "q " << q << " x " << signed_x;
      }
    }
  }
}

TEST(AddDivergenceTest, UsesLogarithmsWhereProbabilitiesUnderflow) {
  // p = e^{-1000} against q = 1/2: D(q||p) grows by q (ln q + 1000).
  RelativeEntropies sum;
  AddDivergence(1.0, {0.0, -1000.0}, {0.5}, -0.5, sum);
  EXPECT_DOUBLE_EQ(sum.forward, 0.5);
  EXPECT_DOUBLE_EQ(sum.reverse, 0.5 * (std::log(0.5) + 1000.0) - 0.5);
  RelativeEntropies other;
  AddDivergence(1.0, {0.5}, {0.0, -1000.0}, 0.5, other);
  EXPECT_DOUBLE_EQ(other.forward, 0.5 * (std::log(0.5) + 1000.0) - 0.5);
  EXPECT_DOUBLE_EQ(other.reverse, 0.5);
  RelativeEntropies none;
  AddDivergence(1.0, {0.0}, {0.0}, 0.0, none);
  AddDivergence(0.0, {0.5}, {0.25}, 0.25, none);
  EXPECT_EQ(none.forward, 0.0);
  EXPECT_EQ(none.reverse, 0.0);
}

TEST(TwoStateRelativeEntropiesTest, AgreesWithTheNaiveFormulaInHighPrecision) {
  for (double log_odds : {-120.0, -40.0, -2.0, -1e-9, 0.0, 0.7, 15.0, 110.0}) {
    for (double size : {1e-13, 1e-6, 0.03, 0.999, 1.0, 4.0, 60.0, 150.0}) {
      for (double shift : {size, -size}) {
        const Exact p = 1 / (1 + exp(-Exact(log_odds)));
        const Exact p_minus = 1 / (1 + exp(Exact(log_odds)));
        const Exact other = Exact(log_odds) + shift;
        const Exact q = 1 / (1 + exp(-other));
        const Exact q_minus = 1 / (1 + exp(other));
        const TwoStateLaw first = {static_cast<double>(p), static_cast<double>(p_minus), log_odds};
        const TwoStateLaw second = {static_cast<double>(q), static_cast<double>(q_minus),
                                    static_cast<double>(other)};
        const RelativeEntropies got = TwoStateRelativeEntropies(first, second, shift);
        EXPECT_LT(Relative(got.forward, p * log(p / q) + p_minus * log(p_minus / q_minus)),
                  kTwoState)
            << "log-odds " << log_odds << " shift " << shift;
        EXPECT_LT(Relative(got.reverse, q * log(q / p) + q_minus * log(q_minus / p_minus)),
                  kTwoState)
            << "log-odds " << log_odds << " shift " << shift;
      }
    }
  }
}

TEST(TwoStateRelativeEntropiesTest, StaysFiniteBeyondTheRangeOfDouble) {
  const TwoStateLaw even = MakeTwoStateLaw(1.0, 1.0, 0.0);
  const TwoStateLaw certain = MakeTwoStateLaw(1.0, 0.0, 2000.0);
  const RelativeEntropies got = TwoStateRelativeEntropies(even, certain, 2000.0);
  EXPECT_DOUBLE_EQ(got.forward, 1000.0 - std::log(2.0));
  EXPECT_DOUBLE_EQ(got.reverse, std::log(2.0));
}

TEST(LogCoshDifferenceTest, AgreesWithHighPrecision) {
  for (double x : {-300.0, -3.0, -0.2, 0.0, 1e-8, 0.4, 5.0, 60.0}) {
    for (double d : {-40.0, -1.5, -0.3, -1e-9, 1e-12, 0.02, 0.9, 7.0, 500.0}) {
      const Exact want = log(cosh(Exact(x) + d) / cosh(Exact(x)));
      EXPECT_NEAR(LogCoshDifference(x, d), static_cast<double>(want),
                  4e-16 * (std::abs(d) + (std::abs(d) > 1 ? std::abs(x) : 0)));
    }
  }
}

TEST(TanhProductDifferenceTest, AgreesWithHighPrecision) {
  for (double a : {-12.0, -0.5, 0.3, 24.0}) {
    for (double b : {-1.0, -1e-3, 0.0, 1e-3, 0.4}) {
      for (double a_shift : {-2.0, 1e-10, 0.3}) {
        for (double b_shift : {-1e-9, 1e-3, 0.2}) {
          const Exact want = atanh(tanh(Exact(a) + a_shift) * tanh(Exact(b) + b_shift)) -
                             atanh(tanh(Exact(a)) * tanh(Exact(b)));
          // Each shift's part is right relative to itself; the parts may cancel.
          const double scale = std::abs(b_shift) + std::abs(a_shift * std::tanh(b));
          EXPECT_NEAR(TanhProductDifference(a, b, a_shift, b_shift), static_cast<double>(want),
                      2e-15 * scale);
        }
      }
    }
  }
}

TEST(JoinedFieldDifferenceTest, KeepsItsDigitsForStrongAntiferromagnets) {
  using Exact = boost::multiprecision::cpp_bin_float_100;
  for (double a : {-40.0, -3.0, -0.2, 0.0, 2.0}) {
    for (double b : {-0.3, 1e-3, 0.01, 9.0}) {
      for (double a_shift : {-1.0, 1e-6, 2.5}) {
        for (double b_shift : {-0.02, 1e-7}) {
          const auto joined = [](const Exact& x, const Exact& y) {
            return Exact(y + atanh(tanh(x) * tanh(y)));
          };
          const Exact middle = joined(Exact(a) + a_shift, b);
          // The parts of either shift may cancel; each counts.
          const double scale =
              static_cast<double>(abs(middle - joined(a, b)) +
                                  abs(joined(Exact(a) + a_shift, Exact(b) + b_shift) - middle));
          const double want =
              static_cast<double>(joined(Exact(a) + a_shift, Exact(b) + b_shift) - joined(a, b));
          // Half a unit in the last place of a + a_shift becomes |a| of them in e^{2a}.
          const double tolerance = 4e-15 + 2.3e-16 * std::abs(a);
          const bool lost = a >= 0.0 || a + a_shift >= 0.0 || abs(joined(a, b)) > Exact(0.549) ||
                            abs(joined(Exact(a) + a_shift, Exact(b) + b_shift)) > Exact(0.549);
          EXPECT_NEAR(JoinedFieldDifference(a, b, a_shift, b_shift), want,
                      lost ? 1e-14 : tolerance * scale)
              << a << " " << b << " " << a_shift << " " << b_shift;
        }
      }
    }
  }
}

TEST(BinaryEntropyTest, AgreesWithHighPrecision) {
  using Exact = boost::multiprecision::cpp_bin_float_100;
  for (double p = 1e-300; p < 0.5; p *= 1e3) {
    const Exact exact = p;
    const Exact want = -exact * log(exact) - (1 - exact) * log1p(-exact);
    EXPECT_LT(Relative(BinaryEntropy(p, 1.0 - p), want), kDivergence);
    EXPECT_EQ(BinaryEntropy(p, 1.0 - p), BinaryEntropy(1.0 - p, p));
  }
  EXPECT_EQ(BinaryEntropy(0.0, 1.0), 0.0);
}

}  // namespace
}  // namespace infoflow::ising::internal
