// Whether the layer at which reconstructions collapse depends on the images.

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/network/mean_field_activation.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/harness/figure_points.h"
#include "paper_figures/reconstruction/cascade_column.h"
#include "paper_figures/reconstruction/dataset_search.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kRecipe[] =
#include "paper_figures/reconstruction/cascade_datasets.gp.inc"
    ;

// How far boundaries may lie apart and still be called one.
constexpr double kAgreement = 0.15;

// Images of the size that kCollapsedEntropy was read for.
constexpr double kUsualPixels = 784.0;

// Where a curve of collapse depths over the weight variance ends.
constexpr int kMostPredicted = 1000;

// A data set that was found.
struct Images {
  std::string name;
  datasets::SplitDataset data;
  cascade::ImageStatistics statistics;
  // Differential entropy at which relative deviations of pixels are those of kCollapsedEntropy.
  double threshold;
};

absl::StatusOr<std::optional<Images>> Find(const FigureContext& context, const std::string& name) {
  const auto count = [&](const char* parameter) {
    return static_cast<int>(context.parameters.Integer(parameter));
  };
  INFOFLOW_ASSIGN_OR_RETURN(
      std::optional<datasets::SplitDataset> data,
      FindDataset({name, context.data_dir, context.seed, count("train_count"), count("images")}));
  if (!data.has_value()) return std::optional<Images>();
  const cascade::ImageStatistics statistics = cascade::MeasureImages(data->test.images);
  const double pixels = data->test.images.columns();
  return std::optional<Images>({name, *std::move(data), statistics,
                                cascade::kCollapsedEntropy - std::log(pixels / kUsualPixels)});
}

// The digits that are there, best first: real ones if they may be.
std::vector<std::string> DigitNames(const FigureContext& context) {
  const std::string& choice = context.parameters.Choice("dataset");
  if (choice == "auto") return {"mnist-t10k", "synthetic-digits"};
  if (choice == "mnist") return {"mnist", "mnist-t10k", "synthetic-digits"};
  return {choice};
}

struct Search {
  std::vector<Images> found;  // digits first
  std::vector<std::string> missing;
};

absl::StatusOr<Search> FindAll(const FigureContext& context) {
  Search search;
  for (const std::string& name : DigitNames(context)) {
    INFOFLOW_ASSIGN_OR_RETURN(std::optional<Images> images, Find(context, name));
    if (images.has_value()) {
      search.found.push_back(*std::move(images));
      break;
    }
    search.missing.push_back(name);
  }
  if (search.found.empty()) {
    return absl::NotFoundError(absl::StrCat("--set dataset=", search.missing.front(),
                                            ": its files are not there; give --data_dir=FOLDER"));
  }
  for (const std::string& name : context.parameters.Choices("compared")) {
    if (name == search.found.front().name) continue;
    INFOFLOW_ASSIGN_OR_RETURN(std::optional<Images> images, Find(context, name));
    if (images.has_value()) {
      search.found.push_back(*std::move(images));
    } else {
      search.missing.push_back(name);
    }
  }
  return search;
}

// Differential entropies of all layers: with decoders trained by Adam, the same of
// reconstructions that are not normalised, and with ridge decoders.
absl::StatusOr<std::vector<double>> Point(const FigureContext& context, const Images& images,
                                          double variance) {
  WorkerPool workers(1);
  std::vector<double> point;
  const auto add = [&](const cascade::Cascade<float>& cascade, bool normalize) -> absl::Status {
    cascade::ProfileOptions options;
    options.normalize_first = normalize;
    INFOFLOW_ASSIGN_OR_RETURN(
        const cascade::CascadeProfile profile,
        cascade::ComputeProfile<float>(cascade, images.data.test.images, options, workers));
    const std::vector<double> entropies = profile.DifferentialEntropies();
    point.insert(point.end(), entropies.begin(), entropies.end());
    return absl::OkStatus();
  };
  INFOFLOW_ASSIGN_OR_RETURN(const cascade::Cascade<float> adam,
                            MakeColumn(context, images.data, variance, DecoderKind::kAdam));
  INFOFLOW_RETURN_IF_ERROR(add(adam, true));
  INFOFLOW_RETURN_IF_ERROR(add(adam, false));
  INFOFLOW_ASSIGN_OR_RETURN(const cascade::Cascade<float> ridge,
                            MakeColumn(context, images.data, variance, DecoderKind::kRidge));
  INFOFLOW_RETURN_IF_ERROR(add(ridge, true));
  return point;
}

