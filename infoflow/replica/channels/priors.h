#ifndef INFOFLOW_REPLICA_CHANNELS_PRIORS_H_
#define INFOFLOW_REPLICA_CHANNELS_PRIORS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/replica/channels/channel.h"
#include "infoflow/support/named_parameters.h"

// Laws of the inputs. Each answers Prior::Observe, y = x + N(0, 1/A), with
//
//   information J0 = I(x; y) (nats),   variance V0 = E Var(x | y),   dJ0/dA = V0 / 2,
//
// from the formulas below. Source: arXiv:1805.09785; docs/replica.md, "Priors". Observe takes
// any 0 <= A <= 1e300.

namespace infoflow::replica {

// x ~ N(mean, variance).
//
//   J0 = (1/2) ln(1 + A variance),   V0 = variance / (1 + A variance).
//
// Errors: mean not finite; variance not finite and positive. Accuracy: 4e-16 relative.
// Cost: one log1p.
absl::StatusOr<std::unique_ptr<Prior>> MakeNormalPrior(double mean, double variance);

// x = +1 with probability p, else -1; see binary_channel.h. V0 ~ e^{-A/2} for large A keeps its
// relative accuracy down to the smallest double (A = 1400).
// Errors: p not strictly between 0 and 1. Accuracy: 1e-13 relative (priors_test.cc). Cost: about
// 200 nodes, 1 microsecond.
absl::StatusOr<std::unique_ptr<Prior>> MakeBimodalPrior(double p);

// x = 0 with probability 1 - p, else x ~ N(mean, variance).
//
//   J0 = H(label) + (p/2) ln(1 + A variance) - H(label | y),
//   V0 = p vg + E[p_0 p_1 m^2],   vg = variance/(1 + A variance),  m = (mean + variance A y)/(...)
//
// with p_0, p_1 the posterior of the label. variance = 0 with mean != 0 (two values) is allowed,
// and is then the sign channel at precision A mean^2 / 4.
// Errors: p not in (0, 1]; mean not finite; variance not finite or negative, or 0 together with
// mean 0. Accuracy: 1e-12 relative (priors_test.cc); V0 of a law with nearly two values to
// 1e-14 E x^2 absolute. Cost: 70 nodes, more where the slab is narrow.
absl::StatusOr<std::unique_ptr<Prior>> MakeSpikeSlabPrior(double p, double mean, double variance);

// "normal" (mean = 0, var = 1), "bimodal" (p = 0.5) or "spike-slab" (p, which has no default,
// mean = 0, var = 1), with the values given in place of the defaults. Errors: those above, an
// unknown name, an unknown parameter.
absl::StatusOr<std::unique_ptr<Prior>> MakePrior(absl::string_view name,
                                                 const NamedParameters& parameters);

// The same from "spike-slab:p=0.3,mean=1,var=0.5".
absl::StatusOr<std::unique_ptr<Prior>> ParsePrior(absl::string_view text);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_CHANNELS_PRIORS_H_
