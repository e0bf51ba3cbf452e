#ifndef INFOFLOW_REPLICA_CHANNELS_SMOOTH_PLAIN_H_
#define INFOFLOW_REPLICA_CHANNELS_SMOOTH_PLAIN_H_

#include "infoflow/activation/function.h"
#include "infoflow/replica/channels/channel.h"

// Interfaces of smooth activations by brute force, for tests.

namespace infoflow::replica {

// The three integrals of smooth_interface.h as they stand: Gauss-Legendre panels in u and y, each a
// fraction of the local scale wide, and small equal steps in w. J at small A Var(f|w) from
// dJ/dA = V/2. Accuracy: 5e-12 relative, where halving all widths changes nothing more; J where A V
// is below 1e-3, 1e-11. Cost: 10 ms to 3 s.
ChannelResponse SmoothInterfacePlain(const activation::Function& function, double precision,
                                     double noise, double signal);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_CHANNELS_SMOOTH_PLAIN_H_
