#include "infoflow/command_line/cascade_commands.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_checkpoint.h"
#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/cascade/cutoff.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/cascade/ridge_decoders.h"
#include "infoflow/command_line/cascade_family_flags.h"
#include "infoflow/command_line/dataset_flags.h"
#include "infoflow/command_line/flag_values.h"
#include "infoflow/command_line/vgg_flags.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/datasets/float_idx.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/support/file.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/progress.h"
#include "infoflow/support/setting.h"
#include "infoflow/support/sha256.h"
#include "infoflow/support/staged_folder.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/user_path.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::command_line {

namespace {

using cascade::Cascade;

// The files that --out_reconstructions writes.
bool IsReconstruction(absl::string_view name) {
  return absl::StartsWith(name, "layer_") && absl::EndsWith(name, ".idx");
}

class CascadeCommand : public Command {
 public:
  std::string name() const override { return "cascade"; }

  std::string summary() const override {
    return "Reconstructs images from each layer of a random network; entropies with depth";
  }

  void DeclareFlags(FlagSet& flags) override {
    dataset_.Declare(flags, "image_file");
    flags_ = &flags;
    family_.Declare(flags, CascadeFamilyFlags::Vgg::kYes);
    flags.AddNumber("weight_variance", &initialization_.weight_variance,
                    "of weights times fan-in, sigma_w^2; vgg: 2 by default");
    flags.AddNumber("bias_variance", &initialization_.bias_variance,
                    "of biases, sigma_b^2; vgg: 0 by default");
    flags.AddChoice("decoder", &decoder_, {"adam", "ridge", "untrained"},
                    "decoders trained by Adam, in closed form, or as they start");
    flags.AddNumber("ridge_penalty", &ridge_penalty_, kPositive,
                    "ridge: in squared activations, above 0");
    flags.AddInteger("epochs", &epochs_, 1,
                     "adam: passes over the images to learn from; not given: 1");
    flags.AddInteger("batches", &batches_, 1, "adam: number of batches, instead of epochs");
    flags.AddInteger("batch", &batch_, 1, "adam: images per batch");
    flags.AddNumber("learning_rate", &training_.optimizer.learning_rate, kAdamRates,
                    "adam: above 0");
    flags.AddText("checkpoint", &checkpoint_,
                  "adam: file that keeps the decoders in training: written every ten minutes, at "
                  "the end and when interrupted, gone on from when it is there");
    flags.Writes("checkpoint");
    flags.AddInteger("images", &images_, 2, "images to judge by, the first ones");
    flags.AddBool("raw", &raw_,
                  "differential entropy of reconstructions as they are, not after the relative "
                  "entropy has normalised them");
    flags.AddNumber("relative_tolerance", &tolerance_, kNotNegative,
                    "cutoffs: what counts as saturated");
    flags.AddChoice("table", &table_, {"layers", "cutoffs"}, "what to print");
    flags.AddText("out_reconstructions", &out_,
                  "folder for layer_000.idx (the images), layer_001.idx, ...; such files there are "
                  "replaced, a folder with others is refused");
    flags.Writes("out_reconstructions");
    flags.AddInteger("seed", &seed_, 0, "of weights, decoders and the order of images");
    flags.AddInteger("threads", &threads_, 0, "0: one per core; never changes a number");
    flags.OnlyWhere("decoder", {"ridge"}, {"ridge_penalty"});
    flags.OnlyWhere("decoder", {"adam"},
                    {"epochs", "batches", "batch", "learning_rate", "checkpoint"});
    flags.OnlyWhere("table", {"cutoffs"}, {"relative_tolerance"});
  }

