#include "infoflow/command_line/network_training_commands.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "infoflow/activation/batch.h"
#include "infoflow/command_line/dataset_flags.h"
#include "infoflow/command_line/vgg_flags.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/network/convolution/convolutional_network.h"
#include "infoflow/network/convolution/vgg_network.h"
#include "infoflow/network/convolution/vgg_weights.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/layers/network_sizes.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/network/training/optimizer.h"
#include "infoflow/network/training/training.h"
#include "infoflow/network/training/training_checkpoint.h"
#include "infoflow/network/training/training_evaluation.h"
#include "infoflow/support/file.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/memory.h"
#include "infoflow/support/progress.h"
#include "infoflow/support/setting.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/user_path.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::command_line {

namespace {

using network::EpochRecord;

// Maps of so many channels are what memory holds.
constexpr std::int64_t kMostChannels = 4096;

// What tells one data set from another, on one line.
std::string Describe(const datasets::Dataset& dataset) {
  std::string text = absl::StrCat(dataset.name, " ", dataset.size());
  for (const datasets::Origin& origin : dataset.origins) {
    absl::StrAppend(&text, " ", origin.source, origin.sha256.empty() ? "" : " ", origin.sha256);
  }
  return text;
}

class TrainCommand : public Command {
 public:
  std::string name() const override { return "train"; }

  std::string summary() const override {
    return "Trains a network; loss and accuracy after each epoch";
  }

  void DeclareFlags(FlagSet& flags) override {
    dataset_.Declare(flags);
    std::vector<std::string> families = network::SizeFamilyNames();
    families.push_back("custom");
    families.push_back("convolutional");
    families.push_back("residual");
    families.push_back("vgg");
    flags_ = &flags;
    flags.AddChoice("family", &family_, families,
                    "dense, by how the numbers of units go with depth; or of maps of features");
    flags.AddInteger("depth", &depth_, 1,
                     "linear layers (wide, shrinking-floor) or sizes (shrinking-ceiling); "
                     "convolutional, residual: layers behind the strided ones and one more");
    flags.AddInteger("channels", &channels_, {1, kMostChannels},
                     "convolutional, residual: channels of each map");
    flags.AddText("sizes", &sizes_, "custom: numbers of hidden units, such as 300,100");
    std::vector<std::string> activations = activation::KindNames();
    flags.AddChoice("activation", &activation_, activations,
                    "nonlinearity after each layer; vgg: relu");
    flags.AddNumber("weight_variance", &initialization_.weight_variance,
                    "of weights times fan-in, sigma_w^2; vgg: 2 by default");
    flags.AddNumber("bias_variance", &initialization_.bias_variance,
                    "of biases, sigma_b^2; vgg: 0 by default");
    flags.AddInteger("epochs", &epochs_, 0, "passes over the images to learn from");
    flags.AddChoice("loss", &loss_, network::LossConventionNames(),
                    "see docs/training.md; vgg: cross-entropy-logits");
    flags.AddChoice("optimizer", &optimizer_, network::OptimizerKindNames(), "PyTorch's");
    flags.AddNumber("learning_rate", &options_.optimizer.learning_rate, kPositive, "above 0");
    flags.AddNumber("momentum", &options_.optimizer.momentum, "sgd: at least 0, below 1");
    flags.AddInteger("batch", &batch_, 1, "images per step");
    flags.AddBool("drop_last", &options_.minibatches.drop_last,
                  "leave out an epoch's last batch when it is not full");
    flags.AddBool("keep_order", &keep_order_, "do not shuffle the images");
    flags.AddInteger("seed", &seed_, 0, "of weights and of the order of images");
    flags.AddInteger("threads", &threads_, 0, "0: one per core; never changes a number");
    flags.AddText("checkpoint", &checkpoint_,
                  "file that keeps the state: written after each epoch and when interrupted, "
                  "gone on from when it is there");
    flags.Writes("checkpoint");
    flags.OnlyWhere("family", {"custom"}, {"sizes"});
    std::vector<std::string> with_depth = network::SizeFamilyNames();
    with_depth.insert(with_depth.end(), {"convolutional", "residual"});
    flags.OnlyWhere("family", with_depth, {"depth"});
    flags.OnlyWhere("family", {"convolutional", "residual"}, {"channels"});
    vgg_.Declare(flags);
    flags.AddText("out_weights", &out_weights_,
                  "vgg: safetensors file for the weights at the end, under torchvision's names");
    flags.Writes("out_weights");
    flags.OnlyWhere("family", {"vgg"}, {"out_weights"});
    flags.OnlyWhere("optimizer", {"sgd"}, {"momentum"});
  }

