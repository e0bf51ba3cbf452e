#ifndef INFOFLOW_REPLICA_CHANNELS_PIECEWISE_PLAIN_H_
#define INFOFLOW_REPLICA_CHANNELS_PIECEWISE_PLAIN_H_

#include "infoflow/activation/piecewise_affine.h"
#include "infoflow/replica/channels/channel.h"

// The interface of a piecewise-affine activation by brute force: the defining double integral
// over w and y on Gauss-Legendre panels, in log densities, with nothing taken out of it but
// exactly affine regions. The oracle of the fast version (piecewise_interface.h), 200 to 2000
// times slower, and written on other formulas: no substitution, no shared kernels.

namespace infoflow::replica {

struct PlainQuadrature {
  int order = 12;            // nodes per panel
  double panel_width = 1.5;  // in local standard deviations
  double cutoff = 10.0;      // in local standard deviations
};

// As Activation::Interface. Domain: precision > 0, noise > 0, signal >= 0. Accuracy with the
// defaults: 5e-13 relative for every answer (piecewise_plain_test.cc), except that of J for
// A rho -> 0, where the absolute error is 1e-15, and that of V where two atoms are all there is
// and A > 60. Cost: 1e5 to 1e6 densities, 10 to 100 ms.
ChannelResponse PlainInterface(const activation::PiecewiseAffine& activation, double precision,
                               double noise, double signal, const PlainQuadrature& quadrature = {});

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_CHANNELS_PIECEWISE_PLAIN_H_
