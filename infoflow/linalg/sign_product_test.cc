#include "infoflow/linalg/sign_product.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::linalg {
namespace {

// Numbers without a pattern in [-1, 1].
Matrix<float> Numbers(int rows, int columns) {
  Matrix<float> matrix(rows, columns);
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j) {
      matrix(i, j) = static_cast<float>(std::sin(12.9898 * i + 78.233 * j));
    }
  }
  return matrix;
}

Matrix<std::int8_t> Signs(int rows, int columns) {
  Matrix<std::int8_t> matrix(rows, columns);
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j)
      matrix(i, j) = std::sin(3.7 * i * j + 5.1 * i + j) < 0 ? -1 : 1;
  }
  return matrix;
}

// The definition: groups of four, one after another.
float Chain(const Matrix<float>& terms, int count) {
  float sum = 0.0f;
  for (int k = 0; k < count; k += 4) {
    float term[4] = {};
    for (int i = 0; i < 4 && k + i < count; ++i) term[i] = terms(0, k + i);
    const float low = term[0] + term[1];
    const float high = term[2] + term[3];
    const float group = low + high;
    sum += group;
  }
  return sum;
}

// Blocks of larger matrices, so that strides and what lies around C are tried as well.
TEST(SignProductTest, HasTheBitsOfTheDefinition) {
  const Matrix<float> numbers = Numbers(120, 120);
  const Matrix<std::int8_t> signs = Signs(300, 300);
  for (const bool s_transposed : {false, true}) {
    for (const bool b_transposed : {false, true}) {
      for (const int m : {1, 4, 5, 257}) {
        for (const int k : {0, 1, 4, 31, 32, 100}) {
          for (const int n : {1, 16, 17, 32, 81}) {
            SCOPED_TRACE(testing::Message() << m << " x " << k << " x " << n << " transposed "
                                            << s_transposed << b_transposed);
            const auto s = signs.Block(1, 2, s_transposed ? k : m, s_transposed ? m : k);
            const auto b = numbers.Block(3, 4, b_transposed ? n : k, b_transposed ? k : n);
            Matrix<float> around(m + 2, n + 3, 9.0f);
            SignProduct(s_transposed ? Transpose::kYes : Transpose::kNo,
                        b_transposed ? Transpose::kYes : Transpose::kNo, 1.0f, s, b, 0.0f,
                        around.view().Block(1, 2, m, n));
            Matrix<float> terms(1, k + 1);
            for (int i = 0; i < m + 2; ++i) {
              for (int j = 0; j < n + 3; ++j) {
                if (i < 1 || i > m || j < 2 || j >= n + 2) {
                  ASSERT_EQ(around(i, j), 9.0f);
                  continue;
                }
                for (int l = 0; l < k; ++l) {
                  terms(0, l) = (s_transposed ? s(l, i - 1) : s(i - 1, l)) *
                                (b_transposed ? b(j - 2, l) : b(l, j - 2));
                }
                ASSERT_EQ(around(i, j), Chain(terms, k)) << i << " " << j;
              }
            }
          }
        }
      }
    }
  }
}

TEST(SignProductTest, IsAsAccurateAsStated) {
  constexpr int kInner = 1000;
  const Matrix<float> b = Numbers(kInner, 40);
  const Matrix<std::int8_t> s = Signs(17, kInner);
  Matrix<float> c(17, 40);
  SignProduct(Transpose::kNo, Transpose::kNo, 1.0f, s, b, 0.0f, c);
  for (int i = 0; i < 17; ++i) {
    for (int j = 0; j < 40; ++j) {
      double want = 0.0;
      double sizes = 0.0;
      for (int k = 0; k < kInner; ++k) {
        want += double{b(k, j)} * s(i, k);
        sizes += std::abs(b(k, j));
      }
      constexpr int kAdditions = kInner / 4 + 2;
      EXPECT_NEAR(c(i, j), want, kAdditions * 0x1p-24 * sizes);
    }
  }
}

TEST(SignProductTest, ScalesAndAdds) {
  const Matrix<float> b = Numbers(50, 40);
  const Matrix<std::int8_t> s = Signs(9, 50);
  Matrix<float> product(9, 40, std::numeric_limits<float>::quiet_NaN());
  SignProduct(Transpose::kNo, Transpose::kNo, 1.0f, s, b, 0.0f, product);
  Matrix<float> c = Numbers(9, 40);
  const Matrix<float> before = c;
  SignProduct(Transpose::kNo, Transpose::kNo, -0.3f, s, b, 0.9f, c);
  for (std::size_t k = 0; k < c.size(); ++k) {
    EXPECT_FALSE(std::isnan(product.values()[k]));
    const float scaled = -0.3f * product.values()[k];
    const float kept = 0.9f * before.values()[k];
    EXPECT_EQ(c.values()[k], scaled + kept);
  }
}

TEST(SignProductTest, ChangesSignWithItsFactors) {
  const Matrix<float> b = Numbers(50, 40);
  const Matrix<std::int8_t> s = Signs(9, 50);
  Matrix<std::int8_t> turned = s;
  for (std::int8_t& sign : turned.values()) sign = static_cast<std::int8_t>(-sign);
  Matrix<float> c(9, 40), d(9, 40);
  SignProduct(Transpose::kNo, Transpose::kNo, 1.0f, s, b, 0.0f, c);
  SignProduct(Transpose::kNo, Transpose::kNo, 1.0f, turned, b, 0.0f, d);
  for (std::size_t k = 0; k < c.size(); ++k) EXPECT_EQ(c.values()[k], -d.values()[k]);
}

TEST(SignProductTest, PassesOnNotANumber) {
  Matrix<float> b = Numbers(8, 3);
  b(5, 1) = std::numeric_limits<float>::quiet_NaN();
  Matrix<float> c(2, 3);
  SignProduct(Transpose::kNo, Transpose::kNo, 1.0f, Signs(2, 8), b, 0.0f, c);
  EXPECT_TRUE(std::isnan(c(0, 1)) && std::isnan(c(1, 1)));
  EXPECT_FALSE(std::isnan(c(0, 0)) || std::isnan(c(1, 2)));
}

}  // namespace
}  // namespace infoflow::linalg
