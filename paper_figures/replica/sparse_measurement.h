#ifndef PAPER_FIGURES_REPLICA_SPARSE_MEASUREMENT_H_
#define PAPER_FIGURES_REPLICA_SPARSE_MEASUREMENT_H_

#include "absl/status/statusor.h"
#include "infoflow/replica/channels/priors.h"
#include "infoflow/replica/model/network.h"

namespace infoflow::paper_figures {

// alpha linear measurements per input, with Gaussian weights of variance 1 and noise, of inputs of
// which a fraction p is not zero but normal with mean 1 and variance 1/2, as in the public code of
// the authors of arXiv:1805.09785 (mmse.py). Errors: of Network::Create.
absl::StatusOr<replica::Network> SparseMeasurement(double alpha, double sparsity, double noise);

// Its potential at the input error V (nats per input), written out:
//
//   phi(V) = -alpha V / (2 (D + V)) + I(alpha/(D + V)) + (alpha/2) ln(2 pi e (D + V))
//
// with D = `noise` and I the information of the prior observed with that precision.
double ClosedFormPotential(const replica::Prior& prior, double alpha, double noise, double error);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_REPLICA_SPARSE_MEASUREMENT_H_
