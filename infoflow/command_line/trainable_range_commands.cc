#include "infoflow/command_line/trainable_range_commands.h"

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/activation/function.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/cascade/ridge_decoders.h"
#include "infoflow/command_line/cascade_family_flags.h"
#include "infoflow/command_line/dataset_flags.h"
#include "infoflow/command_line/flag_values.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/progress.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::command_line {

namespace {

// A network whose layers do not collapse within its depth lets images through: what
// arXiv:2406.12916 predicts trainability by.
class TrainableRangeCommand : public Command {
 public:
  std::string name() const override { return "trainable-range"; }

  std::string summary() const override {
    return "Weight variances at which a random network lets images through to its last layers";
  }

  void DeclareFlags(FlagSet& flags) override {
    dataset_.Declare(flags, "image_file");
    family_.Declare(flags);
    flags.AddNumber("weight_variance_from", &from_, {1e-6, 1e6}, "first sigma_w^2");
    flags.AddNumber("weight_variance_to", &to_, {1e-6, 1e6}, "last sigma_w^2");
    flags.AddInteger("points", &points_, {1, 10000}, "weight variances, evenly spaced");
    flags.AddNumber("bias_variance", &bias_variance_, "of biases, sigma_b^2");
    flags.AddChoice("decoder", &decoder_, {"automatic", "adam", "ridge"},
                    "automatic: ridge for dense networks, adam for the others");
    flags.AddInteger("batches", &batches_, 1, "adam: steps of each decoder");
    flags.AddInteger("batch", &batch_, 1, "adam: images per step");
    flags.AddNumber("learning_rate", &learning_rate_, kAdamRates, "adam: above 0");
    flags.AddInteger("images", &images_, 2, "images to judge by, the first ones");
    flags.AddInteger("seed", &seed_, 0, "of weights, decoders and the order of images");
    flags.AddInteger("threads", &threads_, 0, "0: one per core; never changes a number");
    flags.OnlyWhere("decoder", {"automatic", "adam"}, {"batches", "batch", "learning_rate"});
  }

  absl::StatusOr<Table> Run() override {
    if (decoder_ == "ridge" && family_.HasMaps()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--decoder=ridge: dense networks only, not --family=", family_.family()));
    }
    if (!(from_ <= to_)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--weight_variance_from=", from_, ": must be at most --weight_variance_to=", to_));
    }
    INFOFLOW_ASSIGN_OR_RETURN(const datasets::SplitDataset data, dataset_.Load());
    if (images_ > data.test.size()) {
      return absl::InvalidArgumentError(absl::StrCat("--images=", images_, ": there are only ",
                                                     data.test.size(), " images to judge by"));
    }
    Table table(std::vector<Column>{{"weight_variance", ""},
                                    {"collapse_depth", "layers"},
                                    {"deepest_entropy", "nats per pixel"},
                                    {"correlation_depth", "layers"},
                                    {"predicted_collapse", "layers"},
                                    {"verdict", ""}});
    WorkerPool workers(threads_);
    CatchInterrupts();
    Progress progress("trainable-range: weight variances", points_);
    for (int i = 0; i < points_; ++i) {
      const double variance = points_ == 1 ? from_ : from_ + i * (to_ - from_) / (points_ - 1);
      INFOFLOW_RETURN_IF_ERROR(AddPoint(variance, data, workers, table));
      progress.Add();
    }
    progress.Finish();
    return table;
  }

 private:
  // Where images count as alike: fig20's threshold of normalised reconstructions, and fig23's of
  // those as they are.
  double CollapsedEntropy() const { return family_.HasMaps() ? -9.5 : cascade::kCollapsedEntropy; }

