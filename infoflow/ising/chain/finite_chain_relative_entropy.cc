#include "infoflow/ising/chain/finite_chain_relative_entropy.h"

#include <cmath>
#include <utility>

#include "infoflow/ising/chain/transition.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

namespace {

using internal::JoinedFieldDifference;
using internal::LogCoshDifference;
using internal::TwoStateLaw;

// Relative entropies of one spin's laws p and q, with those of all the rest given that spin.
RelativeEntropies WithSpin(const TwoStateLaw& p, const TwoStateLaw& q, double shift,
                           const RelativeEntropies& given_plus,
                           const RelativeEntropies& given_minus) {
  RelativeEntropies total = internal::TwoStateRelativeEntropies(p, q, shift);
  total.forward += p.plus * given_plus.forward + p.minus * given_minus.forward;
  total.reverse += q.plus * given_plus.reverse + q.minus * given_minus.reverse;
  return total;
}

constexpr int kPlus = ChainTransition::kPlus;
constexpr int kMinus = ChainTransition::kMinus;
constexpr int kSigns[2] = {1, -1};  // spin of an index

// One of the two chains on a stretch of k bonds between two spins x and y: the couplings after
// summing over the inner spins, T^k ~ T(K_k, h_k), and the law of y given x.
struct Side {
  explicit Side(const Chain& kept) : couplings(kept.couplings()), transition(kept) {}

  ChainCouplings couplings;
  ChainTransition transition;
};

struct Stretch {
  Side p;
  Side q;
  ChainCouplings shift;  // couplings of q - p, with their own relative accuracy
  // Relative entropies of the laws of the inner spins given x and y.
  RelativeEntropies inner[2][2];
};

// Law of the spin z between two stretches, given the far ends x and y.
TwoStateLaw MiddleLaw(const Side& left, const Side& right, int x, int y) {
  const double log_odds =
      2.0 * (left.couplings.coupling * kSigns[x] + right.couplings.coupling * kSigns[y]) +
      left.couplings.field + right.couplings.field;
  const auto weight = [&](int z) {
    return left.transition.probability[x][z] * right.transition.probability[z][y];
  };
  return internal::MakeTwoStateLaw(weight(kPlus), weight(kMinus), log_odds);
}

class StretchBuilder {
 public:
  StretchBuilder(const Chain& p, const Chain& q) : p_(p), q_(q) {}

  // Stretches of `bonds` and of `bonds` + 1 bonds, bonds >= 1. Halving leads from both to the
  // same two lengths.
  std::pair<Stretch, Stretch> Build(std::int64_t bonds) const {
    if (bonds == 1) {
      const Stretch single = SingleBond();
      return {single, Join(single, single, 2)};
    }
    const std::int64_t half = bonds / 2;
    const auto [small, large] = Build(half);
    if (bonds % 2 == 0) return {Join(small, small, bonds), Join(small, large, bonds + 1)};
    return {Join(small, large, bonds), Join(large, large, bonds + 1)};
  }

 private:
  Stretch SingleBond() const {
    return {Side(p_), Side(q_), {q_.coupling() - p_.coupling(), q_.field() - p_.field()}, {}};
  }

  Stretch Join(const Stretch& left, const Stretch& right, std::int64_t bonds) const {
    Stretch joined = {
        Side(p_.KeepEvery(SpacingOf(bonds))), Side(q_.KeepEvery(SpacingOf(bonds))), {}, {}};

    // ln of the sum over the middle spin z is ln 2 cosh(K_j x + K_k y + (h_j + h_k)/2).
    const double sum = left.p.couplings.coupling + right.p.couplings.coupling;
    const double difference = left.p.couplings.coupling - right.p.couplings.coupling;
    const double field = 0.5 * (left.p.couplings.field + right.p.couplings.field);
    const double sum_shift = left.shift.coupling + right.shift.coupling;
    const double difference_shift = left.shift.coupling - right.shift.coupling;
    const double field_shift = 0.5 * (left.shift.field + right.shift.field);
    joined.shift.coupling =
        0.25 * (LogCoshDifference(sum + field, sum_shift + field_shift) +
                LogCoshDifference(sum - field, sum_shift - field_shift) -
                LogCoshDifference(difference + field, difference_shift + field_shift) -
                LogCoshDifference(difference - field, difference_shift - field_shift));
    joined.shift.field = JoinedFieldDifference(sum, field, sum_shift, field_shift);

    for (const int x : {kPlus, kMinus}) {
      for (const int y : {kPlus, kMinus}) {
        const double shift = 2.0 * (left.shift.coupling * kSigns[x] +
                                    right.shift.coupling * kSigns[y] + field_shift);
        const auto inner = [&](int z) {
          return RelativeEntropies{left.inner[x][z].forward + right.inner[z][y].forward,
                                   left.inner[x][z].reverse + right.inner[z][y].reverse};
        };
        joined.inner[x][y] =
            WithSpin(MiddleLaw(left.p, right.p, x, y), MiddleLaw(left.q, right.q, x, y), shift,
                     inner(kPlus), inner(kMinus));
      }
    }
    return joined;
  }

