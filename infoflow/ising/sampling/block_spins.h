#ifndef INFOFLOW_ISING_SAMPLING_BLOCK_SPINS_H_
#define INFOFLOW_ISING_SAMPLING_BLOCK_SPINS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::ising {

// How a 2 x 2 block of spins becomes one spin.
enum class BlockRule {
  kMajority,         // the sign of the sum; a tie is decided by a random bit
  kMajorityTopLeft,  // the sign of the sum; a tie by the top left spin
  kDecimate,         // the top left spin
};

// "majority", "majority-top-left", "decimate".
std::vector<std::string> BlockRuleNames();
absl::StatusOr<BlockRule> ParseBlockRule(absl::string_view name);

// Block spins of every sample: spin (X, Y) stands for the sites (2X, 2Y), (2X+1, 2Y), (2X, 2Y+1)
// and (2X+1, 2Y+1). Source: arXiv:1906.05212 blocks 2 x 2 spins (by their average, BlockAverages
// below); rules that give spins again are what can be iterated.
//
// Ties take bit 0 of word k blocks + b of Stream(seed, kNoise, `stream`), for sample k and block b;
// repeated blocking should count `stream` up. The temperature of the result is unknown (NaN).
// Errors: InvalidArgument when the side is odd. Cost: 1 ns a block.
absl::StatusOr<SpinSamples> BlockSpins(const SpinSamples& samples, BlockRule rule,
                                       std::uint64_t seed = 1, std::uint32_t stream = 0);

// Averages over the blocks, -1, -1/2, 0, 1/2 or 1: the paper's rule.
// Shapes: samples x blocks, block b = Y side/2 + X. Errors: InvalidArgument when the side is odd.
absl::StatusOr<linalg::Matrix<float>> BlockAverages(const SpinSamples& samples);

// Averages over the 2 x 2 blocks of fields, a row each on a square lattice: of averages once more,
// as the programs of the first author of arXiv:1906.05212 (github.com/ellendmk/DL_and_RG) block
// again. Each field's mean stays what it is. Shapes: as BlockAverages. Errors: InvalidArgument when
// the number of columns is not the square of an even number.
absl::StatusOr<linalg::Matrix<double>> AverageBlocks(linalg::ConstMatrixView<double> fields);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_BLOCK_SPINS_H_
