#ifndef INFOFLOW_NETWORK_MEAN_FIELD_KINKS_H_
#define INFOFLOW_NETWORK_MEAN_FIELD_KINKS_H_

#include <vector>

#include "infoflow/activation/function.h"

namespace infoflow::network::internal {

// What decorrelation costs an activation that is straight between its kinks a_i, where the slope
// jumps by s_i.
//
// phi'' is a sum of delta functions, so that by Price's theorem the derivative of E phi'_1 phi'_2
// with respect to the correlation is q times the normal density at all pairs of kinks,
//
//   q sum_ij s_i s_j exp(-E_ij) / (2 pi q sin theta),  c = cos theta,
//   E_ij = (a_i - a_j)^2 / (8 q sin^2(theta / 2)) + (a_i + a_j)^2 / (8 q cos^2(theta / 2)),
//
// and both moments are single integrals over theta from 0 to arccos(1 - d):
//
//   derivative_product = E phi'^2 - 1/(2 pi) sum_ij s_i s_j int exp(-E_ij) dtheta
//   difference_square = 2 q d E phi'^2 - q/pi sum_ij s_i s_j int (cos theta - 1 + d) exp(-E_ij)
//                       dtheta
struct KinkLosses {
  double derivative_product = 0.0;  // what is taken off
  double difference_square = 0.0;
};

class KinkPairs {
 public:
  // Domain: infinite smooth_scale, at least one kink.
  explicit KinkPairs(const activation::Function& activation);

  // Domain: variance > 0, decorrelation in (0, 2]. Accuracy: 1e-14 of the moments at c = 1
  // (moments_test.cc). Cost: some 60 exponentials a pair of kinks.
  KinkLosses Losses(double variance, double decorrelation) const;

 private:
  struct Pair {
    double difference, sum;  // |a_i - a_j|, |a_i + a_j|
    double weight;           // s_i s_j, twice if i != j, added up over pairs that agree
  };
  std::vector<Pair> pairs_;
};

}  // namespace infoflow::network::internal

#endif  // INFOFLOW_NETWORK_MEAN_FIELD_KINKS_H_
