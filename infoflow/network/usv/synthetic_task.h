#ifndef INFOFLOW_NETWORK_USV_SYNTHETIC_TASK_H_
#define INFOFLOW_NETWORK_USV_SYNTHETIC_TASK_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/training/training_evaluation.h"

namespace infoflow::network {

struct SyntheticTaskOptions {
  int samples = 0;               // to learn from; as many again to validate
  double noise = 0.01;           // variance of what is added to the teacher's outputs or the inputs
  bool leave_out_noise = false;  // all else stays the same numbers
  // Give the answers to other samples, within the samples to learn from and to validate alike:
  // a control in which there is nothing to learn.
  bool permute_answers = false;
};

// Samples with answers: a class each, or a row of targets.
struct SyntheticSamples {
  linalg::Matrix<double> inputs;
  std::vector<int> labels;
  linalg::Matrix<double> targets;

  LabelledSamples<double> view() const { return {inputs, labels, targets}; }
};

// Synthetic data whose law the replica formula knows. Source: arXiv:1805.09785, learning
// experiments; deviation: the noise is in the data, which the authors' programs leave out although
// the formula has it. Streams of a seed: kData 0 for teacher or generator, 1 and 2 for the inputs
// or codes of samples to learn from and to validate, kNoise 1 and 2 for their noise, kShuffle 2^32
// - 1 and 2^32 - 2 for permutations, whatever the options.
struct SyntheticTask {
  SyntheticSamples train, validation;
  // Wg (codes x inputs) of a recognition task, empty of a teacher's.
  linalg::Matrix<double> generator;
};

// Teacher and student: inputs X ~ N(0, 1), targets X Wt + noise, entries of Wt ~ N(0, 1/inputs).
// Errors: sizes or a number of samples below 1, a noise that is negative or not finite.
absl::StatusOr<SyntheticTask> MakeTeacherStudentTask(int inputs, int outputs,
                                                     const SyntheticTaskOptions& options,
                                                     std::uint64_t seed);

// Recognition: codes C ~ N(0, 1), inputs C Wg + noise, entries of Wg ~ N(0, 1/codes); the class is
// 1 where C_1 > 0, else 0. Errors: as above.
absl::StatusOr<SyntheticTask> MakeRecognitionTask(int codes, int inputs,
                                                  const SyntheticTaskOptions& options,
                                                  std::uint64_t seed);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_USV_SYNTHETIC_TASK_H_
