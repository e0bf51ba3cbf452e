#ifndef INFOFLOW_REPLICA_LEARNING_LEARNING_ENTROPY_H_
#define INFOFLOW_REPLICA_LEARNING_LEARNING_ENTROPY_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/saddle/entropy.h"
#include "infoflow/replica/saddle/solver.h"

namespace infoflow::replica {

// How the inputs come about from the prior variables C ~ N(0, 1): X = C Wg + noise.
struct LearningGenerator {
  std::vector<double> singular_values;  // of Wg
  int inputs = 0;                       // prior variables
  int outputs = 0;                      // inputs of the network
  double noise = 0.0;                   // variance
};

struct LearningLayer {
  int inputs = 0;
  int outputs = 0;
  std::string activation;  // by the names of activations.h
};

// A network whose entropies are followed while its singular values are learnt. Weights act on what
// comes in as rows, t' = f(t W), W = U S V with fixed U, V: only S^2 enters.
struct LearningModel {
  // Without it the inputs X ~ N(0, 1) are the prior variables.
  std::optional<LearningGenerator> generator;
  std::vector<LearningLayer> layers;
  // Of the noise that measures each layer, inside its activation, when it is the last one; other
  // layers have none.
  double measurement_noise = 1e-5;
};

// From which states a measurement starts to look for fixed points. The entropy is the smallest
// potential over those that are found.
enum class LearningStarts {
  kAll,              // from nothing known to all known
  kWarmAndIgnorant,  // from where the last measurement ended, and from nothing known
};

// H(T_l), I(X; T_l), MMSE for every layer l of a model, measured again and again while S changes.
//
// A chain of measurements from one warm start each follows one branch and would miss a
// first-order jump; the start from ignorance beside it, and all starts where it matters, do not.
// Inner layers of the network are deterministic, so I(T_{l-1}; T_l) is I(X; T_l), the noise of the
// generator being part of X. Source: arXiv:1805.09785, learning experiments. Units: nats per prior
// variable. Accuracy as tested (learning_reference_test.cc): 1e-9 + 1e-9 relative.
class LearningEntropies {
 public:
  // Errors: no layer, sizes that do not chain, unknown activations, a noise that is not positive.
  static absl::StatusOr<LearningEntropies> Create(const LearningModel& model);

  // Entry l: of layer l, given S of each layer. The states of its solution have one entry for the
  // generator, if there is one, before those of layers. The first measurement takes all starts.
  // Errors: as SpectrumOfSingularValues and Solve, with the layer's number before them.
  absl::StatusOr<std::vector<LayerEntropy>> Measure(
      absl::Span<const std::vector<double>> singular_values, LearningStarts starts);

  // N_l / N_prior.
  double size_ratio(int layer) const;

 private:
  LearningEntropies() = default;

  absl::StatusOr<LayerEntropy> MeasureLayer(const Network& network, LearningStarts starts,
                                            std::vector<double>& warm_start) const;

  LearningModel model_;
  std::shared_ptr<const Prior> prior_;
  std::vector<Layer> generator_;  // none or one
  std::vector<std::shared_ptr<const Activation>> activations_;
  std::vector<std::vector<double>> warm_starts_;  // V where each layer's last measurement ended
};

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_LEARNING_LEARNING_ENTROPY_H_
