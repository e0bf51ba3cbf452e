// A network of VGG's kind: what each unit still knows of an image, what single channels decode to,
// and what the decoders take for the image of each class.
//
// Symbols: R_l the reconstruction from unit l. Mathematics: docs/reconstruction.md.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/cascade/channel_images.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/user_path.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/images.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/reconstruction/cascade_channels_claims.h"
#include "paper_figures/reconstruction/channel_cascade.h"
#include "paper_figures/reconstruction/class_means.h"
#include "paper_figures/reconstruction/decision_images.h"
#include "paper_figures/reconstruction/network_classes.h"
#include "paper_figures/reconstruction/shown_images.h"
#include "paper_figures/reconstruction/vgg_subject.h"
#include "paper_figures/shared/image_choice.h"
#include "paper_figures/shared/mosaic.h"

namespace infoflow::paper_figures {

namespace {

using linalg::ConstMatrixView;
using linalg::Matrix;

// Images that accuracy and mean logits are taken of.
constexpr int kJudgedImages = 1000;
// The class of the two images that are shown.
constexpr int kShownClass = 5;
// Images per step, and judged by, of networks from files, whose maps are large.
constexpr int kMostFileImages = 8;
// The entry of a one-hot output: of the size that logits have.
constexpr float kOneHotHeight = 10.0f;
// Stands for "no file".
constexpr char kNone[] = "none";

struct Parameters {
  std::string dataset;
  int train_count;
  VggRecipe network;
  ChannelRecipe decoders;
  std::string weights, images;

  bool FromFiles() const { return weights != kNone; }

  void Register(ParameterSet& set) {
    RegisterDataset(set, &dataset);
    set.Add("train_count", &train_count, "images to learn from; 0: all", {1000, 8000, 60000},
            {0, 1000000});
    set.Add("width", &network.channels, "channels of the first two convolutions, half of the next",
            {4, 8, 32}, {1, 1024});
    set.Add("hidden", &network.hidden, "units of the dense layer", {16, 64, 64}, {1, 100000});
    set.Add("epochs", &network.epochs, "passes over the images to train the network", {2, 2, 5},
            {0, 100000});
    set.Add("network_batch", &network.batch, "images per step of the network", {50, 50, 50},
            {1, 100000});
    set.Add("network_rate", &network.learning_rate, "of the network's Adam", {1e-3, 1e-3, 1e-3},
            {1e-9, 1.0});
    set.Add("levels", &decoders.levels, "units with decoders; 0: all, with weights those of maps",
            {0, 0, 0}, {0, 1000});
    set.Add("batches", &decoders.batches, "steps of each decoder", {40, 800, 938}, {1, 1000000000});
    set.Add("batch", &decoders.batch, "images per step of the decoders; with weights at most 8",
            {50, 50, 50}, {1, 100000});
    set.Add("learning_rate", &decoders.learning_rate, "of the decoders' Adam", {3e-3, 3e-3, 1e-3},
            {1e-9, 1.0});
    set.Add("judged", &decoders.images, "images that are reconstructed; with weights at most 8",
            {20, 100, 100}, {2, 10000});
    set.Add("units", &decoders.units, "units whose channels are decoded, from 1",
            {{1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5, 6}}, {1, 1000});
    const std::vector<int> first = {0, 1, 2, 3, 4, 5, 6, 7};
    set.Add("channels", &decoders.channels, "channels of each that are decoded, from 0",
            {first, first, first}, {0, 1000000});
    set.AddText("weights", &weights,
                "safetensors file, or folder of .npy files, with a VGG network's weights under "
                "torchvision's names; none: a small network is trained",
                {kNone, kNone, kNone});
    set.AddText("images", &images, "with weights: .npy file of images, bytes or numbers in [0, 1]",
                {kNone, kNone, kNone});
  }
};

struct Point {
  VggRecipe network;
  ChannelRecipe decoders;
  ImageSet images;
  std::uint64_t seed;
  // Where the files lie: decides nothing, their checksums are among `images`.
  std::string weights_path, images_path;

  INFOFLOW_FIELDS(network, decoders, images, seed)
};

struct Record {
  double accuracy = 0.0;
  std::vector<UnitRow> units;
  std::vector<ChannelRow> channels;
  std::vector<DecisionRow> decisions;
  std::vector<ReluStart> relu_starts;
  ShownImages reconstructions, channel_images, decision_images;

