// Whether reconstructions of a random network predict how deep a network can be trained.
//
// Symbols: sigma_w^2 weight variance, xi correlation depth. Mathematics: docs/reconstruction.md.

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/images.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/reconstruction/cascade_trainability_claims.h"
#include "paper_figures/reconstruction/column_training.h"
#include "paper_figures/reconstruction/depth_prediction.h"
#include "paper_figures/reconstruction/depth_search.h"
#include "paper_figures/shared/cascade_column.h"
#include "paper_figures/shared/column_theory.h"
#include "paper_figures/shared/depth_scale_overlay.h"
#include "paper_figures/shared/even_grid.h"

namespace infoflow::paper_figures {

namespace {

constexpr int kOverlayPoints = 201;

// Images that accuracies are taken of.
constexpr int kJudgedImages = 1000;

struct Parameters {
  ColumnParameters column;
  ColumnImages images;
  DepthSearchParameters search;
  int epochs;
  double learning_rate;
  std::vector<double> weight_variances;
  double relative_tolerance;

  void Register(ParameterSet& set) {
    RegisterColumn(set, {{20, 40, 150}, {60, 80, 0}, {250, 250, 938}, {4000, 8000, 60000}}, &column,
                   &images);
    search.Register(set);
    set.Add("epochs", &epochs, "passes over the images, at most", {6, 3, 200}, {1, 100000});
    set.Add("learning_rate", &learning_rate, "of plain SGD", {0.1, 0.1, 1e-3}, {1e-9, 1e9});
    set.Add("weight_variances", &weight_variances, "sigma_w^2",
            {{0.7, 1.1, 1.76, 3.0},
             {0.5, 0.8, 1.1, 1.3, 1.5, 1.76, 2.1, 2.6, 3.2},
             EvenGrid(0.1, 4.0, 40)},
            {0.01, 100.0});
    set.Add("relative_tolerance", &relative_tolerance, "within which entropies count as saturated",
            {0.005, 0.005, 0.005}, {0.0, 1.0});
  }
};

// A cascade that predicts, or the training of a network, at one weight variance.
struct Point {
  enum class Kind { kCascade, kNetwork };

  Kind kind;
  ColumnPoint at;             // its `column` is of a cascade
  double relative_tolerance;  // of a cascade
  int depth;                  // of a network
  ColumnTraining training;    // of a network
  int shard_group;            // decides no number

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    const bool cascade = self.kind == Kind::kCascade;
    visit.Key("kind", std::string(cascade ? "cascade" : "network"));
    if (cascade) {
      ColumnPoint::Fields(self.at, visit);
      visit("relative_tolerance", self.relative_tolerance);
    } else {
      visit.Key("weight_variance", self.at.weight_variance);
      visit.Key("depth", self.depth);
      visit("training", self.training);
      visit("images", self.at.images);
      visit("seed", self.at.seed);
    }
  }
};

struct Record {
  Point::Kind kind = Point::Kind::kCascade;
  DepthPrediction adam, ridge;  // of a cascade
  TrainingOutcome outcome;      // of a network

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("kind", self.kind);
    if (self.kind == Point::Kind::kCascade) {
      visit("adam", self.adam);
      visit("ridge", self.ridge);
    } else {
      visit("outcome", self.outcome);
    }
  }
};

using Results = absl::Span<const Computed<Point, Record>>;

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  Record record;
  record.kind = point.kind;
  if (point.kind == Point::Kind::kCascade) {
    INFOFLOW_ASSIGN_OR_RETURN(
        record.adam, PredictDepth(point.at, DecoderKind::kAdam, point.relative_tolerance, run));
    INFOFLOW_ASSIGN_OR_RETURN(
        record.ridge, PredictDepth(point.at, DecoderKind::kRidge, point.relative_tolerance, run));
  } else {
    WorkerPool workers(run.threads);
    INFOFLOW_ASSIGN_OR_RETURN(
        record.outcome, TrainNetwork(point.training, point.at.weight_variance, point.depth,
                                     *run.images->Get(point.at.images), point.at.seed, workers));
  }
  return record;
}

// The networks of each weight variance, as far as they are known.
std::vector<FallingPoint> Networks(const Parameters& p, Results results) {
  std::map<std::pair<double, int>, double> known;
  for (const auto& [point, record] : results) {
    if (point.kind == Point::Kind::kNetwork) {
      known[{point.at.weight_variance, point.depth}] = record.outcome.accuracy;
    }
  }
  return p.search.Networks(p.weight_variances, p.column.depth, [&](double variance, int depth) {
    const auto found = known.find({variance, depth});
    return found == known.end() ? std::nullopt : std::make_optional(found->second);
  });
}