  absl::StatusOr<Table> Run() override {
    if (batches_ > 0 && epochs_ > 0) {
      return absl::InvalidArgumentError("--batches and --epochs: give one of them");
    }
    if (family_.HasMaps() && decoder_ == "ridge") {
      return absl::InvalidArgumentError(
          absl::StrCat("--decoder=ridge: dense networks only, not --family=", family_.family()));
    }
    // Tried before the work; what is there is replaced at the end.
    if (!out_.empty()) {
      INFOFLOW_RETURN_IF_ERROR(StagedFolder::Create(UserPath(out_), IsReconstruction).status());
    }
    INFOFLOW_ASSIGN_OR_RETURN(const datasets::SplitDataset data, dataset_.Load());
    if (images_ > data.test.size()) {
      return absl::InvalidArgumentError(absl::StrCat("--images=", images_, ": there are only ",
                                                     data.test.size(), " images to judge by"));
    }
    if (family_.IsVgg()) initialization_ = VggFlags::Initialization(*flags_, initialization_);
    INFOFLOW_ASSIGN_OR_RETURN(
        network::Network<float> network,
        family_.MakeNetwork(data.train, initialization_, static_cast<std::uint64_t>(seed_)));
    WorkerPool workers(threads_);
    CatchInterrupts();
    INFOFLOW_ASSIGN_OR_RETURN(const Cascade<float> cascade,
                              MakeCascade(std::move(network), data.train, workers));
    const linalg::ConstMatrixView<float> images =
        data.test.images.Block(0, 0, static_cast<int>(images_), data.test.images.columns());
    cascade::ProfileOptions options;
    options.normalize_first = !raw_;
    if (family_.IsVgg()) options.layers_left_out = 0;
    INFOFLOW_ASSIGN_OR_RETURN(const cascade::CascadeProfile profile,
                              cascade::ComputeProfile(cascade, images, options, workers));
    for (std::size_t l = 0; l < profile.layers.size(); ++l) {
      if (std::isfinite(profile.layers[l].reconstruction_mse)) continue;
      return absl::OutOfRangeError(
          absl::StrCat("the reconstructions from layer ", l + 1, " are not finite"));
    }
    if (!out_.empty()) {
      INFOFLOW_RETURN_IF_ERROR(WriteReconstructions(
          cascade, images, data.test.shape, static_cast<int>(profile.layers.size()), workers));
    }
    return table_ == "layers" ? LayersTable(profile) : CutoffsTable(profile);
  }

 private:
  absl::StatusOr<Cascade<float>> MakeCascade(network::Network<float> network,
                                             const datasets::Dataset& dataset,
                                             WorkerPool& workers) {
    const linalg::ConstMatrixView<float> images = dataset.images;
    if (decoder_ == "ridge") {
      return cascade::MakeRidgeCascade(std::move(network), images, {ridge_penalty_}, workers);
    }
    const std::uint64_t seed = static_cast<std::uint64_t>(seed_);
    INFOFLOW_ASSIGN_OR_RETURN(Cascade<float> cascade,
                              family_.MakeCascade(std::move(network), dataset, seed));
    if (decoder_ == "untrained") return cascade;
    training_.seed = seed;
    training_.minibatches.batch = batch_;
    INFOFLOW_ASSIGN_OR_RETURN(
        cascade::CascadeTraining<float> training,
        cascade::CascadeTraining<float>::Create(std::move(cascade), images, training_));
    const std::int64_t batches =
        batches_ > 0 ? batches_ : std::max<std::int64_t>(epochs_, 1) * training.batches_per_epoch();
    const cascade::KeptTraining kept = Kept(training);
    std::error_code code;
    if (!kept.path.empty() && !std::filesystem::exists(kept.path, code)) {
      INFOFLOW_RETURN_IF_ERROR(SaveCascadeTraining(training, kept.notes, kept.path));
    }
    Progress progress("cascade: batches", batches);
    std::int64_t before = 0;
    const absl::Status status =
        cascade::RunKeptTraining(batches, kept, training, workers, [&](std::int64_t done) {
          progress.Add(done - before);
          before = done;
        });
    if (status.code() == absl::StatusCode::kCancelled && !checkpoint_.empty()) {
      return absl::CancelledError(
          absl::StrCat(status.message(), "; the same command goes on from ", checkpoint_));
    }
    INFOFLOW_RETURN_IF_ERROR(status);
    progress.Finish();
    if (!checkpoint_.empty()) {
      INFOFLOW_RETURN_IF_ERROR(SaveCascadeTraining(training, kept.notes, kept.path));
    }
    return training.cascade();
  }

  // What the state is of, by checksums.
  cascade::KeptTraining Kept(const cascade::CascadeTraining<float>& training) const {
    if (checkpoint_.empty()) return {};
    const auto checksum = [](absl::Span<const float> values) {
      return Sha256({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)});
    };
    std::string images;
    for (int i = 0; i < training.images().rows(); ++i) {
      absl::StrAppend(&images, checksum(training.images().row(i)));
    }
    return {UserPath(checkpoint_),
            {{"images", Sha256(images)},
             {"network", checksum(training.cascade().network().all_parameters())}}};
  }

