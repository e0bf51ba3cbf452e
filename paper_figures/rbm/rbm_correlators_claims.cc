#include "paper_figures/rbm/rbm_correlators_claims.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "infoflow/numerics/statistics.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kNoAuthors[] = "there is no machine of the authors' recipe";
constexpr char kNoLocal[] = "there is no machine of the local recipe";
constexpr char kOtherSizes[] =
    "the published pictures are of 32 x 32 critical spins, 256 hidden units and the authors' "
    "recipe";

// From the abstract.
constexpr char kPatternsLikeBlocks[] =
    "Numerical experiments show the presence of RG-like patterns in correlators computed using the "
    "trained RBMs.";

// What the paper's own machine learns.
void AddAuthorsClaims(const CorrelatorRecord& record, ClaimList& claims) {
  const CorrelatorMachine* const found = record.Find(Recipe::kAuthors);
  const CorrelatorMachine machine = found == nullptr ? CorrelatorMachine() : *found;
  const PatternMedians& trained = machine.machine.medians;
  const PatternMedians& random = machine.random.medians;
  claims
      .Add("authors_patterns",
           "Patterns of a machine trained by the authors' programs are as little concentrated as "
           "those of random weights: it is their mean that training changes.")
      .Quoted("abstract")
      .Refines(kPatternsLikeBlocks)
      .Measured("median conc_2 of <v h>, authors' machine / random",
                trained.concentration / random.concentration)
      .DecidedIf(found != nullptr, kNoAuthors)
      .AtMost(1.5);
  claims.Add("authors_weights", "Its weights spread over as many sites as random ones.")
      .Measured("|median participation ratio of W, authors' machine / random - 1|",
                std::abs(trained.weight_participation / random.weight_participation - 1.0))
      .DecidedIf(found != nullptr, kNoAuthors)
      .AtMost(0.15);
  claims
      .Add("authors_magnetization",
           "What its hidden units have learned is the magnetization: the mean of a pattern, which "
           "is <m h>, is most of <|m|>, all that it can be.")
      .Measured("median |mean of the pattern|, authors' machine, / <|m|>",
                machine.machine.summary.mean_50 / record.magnetization)
      .DecidedIf(found != nullptr, kNoAuthors)
      .AtLeast(0.55);
  claims
      .Add("authors_differ",
           "The observables we consider are also able to exhibit important differences between RG "
           "and deep learning.")
      .Quoted("abstract")
      .Measured("median conc_2 of <v h>, block spins / authors' machine",
                record.blocks.medians.concentration / trained.concentration)
      .DecidedIf(found != nullptr, kNoAuthors)
      .AtLeast(2.0);
}

// How far a number of the picture is from the machines' mean, in standard deviations of a machine;
// machines stand between the picture and their mean.
double DistanceOfPicture(const std::vector<PatternSummary>& rows, double PatternSummary::*field) {
  numerics::MeanAccumulator machines;
  for (std::size_t k = 1; k + 1 < rows.size(); ++k) machines.Add(rows[k].*field);
  const numerics::MeanEstimate estimate = machines.Estimate();
  return std::abs(rows.front().*field - estimate.mean) / std::sqrt(estimate.variance);
}

// The authors' machines beside the authors' pictures, both in 25 colours.
void AddPictureClaims(const CorrelatorRecord& record, ClaimList& claims) {
  const std::vector<PatternSummary>& rows = record.machine_picture;
  const bool decided = rows.size() > 2 && record.block_picture.size() > 1;
  const bool several = decided && rows.size() > 4;
  const PatternSummary picture = decided ? rows.front() : PatternSummary();
  const PatternSummary mean = decided ? rows.back() : PatternSummary();
  const PatternSummary block_picture = decided ? record.block_picture.front() : PatternSummary();
  const PatternSummary blocks = decided ? record.block_picture.back() : PatternSummary();
  claims
      .Add("picture_low_means",
           "The authors' picture is one of such machines: the lower quantiles of the patterns' "
           "means "
           "lie among those of other seeds.")
      .Measured(
          "largest distance of the picture's 10 and 25 % quantiles of |mean| from the "
          "machines' mean (standard deviations of a machine)",
          several ? std::max(DistanceOfPicture(rows, &PatternSummary::mean_10),
                             DistanceOfPicture(rows, &PatternSummary::mean_25))
                  : std::numeric_limits<double>::quiet_NaN())
      .DecidedIf(several, decided ? "there are fewer than three machines" : kOtherSizes)
      .AtMost(3.0);
  claims.Add("picture_high_means", "The upper quantiles are those of the picture.")
      .Measured("largest difference of the 75 and 90 % quantiles of |mean|, mean of the machines",
                std::max(std::abs(mean.mean_75 - picture.mean_75),
                         std::abs(mean.mean_90 - picture.mean_90)))
      .DecidedIf(decided, kOtherSizes)
      .AtMost(0.02);
  claims.Add("picture_width", "Patterns are as wide as in the authors' picture.")
      .Measured("|median participation ratio of <v h> - 365| (sites), mean of the machines",
                std::abs(mean.participation - 365.0))
      .DecidedIf(decided, kOtherSizes)
      .AtMost(65.0);
  claims.Add("picture_concentration", "... and as little concentrated.")
      .Measured("median conc_2 of <v h>, mean of the machines", mean.concentration)
      .DecidedIf(decided, kOtherSizes)
      .Below(0.1);
  claims
      .Add("picture_blocks",
           "Means of block spins' patterns are those of the authors' picture to half a colour.")
      .Measured("difference of the medians of |mean|",
                std::abs(blocks.mean_50 - block_picture.mean_50))
      .DecidedIf(decided, kOtherSizes)
      .AtMost(ColourLimit(PublishedPicture::kBlocks) / 25.0);
}

