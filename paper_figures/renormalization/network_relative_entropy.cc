// Relative entropy of the layers of deep networks against the first one, before and after
// training, with its limit of large width.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/network/mean_field.h"
#include "infoflow/network/mean_field_activation.h"
#include "infoflow/network/relative_entropy.h"
#include "infoflow/network/relative_entropy_mean_field.h"
#include "infoflow/support/runfiles.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/renormalization/depth_curve_results.h"
#include "paper_figures/renormalization/depth_curves.h"
#include "paper_figures/renormalization/training_images.h"

namespace infoflow::paper_figures {

namespace {

using network::LayerRelativeEntropy;
using network::MeanFieldRelativeEntropy;
using Relation = Claim::Relation;

constexpr char kRecipe[] =
#include "paper_figures/renormalization/network_relative_entropy.gp.inc"
    ;

constexpr char kStoredCurves[] = "testdata/reference/renormalization/net_notebook_stored.csv";

// Where D falls from layer to layer: q_0 above q*.
constexpr double kControlWeightVariance = 2.0;
constexpr double kControlFirstVariance = 2.5;
// Grid of weight variances on which the mean-field plateau is examined at the order-chaos line.
constexpr double kGridFirst = 1.0;
constexpr double kGridStep = 0.05;
constexpr int kGridPoints = 56;
constexpr double kNearCritical = 0.15;

double MeanSquare(absl::Span<const float> image) {
  double sum = 0.0;
  for (const float pixel : image) sum += static_cast<double>(pixel) * pixel;
  return sum / static_cast<double>(image.size());
}

// The image to judge by that is asked for, or the one nearest in its mean square.
absl::StatusOr<int> ChooseImage(const Parameters& parameters, const datasets::Dataset& images) {
  const std::int64_t asked = parameters.Integer("image");
  if (asked >= images.size()) {
    return absl::InvalidArgumentError(absl::StrCat("image=", asked, ": there are ", images.size(),
                                                   " images to judge by, counted from 0"));
  }
  if (asked >= 0) return static_cast<int>(asked);
  const double wanted = parameters.Number("mean_square_input");
  int nearest = 0;
  for (int i = 1; i < images.size(); ++i) {
    if (std::fabs(MeanSquare(images.images.row(i)) - wanted) <
        std::fabs(MeanSquare(images.images.row(nearest)) - wanted)) {
      nearest = i;
    }
  }
  return nearest;
}

// The curves that the paper's authors stored beside their notebooks, with the weight variances
// of their plot; no rows when the program was built or moved without them.
absl::StatusOr<Table> StoredCurves(std::string* warning) {
  Table stored({{"stage", ""},
                {"weight_variance", ""},
                {"layer", ""},
                {"width", "neurons"},
                {"relative_entropy", "nats"},
                {"normalized", ""}});
  const std::optional<std::string> path = FindRunfile("infoflow", kStoredCurves);
  if (!path.has_value()) {
    *warning = absl::StrCat("without the authors' stored curves: ", kStoredCurves,
                            " is not beside the program");
    return stored;
  }
  INFOFLOW_ASSIGN_OR_RETURN(const Table table, ReadCsvFile(*path));
  for (int row = 0; row < table.num_rows(); ++row) {
    std::vector<std::string> cells;
    for (const char* column : {"tag", "sw2", "layer", "width", "D", "D_plotted"}) {
      INFOFLOW_ASSIGN_OR_RETURN(std::string cell, table.Text(row, column));
      cells.push_back(std::move(cell));
    }
    INFOFLOW_ASSIGN_OR_RETURN(const double weight_variance, table.Number(row, "sw2"));
    if (weight_variance >= kLeastPlotted) stored.AddRow(cells);
  }
  return stored;
}

// The plateau over a grid of weight variances across the order-chaos line.
absl::Status AddCriticality(const DepthCurveInputs& inputs, FigureResult& result) {
  Table table({{"weight_variance", ""}, {"mean_field", "nats"}, {"correlation_depth", "layers"}});
  std::vector<double> plateau;
  double critical = kGridFirst;
  double longest = 0.0;
  for (int i = 0; i < kGridPoints; ++i) {
    const double w = std::round((kGridFirst + kGridStep * i) * 1e6) / 1e6;
    INFOFLOW_ASSIGN_OR_RETURN(const double limit, inputs.MeanFieldPlateau(w));
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point,
                              network::SolveMeanField(inputs.activation, w, inputs.bias_variance));
    plateau.push_back(limit);
    table.AddRow({w, inputs.width * limit, point.correlation_depth});
    if (point.correlation_depth > longest) {
      longest = point.correlation_depth;
      critical = w;
    }
  }
  double near = 0.0, elsewhere = 0.0;
  for (std::size_t i = 0; i + 3 < plateau.size(); ++i) {
    const double third =
        std::fabs(plateau[i + 3] - 3.0 * plateau[i + 2] + 3.0 * plateau[i + 1] - plateau[i]);
    const double middle = kGridFirst + kGridStep * (static_cast<double>(i) + 1.5);
    double& largest = std::fabs(middle - critical) <= kNearCritical ? near : elsewhere;
    largest = std::max(largest, third);
  }
  result.tables.push_back({"order_chaos",
                           "Plateau in mean field across the order-chaos line",
                           std::move(table),
                           {1e-9, 0.0},
                           {}});
  result.claims.push_back(
      {"C19", "The plateau has no feature at the order-chaos line.",
       absl::StrFormat("largest third difference per step %g within %g of weight variance %.4g, "
                       "relative to the largest elsewhere, mean field",
                       kGridStep, kNearCritical, critical),
       near / elsewhere, Relation::kLess, 1.0});
  result.claims.push_back({"C19a", "There the depth scale of correlations diverges.",
                           "its largest value on that grid (layers)", longest, Relation::kGreater,
                           100.0});
  return absl::OkStatus();
}

// One random network with an image so bright that variances shrink with depth.
absl::Status AddNegativeControl(const FigureContext& context, const DepthCurveInputs& inputs,
                                absl::Span<const float> image, int input_size, int classes,
                                FigureResult& result) {
  const double wanted = (kControlFirstVariance - inputs.bias_variance) / kControlWeightVariance;
  const double scale = std::sqrt(wanted / inputs.mean_square);
  std::vector<float> bright;
  for (const float pixel : image) bright.push_back(static_cast<float>(scale * pixel));
  INFOFLOW_ASSIGN_OR_RETURN(
      const std::vector<LayerRelativeEntropy> layers,
      MeasureRandomNetwork(context,
                           DepthCurveSizes(input_size, classes, inputs.width, inputs.depth),
                           kControlWeightVariance, 0, bright));
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<MeanFieldRelativeEntropy> limit,
                            inputs.MeanField(kControlWeightVariance, kControlFirstVariance));
  Table table({{"layer", ""},
               {"relative_entropy", "nats"},
               {"mean_field", "nats"},
               {"gaussian_forward", "nats"},
               {"gaussian_reverse", "nats"}});
  double largest = -std::numeric_limits<double>::infinity();
  double least_gaussian = -largest;
  for (int l = 0; l <= inputs.last_wide(); ++l) {
    table.AddRow({static_cast<double>(l), layers[l].relative_entropy,
                  inputs.width * limit[l].relative_entropy, layers[l].gaussian_forward,
                  layers[l].gaussian_reverse});
    if (l == 0) continue;
    largest = std::max(largest, layers[l].relative_entropy);
    least_gaussian =
        std::min({least_gaussian, layers[l].gaussian_forward, layers[l].gaussian_reverse});
  }
  // Between BLAS kernels (SkylakeX, Haswell, Prescott) they differ by 1e-4 nats at most.
  const GoldenTolerance single_precision = {0.0, 1e-2};
  result.tables.push_back({"negative_control",
                           absl::StrFormat("Bright image: sigma_w^2 = %g, q_0 = %g",
                                           kControlWeightVariance, kControlFirstVariance),
                           std::move(table),
                           {1e-9, 0.0},
                           {{"relative_entropy", single_precision},
                            {"gaussian_forward", single_precision},
                            {"gaussian_reverse", single_precision}}});
  result.claims.push_back(
      {"G2",
       absl::StrFormat("D is a cross entropy at one layer minus an entropy at another, no "
                       "divergence: it is negative where variances shrink (sigma_w^2 = %g, "
                       "q_0 = %g).",
                       kControlWeightVariance, kControlFirstVariance),
       "largest D of the layers of full width above layer 0 (nats)", largest, Relation::kLess, 0.0,
       "(the authors' programs) D is called a KL divergence"});
  result.claims.push_back({"G3", "The Gaussian laws' relative entropies are positive there too.",
                           "smallest of these layers, both ways (nats)", least_gaussian,
                           Relation::kGreater, 0.0});
  return absl::OkStatus();
}

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  INFOFLOW_ASSIGN_OR_RETURN(const datasets::SplitDataset data, LoadImages(context));
  INFOFLOW_ASSIGN_OR_RETURN(const int chosen, ChooseImage(parameters, data.test));
  const absl::Span<const float> image = data.test.images.row(chosen);
  DepthCurveInputs inputs;
  inputs.as_in_the_paper = context.preset == Preset::kPaper;
  inputs.random_networks = static_cast<int>(parameters.Integer("random_networks"));
  INFOFLOW_ASSIGN_OR_RETURN(inputs.activation, network::MakeMeanFieldActivation("tanh"));
  inputs.bias_variance = parameters.Number("bias_variance");
  inputs.mean_square = MeanSquare(image);
  inputs.width = static_cast<int>(parameters.Integer("width"));
  inputs.depth = static_cast<int>(parameters.Integer("depth"));
  inputs.plateau_from = static_cast<int>(parameters.Integer("plateau_from"));
  if (inputs.plateau_from >= inputs.last_wide()) {
    return absl::InvalidArgumentError(
        absl::StrCat("plateau_from=", inputs.plateau_from, ": must be below ", inputs.last_wide(),
                     ", the last layer of full width at depth=", inputs.depth));
  }
  INFOFLOW_ASSIGN_OR_RETURN(inputs.points, ComputeDepthPoints(context, data, image));

  FigureResult result;
  INFOFLOW_ASSIGN_OR_RETURN(Table stored, StoredCurves(&result.warning));
  const bool have_stored = stored.num_rows() > 0;
  INFOFLOW_RETURN_IF_ERROR(AddCurves(inputs, result));
  INFOFLOW_RETURN_IF_ERROR(AddLayerClaims(inputs, result));
  INFOFLOW_RETURN_IF_ERROR(AddPlateauClaims(inputs, result));
  INFOFLOW_RETURN_IF_ERROR(AddCriticality(inputs, result));
  INFOFLOW_RETURN_IF_ERROR(AddNegativeControl(context, inputs, image, data.train.images.columns(),
                                              data.train.classes, result));
  result.tables.push_back(
      {"stored", "Curves stored by the paper's authors", std::move(stored), {1e-12, 0.0}, {}});
  Table about({{"dataset", ""},
               {"image", ""},
               {"label", ""},
               {"mean_square_input", ""},
               {"stored_curves", ""}});
  about.AddRow({data.test.name, absl::StrCat(chosen), absl::StrCat(data.test.labels[chosen]),
                FormatDouble(inputs.mean_square), have_stored ? "1" : "0"});
  result.tables.push_back(
      {"input", "The image that is followed", std::move(about), {1e-9, 0.0}, {}});
  return result;
}

}  // namespace