  absl::Status AddPoint(double variance, const datasets::SplitDataset& data, WorkerPool& workers,
                        Table& table) const {
    INFOFLOW_ASSIGN_OR_RETURN(const cascade::Cascade<float> cascade,
                              MakeCascade(variance, data.train, workers));
    const linalg::ConstMatrixView<float> images =
        data.test.images.Block(0, 0, images_, data.test.images.columns());
    cascade::ProfileOptions options;
    options.normalize_first = !family_.HasMaps();
    INFOFLOW_ASSIGN_OR_RETURN(const cascade::CascadeProfile profile,
                              cascade::ComputeProfile(cascade, images, options, workers));
    const std::vector<double> entropies = profile.DifferentialEntropies();
    const double collapse =
        cascade::FirstLayerBelow(entropies, CollapsedEntropy(), /*interpolate=*/true);
    const bool collapses = collapse <= static_cast<double>(entropies.size());
    if (std::isnan(entropies.back())) {
      return absl::OutOfRangeError(
          absl::StrCat("weight_variance=", variance, ": the reconstructions are not finite"));
    }
    std::string correlation_depth, predicted;
    INFOFLOW_RETURN_IF_ERROR(Predict(variance, images, correlation_depth, predicted));
    table.AddRow({FormatDouble(variance), collapses ? FormatDouble(collapse) : "",
                  FormatDouble(entropies.back()), correlation_depth, predicted,
                  collapses ? "collapses" : "trainable"});
    return absl::OkStatus();
  }

  absl::StatusOr<cascade::Cascade<float>> MakeCascade(double variance,
                                                      const datasets::Dataset& dataset,
                                                      WorkerPool& workers) const {
    const std::uint64_t seed = static_cast<std::uint64_t>(seed_);
    INFOFLOW_ASSIGN_OR_RETURN(network::Network<float> network,
                              family_.MakeNetwork(dataset, {variance, bias_variance_}, seed));
    if (decoder_ == "ridge" || (decoder_ == "automatic" && !family_.HasMaps())) {
      return cascade::MakeRidgeCascade<float>(std::move(network), dataset.images, {}, workers);
    }
    INFOFLOW_ASSIGN_OR_RETURN(cascade::Cascade<float> cascade,
                              family_.MakeCascade(std::move(network), dataset, seed));
    cascade::CascadeTrainingOptions options;
    options.seed = seed;
    options.minibatches.batch = batch_;
    options.optimizer.learning_rate = learning_rate_;
    INFOFLOW_ASSIGN_OR_RETURN(
        cascade::CascadeTraining<float> training,
        cascade::CascadeTraining<float>::Create(std::move(cascade), dataset.images, options));
    INFOFLOW_RETURN_IF_ERROR(training.RunBatches(batches_, workers).status());
    return training.cascade();
  }

  // Mean field, which convolutions share with dense layers; residual blocks have no such collapse.
  absl::Status Predict(double variance, linalg::ConstMatrixView<float> images,
                       std::string& correlation_depth, std::string& predicted) const {
    if (family_.family() == "residual") return absl::OkStatus();
    INFOFLOW_ASSIGN_OR_RETURN(const activation::Function tanh, activation::MakeFunction("tanh"));
    cascade::CollapseDepthOptions options;
    options.images = cascade::MeasureImages(images);
    options.resolution = cascade::CollapsedVariance(CollapsedEntropy(), images.columns());
    INFOFLOW_ASSIGN_OR_RETURN(
        const cascade::CollapseDepth depth,
        cascade::PredictCollapseDepth(tanh, variance, bias_variance_, options));
    correlation_depth = FormatDouble(depth.correlation_depth);
    if (depth.collapses) predicted = absl::StrCat(depth.layer);
    return absl::OkStatus();
  }

  DatasetFlags dataset_;
  CascadeFamilyFlags family_ = CascadeFamilyFlags("uniform", 40, 100);
  double from_ = 0.4, to_ = 3.2;
  int points_ = 8;
  double bias_variance_ = 0.05;
  std::string decoder_ = "automatic";
  std::int64_t batches_ = 100;
  int batch_ = 50;
  double learning_rate_ = 3e-3;
  int images_ = 100;
  std::int64_t seed_ = 1;
  int threads_ = 0;
};

}  // namespace

Commands TrainableRangeCommands() {
  Commands commands;
  commands.push_back(std::make_unique<TrainableRangeCommand>());
  return commands;
}

}  // namespace infoflow::command_line
