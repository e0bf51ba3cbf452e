#ifndef INFOFLOW_REPLICA_SPECTRA_SPECTRUM_H_
#define INFOFLOW_REPLICA_SPECTRA_SPECTRUM_H_

#include <optional>

// The law lambda of the eigenvalues of W^T W, which is all that a layer's weights W enter with
// when they are invariant under rotations from both sides. Source: arXiv:1805.09785;
// docs/replica.md.
//
// W is N_l x N_{l-1}, W^T W has N_{l-1} eigenvalues, and E[...] is their mean. With r = rank W /
// N_{l-1} and alpha = N_l / N_{l-1}, the fractions 1 - r and alpha - r of vanishing eigenvalues
// of W^T W and (per input) of W W^T are kept exactly, because the formulas of a layer contain
// them as coefficients of singular terms that must drop out when they are zero.

namespace infoflow::replica {

// Sums over the positive eigenvalues at one s >= 0, from which follow the resolvent
// g(s) = E[1/(lambda+s)] = (1-r)/s + k(s) and h(s) = 1 - s g(s). Positive terms only.
struct SpectralSums {
  double shrinkage = 0.0;        // h(s) = E[lambda/(lambda+s)], in [0, r]
  double resolvent = 0.0;        // k(s) = E[1_{lambda>0}/(lambda+s)]
  double shrinkage_slope = 0.0;  // h'(s) = -E[lambda/(lambda+s)^2]
  double resolvent_slope = 0.0;  // k'(s) = -E[1_{lambda>0}/(lambda+s)^2]
};

// Largest alpha. The mutual information, of order ln(alpha), is a difference of entropies of order
// alpha, and keeps ten digits up to here.
inline constexpr double kLargestAspectRatio = 1e6;

// A spectrum together with the shape of its weights.
class Spectrum {
 public:
  virtual ~Spectrum() = default;

  // alpha = N_l / N_{l-1}, in (0, kLargestAspectRatio].
  double aspect_ratio() const { return aspect_ratio_; }
  // r = rank W / N_{l-1} <= min(1, alpha).
  double rank_fraction() const { return 1.0 - null_columns_; }
  // 1 - r: exactly 0 when W has full column rank.
  double null_columns() const { return null_columns_; }
  // alpha - r: exactly 0 when W has full row rank.
  double null_rows() const { return null_rows_; }
  // E[lambda].
  double mean() const { return mean_; }

  // Cost: O(1) for Gaussian weights, one pass over the distinct eigenvalues otherwise.
  virtual SpectralSums Sums(double s) const = 0;

  // E[1_{lambda>0} ln(gamma lambda + q)], gamma > 0, q >= 0. Cost: as Sums, with logarithms.
  virtual double MeanLog(double gamma, double q) const = 0;

  // s^2 for weights with independent N(0, s^2/N_{l-1}) entries in the limit of large N, where
  // a layer's equations become linear; empty for any other law.
  virtual std::optional<double> gaussian_weight_variance() const { return std::nullopt; }

 protected:
  Spectrum(double aspect_ratio, double null_columns, double null_rows, double mean)
      : aspect_ratio_(aspect_ratio),
        null_columns_(null_columns),
        null_rows_(null_rows),
        mean_(mean) {}

 private:
  double aspect_ratio_;
  double null_columns_;
  double null_rows_;
  double mean_;
};

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_SPECTRA_SPECTRUM_H_