  absl::StatusOr<Table> Run() override {
    INFOFLOW_RETURN_IF_ERROR(TakeFlags());
    INFOFLOW_ASSIGN_OR_RETURN(const datasets::SplitDataset data, dataset_.Load());
    INFOFLOW_ASSIGN_OR_RETURN(network::Network<float> initial, MakeNetwork(data.train));
    INFOFLOW_RETURN_IF_ERROR(CheckOutWeights(data.train, initial.output_size()));
    INFOFLOW_ASSIGN_OR_RETURN(
        network::Training<float> training,
        network::Training<float>::Create(std::move(initial), Samples(data.train), options_));
    const std::map<std::string, std::string> notes = {
        {"train", Describe(data.train)},
        {"test", Describe(data.test)},
        {"initialization",
         absl::StrCat("gaussian weight_variance=", FormatDouble(initialization_.weight_variance),
                      " bias_variance=", FormatDouble(initialization_.bias_variance))}};
    WorkerPool workers(threads_in_use_);
    std::vector<EpochRecord> history;
    const std::string path = UserPath(checkpoint_);
    std::error_code code;
    if (!path.empty() && std::filesystem::exists(path, code)) {
      INFOFLOW_RETURN_IF_ERROR(RestoreTraining(path, notes, training, history));
      INFOFLOW_RETURN_IF_ERROR(CheckEpochs(training.position().epoch, training.position().batch));
    }
    CatchInterrupts();
    const auto judge = [&](double train_loss) {
      const network::Evaluation evaluation =
          Evaluate(training.network(), Samples(data.test), options_.loss, {}, workers);
      history.push_back(
          {training.position().epoch, train_loss, evaluation.loss, evaluation.accuracy});
    };
    const auto save = [&]() -> absl::Status {
      if (path.empty()) return absl::OkStatus();
      return SaveTraining(training, history, notes, path);
    };
    if (history.empty()) {
      judge(std::numeric_limits<double>::quiet_NaN());
      INFOFLOW_RETURN_IF_ERROR(CheckFirstLoss(history.back().test_loss));
    }
    INFOFLOW_RETURN_IF_ERROR(save());
    Progress progress("train: epochs", epochs_in_use_);
    progress.Add(std::min(training.position().epoch, epochs_in_use_));
    while (training.position().epoch < epochs_in_use_) {
      const absl::StatusOr<double> loss = training.RunEpoch(workers);
      if (loss.status().code() == absl::StatusCode::kCancelled) {
        INFOFLOW_RETURN_IF_ERROR(save());
        if (path.empty()) return loss.status();
        return absl::CancelledError(
            absl::StrCat(loss.status().message(), "; the same command goes on from ", checkpoint_));
      }
      INFOFLOW_RETURN_IF_ERROR(loss.status());
      judge(*loss);
      INFOFLOW_RETURN_IF_ERROR(save());
      progress.Add();
    }
    progress.Finish();
    INFOFLOW_RETURN_IF_ERROR(WriteOutWeights(data.train, training.network()));
    return HistoryTable(history);
  }

 private:
  // What is another default with networks of VGG's kind, or must be as they have it.
  absl::Status TakeVggFlags() {
    initialization_ = VggFlags::Initialization(*flags_, initialization_);
    const struct {
      const char* name;
      std::string* value;
      const char* wanted;
    } flags[] = {{"activation", &activation_, "relu"}, {"loss", &loss_, "cross-entropy-logits"}};
    for (const auto& flag : flags) {
      if (flags_->Given(flag.name) && *flag.value != flag.wanted) {
        return absl::InvalidArgumentError(absl::StrCat(
            "--", flag.name, "=", *flag.value, ": must be ", flag.wanted, " with --family=vgg"));
      }
      *flag.value = flag.wanted;
    }
    return absl::OkStatus();
  }

  absl::Status TakeFlags() {
    if (family_ == "vgg") INFOFLOW_RETURN_IF_ERROR(TakeVggFlags());
    INFOFLOW_ASSIGN_OR_RETURN(options_.loss, network::ParseLossConvention(loss_));
    options_.optimizer.kind =
        optimizer_ == "adam" ? network::OptimizerKind::kAdam : network::OptimizerKind::kSgd;
    options_.minibatches.batch = batch_;
    options_.minibatches.shuffle = !keep_order_;
    options_.seed = static_cast<std::uint64_t>(seed_);
    epochs_in_use_ = epochs_;
    constexpr std::int64_t kMostThreads = 4096;
    threads_in_use_ = static_cast<int>(std::min(threads_, kMostThreads));
    // Known before any work is done.
    return network::CheckOptimizerOptions(options_.optimizer);
  }