  INFOFLOW_FIELDS(accuracy, units, channels, decisions, relu_starts, reconstructions,
                  channel_images, decision_images)
};

using ChannelFigure = FigureOf<Parameters, Point, Record>;

absl::StatusOr<std::vector<Point>> Points(const Parameters& p, const Run& run) {
  Point point{p.network, p.decoders, {}, run.seed, "", ""};
  if (p.FromFiles() != (p.images != kNone)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--set weights=", p.weights, ",images=", p.images, ": must be given both, or neither"));
  }
  if (p.FromFiles()) {
    point.weights_path = UserPath(p.weights);
    point.images_path = UserPath(p.images);
    point.network = {};
    point.decoders.batch = std::min(point.decoders.batch, kMostFileImages);
    point.decoders.images = std::min(point.decoders.images, kMostFileImages);
    // Each would take as long as all decoders.
    point.decoders.relu_starts = 1;
    INFOFLOW_ASSIGN_OR_RETURN(point.images, FileSources(point.weights_path, point.images_path));
  } else {
    INFOFLOW_ASSIGN_OR_RETURN(point.images,
                              ChooseImages(p.dataset, p.train_count, kJudgedImages, run));
  }
  return std::vector<Point>{std::move(point)};
}

// One-hot outputs and mean logits, decoded both ways.
void ComputeDecisions(const VggSubject& subject, const ChannelCascades& cascades,
                      const Matrix<double>& means, WorkerPool& workers, Record& record) {
  const int classes = subject.network.output_size();
  const Matrix<float> logits = MeanLogits(subject.network, subject.judged, workers);
  const Matrix<float> one_hot = OneHot(classes, kOneHotHeight);
  ImageRows rows(subject.options.image, classes);
  rows.Add("class means", MatrixOf(means));
  for (const bool relu : {false, true}) {
    const auto& cascade = relu ? cascades.relu : cascades.linear;
    const char* decoders = relu ? "relu" : "linear";
    const char* label = relu ? "ReLU" : "linear";
    for (const bool mean : {true, false}) {
      const Decisions decisions = Decide(cascade, mean ? logits : one_hot, means,
                                         mean ? "mean-logits" : "one-hot", decoders, workers);
      record.decisions.insert(record.decisions.end(), decisions.rows.begin(), decisions.rows.end());
      rows.Add(absl::StrCat(mean ? "mean logits, " : "one-hot, ", label), decisions.images);
    }
  }
  std::vector<std::string> names;
  for (int k = 0; k < classes; ++k) names.push_back(absl::StrCat(k));
  record.decision_images = rows.Shown(names);
}

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  WorkerPool workers(run.threads);
  const bool from_files = !point.weights_path.empty();
  const std::shared_ptr<const datasets::SplitDataset> data =
      from_files ? nullptr : run.images->Get(point.images);
  INFOFLOW_ASSIGN_OR_RETURN(const VggSubject subject,
                            from_files
                                ? ReadVggSubject(point.weights_path, point.images_path)
                                : TrainVggSubject(point.network, *data, point.seed, workers));
  ChannelRecipe recipe = point.decoders;
  if (from_files && recipe.levels == 0) recipe.levels = subject.map_units();
  INFOFLOW_ASSIGN_OR_RETURN(const ChannelCascades cascades,
                            TrainChannelCascades(subject, recipe, point.seed, workers));
  Record record;
  record.accuracy = subject.accuracy;
  record.units = MeasureUnits(subject, recipe, cascades, workers);
  record.channels = MeasureChannels(subject, recipe, cascades, workers);
  record.relu_starts = cascades.relu_starts;
  const std::vector<int> examples =
      from_files ? std::vector<int>{0, std::min(1, subject.judged.rows() - 1)}
                 : TwoExamples(data->test, Classify(subject.network, subject.judged, workers),
                               kShownClass % data->test.classes);
  record.reconstructions = ShowReconstructions(subject, cascades, examples, workers);
  record.channel_images = ShowChannels(subject, recipe, cascades, examples[0], workers);
  if (!from_files && cascades.linear.num_decoders() == subject.network.num_layers()) {
    ComputeDecisions(subject, cascades, ClassMeans(data->train), workers, record);
  }
  return record;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run& run,
                                     ChannelFigure::Results results) {
  const auto& [point, record] = results[0];
  PictureKeys keys;
  std::vector<ResultTable> tables = {
      {"units", "Reconstructions by unit", TableOf(record.units)},
      {"channels", "Channels as they decode", TableOf(record.channels)},
      {"decisions", "What outputs that stand for a class decode to", TableOf(record.decisions)},
      {"relu_starts", "Starts of ReLU decoders that were tried while the first one died",
       TableOf(record.relu_starts)}};
  const auto show = [&](const std::string& name, const char* title, const ShownImages& images) {
    keys.Add(name + "_columns", images.column_names);
    keys.Add(name + "_rows", images.row_names);
    tables.push_back({name, title, images.ToTable()});
  };
  show("reconstructions", "Two images and their reconstructions", record.reconstructions);
  show("channel_images", "What single channels decode to", record.channel_images);
  show("decision_images", "Decoded outputs that stand for a class", record.decision_images);
  keys.Add("tile_height", record.reconstructions.height);
  keys.Add("tile_width", record.reconstructions.width);
  keys.Add("gap", kMosaicGap);
  keys.Add("has_channels", record.channel_images.row_names.empty() ? 0 : 1);
  keys.Add("has_decisions", record.decisions.empty() ? 0 : 1);

  const ChannelSubject subject = p.FromFiles()                  ? ChannelSubject::kFromFiles
                                 : run.preset == Preset::kSmoke ? ChannelSubject::kHardlyTrained
                                                                : ChannelSubject::kTrainedHere;
  return Presentation{
      std::move(tables),
      ChannelClaims({record.accuracy, record.units, record.channels, record.decisions},
                    point.images.dataset, subject),
      std::move(keys)};
}

}  // namespace

Figure CascadeChannels() {
  ChannelFigure figure;
  figure.title = "A network of VGG's kind: channels and decisions as images";
  figure.paper = "arXiv:2406.12916";
  figure.source =
      "pictures 'Vgg16 example' of the README of the public code; the paper's abstract is about "
      "dense networks";
  figure.description =
      "A small network of VGG's kind (or one from a file of weights) cut into units: what the "
      "cascade of decoders makes of each unit, of single channels, and of outputs that stand for "
      "a class; decoders without nonlinearity (ours) beside ReLU.";
  figure.oracle =
      "networks, decoders, cascades, channel images and training against PyTorch's numbers "
      "(parity_vgg_a, parity_vgg_b in vgg_reference_test); the trained network by its claims' "
      "bands";
  figure.width = 1600;
  figure.height = 940;
  figure.open_images = OpenImages;
  figure.points = Points;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
