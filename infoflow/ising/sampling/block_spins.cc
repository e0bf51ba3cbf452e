#include "infoflow/ising/sampling/block_spins.h"

#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

namespace {

struct NamedRule {
  BlockRule rule;
  const char* name;
};
constexpr NamedRule kRules[] = {{BlockRule::kMajority, "majority"},
                                {BlockRule::kMajorityTopLeft, "majority-top-left"},
                                {BlockRule::kDecimate, "decimate"}};

absl::Status CheckSide(int side) {
  if (side > 0 && side % 2 == 0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrFormat("the lattice has side %d; blocks of 2 x 2 spins need an even one", side));
}

// Sum of the spins of the block whose top left site is `site`.
int BlockSum(const SpinSamples& samples, int sample, int site) {
  const int side = samples.side();
  return samples.spin(sample, site) + samples.spin(sample, site + 1) +
         samples.spin(sample, site + side) + samples.spin(sample, site + side + 1);
}

}  // namespace

std::vector<std::string> BlockRuleNames() {
  std::vector<std::string> names;
  for (const NamedRule& entry : kRules) names.push_back(entry.name);
  return names;
}

absl::StatusOr<BlockRule> ParseBlockRule(absl::string_view name) {
  for (const NamedRule& entry : kRules) {
    if (name == entry.name) return entry.rule;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "the block rule is '", name, "'; it must be one of ", absl::StrJoin(BlockRuleNames(), ", ")));
}

absl::StatusOr<SpinSamples> BlockSpins(const SpinSamples& samples, BlockRule rule,
                                       std::uint64_t seed, std::uint32_t stream) {
  INFOFLOW_RETURN_IF_ERROR(CheckSide(samples.side()));
  const int side = samples.side();
  const int half = side / 2;
  INFOFLOW_ASSIGN_OR_RETURN(SpinSamples blocks, SpinSamples::Create(samples.count(), half));
  random::Stream ties(seed, random::StreamUse::kNoise, stream);
  std::vector<std::uint32_t> words(static_cast<std::size_t>(half) * half);
  for (int k = 0; k < samples.count(); ++k) {
    if (rule == BlockRule::kMajority) ties.Fill(absl::MakeSpan(words));
    int b = 0;
    for (int y = 0; y < half; ++y) {
      for (int x = 0; x < half; ++x, ++b) {
        const int site = 2 * y * side + 2 * x;
        int spin = samples.spin(k, site);
        if (rule != BlockRule::kDecimate) {
          const int sum = BlockSum(samples, k, site);
          if (sum != 0) {
            spin = sum;
          } else if (rule == BlockRule::kMajority) {
            spin = (words[b] & 1) != 0 ? 1 : -1;
          }
        }
        if (spin > 0) blocks.set_spin(k, b, 1);
      }
    }
  }
  return blocks;
}

absl::StatusOr<linalg::Matrix<float>> BlockAverages(const SpinSamples& samples) {
  INFOFLOW_RETURN_IF_ERROR(CheckSide(samples.side()));
  const int side = samples.side();
  const int half = side / 2;
  linalg::Matrix<float> averages(samples.count(), half * half);
  for (int k = 0; k < samples.count(); ++k) {
    for (int b = 0; b < half * half; ++b) {
      const int site = 2 * (b / half) * side + 2 * (b % half);
      averages(k, b) = 0.25f * static_cast<float>(BlockSum(samples, k, site));
    }
  }
  return averages;
}

absl::StatusOr<linalg::Matrix<double>> AverageBlocks(linalg::ConstMatrixView<double> fields) {
  const int side = static_cast<int>(std::lround(std::sqrt(fields.columns())));
  if (side * side != fields.columns() || side % 2 != 0) {
    return absl::InvalidArgumentError(
        absl::StrFormat("the fields have %d sites; blocks of 2 x 2 need the square of an even side",
                        fields.columns()));
  }
  const int half = side / 2;
  linalg::Matrix<double> averages(fields.rows(), half * half);
  for (int k = 0; k < fields.rows(); ++k) {
    const absl::Span<const double> field = fields.row(k);
    for (int y = 0; y < half; ++y) {
      for (int x = 0; x < half; ++x) {
        const int at = 2 * y * side + 2 * x;
        averages(k, y * half + x) =
            0.25 * (field[at] + field[at + 1] + field[at + side] + field[at + side + 1]);
      }
    }
  }
  return averages;
}

}  // namespace infoflow::ising
