#ifndef INFOFLOW_REPLICA_CHANNELS_SMOOTH_INTERFACE_H_
#define INFOFLOW_REPLICA_CHANNELS_SMOOTH_INTERFACE_H_

#include <cstdint>

#include "infoflow/activation/function.h"
#include "infoflow/replica/channels/channel.h"
#include "infoflow/replica/channels/smooth_grids.h"

// Interfaces of smooth, strictly increasing activations.

namespace infoflow::replica {

// How much work an interface took.
struct SmoothWork {
  std::int64_t outer_nodes = 0;   // values of w
  std::int64_t inner_nodes = 0;   // pairs (w, y)
  std::int64_t triples = 0;       // of w, y and u
  std::int64_t exponentials = 0;  // pairs (y, u), and (w, u)
};

// h = f(u), u ~ N(w, v), w ~ N(0, m), observed as y = h + N(0, 1/A):
//
//   p(y|w) = int N(u; w, v) N(y; f(u), 1/A) du,
//   J = H(y|w) - (1/2) ln(2 pi e / A),  V = E Var(f(u)|y,w),
//   A_out = E g^2,  g = d/dw ln p(y|w) = A E[f'(u) (y - f(u)) | y, w] = (E[u|y,w] - w)/v
//
// for an analytic, strictly increasing f, one with a log_derivative. Trapezoidal rules in w and in
// coordinates of u and y in which the integrand varies evenly (smooth_grids.h). Where f is straight
// as far as v reaches, in closed form. Where A Var(f|w) is small,
//
//   J(w) = (1/2) ln(1 + A Var(f|w)) - KL(p || the normal law of the same mean and variance),
//
// in which nothing cancels.
class SmoothInterface {
 public:
  // Relative errors are about `target`; of a target of 1e-10 below that over the whole range of
  // arguments that smooth_interface_test.cc goes through. Beyond v = 100 that of V, then far below
  // 1/A, grows to 3e-8 at v = 1e4. Cost: 20 us.
  SmoothInterface(const activation::Function& function, double target);

  // Domain: precision A > 0, noise v > 0, signal m >= 0. Cost at a target of 1e-10: 1e3 to 5e4
  // exponentials and 1e4 to 4e5 triples of w, y and u, 20 to 350 us for bounded f; it grows as
  // sqrt(A) where A v f'^2 >> 1, to 0.5 ms for tanh at A v = 5e6. All answers are nan where
  // f over the sums in u would take more than 3e6 steps of 1/sqrt(A) together. `work` is
  // overwritten unless it is null.
  ChannelResponse operator()(double precision, double noise, double signal,
                             SmoothWork* work = nullptr) const;

 private:
  activation::Function function_;
  internal::SmoothTable table_;
  double log_error_;
};

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_CHANNELS_SMOOTH_INTERFACE_H_
