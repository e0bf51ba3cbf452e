#ifndef INFOFLOW_ISING_SQUARE_KEPT_LATTICE_H_
#define INFOFLOW_ISING_SQUARE_KEPT_LATTICE_H_

#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace infoflow::ising {

inline constexpr int kMostKeptSpins = 26;

// The exact law of the kept sublattice of a small torus after one checkerboard decimation, and
// how far nearest-neighbour models of it are off.
//
// On a rows x columns torus (both even) the spins with odd x + y are summed. Each of them leaves
// the factor 2 cosh K(s1+s2+s3+s4) on the plaquette of its four neighbours, so that the weight
// of a state of the kept spins depends only on how many plaquettes are aligned (++++), odd
// (+++-), halved (++--) or alternating (+-+-). These counts are enumerated once, whatever the
// couplings. Models on the kept spins have weight
//
//   exp[ sum over plaquettes  k1/2 (s1s2+s2s3+s3s4+s4s1) + k2 (s1s3+s2s4) ]
//
// (on sides of 4 the k2 bonds coincide in pairs and count twice). The exact law is the model
// with k1 = K1, k2 = K2 of decimation.h and the four-spin term K3 s1s2s3s4.
// All entropies: nats for the whole kept lattice, not per spin. Couplings: any finite number; the
// law is even in K.
class SquareKeptLattice {
 public:
  // Errors: InvalidArgument unless both sides are even and at least 4 and rows * columns / 2 is
  // at most kMostKeptSpins.
  // Cost: 2^{kept-1} spin flips, 5 ns each: 1 ms for 6 x 6.
  static absl::StatusOr<SquareKeptLattice> Create(int rows, int columns);

  int kept_spins() const { return kept_; }
  // Number of different kinds of states.
  int num_classes() const { return static_cast<int>(classes_.size()); }

  // ln Z of the whole torus, from the kept spins. Accuracy: 1e-15 relative.
  double LogPartition(double coupling) const;

  // Entropy of the kept spins. Accuracy: 1e-14 relative.
  double Entropy(double coupling) const;

  // D(exact law || model(k1, k2)) = ln < e^{-x} >, where x is the log-ratio of the weights less
  // its mean under the exact law: a sum of positive terms.
  // Accuracy: 1e-13 relative, however small.
  double RelativeEntropy(double coupling, double nearest, double next_nearest = 0.0) const;

  struct BestModel {
    double nearest = 0.0;
    double next_nearest = 0.0;
    double relative_entropy = 0.0;
    // Largest difference left between the model's and the exact mean of the bond sums, relative
    // to the number of kept spins.
    double residual = 0.0;
    int iterations = 0;
    bool converged = false;
  };
  // The k1 (with k2 = 0) of smallest relative entropy: equal means of the k1 bond sum.
  // Errors: InvalidArgument for a coupling that is not finite. Accuracy: 1e-12 relative.
  absl::StatusOr<BestModel> BestNearestNeighbourModel(double coupling) const;

  // The pair (k1, k2) of smallest relative entropy, by Newton's method on this convex function.
  // Errors: as above. Accuracy: 1e-10 relative in the couplings, 1e-12 in the relative entropy,
  // for |K| <= 3; beyond, `converged` may be false as excited states die out.
  absl::StatusOr<BestModel> BestNextNearestNeighbourModel(double coupling) const;

 private:
  // States with the same bond sums, `count` of them.
  struct Class {
    double count;
    double aligned;
    double odd;
    double ring;      // sum over plaquettes (s1s2+s2s3+s3s4+s4s1)/2
    double diagonal;  // sum over plaquettes (s1s3+s2s4)
    double square;    // sum over plaquettes s1s2s3s4
  };
  struct Law {
    std::vector<double> exponents;        // of the weight of one state of each class
    double largest_exponent = 0.0;        // in size
    double log_sum = 0.0;                 // ln of the summed weights
    std::vector<double> log_probability;  // of one state of each class
    std::vector<double> probability;      // of each class
  };
  // Relative entropy and the centred log-ratios that make it.
  struct Divergence {
    double value = 0.0;
    std::vector<double> log_ratio;  // ln p/q of one state of each class
  };

  SquareKeptLattice(int kept, std::vector<Class> classes)
      : kept_(kept), classes_(std::move(classes)) {}

  Law ExactLaw(double coupling) const;
  Law ModelLaw(double nearest, double next_nearest) const;
  Law LawOf(const std::vector<double>& exponents) const;
  Divergence Diverge(const Law& exact, double coupling, double nearest, double next_nearest) const;
  double RingMean(const Law& law) const;
  double RingDeficit(const Law& law) const;

  int kept_ = 0;
  std::vector<Class> classes_;
};

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SQUARE_KEPT_LATTICE_H_