Figure NetworkRelativeEntropy() {
  Figure figure;
  figure.slug = "network_relative_entropy";
  figure.title = "Relative entropy with depth of tanh networks, before and after training";
  figure.paper = "arXiv:2107.06898";
  figure.source = "relative entropy of the layers against the first, networks of 30 layers";
  figure.description =
      "Relative entropy D of each layer's pre-activations against those of layer 0, for random and "
      "for trained networks, with its limit of large width, the curves that the paper's authors "
      "stored, and the relative entropies of the layers' Gaussian laws.";
  figure.oracle =
      "relative entropies against plain sums and independent tables (infoflow/network tests), mean "
      "field against tables; trained networks by the bands of the claims";
  figure.has_points = true;
  AddImageParameters({"synthetic-digits", "auto", "mnist"}, {1000, 3000, 50000}, {256, 1024, 0},
                     figure.parameters);
  figure.parameters
      .AddInteger("image",
                  "which image to judge by is followed, from 0; -1: the one whose |x|^2/n is "
                  "nearest to mean_square_input",
                  {-1, -1, -1}, {-1, 1000000})
      .AddNumber("mean_square_input",
                 "|x|^2/n of the image; 0.068 fits the stored curves, whose image is not known",
                 {0.068, 0.068, 0.068}, {0.0, 1.0})
      .AddNumbers("weight_variances", "sigma_w^2",
                  {{1.5, 2.0, 2.5}, {1.5, 2.0, 2.5, 3.0, 3.5}, {1.5, 2.0, 2.5, 3.0, 3.5}},
                  {0.01, 100.0})
      .AddNumber("bias_variance", "sigma_b^2", {0.05, 0.05, 0.05}, {1e-6, 100.0})
      .AddInteger("depth", "linear layers", {16, 30, 30}, {6, 1000})
      .AddInteger("width", "units of each layer but the last two", {196, 784, 784}, {8, 10000})
      .AddInteger("plateau_from", "first layer of the plateau", {8, 10, 10}, {1, 1000})
      .AddInteger("samples", "of layer 0, pushed through each network", {50, 100, 1000},
                  {1, 1000000})
      .AddInteger("random_networks", "untrained networks for mean and scatter", {8, 4, 20},
                  {2, 10000})
      .AddInteger("epochs", "passes over the images", {3, 2, 15}, {1, 10000})
      .AddInteger("batch", "images per step", {16, 64, 64}, {1, 100000})
      .AddNumber("learning_rate", "of SGD", {0.005, 0.005, 0.005}, {1e-9, 1e9})
      .AddNumber("momentum", "of SGD", {0.8, 0.8, 0.8}, {0.0, 0.999999});
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
