#include "infoflow/replica/saddle/saddle_newton.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

namespace infoflow::replica {

namespace {

// Solves `matrix` x = `right` in place by elimination with row pivoting; returns the sign of the
// determinant, 0 when the matrix is singular or not finite.
int Eliminate(std::vector<double>& matrix, std::vector<double>& right) {
  const std::size_t n = right.size();
  int sign = 1;
  for (std::size_t column = 0; column < n; ++column) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < n; ++row) {
      if (std::abs(matrix[row * n + column]) > std::abs(matrix[pivot * n + column])) pivot = row;
    }
    const double value = matrix[pivot * n + column];
    if (value == 0.0 || !std::isfinite(value)) return 0;
    if (pivot != column) {
      for (std::size_t j = 0; j < n; ++j) {
        std::swap(matrix[pivot * n + j], matrix[column * n + j]);
      }
      std::swap(right[pivot], right[column]);
      sign = -sign;
    }
    if (value < 0.0) sign = -sign;
    for (std::size_t row = column + 1; row < n; ++row) {
      const double factor = matrix[row * n + column] / value;
      if (factor == 0.0) continue;
      for (std::size_t j = column; j < n; ++j) {
        matrix[row * n + j] -= factor * matrix[column * n + j];
      }
      right[row] -= factor * right[column];
    }
  }
  for (std::size_t row = n; row-- > 0;) {
    for (std::size_t j = row + 1; j < n; ++j) right[row] -= matrix[row * n + j] * right[j];
    right[row] /= matrix[row * n + row];
    if (!std::isfinite(right[row])) return 0;
  }
  return sign;
}

// 1 - P'. Unknowns: d ln At of layer l at l, d ln Vt at depth + l.
std::vector<double> NewtonMatrix(const std::vector<LayerAnswer>& answers,
                                 const std::vector<SiteSlopes>& slopes) {
  const int depth = static_cast<int>(answers.size());
  const std::size_t n = 2 * static_cast<std::size_t>(depth);
  std::vector<double> matrix(n * n, 0.0);
  for (int l = 0; l < depth; ++l) {
    const LayerAnswer& answer = answers[l];
    // The site before the layer gives V, the one after it A.
    const SiteSlopes& before = slopes[l];
    const SiteSlopes& after = slopes[l + 1];
    const auto fill = [&](int row, double by_error, double by_score, double by_precision,
                          double by_noise) {
      double* equation = &matrix[static_cast<std::size_t>(row) * n];
      equation[row] += 1.0;
      equation[l] -= by_precision + by_error * before.error_by_precision;
      if (l > 0) equation[depth + l - 1] -= by_error * before.error_by_noise;
      equation[depth + l] -= by_noise + by_score * after.score_by_noise;
      if (l + 1 < depth) equation[l + 1] -= by_score * after.score_by_precision;
    };
    fill(l, answer.precision_by_error, answer.precision_by_score, answer.precision_by_precision,
         answer.precision_by_noise);
    fill(depth + l, answer.noise_by_error, answer.noise_by_score, answer.noise_by_precision,
         answer.noise_by_noise);
  }
  return matrix;
}

}  // namespace

double NewtonStep::size() const {
  double size = 0.0;
  for (const double value : precision) size = std::max(size, std::abs(value));
  for (const double value : noise) size = std::max(size, std::abs(value));
  return size;
}

NewtonStep SolveNewton(const SaddleState& state, const std::vector<LayerAnswer>& answers,
                       const std::vector<SiteSlopes>& slopes) {
  const int depth = state.depth();
  std::vector<double> matrix = NewtonMatrix(answers, slopes);
  std::vector<double> right(2 * static_cast<std::size_t>(depth));
  for (int l = 0; l < depth; ++l) {
    right[l] = answers[l].log_input_precision - std::log(state.input_precision[l]);
    right[depth + l] = answers[l].log_output_noise - std::log(state.output_noise[l]);
  }
  NewtonStep step;
  const int sign = Eliminate(matrix, right);
  step.stable = sign > 0;
  step.solved = sign != 0;
  step.precision.assign(right.begin(), right.begin() + depth);
  step.noise.assign(right.begin() + depth, right.end());
  step.error.resize(depth);
  step.excess.resize(depth);
  for (int l = 0; l < depth; ++l) {
    step.error[l] = slopes[l].error_by_precision * step.precision[l];
    if (l > 0) step.error[l] += slopes[l].error_by_noise * step.noise[l - 1];
    step.excess[l] = answers[l].excess_by_error * step.error[l] +
                     answers[l].excess_by_precision * step.precision[l];
  }
  return step;
}

double Sensitivity(const std::vector<LayerAnswer>& answers, const std::vector<SiteSlopes>& slopes) {
  const std::size_t n = 2 * answers.size();
  const std::vector<double> matrix = NewtonMatrix(answers, slopes);
  std::vector<double> row_sums(n, 0.0);
  for (std::size_t column = 0; column < n; ++column) {
    std::vector<double> work = matrix;
    std::vector<double> inverse(n, 0.0);
    inverse[column] = 1.0;
    if (Eliminate(work, inverse) == 0) return std::numeric_limits<double>::infinity();
    for (std::size_t row = 0; row < n; ++row) row_sums[row] += std::abs(inverse[row]);
  }
  return *std::max_element(row_sums.begin(), row_sums.end());
}

}  // namespace infoflow::replica
