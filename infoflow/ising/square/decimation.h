#ifndef INFOFLOW_ISING_SQUARE_DECIMATION_H_
#define INFOFLOW_ISING_SQUARE_DECIMATION_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow::ising {

// Couplings that one exact checkerboard decimation makes on the kept sublattice, a square
// lattice rotated by 45 degrees with spacing larger by sqrt 2.
//
// Summing a spin with neighbours s1..s4 in cyclic order gives
//
//   2 cosh K(s1+s2+s3+s4) = exp[A0 + K1/2 (s1s2+s2s3+s3s4+s4s1) + K2 (s1s3+s2s4) + K3 s1s2s3s4]
//
//   K1 = 1/4 ln cosh 4K (two plaquettes share each bond),  K2 = 1/8 ln cosh 4K,
//   K3 = 1/8 ln cosh 4K - 1/2 ln cosh 2K = 1/8 ln(1 - tanh^4 2K)  (<= 0),
//   A0 = ln 2 + 1/2 ln cosh 2K + 1/8 ln cosh 4K  (nats per kept spin).
//
// Domain: every K, even in K. Accuracy: 1e-15 relative in each field
// (decimation_test.cc). Cost: O(1).
struct SquareDecimation {
  double nearest = 0.0;       // K1
  double next_nearest = 0.0;  // K2
  double four_spin = 0.0;     // K3
  double constant = 0.0;      // A0
};
SquareDecimation DecimateSquare(double coupling);

// A map K -> K' of nearest-neighbour couplings that replaces the exact step.
//
//   scheme     K'                        meaning                                   length factor b
//   drop       K1 = 1/4 ln cosh 4K       discard K2 and K3                         sqrt 2
//   sum        K1+K2 = 3/8 ln cosh 4K    keep the ground state's energy            sqrt 2
//   wall       K1+2K2 = 1/2 ln cosh 4K   keep the cost of a straight domain wall   sqrt 2
//   mk         atanh(tanh^b(bK))         Migdal-Kadanoff: move bonds, decimate     b = 2, 3, ...
//   optimal    e(K') = 2 g1(K)           smallest relative entropy to the kept     sqrt 2
//                                        spins' law among nearest-neighbour models
//   scaled     alpha ln cosh 4K          any alpha > 0                             sqrt 2
//
// g1 is the correlation across a plaquette's diagonal, e the energy of exact.h.
// drop and sum are textbook approximations (which of them arXiv:2107.06898 follows in two
// dimensions is not known to us); mk is due to Migdal (Sov. Phys. JETP 42, 743, 1975) and Kadanoff
// (Ann. Phys. 100, 359, 1976).
class SquareTruncation {
 public:
  enum class Scheme { kDrop, kSum, kWall, kMigdalKadanoff, kOptimal, kScaled };

  static SquareTruncation Drop() { return SquareTruncation(Scheme::kDrop, 0.25, 0); }
  static SquareTruncation Sum() { return SquareTruncation(Scheme::kSum, 0.375, 0); }
  static SquareTruncation Wall() { return SquareTruncation(Scheme::kWall, 0.5, 0); }
  static SquareTruncation Optimal() { return SquareTruncation(Scheme::kOptimal, 0.0, 0); }
  // Error unless 2 <= blocking <= kLargestBlocking.
  static absl::StatusOr<SquareTruncation> MigdalKadanoff(int blocking);
  // Error unless 0 < alpha <= kLargestScale.
  static absl::StatusOr<SquareTruncation> Scaled(double alpha);

  // From "drop", "sum", "wall", "mk" or "optimal". `blocking` defaults to 2 for mk; any other
  // scheme has its own length factor and does not take one.
  static absl::StatusOr<SquareTruncation> Parse(absl::string_view scheme,
                                                std::optional<int> blocking = std::nullopt);

  static constexpr int kLargestBlocking = 1000000;
  static constexpr double kLargestScale = 1e6;

  Scheme scheme() const { return scheme_; }
  std::string name() const;

  // The length by which one step coarsens, b.
  double LengthFactor() const;

  // K'. Domain: every K. All maps are even in K with K' >= 0 (kept spins lie on one sublattice)
  // except mk with odd b, which is odd. K' underflows to 0 as K^2 (mk: K^b) does.
  // Accuracy: 2e-15 relative (mk with bK < 0.7: b * 5e-16; optimal: 1e-14). Cost: O(1); optimal
  // solves for K' in about 3 us.
  double Map(double coupling) const;

  // dK'/dK. Accuracy: 1e-14 relative. That of optimal is infinite at K_c.
  double Slope(double coupling) const;

  // K' ~ slope K + offset for K -> infinity.
  struct Asymptote {
    double slope = 0.0;
    double offset = 0.0;
  };
  Asymptote LargeCouplingAsymptote() const;

 private:
  SquareTruncation(Scheme scheme, double alpha, int blocking)
      : scheme_(scheme), alpha_(alpha), blocking_(blocking) {}

  Scheme scheme_;
  double alpha_;  // of alpha ln cosh 4K
  int blocking_;  // of mk
};

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SQUARE_DECIMATION_H_