// Of our recipe, and none a sentence of the paper.
void AddLocalClaims(int side, const CorrelatorRecord& record, ClaimList& claims) {
  const CorrelatorMachine* const found = record.Find(Recipe::kLocal);
  const CorrelatorMachine local = found == nullptr ? CorrelatorMachine() : *found;
  const PatternMedians& machine = local.machine.medians;
  const PatternMedians& random = local.random.medians;
  const bool decided = found != nullptr;
  claims.Add("local_weights", "Weights of a machine trained by the local recipe are local.")
      .Measured("median participation ratio of the columns of W, local recipe (sites)",
                machine.weight_participation)
      .DecidedIf(decided, kNoLocal)
      .Below(side >= 32 ? 60.0 : 0.15 * side * side);
  claims
      .Add("concentrated_weights",
           "Most of a column's weight stands within two sites of its peak (local recipe).")
      .Measured("median conc_2 of the columns of W, local recipe", machine.weight_concentration)
      .DecidedIf(decided, kNoLocal)
      .Above(0.5);
  claims
      .Add("concentrated_as_blocks",
           "Patterns of this machine are about as concentrated as those of block spins.")
      .Measured("median conc_2 of <v h>, local recipe / block spins",
                machine.concentration / record.blocks.medians.concentration)
      .DecidedIf(decided, kNoLocal)
      .Above(0.75);
  claims
      .Add("weights_narrower_than_random",
           "Weights of this machine spread over fewer sites than random ones.")
      .Measured("median participation ratio of W, random / local recipe",
                random.weight_participation / machine.weight_participation)
      .DecidedIf(decided, kNoLocal)
      .AtLeast(2.0);
  claims
      .Add("weights_denser_than_random",
           "Weights of this machine are more concentrated than random ones.")
      .Measured("median conc_2 of W, local recipe / random",
                machine.weight_concentration / random.weight_concentration)
      .DecidedIf(decided, kNoLocal)
      .AtLeast(2.0);
  claims
      .Add("patterns_denser_than_random",
           "Patterns of this machine are more concentrated than those of random weights.")
      .Measured("median conc_2 of <v h>, local recipe / random",
                machine.concentration / random.concentration)
      .DecidedIf(decided, kNoLocal)
      .AtLeast(2.0);
  claims
      .Add("peaks_together",
           "A hidden unit's weights and its pattern peak at the same place (local recipe).")
      .Measured("fraction of units whose two peaks are neighbours or the same, local recipe",
                local.peaks_together)
      .DecidedIf(decided, kNoLocal)
      .Above(0.85);
}

void AddBlockClaims(int side, const CorrelatorRecord& record, ClaimList& claims) {
  claims.Add("blocks_concentrated", "Every block spin's pattern is concentrated.")
      .Measured("least conc_2 of all blocks", record.least_block_concentration)
      .Above(side >= 32 ? 0.38 : 0.55);
  claims.Add("blocks_inside", "A block spin's pattern is largest inside its block.")
      .Measured("fraction of blocks", record.peaks_inside_block)
      .AtLeast(0.95);
  claims.Add("blocks_tile", "Patterns of block spins tile the lattice.")
      .Measured("2 x 2 cells with a peak per block", record.blocks.medians.coverage)
      .AtLeast(0.95);
}

}  // namespace

const CorrelatorMachine* CorrelatorRecord::Find(Recipe recipe) const {
  for (const CorrelatorMachine& machine : machines) {
    if (machine.recipe == recipe) return &machine;
  }
  return nullptr;
}

ClaimList CorrelatorClaims(int side, const CorrelatorRecord& record) {
  ClaimList claims;
  AddAuthorsClaims(record, claims);
  AddPictureClaims(record, claims);
  AddLocalClaims(side, record, claims);
  AddBlockClaims(side, record, claims);
  return claims;
}

}  // namespace infoflow::paper_figures
