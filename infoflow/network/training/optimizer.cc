#include "infoflow/network/training/optimizer.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::network {

namespace {

template <typename T>
INFOFLOW_KERNEL void Descend(const T* g, T* p, std::size_t count, T rate) {
  for (std::size_t i = 0; i < count; ++i) p[i] -= rate * g[i];
}

template <typename T>
INFOFLOW_KERNEL void DescendWithMomentum(const T* g, T* __restrict__ v, T* __restrict__ p,
                                         std::size_t count, T rate, T momentum) {
  for (std::size_t i = 0; i < count; ++i) {
    v[i] = momentum * v[i] + g[i];
    p[i] -= rate * v[i];
  }
}

template <typename T>
struct AdamScalars {
  T beta1, one_minus_beta1, beta2, one_minus_beta2;
  T step_size;     // learning_rate / (1 - b1^t)
  T inverse_root;  // 1 / sqrt(1 - b2^t)
  T epsilon;
};

template <typename T>
INFOFLOW_KERNEL void AdamSteps(const T* g, T* __restrict__ m, T* __restrict__ v, T* __restrict__ p,
                               std::size_t count, AdamScalars<T> s) {
  for (std::size_t i = 0; i < count; ++i) {
    m[i] = s.beta1 * m[i] + s.one_minus_beta1 * g[i];
    v[i] = s.beta2 * v[i] + s.one_minus_beta2 * (g[i] * g[i]);
    p[i] -= s.step_size * m[i] / (std::sqrt(v[i]) * s.inverse_root + s.epsilon);
  }
}

absl::Status OptionError(const char* name, double value, const char* allowed) {
  return absl::InvalidArgumentError(absl::StrCat(name, "=", value, ": must be ", allowed));
}

}  // namespace

const std::vector<std::string>& OptimizerKindNames() {
  static const std::vector<std::string>& names = *new std::vector<std::string>{"sgd", "adam"};
  return names;
}

std::string DescribeOptimizer(const OptimizerOptions& options) {
  if (options.kind == OptimizerKind::kSgd) {
    return absl::StrFormat("sgd learning_rate=%.17g momentum=%.17g", options.learning_rate,
                           options.momentum);
  }
  return absl::StrFormat("adam learning_rate=%.17g beta1=%.17g beta2=%.17g epsilon=%.17g",
                         options.learning_rate, options.beta1, options.beta2, options.epsilon);
}

absl::Status CheckOptimizerOptions(const OptimizerOptions& options) {
  if (!(std::isfinite(options.learning_rate) && options.learning_rate > 0.0)) {
    return OptionError("learning_rate", options.learning_rate, "a finite number above 0");
  }
  const auto below_one = [](double value) { return value >= 0.0 && value < 1.0; };
  if (!below_one(options.momentum)) {
    return OptionError("momentum", options.momentum, "at least 0 and below 1");
  }
  if (!below_one(options.beta1)) {
    return OptionError("beta1", options.beta1, "at least 0 and below 1");
  }
  if (!below_one(options.beta2)) {
    return OptionError("beta2", options.beta2, "at least 0 and below 1");
  }
  if (!(std::isfinite(options.epsilon) && options.epsilon >= 0.0)) {
    return OptionError("epsilon", options.epsilon, "a finite number, at least 0");
  }
  return absl::OkStatus();
}

template <typename T>
Optimizer<T>::Optimizer(const OptimizerOptions& options, absl::Span<const std::size_t> group_sizes)
    : options_(options) {
  INFOFLOW_CHECK(CheckOptimizerOptions(options).ok());
  offsets_.push_back(0);
  for (const std::size_t size : group_sizes) offsets_.push_back(offsets_.back() + size);
  const bool adam = options.kind == OptimizerKind::kAdam;
  if (adam || options.momentum != 0.0) first_.resize(offsets_.back());
  if (adam) second_.resize(offsets_.back());
}

template <typename T>
void Optimizer<T>::BeginStep() {
  ++steps_;
}

template <typename T>
void Optimizer<T>::Update(int group, absl::Span<const T> gradients, absl::Span<T> parameters) {
  INFOFLOW_CHECK(gradients.size() == offsets_[group + 1] - offsets_[group]);
  UpdatePart(group, 0, gradients, parameters);
}

template <typename T>
void Optimizer<T>::UpdatePart(int group, std::size_t offset, absl::Span<const T> gradients,
                              absl::Span<T> parameters) {
  const std::size_t count = parameters.size();
  const std::size_t first = offsets_[group] + offset;
  INFOFLOW_CHECK(steps_ >= 1);
  INFOFLOW_CHECK(gradients.size() == count && first + count <= offsets_[group + 1]);
  const T rate = static_cast<T>(options_.learning_rate);
  if (options_.kind == OptimizerKind::kAdam) {
    AdamScalars<T> scalars;
    scalars.beta1 = static_cast<T>(options_.beta1);
    scalars.one_minus_beta1 = static_cast<T>(1.0 - options_.beta1);
    scalars.beta2 = static_cast<T>(options_.beta2);
    scalars.one_minus_beta2 = static_cast<T>(1.0 - options_.beta2);
    const double t = static_cast<double>(steps_);
    scalars.step_size =
        static_cast<T>(options_.learning_rate / (1.0 - std::pow(options_.beta1, t)));
    scalars.inverse_root = static_cast<T>(1.0 / std::sqrt(1.0 - std::pow(options_.beta2, t)));
    scalars.epsilon = static_cast<T>(options_.epsilon);
    RunKernel<AdamSteps<T>>(gradients.data(), first_.data() + first, second_.data() + first,
                            parameters.data(), count, scalars);
  } else if (first_.empty()) {
    RunKernel<Descend<T>>(gradients.data(), parameters.data(), count, rate);
  } else {
    RunKernel<DescendWithMomentum<T>>(gradients.data(), first_.data() + first, parameters.data(),
                                      count, rate, static_cast<T>(options_.momentum));
  }
}

template class Optimizer<float>;
template class Optimizer<double>;

}  // namespace infoflow::network