absl::StatusOr<cascade::CollapseDepth> Predict(const FigureContext& context, const Images& images,
                                               double variance) {
  INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldActivation tanh,
                            network::MakeMeanFieldActivation("tanh"));
  cascade::CollapseDepthOptions options;
  options.images = images.statistics;
  options.resolution =
      cascade::CollapsedVariance(images.threshold, images.data.test.images.columns());
  options.max_depth = kMostPredicted;
  return cascade::PredictCollapseDepth(tanh, variance, context.parameters.Number("bias_variance"),
                                       options);
}

// The farthest that collapse depths of the other data sets are from those of the digits.
struct Spread {
  double largest = std::numeric_limits<double>::quiet_NaN();  // |depth / depth of the digits - 1|
  std::string where;
  int compared = 0;

  void Compare(double depth, double of_digits, const std::string& name, double variance) {
    const double distance = std::abs(depth / of_digits - 1.0);
    if (compared++ > 0 && !(distance > largest)) return;
    largest = distance;
    where = absl::StrFormat("%s at %.3g", name, variance);
  }
};

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  std::vector<double> variances = context.parameters.Numbers("weight_variances");
  std::sort(variances.begin(), variances.end());
  INFOFLOW_ASSIGN_OR_RETURN(const Search search, FindAll(context));
  const int count = static_cast<int>(variances.size());
  std::vector<std::string> keys;
  for (const Images& images : search.found) {
    for (const double variance : variances) {
      keys.push_back(absl::StrFormat("%s %sweight_variance=%.17g", images.name,
                                     ImageSettings(images.data), variance));
    }
  }
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<std::vector<double>> values,
                            ComputePoints(context, ParameterSettings(context), keys, [&](int i) {
                              return Point(context, search.found[i / count], variances[i % count]);
                            }));
  const int layers = static_cast<int>(values[0].size() / 3);

  Table boundary({{"dataset", ""},
                  {"weight_variance", ""},
                  {"adam_collapse", "layers"},
                  {"adam_raw_collapse", "layers"},
                  {"ridge_collapse", "layers"},
                  {"predicted_collapse", "layers"},
                  {"adam_ratio", ""},
                  {"ridge_ratio", ""}});
  Table curves({{"dataset", ""},
                {"weight_variance", ""},
                {"layer", ""},
                {"adam_entropy", "nats per pixel"},
                {"ridge_entropy", "nats per pixel"}});
  Table sets({{"dataset", ""},
              {"status", ""},
              {"images", ""},
              {"pixels", ""},
              {"mean_square", ""},
              {"correlation", ""},
              {"threshold", "nats per pixel"}});
  Spread adam_spread, ridge_spread, predicted_spread;
  double largest_raw_noise = 0.0;
  std::vector<std::vector<double>> of_digits;  // per variance: adam, raw, ridge, predicted
  for (std::size_t s = 0; s < search.found.size(); ++s) {
    const Images& images = search.found[s];
    sets.AddRow({images.name, "found", absl::StrCat(images.data.train.size()),
                 absl::StrCat(images.data.test.images.columns()),
                 FormatDouble(images.statistics.mean_square),
                 FormatDouble(images.statistics.correlation), FormatDouble(images.threshold)});
    for (int v = 0; v < count; ++v) {
      const std::vector<double>& point = values[s * count + v];
      std::vector<double> depths;
      for (int block = 0; block < 3; ++block) {
        const std::vector<double> entropies(point.begin() + block * layers,
                                            point.begin() + (block + 1) * layers);
        depths.push_back(cascade::FirstLayerBelow(entropies, images.threshold, true));
      }
      INFOFLOW_ASSIGN_OR_RETURN(const cascade::CollapseDepth predicted,
                                Predict(context, images, variances[v]));
      depths.push_back(predicted.layer);
      if (s == 0) of_digits.push_back(depths);
      const std::vector<double>& digits = of_digits[v];
      const auto both = [&](int k) { return depths[k] <= layers && digits[k] <= layers; };
      const auto ratio = [&](int k) {
        return both(k) ? FormatDouble(depths[k] / digits[k]) : std::string("nan");
      };
      boundary.AddRow({images.name, FormatDouble(variances[v]), FormatDouble(depths[0]),
                       FormatDouble(depths[1]), FormatDouble(depths[2]), FormatDouble(depths[3]),
                       ratio(0), ratio(2)});
      for (int l = 0; l < layers; ++l) {
        curves.AddRow({images.name, FormatDouble(variances[v]), absl::StrCat(l + 1),
                       FormatDouble(point[l]), FormatDouble(point[2 * layers + l])});
      }
      if (s == 0) continue;
      if (both(0)) adam_spread.Compare(depths[0], digits[0], images.name, variances[v]);
      if (both(1) && images.name == "white-noise") {
        largest_raw_noise = std::max(largest_raw_noise, depths[1] / digits[1]);
      }
      if (both(2)) ridge_spread.Compare(depths[2], digits[2], images.name, variances[v]);
      if (predicted.collapses) {
        predicted_spread.Compare(depths[3], digits[3], images.name, variances[v]);
      }
    }
  }
  for (const std::string& name : search.missing) {
    sets.AddRow({name, "missing", "0", "0", "nan", "nan", "nan"});
  }

  FigureResult result;
  const GoldenTolerance depth = {0.2, 2.0}, ratio = {0.3, 0.0};
  result.tables = {{"boundary",
                    "Depth at which the differential entropy falls below the threshold",
                    boundary,
                    {1e-9, 0.0},
                    {{"adam_collapse", depth},
                     {"adam_raw_collapse", depth},
                     {"ridge_collapse", depth},
                     {"adam_ratio", ratio},
                     {"ridge_ratio", ratio}}},
                   {"datasets", "Data sets", sets, {1e-6, 0.0}, {}},
                   {"curves", "Differential entropy of reconstructions from each layer", curves}};
  // On the floor entropies are rounding noise.
  result.tables.back().in_golden = false;
  const std::string missing =
      search.missing.empty() ? "" : "; missing: " + absl::StrJoin(search.missing, ", ");
  const auto quantity = [&](const Spread& spread) {
    return absl::StrFormat("largest |depth / depth of %s - 1| of %d (%s)%s",
                           search.found.front().name, spread.compared, spread.where, missing);
  };
  using Relation = Claim::Relation;
  result.claims.push_back({"F8", "The depth of collapse does not depend on the data set.",
                           quantity(adam_spread), adam_spread.largest, Relation::kAtMost,
                           kAgreement});
  result.claims.push_back({"F8'", "In mean field it hardly does.", quantity(predicted_spread),
                           predicted_spread.largest, Relation::kAtMost, kAgreement});
  const std::string paper_says = "the boundary does not depend on the data set";
  if (ridge_spread.compared > 0) {
    result.claims.push_back(
        {"F8 ridge",
         "With ridge decoders, which keep what varies by more than their penalty, data sets agree "
         "within a third only.",
         quantity(ridge_spread), ridge_spread.largest, Relation::kAtMost, 1.0 / 3.0, paper_says});
  }
  if (largest_raw_noise > 0.0) {
    result.claims.push_back(
        {"F8 raw",
         "The agreement needs the normalisation of reconstructions, their least pixel subtracted: "
         "without it white noise, bright everywhere, collapses earlier.",
         absl::StrCat("largest depth of white noise / that of ", search.found.front().name),
         largest_raw_noise, Relation::kLess, 1.0, paper_says});
  }
  if (!search.missing.empty()) {
    result.warning =
        absl::StrCat("without ", absl::StrJoin(search.missing, ", "),
                     ": files not found; --data_dir=FOLDER is looked into, and its folders mnist, "
                     "fashion-mnist and cifar10");
  }
  return result;
}

}  // namespace

