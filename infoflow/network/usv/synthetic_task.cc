#include "infoflow/network/usv/synthetic_task.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

using linalg::Matrix;
using random::Stream;
using random::StreamUse;

// Which samples a stream is for.
constexpr int kTrain = 1;
constexpr int kValidation = 2;

absl::Status Check(int inputs, int outputs, const SyntheticTaskOptions& options) {
  if (inputs < 1 || outputs < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("a task with sizes ", inputs, " and ", outputs, ": both must be 1 or more"));
  }
  if (options.samples < 1) {
    return absl::InvalidArgumentError(absl::StrCat(options.samples, " samples: must be 1 or more"));
  }
  if (!(options.noise >= 0.0) || !std::isfinite(options.noise)) {
    return absl::InvalidArgumentError(
        absl::StrCat("noise=", options.noise, ": must be a variance of at least 0"));
  }
  return absl::OkStatus();
}

Matrix<double> Normals(int rows, int columns, std::uint64_t seed, StreamUse use, int index) {
  Stream stream(seed, use, index);
  Matrix<double> matrix(rows, columns);
  random::FillNormal(stream, matrix.values());
  return matrix;
}

// Entries ~ N(0, 1/rows).
Matrix<double> TaskWeights(int rows, int columns, std::uint64_t seed) {
  Matrix<double> weights = Normals(rows, columns, seed, StreamUse::kData, 0);
  linalg::Scale(1.0 / std::sqrt(static_cast<double>(rows)), weights.values());
  return weights;
}

// x W + noise
Matrix<double> NoisyProduct(const Matrix<double>& x, const Matrix<double>& weights,
                            const SyntheticTaskOptions& options, std::uint64_t seed, int part) {
  Matrix<double> product = linalg::Product(x, weights);
  if (options.leave_out_noise || options.noise == 0.0) return product;
  const Matrix<double> noise =
      Normals(product.rows(), product.columns(), seed, StreamUse::kNoise, part);
  linalg::Axpy(std::sqrt(options.noise), noise.values(), product.values());
  return product;
}

// Epochs of a training never get that far in this use of streams.
std::vector<int> Permutation(int samples, std::uint64_t seed, int part) {
  Stream stream(seed, StreamUse::kShuffle, std::numeric_limits<std::uint32_t>::max() - part + 1);
  return random::RandomPermutation(stream, samples);
}

void PermuteAnswers(std::uint64_t seed, int part, SyntheticSamples& samples) {
  const std::vector<int> from = Permutation(samples.inputs.rows(), seed, part);
  const SyntheticSamples before{{}, samples.labels, samples.targets};
  for (int i = 0; i < samples.inputs.rows(); ++i) {
    if (!before.labels.empty()) samples.labels[i] = before.labels[from[i]];
    if (before.targets.empty()) continue;
    const absl::Span<const double> row = before.targets.row(from[i]);
    std::copy(row.begin(), row.end(), samples.targets.row(i).begin());
  }
}

template <typename MakeSamples>
void FillBoth(const SyntheticTaskOptions& options, std::uint64_t seed,
              const MakeSamples& make_samples, SyntheticTask& task) {
  for (const int part : {kTrain, kValidation}) {
    SyntheticSamples samples = make_samples(part);
    if (options.permute_answers) PermuteAnswers(seed, part, samples);
    (part == kTrain ? task.train : task.validation) = std::move(samples);
  }
}

}  // namespace

absl::StatusOr<SyntheticTask> MakeTeacherStudentTask(int inputs, int outputs,
                                                     const SyntheticTaskOptions& options,
                                                     std::uint64_t seed) {
  INFOFLOW_RETURN_IF_ERROR(Check(inputs, outputs, options));
  const Matrix<double> teacher = TaskWeights(inputs, outputs, seed);
  SyntheticTask task;
  FillBoth(
      options, seed,
      [&](int part) {
        SyntheticSamples samples;
        samples.inputs = Normals(options.samples, inputs, seed, StreamUse::kData, part);
        samples.targets = NoisyProduct(samples.inputs, teacher, options, seed, part);
        return samples;
      },
      task);
  return task;
}

absl::StatusOr<SyntheticTask> MakeRecognitionTask(int codes, int inputs,
                                                  const SyntheticTaskOptions& options,
                                                  std::uint64_t seed) {
  INFOFLOW_RETURN_IF_ERROR(Check(codes, inputs, options));
  SyntheticTask task;
  task.generator = TaskWeights(codes, inputs, seed);
  FillBoth(
      options, seed,
      [&](int part) {
        const Matrix<double> code = Normals(options.samples, codes, seed, StreamUse::kData, part);
        SyntheticSamples samples;
        samples.inputs = NoisyProduct(code, task.generator, options, seed, part);
        for (int i = 0; i < code.rows(); ++i) samples.labels.push_back(code(i, 0) > 0.0 ? 1 : 0);
        return samples;
      },
      task);
  return task;
}

}  // namespace infoflow::network