  const Chain& p_;
  const Chain& q_;
};

// Law of the first, and of the second given the first, of the end spins of an open chain. With
// psi the eigenvector of lambda_+, v_x T^M(x,y) v_y ~ v_x psi_x P^M(y|x) v_y/psi_y.
class EndLaws {
 public:
  // `side`: the stretch between the ends; `chain`: the chain it is a part of.
  EndLaws(const Side& side, const Chain& chain) : side_(side) {
    coupling_ = side.couplings.coupling;
    field_ = 0.5 * (side.couplings.field + chain.field());
    for (const int s : {kPlus, kMinus}) {
      const double psi = std::sqrt(side.transition.stationary[s]);
      // The larger of v is set to 1.
      const double v = kSigns[s] * chain.field() < 0.0 ? std::exp(-std::abs(chain.field())) : 1.0;
      given_first_[s] = psi > 0.0 ? v / psi : 0.0;  // underflowed: the log-odds take over
      first_[s] = v * psi;
    }
  }

  TwoStateLaw Second(int x) const {
    return internal::MakeTwoStateLaw(SecondWeight(x, kPlus), SecondWeight(x, kMinus),
                                     2.0 * (coupling_ * kSigns[x] + field_));
  }

  TwoStateLaw First() const {
    const auto weight = [&](int x) {
      return first_[x] * (SecondWeight(x, kPlus) + SecondWeight(x, kMinus));
    };
    return internal::MakeTwoStateLaw(
        weight(kPlus), weight(kMinus),
        2.0 * field_ + LogCoshDifference(coupling_ - field_, 2.0 * field_));
  }

  double coupling() const { return coupling_; }
  double field() const { return field_; }

 private:
  double SecondWeight(int x, int y) const {
    return side_.transition.probability[x][y] * given_first_[y];
  }

  const Side& side_;
  double coupling_;
  double field_;  // (h_M + h)/2, as the end vector v_s = e^{hs/2} is not decimated
  double first_[2];
  double given_first_[2];
};

RelativeEntropies RingRelativeEntropies(const Stretch& ring) {
  // A ring is one stretch of N bonds whose two ends are the same spin.
  const auto law = [](const Side& side) {
    return internal::MakeTwoStateLaw(side.transition.probability[kPlus][kPlus],
                                     side.transition.probability[kMinus][kMinus],
                                     2.0 * side.couplings.field);
  };
  return WithSpin(law(ring.p), law(ring.q), 2.0 * ring.shift.field, ring.inner[kPlus][kPlus],
                  ring.inner[kMinus][kMinus]);
}

RelativeEntropies OpenRelativeEntropies(const Stretch& whole, const Chain& p, const Chain& q) {
  const EndLaws p_ends(whole.p, p);
  const EndLaws q_ends(whole.q, q);
  const double field_shift = 0.5 * (whole.shift.field + (q.field() - p.field()));
  RelativeEntropies given_first[2];
  for (const int x : {kPlus, kMinus}) {
    given_first[x] = WithSpin(p_ends.Second(x), q_ends.Second(x),
                              2.0 * (whole.shift.coupling * kSigns[x] + field_shift),
                              whole.inner[x][kPlus], whole.inner[x][kMinus]);
  }
  const double first_shift = 2.0 * JoinedFieldDifference(p_ends.coupling(), p_ends.field(),
                                                         whole.shift.coupling, field_shift);
  return WithSpin(p_ends.First(), q_ends.First(), first_shift, given_first[kPlus],
                  given_first[kMinus]);
}

}  // namespace

absl::StatusOr<RelativeEntropies> FiniteChainRelativeEntropies(const ChainCouplings& p,
                                                               const ChainCouplings& q,
                                                               std::int64_t sites,
                                                               ChainBoundary boundary) {
  INFOFLOW_RETURN_IF_ERROR(CheckChainSites(sites));
  INFOFLOW_ASSIGN_OR_RETURN(const Chain p_chain, Chain::Create(p));
  INFOFLOW_ASSIGN_OR_RETURN(const Chain q_chain, Chain::Create(q));
  const StretchBuilder builder(p_chain, q_chain);
  if (boundary == ChainBoundary::kPeriodic) {
    return RingRelativeEntropies(builder.Build(sites).first);
  }
  if (sites == 1) {
    const auto law = [](const ChainCouplings& c) {
      return internal::MakeTwoStateLaw(0.0, 0.0, 2.0 * c.field);  // from the log-odds
    };
    return internal::TwoStateRelativeEntropies(law(p), law(q), 2.0 * (q.field - p.field));
  }
  return OpenRelativeEntropies(builder.Build(sites - 1).first, p_chain, q_chain);
}

}  // namespace infoflow::ising
