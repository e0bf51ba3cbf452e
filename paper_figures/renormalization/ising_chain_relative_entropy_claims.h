#ifndef PAPER_FIGURES_RENORMALIZATION_ISING_CHAIN_RELATIVE_ENTROPY_CLAIMS_H_
#define PAPER_FIGURES_RENORMALIZATION_ISING_CHAIN_RELATIVE_ENTROPY_CLAIMS_H_

#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

// One step of the flow of one chain.
struct ChainFlowRow {
  double coupling = 0.0, field = 0.0;
  int blocking = 0, step = 0;
  double coupling_n = 0.0, field_n = 0.0;
  double log_partition_per_site = 0.0, entropy_per_site = 0.0;
  double relative_entropy_forward = 0.0, relative_entropy_reverse = 0.0;
  double forward_asymptote = 0.0, reverse_asymptote = 0.0;
  double forward_distance = 0.0;  // |D_inf - D_n|
  double approach_bound = 0.0;    // 2 t_0 t_n

  INFOFLOW_COLUMNS(coupling, "", field, "", blocking, "", step, "", coupling_n, "", field_n, "",
                   log_partition_per_site, "nats per site", entropy_per_site, "nats per site",
                   relative_entropy_forward, "nats per site", relative_entropy_reverse,
                   "nats per site", forward_asymptote, "nats per site", reverse_asymptote,
                   "nats per site", forward_distance, "nats per site", approach_bound,
                   "nats per site")
};

// Plateaus against K at h = 0.
struct ChainPlateauRow {
  double coupling = 0.0, forward_asymptote = 0.0, reverse_asymptote = 0.0;

  INFOFLOW_COLUMNS(coupling, "", forward_asymptote, "nats per site", reverse_asymptote,
                   "nats per site")
};

// KL of the joint law of L adjacent spins against that of L kept spins, by enumeration and by the
// closed form.
struct ChainJointLawRow {
  double coupling = 0.0, field = 0.0;
  int spins = 0, step = 0;
  double enumerated_per_bond = 0.0;
  double relative_entropy_forward = 0.0;

  INFOFLOW_COLUMNS(coupling, "", field, "", spins, "", step, "", enumerated_per_bond, "nats",
                   relative_entropy_forward, "nats per site")
};

struct ChainRecord {
  std::vector<ChainFlowRow> flow;
  std::vector<ChainPlateauRow> plateau;
  std::vector<ChainJointLawRow> joint_law;
  std::vector<ChainFlowRow> antiferromagnet;  // b = 2, then b = 3

  INFOFLOW_FIELDS(flow, plateau, joint_law, antiferromagnet)
};

ClaimList ChainClaims(const ChainRecord& record);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_ISING_CHAIN_RELATIVE_ENTROPY_CLAIMS_H_
