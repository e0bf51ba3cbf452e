#ifndef PAPER_FIGURES_RENORMALIZATION_ISING_SQUARE_FLOW_CLAIMS_H_
#define PAPER_FIGURES_RENORMALIZATION_ISING_SQUARE_FLOW_CLAIMS_H_

#include <string>
#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

// Maps in the order in which they are presented: these, then Migdal and Kadanoff's.
enum NamedSquareMap { kDropMap, kSumMap, kWallMap, kOptimalMap, kNamedSquareMaps };

struct MapFixedPointRow {
  std::string scheme;
  double length_factor = 0.0, fixed_point = 0.0, slope = 0.0;
  double thermal_exponent = 0.0, correlation_length_exponent = 0.0;
  double fixed_point_over_critical = 0.0;  // K*/K_c

  INFOFLOW_COLUMNS(scheme, "", length_factor, "", fixed_point, "", slope, "", thermal_exponent, "",
                   correlation_length_exponent, "", fixed_point_over_critical, "")
};

// K' of every map at one K.
struct MapImages {
  double coupling = 0.0;
  std::vector<double> images;

  INFOFLOW_FIELDS(coupling, images)
};

struct MapFlowRow {
  std::string scheme;
  double start_over_critical = 0.0;
  int step = 0;
  double coupling = 0.0;

  INFOFLOW_FIELDS(scheme, start_over_critical, step, coupling)
};

struct SquareMapRecord {
  std::vector<MapFixedPointRow> fixed_points;  // exact, sum, wall, then Migdal and Kadanoff's
  double worst_residual = 0.0;                 // |K'(K*)/K* - 1|
  std::vector<MapImages> maps;
  std::vector<MapFlowRow> flows;
  // Starts on either side of K*, and those below it that do not reach 0, or above it that do not
  // leave for infinity.
  int starts = 0, strays = 0;

  INFOFLOW_FIELDS(fixed_points, worst_residual, maps, flows, starts, strays)
};

ClaimList SquareMapClaims(const SquareMapRecord& record);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_ISING_SQUARE_FLOW_CLAIMS_H_
