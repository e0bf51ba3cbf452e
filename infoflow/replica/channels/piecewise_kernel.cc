#include "infoflow/replica/channels/piecewise_kernel.h"

#include <cmath>

#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/numerics/logarithm_inline.h"
#include "infoflow/numerics/normal_inline.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::replica::internal {
namespace {

// Nodes per pass. A multiple of every vector length; larger only pads more.
constexpr int kBlock = 32;

// Keeps logarithms and quotients finite where all densities underflow.
constexpr double kTiny = 1e-290;

// What the pieces so far say at each node of a block.
struct Block {
  double eta[kBlock];
  double density[kBlock];    // p
  double mean[kBlock];       // of h, given y
  double spread[kBlock];     // the variance sum
  double score[kBlock];      // d_w p / sqrt A
  double energy[kBlock];     // -sum_i p_i ln n_i
  double reference[kBlock];  // sum_i p_i (a_i rho_i / k_i)^2
};

// Merges a group of weight p_i and mean f_i into the mixture: all terms are positive, so that
// small variances keep their digits.
INFOFLOW_KERNEL void Merge(Block& block, int j, double p, double f) {
  const double total = block.density[j] + p;
  const double share = p / total;
  const double distance = f - block.mean[j];
  block.spread[j] += block.density[j] * share * distance * distance;
  block.mean[j] += share * distance;
  block.density[j] = total;
}

INFOFLOW_KERNEL void AddFlat(const ZonePiece& piece, Block& block) {
  const double centre = -piece.offset;
  const double scale = piece.probability * numerics::kInverseSqrt2Pi;
  for (int j = 0; j < kBlock; ++j) {
    const double x = block.eta[j] - centre;
    const double half_square = 0.5 * x * x;
    const double p = scale * numerics::ExpInline(-half_square) + kTiny;
    block.energy[j] += p * (half_square + 0.91893853320467274178);
    Merge(block, j, p, centre);
  }
}

template <bool kLower, bool kUpper>
INFOFLOW_KERNEL void AddSloped(const ZonePiece& piece, Block& block) {
  const double kappa = piece.kappa;
  const double k = 1.0 + kappa;
  const double root = 1.0 / std::sqrt(k);
  const double slope_z = std::sqrt(kappa / k);
  const double share = kappa / k;
  const double scale = numerics::kInverseSqrt2Pi * root;
  const double log_scale = 0.91893853320467274178 + 0.5 * std::log(k);
  const double offset = piece.offset;
  const double a = piece.slope;
  const double z_lower = piece.lower.z;
  const double z_upper = piece.upper.z;
  for (int j = 0; j < kBlock; ++j) {
    const double eta = block.eta[j];
    const double rho = eta + offset;
    const double x = rho * root;
    const double half_square = 0.5 * x * x;
    const double n = scale * numerics::ExpInline(-half_square);
    double probability;
    double difference;  // phi(z_lower) - phi(z_upper)
    double edge;        // z_lower phi(z_lower) - z_upper phi(z_upper)
    if (kLower && kUpper) {
      const double low = z_lower - slope_z * eta;
      const double high = z_upper - slope_z * eta;
      const numerics::NormalPoint at_low = numerics::NormalInline(low);
      const numerics::NormalPoint at_high = numerics::NormalInline(high);
      const double inside = 1.0 - (at_low.tail + at_high.tail);
      const double outside = std::fabs(at_low.tail - at_high.tail);
      probability = low * high < 0.0 ? inside : outside;
      difference = at_low.density - at_high.density;
      edge = low * at_low.density - high * at_high.density;
    } else if (kLower) {
      const double low = z_lower - slope_z * eta;
      const numerics::NormalPoint at_low = numerics::NormalInline(low);
      probability = low < 0.0 ? 1.0 - at_low.tail : at_low.tail;
      difference = at_low.density;
      edge = low * at_low.density;
    } else {
      const double high = z_upper - slope_z * eta;
      const numerics::NormalPoint at_high = numerics::NormalInline(high);
      probability = high > 0.0 ? 1.0 - at_high.tail : at_high.tail;
      difference = -at_high.density;
      edge = -high * at_high.density;
    }
    probability += kTiny;
    const double ratio = difference / probability;
    const double p = n * probability + kTiny;
    const double gain = a * rho / k;
    block.energy[j] += p * (half_square + log_scale);
    block.spread[j] += share * n * (edge - difference * ratio);
    block.score[j] += p * gain - a * slope_z * n * difference;
    block.reference[j] += p * gain * gain;
    Merge(block, j, p, (kappa * eta - offset) / k + slope_z * ratio);
  }
}

INFOFLOW_KERNEL void AddJump(const ZoneJump& jump, Block& block) {
  const double scale = numerics::kInverseSqrt2Pi * jump.weight;
  for (int j = 0; j < kBlock; ++j) {
    const double x = block.eta[j] - jump.centre;
    block.score[j] += scale * numerics::ExpInline(-0.5 * x * x);
  }
}

INFOFLOW_KERNEL void SumBlocks(const ZonePiece* pieces, int num_pieces, const ZoneJump* jumps,
                               int num_jumps, double first, double step, int num_blocks,
                               ZoneSums* sums) {
  double information[kBlock] = {};
  double variance[kBlock] = {};
  double precision[kBlock] = {};
  Block block;
  for (int b = 0; b < num_blocks; ++b) {
    for (int j = 0; j < kBlock; ++j) {
      block.eta[j] = first + step * (b * kBlock + j);
      block.density[j] = 0.0;
      block.mean[j] = 0.0;
      block.spread[j] = 0.0;
      block.score[j] = 0.0;
      block.energy[j] = 0.0;
      block.reference[j] = 0.0;
    }
    for (int i = 0; i < num_pieces; ++i) {
      const ZonePiece& piece = pieces[i];
      if (piece.slope == 0.0) {
        AddFlat(piece, block);
      } else if (piece.lower.present && piece.upper.present) {
        AddSloped<true, true>(piece, block);
      } else if (piece.lower.present) {
        AddSloped<true, false>(piece, block);
      } else {
        AddSloped<false, true>(piece, block);
      }
    }
    for (int i = 0; i < num_jumps; ++i) AddJump(jumps[i], block);
    for (int j = 0; j < kBlock; ++j) {
      const double p = block.density[j];
      information[j] += p * numerics::LogInline(p) + block.energy[j];
      variance[j] += block.spread[j];
      precision[j] += block.score[j] * block.score[j] / p - block.reference[j];
    }
  }
  for (int j = 0; j < kBlock; ++j) {
    sums->information += information[j];
    sums->variance += variance[j];
    sums->precision += precision[j];
  }
}

}  // namespace

ZoneSums SumZone(absl::Span<const ZonePiece> pieces, absl::Span<const ZoneJump> jumps, double first,
                 double step, int count) {
  INFOFLOW_CHECK(step > 0.0 && count > 0);
  ZoneSums sums;
  RunKernel<SumBlocks>(pieces.data(), static_cast<int>(pieces.size()), jumps.data(),
                       static_cast<int>(jumps.size()), first, step, (count + kBlock - 1) / kBlock,
                       &sums);
  return sums;
}

}  // namespace infoflow::replica::internal
