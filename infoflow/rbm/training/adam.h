#ifndef INFOFLOW_RBM_TRAINING_ADAM_H_
#define INFOFLOW_RBM_TRAINING_ADAM_H_

#include <cstdint>

#include "absl/types/span.h"

namespace infoflow::rbm {

// Decay of Adam's mean of gradients and of their squares.
inline constexpr double kAdamFirstDecay = 0.9;
inline constexpr double kAdamSecondDecay = 0.999;

// Adam in the form of TensorFlow 1, of which the authors' programs of arXiv:1906.05212 make use.
// In step t = 1, 2, ..., with g the gradient of what is to grow:
//
//   m += (1 - b1) (g - m),   s += (1 - b2) (g^2 - s),
//   parameter += rate_t m / (sqrt(s) + epsilon),
//   rate_t = learning_rate sqrt(1 - b2^t) / (1 - b1^t)
//
// epsilon stands beside the uncorrected sqrt(s), unlike in PyTorch's form: a large one damps the
// first steps. The same bits on every machine.
double AdamRate(double learning_rate, std::uint64_t step);

// One step with rate_t = `rate`; `first` and `second` are m and s. Shapes: all the same.
void AdamStep(double rate, double epsilon, absl::Span<const float> gradient,
              absl::Span<float> first, absl::Span<float> second, absl::Span<float> parameters);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_TRAINING_ADAM_H_