  absl::Status WriteReconstructions(const Cascade<float>& cascade,
                                    linalg::ConstMatrixView<float> images,
                                    const datasets::ImageShape& shape, int levels,
                                    WorkerPool& workers) const {
    INFOFLOW_ASSIGN_OR_RETURN(StagedFolder folder,
                              StagedFolder::Create(UserPath(out_), IsReconstruction));
    const std::string& staged = folder.path();
    const linalg::Matrix<float> all = cascade::Reconstruct(cascade, images, levels, workers);
    INFOFLOW_RETURN_IF_ERROR(
        WriteFile(datasets::FormatFloatIdx(images, shape), staged + "/layer_000.idx"));
    for (int l = 1; l <= levels; ++l) {
      const auto level = all.Block((l - 1) * images.rows(), 0, images.rows(), images.columns());
      INFOFLOW_RETURN_IF_ERROR(
          WriteFile(datasets::FormatFloatIdx(level, shape),
                    absl::StrCat(staged, absl::StrFormat("/layer_%03d.idx", l))));
    }
    return folder.Commit();
  }

  static Table LayersTable(const cascade::CascadeProfile& profile) {
    Table table(std::vector<Column>{{"layer", ""},
                                    {"relative_entropy_mean", "nats per image"},
                                    {"relative_entropy_median", "nats per image"},
                                    {"differential_entropy", "nats per pixel"},
                                    {"reconstruction_mse", ""},
                                    {"decoder_mse", ""}});
    for (std::size_t l = 0; l < profile.layers.size(); ++l) {
      const cascade::LayerProfile& layer = profile.layers[l];
      table.AddRow({static_cast<double>(l + 1), layer.relative_entropy_mean,
                    layer.relative_entropy_median, layer.differential_entropy,
                    layer.reconstruction_mse, layer.decoder_mse});
    }
    return table;
  }

  // Cutoffs as layers, from 1: the paper's index and one more.
  Table CutoffsTable(const cascade::CascadeProfile& profile) const {
    Table table(std::vector<Column>{{"quantity", ""},
                                    {"method", ""},
                                    {"layer", ""},
                                    {"standard_deviation", "layers"},
                                    {"guarded_verdict", ""},
                                    {"guarded_layer", ""}});
    const std::vector<double> entropies = profile.DifferentialEntropies();
    const auto add = [&](const char* quantity, const char* method, double layer, double deviation,
                         const std::string& verdict, const std::string& guarded) {
      table.AddRow({quantity, method, FormatDouble(layer),
                    std::isnan(deviation) ? "" : FormatDouble(deviation), verdict, guarded});
    };
    const auto add_guarded = [&](const char* quantity, const char* method, int index,
                                 const cascade::GuardedCutoff& guarded) {
      add(quantity, method, index + 1, NAN, cascade::GuardedCutoffName(guarded.kind),
          absl::StrCat(guarded.layer));
    };
    cascade::CutoffOptions options;
    options.relative_tolerance = tolerance_;
    const cascade::SampleCutoffs samples =
        cascade::SummarizeCutoffs(profile.relative_entropies, options);
    add("relative_entropy", "absolute, mean over images", samples.mean + 1,
        samples.standard_deviation, "", "");
    add_guarded("relative_entropy", "absolute, of medians", samples.of_median,
                samples.guarded_of_median);
    add_guarded("differential_entropy", "absolute", cascade::AuthorCutoff(entropies, options),
                cascade::FindCutoff(entropies, options));
    if (entropies.size() >= 6) {
      options.method = cascade::CutoffMethod::kDifferential;
      add("differential_entropy", "differential", cascade::AuthorCutoff(entropies, options) + 1,
          NAN, "", "");
    }
    const double collapsed = cascade::FirstLayerBelow(entropies, cascade::kCollapsedEntropy);
    const bool collapses = collapsed <= static_cast<double>(entropies.size());
    add("differential_entropy", "first below -13", collapsed, NAN,
        collapses ? "found" : "not-below", collapses ? absl::StrCat(collapsed) : "");
    return table;
  }

  const FlagSet* flags_ = nullptr;
  DatasetFlags dataset_;
  CascadeFamilyFlags family_;
  network::GaussianInitialization initialization_;
  std::string decoder_ = "adam";
  double ridge_penalty_ = cascade::RidgeOptions().penalty;
  std::int64_t epochs_ = 0;   // not given: 1
  std::int64_t batches_ = 0;  // not given: by epochs
  int batch_ = 64;
  std::int64_t images_ = 100;
  bool raw_ = false;
  double tolerance_ = 0.005;
  std::string table_ = "layers";
  std::string checkpoint_;
  std::string out_;
  std::int64_t seed_ = 1;
  int threads_ = 0;
  cascade::CascadeTrainingOptions training_;
};

}  // namespace

Commands CascadeCommands() {
  Commands commands;
  commands.push_back(std::make_unique<CascadeCommand>());
  return commands;
}

}  // namespace infoflow::command_line
