// Relative entropy of the layers of deep networks against the first one, before and after
// training, with its limit of large width.
//
// Symbols: D relative entropy of a layer against layer 0 (nats), N width, sigma_w^2 and sigma_b^2
// variances of initial weights and biases, q_0 and q* variance of pre-activations at layer 0 and
// in the limit of depth, x the image that is followed. Mathematics: docs/networks.md, part II.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/images.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/renormalization/depth_curve_results.h"
#include "paper_figures/renormalization/depth_curves.h"
#include "paper_figures/renormalization/image_brightness.h"
#include "paper_figures/renormalization/network_relative_entropy_claims.h"
#include "paper_figures/renormalization/stored_depth_curves.h"
#include "paper_figures/shared/image_choice.h"

namespace infoflow::paper_figures {

namespace {

struct Parameters {
  std::string dataset;
  int train_count, test_count;
  int image;
  double mean_square_input;
  std::vector<double> weight_variances;
  int plateau_from;
  DepthCurveSettings settings;

  void Register(ParameterSet& set) {
    RegisterDataset(set, &dataset);
    set.Add("train_count", &train_count, "images to learn from; 0: all", {1000, 3000, 50000},
            {0, 1000000});
    set.Add("test_count", &test_count, "images to judge by; 0: all", {256, 1024, 0}, {0, 1000000});
    set.Add("image", &image,
            "which image to judge by is followed, from 0; -1: the one whose |x|^2/n is nearest to "
            "mean_square_input",
            {-1, -1, -1}, {-1, 1000000});
    set.Add("mean_square_input", &mean_square_input,
            "|x|^2/n of the image; 0.068 fits the stored curves, whose image is not known",
            {0.068, 0.068, 0.068}, {0.0, 1.0});
    set.Add("weight_variances", &weight_variances, "sigma_w^2",
            {{1.5, 2.0, 2.5}, {1.5, 2.0, 2.5, 3.0, 3.5}, {1.5, 2.0, 2.5, 3.0, 3.5}}, {0.01, 100.0});
    set.Add("bias_variance", &settings.bias_variance, "sigma_b^2", {0.05, 0.05, 0.05},
            {1e-6, 100.0});
    set.Add("depth", &settings.depth, "linear layers", {16, 30, 30}, {6, 1000});
    set.Add("width", &settings.width, "units of each layer but the last two", {196, 784, 784},
            {8, 10000});
    set.Add("plateau_from", &plateau_from, "first layer of the plateau", {8, 10, 10}, {1, 1000});
    set.Add("samples", &settings.samples, "of layer 0, pushed through each network",
            {50, 100, 1000}, {1, 1000000});
    set.Add("random_networks", &settings.random_networks, "untrained networks for mean and scatter",
            {8, 4, 20}, {2, 10000});
    set.Add("epochs", &settings.epochs, "passes over the images", {3, 2, 15}, {1, 10000});
    set.Add("batch", &settings.batch, "images per step", {16, 64, 64}, {1, 100000});
    set.Add("learning_rate", &settings.learning_rate, "of SGD", {0.005, 0.005, 0.005}, {1e-9, 1e9});
    set.Add("momentum", &settings.momentum, "of SGD", {0.8, 0.8, 0.8}, {0.0, 0.999999});
  }
};

struct Point {
  double weight_variance;
  DepthCurveSettings settings;
  ImageSet images;
  int image;  // of those to judge by
  std::uint64_t seed;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("weight_variance", self.weight_variance);
    visit("settings", self.settings);
    visit("images", self.images);
    visit("image", self.image);
    visit("seed", self.seed);
  }
};

using CurvesFigure = FigureOf<Parameters, Point, DepthCurves>;

// The image to judge by that is asked for, or the first of those nearest in their mean square.
absl::StatusOr<int> ChooseImage(const Parameters& p, const datasets::Dataset& images) {
  if (p.image >= images.size()) {
    return absl::InvalidArgumentError(absl::StrCat("image=", p.image, ": there are ", images.size(),
                                                   " images to judge by, counted from 0"));
  }
  return p.image >= 0 ? p.image : NearestInMeanSquare(images, p.mean_square_input);
}

absl::StatusOr<std::vector<Point>> Points(const Parameters& p, const Run& run) {
  if (p.plateau_from >= p.settings.last_wide()) {
    return absl::InvalidArgumentError(
        absl::StrCat("plateau_from=", p.plateau_from, ": must be below ", p.settings.last_wide(),
                     ", the last layer of full width at depth=", p.settings.depth));
  }
  if (p.settings.bias_variance >= kBrightFirstVariance) {
    return absl::InvalidArgumentError(absl::StrCat("bias_variance=", p.settings.bias_variance,
                                                   ": must be below ", kBrightFirstVariance,
                                                   ", q_0 of the bright image"));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const ImageSet images,
                            ChooseImages(p.dataset, p.train_count, p.test_count, run));
  INFOFLOW_ASSIGN_OR_RETURN(const int image, ChooseImage(p, run.images->Get(images)->test));
  std::vector<double> variances = p.weight_variances;
  std::sort(variances.begin(), variances.end());
  std::vector<Point> points;
  for (const double variance : variances) {
    points.push_back({variance, p.settings, images, image, run.seed});
  }
  return points;
}

absl::StatusOr<DepthCurves> Compute(const Point& point, const Run& run) {
  const std::shared_ptr<const datasets::SplitDataset> data = run.images->Get(point.images);
  return ComputeDepthCurves(point.settings, *data, data->test.images.row(point.image),
                            point.weight_variance, point.seed, run.threads);
}

// Presentation: nothing below decides a record.

std::vector<ResultTable> CurveTables(const RelativeEntropyResults& results) {
  std::vector<PlateauRow> plateaus;
  std::vector<LayerRow> layers;
  for (const std::vector<StageRows>& stages : results.variances) {
    for (const StageRows& stage : stages) {
      plateaus.push_back(stage.plateau);
      layers.insert(layers.end(), stage.layers.begin(), stage.layers.end());
    }
  }
  return {{"plateau", "Relative entropy of deep layers against layer 0", TableOf(plateaus)},
          {"relative_entropy", "Relative entropy of each layer against layer 0", TableOf(layers)},
          {"order_chaos", "Plateau in mean field across the order-chaos line",
           TableOf(results.order_chaos)},
          {"negative_control",
           absl::StrFormat("Bright image: sigma_w^2 = %g, q_0 = %g", kBrightWeightVariance,
                           kBrightFirstVariance),
           TableOf(results.bright)}};
}

PictureKeys Keys(const RelativeEntropyResults& results, bool have_stored) {
  std::vector<double> variances;
  for (const std::vector<StageRows>& stages : results.variances) {
    variances.push_back(stages[0].plateau.weight_variance);
  }
  const int last_epoch = results.variances[0].back().plateau.epoch;
  const std::vector<std::string> bright =
      NumberNames({kBrightWeightVariance, kBrightFirstVariance});
  PictureKeys keys;
  keys.Add("variances", variances);
  keys.Add("variance_names", NumberNames(variances));
  keys.Add("last_epoch", last_epoch);
  keys.Add("trained_name",
           absl::StrCat("trained, ", last_epoch, last_epoch == 1 ? " epoch" : " epochs"));
  // The last two layers, which are narrower, are left out, as in the notebooks.
  keys.Add("deepest", results.settings.last_wide());
  keys.Add("have_stored", have_stored ? 1 : 0);
  keys.Add("stored_stages", std::vector<std::string>{"post", "pre"});
  keys.Add("stored_names", std::vector<std::string>{"stored, 15 epochs", "stored, 1 epoch"});
  keys.Add("bright_weight_variance_name", bright[0]);
  keys.Add("bright_first_variance_name", bright[1]);
  return keys;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run& run,
                                     CurvesFigure::Results computed) {
  const Point& point = computed[0].point;
  const std::shared_ptr<const datasets::SplitDataset> data = run.images->Get(point.images);
  const absl::Span<const float> image = data->test.images.row(point.image);
  INFOFLOW_ASSIGN_OR_RETURN(const WideLimit limit,
                            WideLimit::Create(p.settings, MeanSquare(image)));
  RelativeEntropyResults results;
  results.settings = p.settings;
  results.plateau_from = p.plateau_from;
  for (const auto& [of, curves] : computed) {
    INFOFLOW_ASSIGN_OR_RETURN(
        results.variances.emplace_back(),
        MakeStageRows(of.weight_variance, curves, p.settings, p.plateau_from, limit));
  }
  INFOFLOW_ASSIGN_OR_RETURN(results.order_chaos, OrderChaosRows(limit));
  INFOFLOW_ASSIGN_OR_RETURN(results.bright,
                            BrightRows(p.settings, limit, image, data->train.classes, point.seed));
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<StoredLayerRow> stored,
                            StoredDepthCurves(kLeastPlotted));
  const bool have_stored = !stored.empty();

  Presentation presentation;
  presentation.tables = CurveTables(results);
  presentation.tables.push_back(
      {"stored", "Curves stored by the paper's authors", TableOf(stored)});
  Table input({{"dataset", ""},
               {"image", ""},
               {"label", ""},
               {"mean_square_input", ""},
               {"stored_curves", ""}});
  input.AddRow({data->test.name, point.image, data->test.labels[point.image], limit.mean_square(),
                have_stored});
  presentation.tables.push_back({"input", "The image that is followed", std::move(input)});
  presentation.claims = RelativeEntropyClaims(results, run.preset == Preset::kPaper);
  presentation.keys = Keys(results, have_stored);
  if (!have_stored) {
    presentation.warning = absl::StrCat("without the authors' stored curves: ", kStoredDepthCurves,
                                        " is not beside the program");
  }
  return presentation;
}

}  // namespace

Figure NetworkRelativeEntropy() {
  CurvesFigure figure;
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
  figure.width = 1500;
  figure.height = 900;
  figure.keeps_points = true;
  figure.open_images = OpenImages;
  figure.points = Points;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
