#ifndef PAPER_FIGURES_RECONSTRUCTION_CASCADE_DATASETS_CLAIMS_H_
#define PAPER_FIGURES_RECONSTRUCTION_CASCADE_DATASETS_CLAIMS_H_

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

// How far boundaries may lie apart and still be called one.
inline constexpr double kBoundaryAgreement = 0.15;

inline constexpr char kWhiteNoise[] = "white-noise";

// Collapse depths of one data set and weight variance, with decoders trained by Adam, the same of
// reconstructions that are not normalised (raw), with ridge decoders and in mean field; and as
// ratios to the digits' at the same weight variance: NaN where one of both does not collapse.
struct DatasetBoundaryRow {
  std::string dataset;
  double weight_variance = 0.0;
  double adam_collapse = 0.0, adam_raw_collapse = 0.0, ridge_collapse = 0.0;
  int predicted_collapse = 0;
  double adam_ratio = std::numeric_limits<double>::quiet_NaN();
  double ridge_ratio = std::numeric_limits<double>::quiet_NaN();
  // Not in the table:
  double adam_raw_ratio = std::numeric_limits<double>::quiet_NaN();
  double predicted_ratio = std::numeric_limits<double>::quiet_NaN();

  // Sets the ratios, of networks with `layers` layers; predicted_ratio if `predicted` to collapse.
  void CompareWith(const DatasetBoundaryRow& digits, std::size_t layers, bool predicted);

  INFOFLOW_COLUMNS(dataset, "", weight_variance, "", adam_collapse, "layers", adam_raw_collapse,
                   "layers", ridge_collapse, "layers", predicted_collapse, "layers", adam_ratio, "",
                   ridge_ratio, "")
};

// `boundary`: the digits' first; `missing`: data sets that are not there.
ClaimList DatasetClaims(const std::vector<DatasetBoundaryRow>& boundary,
                        const std::vector<std::string>& missing);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_CASCADE_DATASETS_CLAIMS_H_
