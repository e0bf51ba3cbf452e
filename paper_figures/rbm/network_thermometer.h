#ifndef PAPER_FIGURES_RBM_NETWORK_THERMOMETER_H_
#define PAPER_FIGURES_RBM_NETWORK_THERMOMETER_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/rbm/machine/machine.h"

namespace infoflow::paper_figures {

struct NetworkThermometerOptions {
  int hidden_units = 64;
  int epochs = 60;
  int batch = 100;
  double learning_rate = 1e-3;  // of Adam
  std::uint64_t seed = 1;
};

// A thermometer that has learned temperatures from samples: spins -> tanh units -> a class per
// temperature, softmax, cross-entropy, Adam. Source: arXiv:1906.05212 reads the temperature of
// flows by a supervised network, whose sizes are not stated; a public program of its first author
// (repository ellendmk/DL_and_RG, correlators/) asks it for one of 60 classes of each sample.
//
// It cannot tell temperatures at which samples look alike: on L = 10 those below 1.5 and above 4
// (docs/rbm.md).
class NetworkThermometer {
 public:
  // Shapes: `samples` holds samples / temperatures.size() samples at each temperature in turn
  // (SampleTemperatures). Trained on one thread. Errors: samples that do not divide; options out
  // of their domain.
  static absl::StatusOr<NetworkThermometer> Train(rbm::SpinsView samples,
                                                  absl::Span<const double> temperatures,
                                                  const NetworkThermometerOptions& options);

  // The likeliest class of each sample. Errors: no samples, or of another size than those learned
  // from.
  absl::StatusOr<std::vector<int>> Classify(rbm::SpinsView samples) const;

  const std::vector<double>& temperatures() const { return temperatures_; }

 private:
  NetworkThermometer(network::Network<float> network, absl::Span<const double> temperatures)
      : network_(std::move(network)), temperatures_(temperatures.begin(), temperatures.end()) {}

  network::Network<float> network_;
  std::vector<double> temperatures_;
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_NETWORK_THERMOMETER_H_
