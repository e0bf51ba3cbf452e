#include "infoflow/network/usv/synthetic_task.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::network {
namespace {

using linalg::Matrix;

SyntheticTaskOptions Options(int samples) {
  SyntheticTaskOptions options;
  options.samples = samples;
  return options;
}

double MeanSquare(const Matrix<double>& matrix) {
  const double norm = linalg::Norm2(matrix.values());
  return norm * norm / static_cast<double>(matrix.size());
}

// What least squares leave of the targets is the noise.
TEST(SyntheticTaskTest, TargetsAreALinearMapAndNoise) {
  const SyntheticTask task = MakeTeacherStudentTask(6, 3, Options(2000), 1).value();
  EXPECT_EQ(task.train.inputs.rows(), 2000);
  EXPECT_EQ(task.validation.targets.rows(), 2000);
  EXPECT_TRUE(task.generator.empty());
  // Means of 12,000 squares: five standard deviations.
  EXPECT_NEAR(MeanSquare(task.train.inputs), 1.0, 5.0 * std::sqrt(2.0 / 12000));
  const Matrix<double>& x = task.train.inputs;
  Matrix<double> gram(6, 6);
  linalg::Syrk(linalg::Transpose::kYes, 1.0, x, 0.0, gram);
  Matrix<double> map = linalg::Product(linalg::Transposed(x), task.train.targets);
  linalg::CholeskySolve(linalg::CholeskyFactor(gram.view()).value(), map);
  Matrix<double> rest = task.train.targets;
  linalg::Gemm(linalg::Transpose::kNo, linalg::Transpose::kNo, -1.0, x, map, 1.0, rest);
  EXPECT_NEAR(MeanSquare(rest), 0.01 * (1.0 - 6.0 / 2000), 0.01 * 5.0 * std::sqrt(2.0 / 6000));
  // The same map on new samples.
  Matrix<double> validation = task.validation.targets;
  linalg::Gemm(linalg::Transpose::kNo, linalg::Transpose::kNo, -1.0, task.validation.inputs, map,
               1.0, validation);
  EXPECT_NEAR(MeanSquare(validation), 0.01, 0.01 * 6.0 * std::sqrt(2.0 / 6000));
}

TEST(SyntheticTaskTest, ClassesAreTheSignOfTheFirstCode) {
  SyntheticTaskOptions options = Options(3000);
  options.leave_out_noise = true;
  const SyntheticTask clean = MakeRecognitionTask(4, 8, options, 1).value();
  // Codes from inputs without noise: C = X Wg^T (Wg Wg^T)^-1.
  const Matrix<double>& wg = clean.generator;
  Matrix<double> gram(4, 4);
  linalg::Syrk(linalg::Transpose::kNo, 1.0, wg, 0.0, gram);
  Matrix<double> codes = linalg::Product(wg, linalg::Transposed(clean.train.inputs));
  linalg::CholeskySolve(linalg::CholeskyFactor(gram.view()).value(), codes);
  for (int i = 0; i < 3000; ++i) {
    EXPECT_EQ(clean.train.labels[i], codes(0, i) > 0.0 ? 1 : 0);
  }
  options.leave_out_noise = false;
  const SyntheticTask noisy = MakeRecognitionTask(4, 8, options, 1).value();
  EXPECT_EQ(noisy.train.labels, clean.train.labels);
  Matrix<double> noise = noisy.train.inputs;
  linalg::Axpy(-1.0, clean.train.inputs.values(), noise.values());
  EXPECT_NEAR(MeanSquare(noise), 0.01, 0.01 * 5.0 * std::sqrt(2.0 / 24000));
}

TEST(SyntheticTaskTest, PermutedAnswersAreTheSameAnswersElsewhere) {
  SyntheticTaskOptions options = Options(1000);
  const SyntheticTask plain = MakeRecognitionTask(4, 8, options, 1).value();
  options.permute_answers = true;
  const SyntheticTask permuted = MakeRecognitionTask(4, 8, options, 1).value();
  EXPECT_EQ(permuted.train.inputs, plain.train.inputs);
  EXPECT_NE(permuted.train.labels, plain.train.labels);
  EXPECT_EQ(std::count(permuted.train.labels.begin(), permuted.train.labels.end(), 1),
            std::count(plain.train.labels.begin(), plain.train.labels.end(), 1));
  int same = 0;
  for (int i = 0; i < 1000; ++i)
    same += permuted.validation.labels[i] == plain.validation.labels[i];
  EXPECT_NEAR(same, 500.0, 80.0);
}

TEST(SyntheticTaskTest, NamesWhatIsNotAllowed) {
  EXPECT_EQ(MakeRecognitionTask(0, 8, Options(5), 1).status().message(),
            "a task with sizes 0 and 8: both must be 1 or more");
  EXPECT_EQ(MakeTeacherStudentTask(3, 8, Options(0), 1).status().message(),
            "0 samples: must be 1 or more");
  SyntheticTaskOptions options = Options(5);
  options.noise = -1.0;
  EXPECT_EQ(MakeTeacherStudentTask(3, 8, options, 1).status().message(),
            "noise=-1: must be a variance of at least 0");
}

}  // namespace
}  // namespace infoflow::network