Figure CascadeDatasets() {
  Figure figure;
  figure.slug = "cascade_datasets";
  figure.title = "Where reconstructions collapse, for several data sets";
  figure.paper = "arXiv:2406.12916";
  figure.source = "phase boundary of other data sets (abstract)";
  figure.description =
      "Depth at which the differential entropy of reconstructions collapses, over the weight "
      "variance, for digits, Fashion-MNIST, CIFAR-10 in grey and white noise, with decoders "
      "trained by Adam and with ridge decoders; data sets that are not there are named.";
  figure.oracle =
      "cascades, entropies and Adam against PyTorch's numbers, ridge decoders against their normal "
      "equations, depth scales against independent tables; depths by their claims' bands";
  figure.has_points = true;
  AddColumnParameters({{20, 42, 200}, {60, 150, 0}, {250, 250, 938}, {2000, 8000, 60000}},
                      figure.parameters);
  const std::vector<std::string> all = {"fashion-mnist", "cifar10", "white-noise"};
  figure.parameters
      .AddNumbers("weight_variances", "sigma_w^2",
                  {{0.4, 0.7}, {0.4, 0.6, 0.8, 1.0, 1.2}, EvenGrid(0.3, 1.5, 13)}, {0.01, 100.0})
      .AddChoices("compared", "data sets beside the digits, those that are there",
                  {{"white-noise"}, all, all}, all);
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