  // Of a state that was gone on from.
  absl::Status CheckEpochs(int epoch, int batch) const {
    const int begun = epoch + (batch > 0 ? 1 : 0);
    if (begun <= epochs_in_use_) return absl::OkStatus();
    return absl::FailedPreconditionError(
        absl::StrCat("--checkpoint=", checkpoint_, ": is ", epoch, " epochs",
                     batch > 0 ? absl::StrCat(" and ", batch, " batches") : "",
                     " on, more than the ", epochs_in_use_, " of --epochs"));
  }

  // Before training it is the initialization that decides.
  absl::Status CheckFirstLoss(double loss) const {
    if (std::isfinite(loss)) return absl::OkStatus();
    return absl::OutOfRangeError(
        absl::StrCat("--weight_variance=", initialization_.weight_variance,
                     " --bias_variance=", initialization_.bias_variance,
                     ": the loss before training is not finite; must be smaller"));
  }

  // Of parameters, gradients and two moments.
  absl::Status CheckSizes(const std::vector<int>& sizes) const {
    double parameters = 0.0;
    for (std::size_t l = 1; l < sizes.size(); ++l) {
      parameters += (sizes[l - 1] + 1.0) * sizes[l];
    }
    return CheckMemory(4.0 * sizeof(float) * parameters, family_ == "custom"
                                                             ? absl::StrCat("--sizes=", sizes_)
                                                             : absl::StrCat("--depth=", depth_));
  }

  // Known before the work.
  absl::Status CheckOutWeights(const datasets::Dataset& dataset, int outputs) const {
    if (out_weights_.empty()) return absl::OkStatus();
    INFOFLOW_ASSIGN_OR_RETURN(const network::VggOptions options, vgg_.Options(dataset, outputs));
    const absl::Status told = network::CheckVggNames(options);
    if (told.ok()) return CheckWritable(UserPath(out_weights_));
    return absl::InvalidArgumentError(
        absl::StrCat("--out_weights=", out_weights_, ": ", told.message()));
  }

  absl::Status WriteOutWeights(const datasets::Dataset& dataset,
                               const network::Network<float>& network) const {
    if (out_weights_.empty()) return absl::OkStatus();
    INFOFLOW_ASSIGN_OR_RETURN(const network::VggOptions options,
                              vgg_.Options(dataset, network.output_size()));
    return network::WriteVggModel(options, network, UserPath(out_weights_));
  }

  static network::LabelledSamples<float> Samples(const datasets::Dataset& dataset) {
    return {dataset.images, dataset.labels};
  }

  absl::StatusOr<std::vector<int>> Sizes(int in, int out) const {
    if (family_ != "custom") {
      INFOFLOW_ASSIGN_OR_RETURN(const network::SizeFamily family,
                                network::ParseSizeFamily(family_));
      return network::NetworkSizes(family, in, out, static_cast<int>(depth_));
    }
    if (sizes_.empty()) return absl::InvalidArgumentError("--family=custom: needs --sizes");
    std::vector<int> sizes = {in};
    for (const absl::string_view word : absl::StrSplit(sizes_, ',')) {
      int size = 0;
      if (!absl::SimpleAtoi(word, &size) || size < 1) {
        return absl::InvalidArgumentError(
            absl::StrCat("--sizes=", sizes_, ": '", word, "' must be an integer, at least 1"));
      }
      sizes.push_back(size);
    }
    sizes.push_back(out);
    return sizes;
  }

  absl::StatusOr<network::Network<float>> MakeNetwork(const datasets::Dataset& dataset) const {
    const bool binary = options_.loss == network::LossConvention::kBinaryCrossEntropy;
    const int out = binary ? 1 : dataset.classes;
    // Wider than any machine can hold, and no overflow on the way.
    constexpr std::int64_t kMostDepth = 100000;
    if (depth_ > kMostDepth) {
      return absl::InvalidArgumentError(
          absl::StrCat("--depth=", depth_, ": must be at most ", kMostDepth));
    }
    if (family_ == "convolutional" || family_ == "residual") {
      return MakeMaps(dataset, out);
    }
    if (family_ == "vgg") return vgg_.MakeNetwork(dataset, out, initialization_, options_.seed);
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> sizes, Sizes(dataset.images.columns(), out));
    INFOFLOW_RETURN_IF_ERROR(CheckSizes(sizes));
    INFOFLOW_ASSIGN_OR_RETURN(const activation::Kind activation,
                              activation::ParseKind(activation_));
    const bool logits = options_.loss == network::LossConvention::kCrossEntropyOnLogits;
    return network::MakeDenseNetwork<float>(sizes, activation,
                                            logits ? activation::Kind::kLinear : activation,
                                            initialization_, options_.seed);
  }

