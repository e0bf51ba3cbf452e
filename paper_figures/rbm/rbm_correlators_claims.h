#ifndef PAPER_FIGURES_RBM_RBM_CORRELATORS_CLAIMS_H_
#define PAPER_FIGURES_RBM_RBM_CORRELATORS_CLAIMS_H_

#include <vector>

#include "infoflow/linalg/matrix.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/rbm/pattern_comparison.h"
#include "paper_figures/rbm/published_patterns.h"
#include "paper_figures/rbm/recipe.h"

// What fig13 finds, and what it claims of it.

namespace infoflow::paper_figures {

struct CorrelatorSource {
  PatternMedians medians;
  PatternSummary summary;
  linalg::Matrix<double> shown;  // the first patterns, one per row

  INFOFLOW_FIELDS(medians, summary, shown)
};

struct CorrelatorMachine {
  Recipe recipe = Recipe::kLocal;
  CorrelatorSource machine, random;
  linalg::Matrix<double> raw;  // the first patterns with their own signs
  // Of the units: whose weights and pattern peak at neighbouring places or the same.
  double peaks_together = 0.0;

  INFOFLOW_FIELDS(recipe, machine, random, raw, peaks_together)
};

struct CorrelatorRecord {
  std::vector<CorrelatorMachine> machines;
  CorrelatorSource blocks;
  double least_block_concentration = 0.0;
  double peaks_inside_block = 0.0;  // of the blocks
  double magnetization = 0.0;       // <|m|> of the samples
  // The published pictures and what is compared with them, all in their colours: the picture, the
  // machines and their mean; the picture and block spins. Empty where samples and machines do not
  // have their sizes.
  std::vector<PatternSummary> machine_picture;
  std::vector<PatternSummary> block_picture;

  // The machine of this recipe; null where there is none.
  const CorrelatorMachine* Find(Recipe recipe) const;

  INFOFLOW_FIELDS(machines, blocks, least_block_concentration, peaks_inside_block, magnetization,
                  machine_picture, block_picture)
};

// On lattices of this side.
ClaimList CorrelatorClaims(int side, const CorrelatorRecord& record);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_RBM_CORRELATORS_CLAIMS_H_