absl::StatusOr<std::vector<Point>> NextPoints(const Parameters& p, const Run& run,
                                              Results results) {
  Point cascade{};
  cascade.kind = Point::Kind::kCascade;
  cascade.at.column = p.column;
  cascade.at.seed = run.seed;
  cascade.relative_tolerance = p.relative_tolerance;
  Point network = cascade;
  network.kind = Point::Kind::kNetwork;
  network.training = {
      p.search.search, p.column.hidden_width, p.column.bias_variance, p.column.batch,
      p.epochs,        p.learning_rate};
  INFOFLOW_ASSIGN_OR_RETURN(cascade.at.images, p.images.Choose(run));
  INFOFLOW_ASSIGN_OR_RETURN(network.at.images, p.images.Choose(run, kJudgedImages));
  std::vector<Point> points;
  int place = 0;
  for (const FallingPoint& at : Networks(p, results)) {
    cascade.at.weight_variance = network.at.weight_variance = at.weight_variance;
    cascade.shard_group = place++;
    points.push_back(cascade);
    for (const FallingPoint::Trial& trial : at.trials) {
      network.depth = trial.depth;
      network.shard_group = p.search.Falling() ? static_cast<int>(at.walk) : place++;
      points.push_back(network);
    }
  }
  return points;
}

// Presentation: nothing below decides a record.

absl::StatusOr<std::vector<TrainabilityRow>> Summary(const Parameters& p,
                                                     const std::vector<FallingPoint>& networks,
                                                     const ColumnTheory& theory, Results results) {
  std::vector<TrainabilityRow> rows;
  for (const FallingPoint& at : networks) {
    TrainabilityRow row;
    row.weight_variance = at.weight_variance;
    for (const auto& [point, record] : results) {
      if (point.kind == Point::Kind::kCascade && point.at.weight_variance == at.weight_variance) {
        row.adam = record.adam;
        row.ridge = record.ridge;
      }
    }
    row.trained_depth = at.trained_depth;
    numerics::MeanAccumulator mean;
    for (const FallingPoint::Trial& trial : at.trials) mean.Add(*trial.accuracy);
    row.mean_accuracy =
        p.search.Falling() ? std::numeric_limits<double>::quiet_NaN() : mean.Estimate().mean;
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point,
                              theory.MeanField(at.weight_variance));
    row.ordered = point.equal_input_slope < 1.0;
    row.correlation_depth = point.correlation_depth;
    rows.push_back(row);
  }
  return rows;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, Results results) {
  const std::vector<FallingPoint> networks = Networks(p, results);
  INFOFLOW_ASSIGN_OR_RETURN(const ColumnTheory theory,
                            ColumnTheory::Create(p.column.bias_variance));
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<TrainabilityRow> summary,
                            Summary(p, networks, theory, results));
  const double first = summary.front().weight_variance, last = summary.back().weight_variance;
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<DepthScale> overlay,
                            DepthScaleOverlay(theory, first, last, kOverlayPoints));
  Table accuracies({{"weight_variance", ""}, {"depth", "layers"}, {"accuracy", ""}});
  int deepest = 0;
  for (const FallingPoint& at : networks) {
    for (const FallingPoint::Trial& trial : at.trials) {
      accuracies.AddRow({at.weight_variance, trial.depth, *trial.accuracy});
      deepest = std::max(deepest, trial.depth);
    }
  }
  PictureKeys keys;
  keys.Add("falling", static_cast<int>(p.search.Falling()));
  keys.Add("deepest", deepest);
  keys.Add("no_collapse", p.column.depth - 1);  // the layer that stands for none
  keys.Add("first_variance", first);
  keys.Add("last_variance", last);
  return Presentation{
      {{"summary", "Depth that can be trained, and what reconstructions predict", TableOf(summary)},
       {"accuracy", "Accuracy after training", std::move(accuracies)},
       {"depth_scale", "Depth scale of correlations", TableOf(overlay)}},
      TrainabilityClaims(p.search.search, deepest, results[0].point.at.images.dataset, summary),
      keys};
}

}  // namespace

Figure CascadeTrainability() {
  FigureOf<Parameters, Point, Record> figure;
  figure.title = "Which depths can be trained, and what reconstructions predict";
  figure.paper = "arXiv:2406.12916";
  figure.source = "trainability and cutoffs over the weight variance";
  figure.description =
      "Accuracy of tanh networks after training over weight variance and depth, with the depths "
      "at which reconstructions from the random network saturate and collapse (Adam and ridge "
      "decoders), xi and 6 xi.";
  figure.oracle =
      "cascades, gradients and optimisers against PyTorch's numbers, depth scales against "
      "independent tables; training itself by the bands of its claims";
  figure.width = 1400;
  figure.height = 580;
  figure.keeps_points = true;
  figure.open_images = OpenImages;
  figure.next_points = NextPoints;
  figure.group = [](const Point& point) { return point.shard_group; };
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