  // The paper's networks of maps, which end with tanh.
  absl::StatusOr<network::Network<float>> MakeMaps(const datasets::Dataset& dataset,
                                                   int out) const {
    if (activation_ != "tanh") {
      return absl::InvalidArgumentError(
          absl::StrCat("--activation=", activation_, ": must be tanh with --family=", family_));
    }
    if (options_.loss == network::LossConvention::kCrossEntropyOnLogits) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--loss=", loss_, ": networks of --family=", family_, " end with tanh, not with logits"));
    }
    network::ConvolutionalOptions options = network::ConvolutionalOptions::OfDepth(
        static_cast<int>(depth_), channels_, family_ == "residual");
    options.image = {dataset.shape.channels, dataset.shape.rows, dataset.shape.columns};
    options.classes = out;
    return network::MakeConvolutionalNetwork<float>(options, initialization_, options_.seed);
  }

  static Table HistoryTable(const std::vector<EpochRecord>& history) {
    Table table(std::vector<Column>{{"epoch", ""},
                                    {"train_loss", "nats per image"},
                                    {"test_loss", "nats per image"},
                                    {"test_accuracy", ""}});
    for (const EpochRecord& record : history) {
      // Before training there is no loss of an epoch.
      table.AddRow({absl::StrCat(record.epoch),
                    record.epoch == 0 ? "" : FormatDouble(record.train_loss),
                    FormatDouble(record.test_loss), FormatDouble(record.test_accuracy)});
    }
    return table;
  }

  const FlagSet* flags_ = nullptr;
  DatasetFlags dataset_;
  VggFlags vgg_;
  std::string family_ = "shrinking-floor";
  std::int64_t depth_ = 10;
  std::string sizes_;
  int channels_ = 16;
  std::string activation_ = "tanh";
  network::GaussianInitialization initialization_;
  int epochs_ = 15;
  std::string loss_ = "cross-entropy-activations";
  std::string optimizer_ = "sgd";
  int batch_ = 64;
  bool keep_order_ = false;
  std::int64_t seed_ = 1;
  std::int64_t threads_ = 0;
  std::string checkpoint_;
  std::string out_weights_;
  network::TrainingOptions options_;
  int epochs_in_use_ = 0;
  int threads_in_use_ = 0;
};

class DatasetInfoCommand : public Command {
 public:
  std::string name() const override { return "dataset-info"; }
  std::string summary() const override {
    return "Counts, shape, mean pixel and checksums of a data set";
  }
  void DeclareFlags(FlagSet& flags) override { dataset_.Declare(flags); }

  absl::StatusOr<Table> Run() override {
    INFOFLOW_ASSIGN_OR_RETURN(const datasets::SplitDataset data, dataset_.Load());
    Table table(std::vector<Column>{{"dataset", ""},
                                    {"part", ""},
                                    {"images", ""},
                                    {"rows", "pixels"},
                                    {"columns", "pixels"},
                                    {"channels", ""},
                                    {"classes", ""},
                                    {"smallest_class", "images"},
                                    {"largest_class", "images"},
                                    {"mean", ""},
                                    {"mean_square", ""},
                                    {"files", ""},
                                    {"sha256", ""}});
    AddPart("train", data.train, table);
    AddPart("test", data.test, table);
    return table;
  }

 private:
  static void AddPart(const char* part, const datasets::Dataset& dataset, Table& table) {
    double sum = 0.0, squares = 0.0;
    for (const float pixel : dataset.images.values()) {
      sum += pixel;
      squares += static_cast<double>(pixel) * pixel;
    }
    const double count = static_cast<double>(dataset.images.size());
    std::vector<int> classes(dataset.classes);
    for (const int label : dataset.labels) ++classes[label];
    std::string files, sums;
    for (const datasets::Origin& origin : dataset.origins) {
      absl::StrAppend(&files, files.empty() ? "" : " ", origin.source);
      absl::StrAppend(&sums, sums.empty() ? "" : " ", origin.sha256);
    }
    const auto [least, most] = std::minmax_element(classes.begin(), classes.end());
    table.AddRow({dataset.name, part, absl::StrCat(dataset.size()),
                  absl::StrCat(dataset.shape.rows), absl::StrCat(dataset.shape.columns),
                  absl::StrCat(dataset.shape.channels), absl::StrCat(dataset.classes),
                  absl::StrCat(*least), absl::StrCat(*most), FormatDouble(sum / count),
                  FormatDouble(squares / count), files, sums});
  }

  DatasetFlags dataset_;
};

}  // namespace

Commands NetworkTrainingCommands() {
  Commands commands;
  commands.push_back(std::make_unique<TrainCommand>());
  commands.push_back(std::make_unique<DatasetInfoCommand>());
  return commands;
}

}  // namespace infoflow::command_line
