#include "infoflow/network/convolution/tap_product.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/tap_groups.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/kernel.h"

namespace infoflow::network {
namespace {

using linalg::Matrix;

// The definition, summed in double over the list of a convolution written out: no lists.
struct Case {
  ConvolutionGeometry geometry;
  int in, out, rows;
};

int OutputWidth(const ConvolutionGeometry& g) { return g.inner_width() + (g.wrap ? 2 : 0); }
int OutputPixels(const ConvolutionGeometry& g) {
  return (g.inner_height() + (g.wrap ? 2 : 0)) * OutputWidth(g);
}

// Calls use(output pixel, input pixel, tap) for every term.
template <typename Use>
void ForTerms(const ConvolutionGeometry& g, Use use) {
  const int border = g.wrap ? 1 : 0;
  for (int y = 0; y < g.inner_height(); ++y) {
    for (int x = 0; x < g.inner_width(); ++x) {
      for (int i = 0; i < g.kernel; ++i) {
        for (int j = 0; j < g.kernel; ++j) {
          const int row = g.stride * y + i - g.padding, column = g.stride * x + j - g.padding;
          if (row < 0 || row >= g.height || column < 0 || column >= g.width) continue;
          use((y + border) * OutputWidth(g) + x + border, row * g.width + column, i * g.kernel + j);
        }
      }
    }
  }
}

std::vector<Case> Cases() {
  return {
      {{7, 7, 3, 1, 0, true}, 16, 16, 50}, {{7, 7, 3, 1, 0, true}, 32, 32, 25},
      {{7, 6, 3, 2, 1, false}, 3, 5, 7},   {{5, 4, 3, 1, 1, false}, 1, 16, 13},
      {{5, 4, 3, 1, 1, false}, 16, 1, 13}, {{5, 4, 3, 1, 1, false}, 35, 1, 6},
      {{6, 6, 5, 3, 2, false}, 2, 37, 21}, {{4, 4, 1, 1, 0, false}, 24, 48, 3},
      {{4, 3, 3, 1, 1, false}, 40, 70, 5}, {{3, 3, 3, 1, 1, false}, 1, 1, 1},
  };
}

template <typename T>
void CheckCase(const Case& c, double tolerance) {
  const ConvolutionGeometry& g = c.geometry;
  const TapLists lists = ConvolutionTaps(g);
  random::Stream stream(1, random::StreamUse::kTest, 0);
  Matrix<T> x(c.rows, g.height * g.width * c.in), gradient(c.rows, OutputPixels(g) * c.out);
  std::vector<T> w(g.kernel * g.kernel * c.in * c.out), bias(c.out);
  random::FillNormal(stream, x.values());
  random::FillNormal(stream, gradient.values());
  random::FillNormal(stream, absl::MakeSpan(w));
  random::FillNormal(stream, absl::MakeSpan(bias));

  Matrix<double> want(c.rows, gradient.columns()), want_x(c.rows, x.columns());
  std::vector<double> want_w(w.size()), want_bias(c.out);
  for (int b = 0; b < c.rows; ++b) {
    for (const int group : std::vector<int>{0, lists.by_output.size() - 1}) {
      EXPECT_GE(lists.by_output.target(group), 0);
    }
    for (int i = 0; i < lists.by_output.size(); ++i) {
      for (int o = 0; o < c.out; ++o) {
        const int at = lists.by_output.target(i) * c.out + o;
        want(b, at) = bias[o];
        want_bias[o] += gradient(b, at);
      }
    }
    ForTerms(g, [&](int output, int input, int tap) {
      for (int i = 0; i < c.in; ++i) {
        for (int o = 0; o < c.out; ++o) {
          const double weight = w[(tap * c.in + i) * c.out + o];
          want(b, output * c.out + o) += weight * x(b, input * c.in + i);
          want_x(b, input * c.in + i) += weight * gradient(b, output * c.out + o);
          want_w[(tap * c.in + i) * c.out + o] +=
              static_cast<double>(x(b, input * c.in + i)) * gradient(b, output * c.out + o);
        }
      }
    });
  }
  const auto near = [&](double got, double expected, const char* what) {
    EXPECT_NEAR(got, expected, tolerance) << what << " " << g.height << " " << c.in << " " << c.out;
  };

  Matrix<T> y(c.rows, gradient.columns());
  TapProduct(lists.by_output, c.in, c.out, w, bias, x, y);
  for (std::size_t i = 0; i < y.size(); ++i) near(y.values()[i], want.values()[i], "product");

  // Apply transposed: the same product over the other list with the weights' channels exchanged.
  std::vector<T> turned(w.size());
  for (int t = 0; t < lists.num_taps; ++t) {
    for (int i = 0; i < c.in; ++i) {
      for (int o = 0; o < c.out; ++o) {
        turned[(t * c.out + o) * c.in + i] = w[(t * c.in + i) * c.out + o];
      }
    }
  }
  Matrix<T> x_gradient(c.rows, x.columns(), T(7));
  TapProduct(lists.by_input, c.out, c.in, turned, {}, gradient, x_gradient);
  for (std::size_t i = 0; i < x.size(); ++i) {
    near(x_gradient.values()[i], want_x.values()[i], "transposed");
  }

  std::vector<T> w_gradient(w.size(), T(1)), bias_gradient(c.out, T(1));
  for (int t = 0; t < lists.num_taps; ++t) {
    TapGradient(lists.by_tap.taps(t), c.in, c.out, x, gradient,
                absl::MakeSpan(w_gradient).subspan(t * c.in * c.out, c.in * c.out));
  }
  for (std::size_t i = 0; i < w.size(); ++i) near(w_gradient[i], 1 + want_w[i], "gradient");
  TargetSums(lists.by_output, c.out, gradient, absl::MakeSpan(bias_gradient));
  for (int o = 0; o < c.out; ++o) near(bias_gradient[o], 1 + want_bias[o], "bias");
}

TEST(TapProductTest, IsTheDefinition) {
  for (const Case& c : Cases()) {
    // A few hundred terms of order 1.
    CheckCase<double>(c, 1e-11);
    CheckCase<float>(c, 2e-3);
  }
}

TEST(TapProductTest, HasTheSameBitsForAnySplitOfTheRows) {
  for (const Case& c : Cases()) {
    const TapLists lists = ConvolutionTaps(c.geometry);
    random::Stream stream(1, random::StreamUse::kTest, 0);
    Matrix<float> x(c.rows, c.geometry.height * c.geometry.width * c.in);
    std::vector<float> w(lists.num_taps * c.in * c.out);
    random::FillNormal(stream, x.values());
    random::FillNormal(stream, absl::MakeSpan(w));
    Matrix<float> whole(c.rows, OutputPixels(c.geometry) * c.out);
    Matrix<float> parts = whole;
    TapProduct(lists.by_output, c.in, c.out, w, {}, x, whole);
    for (int b = 0; b < c.rows; ++b) {
      TapProduct(lists.by_output, c.in, c.out, w, {}, x.Block(b, 0, 1, x.columns()),
                 parts.Block(b, 0, 1, parts.columns()));
    }
    EXPECT_TRUE(whole == parts);
  }
}

TEST(TapProductTest, HasTheSameBitsWithBothInstructionSetsThatFuse) {
  const std::vector<KernelTarget> targets = SupportedKernelTargets();
  if (targets.back() != KernelTarget::kAvx512) GTEST_SKIP() << "needs AVX-512";
  const KernelTarget kept = ActiveKernelTarget();
  for (const Case& c : Cases()) {
    const TapLists lists = ConvolutionTaps(c.geometry);
    random::Stream stream(1, random::StreamUse::kTest, 0);
    Matrix<float> x(c.rows, c.geometry.height * c.geometry.width * c.in);
    std::vector<float> w(lists.num_taps * c.in * c.out);
    random::FillNormal(stream, x.values());
    random::FillNormal(stream, absl::MakeSpan(w));
    Matrix<float> y[2];
    std::vector<float> gradients[2];
    for (int i = 0; i < 2; ++i) {
      SetKernelTarget(i == 0 ? KernelTarget::kAvx2 : KernelTarget::kAvx512);
      y[i] = Matrix<float>(c.rows, OutputPixels(c.geometry) * c.out);
      TapProduct(lists.by_output, c.in, c.out, w, {}, x, y[i]);
      gradients[i].resize(c.in * c.out);
      TapGradient(lists.by_tap.taps(0), c.in, c.out, x, y[i], absl::MakeSpan(gradients[i]));
    }
    EXPECT_TRUE(y[0] == y[1]);
    EXPECT_EQ(gradients[0], gradients[1]);
  }
  SetKernelTarget(kept);
}

TEST(TapProductTest, PassesNaNOn) {
  const TapLists lists = ConvolutionTaps({3, 3, 3, 1, 1, false});
  Matrix<float> x(1, 9 * 2), y(1, 9 * 3);
  const std::vector<float> w(9 * 2 * 3);
  x(0, 0) = std::nanf("");
  TapProduct(lists.by_output, 2, 3, w, {}, x, y);
  EXPECT_TRUE(std::isnan(y(0, 0)));
  EXPECT_FALSE(std::isnan(y(0, 8 * 3)));
}

TEST(TapGroupsTest, CountsTheTermsOfTheTorusAndItsDecoder) {
  const auto terms = [](const TapGroups& groups) {
    int sum = 0;
    for (int g = 0; g < groups.size(); ++g) sum += static_cast<int>(groups.taps(g).size());
    return sum;
  };
  EXPECT_EQ(terms(ConvolutionTaps({7, 7, 3, 1, 0, true}).by_output), 225);
  const TapLists decoder = TransposedTaps({7, 7, 3, 1, Cut::kBoth});
  EXPECT_EQ(terms(decoder.by_output), 361);
  EXPECT_EQ(terms(decoder.by_input), 361);
  EXPECT_EQ(terms(decoder.by_tap), 361);
  EXPECT_EQ(TransposedGeometry({7, 7, 3, 2, Cut::kEnd}).output_height(), 14);
}

}  // namespace
}  // namespace infoflow::network
