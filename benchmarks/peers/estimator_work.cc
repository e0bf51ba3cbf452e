// Entropies and information from samples, as estimators.py and estimators_sklearn.py find them.

#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "benchmarks/peers/shared_numbers.h"
#include "benchmarks/peers/work.h"
#include "infoflow/estimators/gaussian_entropy.h"
#include "infoflow/estimators/mixture_entropy.h"
#include "infoflow/estimators/nearest_neighbour_entropy.h"
#include "infoflow/estimators/nearest_neighbour_information.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::peers {

namespace {

using linalg::Matrix;

// A work that finds one number.
absl::StatusOr<Work> NumberWork(std::function<absl::StatusOr<double>()> find) {
  INFOFLOW_ASSIGN_OR_RETURN(const double value, find());
  return Work{{value}, [find = std::move(find)](int count) {
                for (int i = 0; i < count; ++i) INFOFLOW_RETURN_IF_ERROR(find().status());
                return absl::OkStatus();
              }};
}

std::shared_ptr<Matrix<double>> NormalSamples(std::uint64_t seed, int rows, int columns) {
  auto samples = std::make_shared<Matrix<double>>(rows, columns);
  for (std::size_t i = 0; i < samples->size(); ++i) samples->values()[i] = NormalAt(seed, i);
  return samples;
}

absl::StatusOr<Work> NeighbourEntropy(Sizes sizes, estimators::Norm norm) {
  estimators::NearestNeighbourOptions options;
  options.norm = norm;
  options.threads = 1;
  return NumberWork([samples = NormalSamples(1, sizes[0], sizes[1]), options] {
    return estimators::NearestNeighbourEntropy(*samples, options);
  });
}

absl::StatusOr<Work> GaussianEntropy(Sizes sizes) {
  return NumberWork([samples = NormalSamples(1, sizes[0], sizes[1])]() -> absl::StatusOr<double> {
    INFOFLOW_ASSIGN_OR_RETURN(const estimators::GaussianEntropyEstimate estimate,
                              estimators::EstimateGaussianEntropy(*samples));
    return estimate.plug_in;
  });
}

absl::StatusOr<Work> MixtureBounds(Sizes sizes) {
  constexpr double kNoiseVariance = 1.0;
  const auto find = [samples = NormalSamples(1, sizes[0], sizes[1])] {
    return estimators::BoundMixtureEntropy(*samples, kNoiseVariance, 1);
  };
  INFOFLOW_ASSIGN_OR_RETURN(const estimators::MixtureEntropyBounds bounds, find());
  return Work{{bounds.lower, bounds.upper}, [find](int count) {
                for (int i = 0; i < count; ++i) INFOFLOW_RETURN_IF_ERROR(find().status());
                return absl::OkStatus();
              }};
}

// Divides by the root mean square.
void Normalize(Matrix<double>& values) {
  double squares = 0.0;
  for (const double value : values.values()) squares += value * value;
  const double root = std::sqrt(squares / static_cast<double>(values.size()));
  for (double& value : values.values()) value /= root;
}

absl::StatusOr<Work> MutualInformation(Sizes sizes) {
  auto x = NormalSamples(1, sizes[0], 1);
  auto y = NormalSamples(2, sizes[0], 1);
  for (int i = 0; i < sizes[0]; ++i) (*y)(i, 0) = 0.8 * (*x)(i, 0) + 0.6 * (*y)(i, 0);
  Normalize(*x);
  Normalize(*y);
  estimators::NeighbourInformationOptions options;
  options.threads = 1;
  return NumberWork(
      [x, y, options] { return estimators::NearestNeighbourInformation(*x, *y, options); });
}

}  // namespace

void AddEstimatorWorks(Works& works) {
  const auto maximum = [](Sizes sizes) {
    return NeighbourEntropy(sizes, estimators::Norm::kMaximum);
  };
  works["tree_entropy"] = maximum;
  works["maximum_norm_entropy"] = maximum;
  works["euclidean_entropy"] = [](Sizes sizes) {
    return NeighbourEntropy(sizes, estimators::Norm::kEuclidean);
  };
  works["gaussian_entropy"] = GaussianEntropy;
  works["mixture_bounds"] = MixtureBounds;
  works["mutual_information"] = MutualInformation;
}

}  // namespace infoflow::peers
