#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "infoflow/estimators/binning.h"
#include "infoflow/estimators/gaussian_entropy.h"
#include "infoflow/estimators/mixture_entropy.h"
#include "infoflow/estimators/nearest_neighbour_entropy.h"
#include "infoflow/estimators/nearest_neighbour_information.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/python/conversion.h"
#include "pybind11/stl.h"

namespace infoflow::python {

namespace py = pybind11;
using namespace pybind11::literals;  // NOLINT: of its suffix _a

namespace {

constexpr char kNearestDoc[] =
    R"(Kozachenko-Leonenko estimate of the differential entropy of samples (P, d), nats.

norm: 'maximum' (as NPEET) or 'euclidean'; jitter: amplitude of uniform noise against equal samples.
threads=0: one per core; the number does not depend on it.)";

constexpr char kInformationDoc[] =
    R"(Mutual information of pairs x (P, d_x) and y (P, d_y) by Kraskov, Stoegbauer and Grassberger, nats.)";

constexpr char kMixtureDoc[] =
    R"(Pairwise bounds for a mixture of P equal normal laws around centres (P, d), nats, as a dict.

lower, upper: of the entropy of the mixture; information_lower, information_upper: of what it says about
the centre. Source: arXiv:1706.02419.)";

constexpr char kGaussianEstimateDoc[] =
    R"(Entropy of the normal law with the covariance of samples (P, d), nats, as a dict.

plug_in; corrected: unbiased for normal samples; bias; error: standard deviation for normal samples.)";

constexpr char kBinnedDoc[] =
    R"(Entropy of samples (P, d) in bins of equal width, nats.

range: (lower, upper), by default from the smallest to the largest sample; miller_madow: corrected for
the number of states seen.)";

estimators::Norm ParseNorm(const std::string& norm) {
  if (norm == "maximum") return estimators::Norm::kMaximum;
  if (norm == "euclidean") return estimators::Norm::kEuclidean;
  throw py::value_error(absl::StrCat("norm='", norm, "': must be maximum or euclidean"));
}

double NearestNeighbours(const DoubleArray& samples, int neighbours, const std::string& norm,
                         double jitter, std::uint64_t seed, int threads) {
  const linalg::ConstMatrixView<double> view = MatrixOf("samples", samples);
  estimators::NearestNeighbourOptions options;
  options.neighbours = neighbours;
  options.norm = ParseNorm(norm);
  options.jitter = jitter;
  options.seed = seed;
  options.threads = threads;
  return ValueOf(WithoutLock([&] { return estimators::NearestNeighbourEntropy(view, options); }));
}

double Information(const DoubleArray& x, const DoubleArray& y, int neighbours, double jitter,
                   std::uint64_t seed, int threads) {
  const linalg::ConstMatrixView<double> x_view = MatrixOf("x", x);
  const linalg::ConstMatrixView<double> y_view = MatrixOf("y", y);
  estimators::NeighbourInformationOptions options;
  options.neighbours = neighbours;
  options.jitter = jitter;
  options.seed = seed;
  options.threads = threads;
  return ValueOf(WithoutLock(
      [&] { return estimators::NearestNeighbourInformation(x_view, y_view, options); }));
}

py::dict MixtureBounds(const DoubleArray& centres, double noise_variance, int threads) {
  const linalg::ConstMatrixView<double> view = MatrixOf("centres", centres);
  const estimators::MixtureEntropyBounds bounds = ValueOf(
      WithoutLock([&] { return estimators::BoundMixtureEntropy(view, noise_variance, threads); }));
  return py::dict("lower"_a = bounds.lower, "upper"_a = bounds.upper,
                  "information_lower"_a = bounds.information_lower,
                  "information_upper"_a = bounds.information_upper);
}

py::dict GaussianEstimate(const DoubleArray& samples) {
  const linalg::ConstMatrixView<double> view = MatrixOf("samples", samples);
  const estimators::GaussianEntropyEstimate estimate =
      ValueOf(WithoutLock([&] { return estimators::EstimateGaussianEntropy(view); }));
  return py::dict("plug_in"_a = estimate.plug_in, "corrected"_a = estimate.corrected,
                  "bias"_a = estimate.bias, "error"_a = estimate.error);
}

double Binned(const DoubleArray& samples, int bins,
              const std::optional<std::pair<double, double>>& range, bool miller_madow) {
  const linalg::ConstMatrixView<double> view = MatrixOf("samples", samples);
  estimators::BinningOptions options;
  options.bins = bins;
  if (range) options.range = estimators::BinRange{range->first, range->second};
  if (miller_madow) options.bias = estimators::CountBias::kMillerMadow;
  return ValueOf(WithoutLock([&] { return estimators::EstimateBinnedEntropy(view, options); }))
      .entropy;
}

}  // namespace

void DefineEstimators(py::module_& module) {
  py::module_ estimators =
      module.def_submodule("estimators", "Entropies and informations from samples.");
  estimators.def(
      "gaussian_entropy",
      [](const DoubleArray& covariance) {
        const linalg::ConstMatrixView<double> view = MatrixOf("covariance", covariance);
        return ValueOf(WithoutLock([&] { return estimators::GaussianEntropy(view); }));
      },
      "covariance"_a, "(1/2) ln det(2 pi e covariance), nats.");
  estimators.def(
      "linear_layer_entropy",
      [](const DoubleArray& weights, double noise_variance) {
        const linalg::ConstMatrixView<double> view = MatrixOf("weights", weights);
        return ValueOf(
            WithoutLock([&] { return estimators::LinearLayerEntropy(view, noise_variance); }));
      },
      "weights"_a, "noise_variance"_a,
      "Exact entropy of W x + noise for x ~ N(0, 1), W outputs x inputs, nats.");
  estimators.def("estimate_gaussian_entropy", &GaussianEstimate, "samples"_a, kGaussianEstimateDoc);
  estimators.def("nearest_neighbour_entropy", &NearestNeighbours, "samples"_a, "neighbours"_a = 3,
                 "norm"_a = "maximum", "jitter"_a = 0.0, "seed"_a = 0, "threads"_a = 0,
                 kNearestDoc);
  estimators.def("nearest_neighbour_information", &Information, "x"_a, "y"_a, "neighbours"_a = 3,
                 "jitter"_a = 0.0, "seed"_a = 0, "threads"_a = 0, kInformationDoc);
  estimators.def("mixture_entropy_bounds", &MixtureBounds, "centres"_a, "noise_variance"_a,
                 "threads"_a = 0, kMixtureDoc);
  estimators.def("binned_entropy", &Binned, "samples"_a, "bins"_a = 30, "range"_a = py::none(),
                 "miller_madow"_a = false, kBinnedDoc);
}

}  // namespace infoflow::python
