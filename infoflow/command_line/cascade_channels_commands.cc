#include "infoflow/command_line/cascade_channels_commands.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/channel_images.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/cascade/vgg_cascade.h"
#include "infoflow/command_line/flag_values.h"
#include "infoflow/datasets/image_array.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/vgg_network.h"
#include "infoflow/network/convolution/vgg_weights.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/npy.h"
#include "infoflow/support/progress.h"
#include "infoflow/support/staged_folder.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/user_path.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::command_line {

namespace {

using cascade::Cascade;
using cascade::ChannelChoice;
using linalg::ConstMatrixView;
using linalg::Matrix;
using network::MapShape;
using network::VggUnit;

// Images that pass through the network at once: its maps may be large.
constexpr int kImagesPerPass = 8;

bool IsOurs(absl::string_view name) {
  return name == "images.npy" || name == "reconstructions.npy" ||
         (absl::StartsWith(name, "channel_") && absl::EndsWith(name, ".npy"));
}

class CascadeChannelsCommand : public Command {
 public:
  std::string name() const override { return "cascade-channels"; }

  std::string summary() const override {
    return "Reconstructs images from single channels of a trained network of VGG's kind";
  }

  void DeclareFlags(FlagSet& flags) override {
    flags.AddText("network", &network_,
                  "weights under torchvision's names: safetensors file, or folder of .npy files",
                  FlagSet::Presence::kRequired);
    flags.Reads("network");
    flags.AddText("image", &image_,
                  ".npy file of images, which decoders learn from and which are decoded: n x rows "
                  "x columns, with x 3 for colours; bytes, or numbers in [0, 1]",
                  FlagSet::Presence::kRequired);
    flags.Reads("image");
    flags.AddInteger("unit", &unit_, {1, 1000},
                     "convolution (with its ReLU) or pool whose channels are decoded, from 1",
                     FlagSet::Presence::kRequired);
    flags.AddText("channel", &channels_, "from 0, such as 3,26; all: every one");
    flags.AddText("out", &out_,
                  "folder for images.npy, reconstructions.npy and, of each channel k, "
                  "channel_k_map.npy, channel_k_alone.npy and channel_k_left_out.npy; such files "
                  "there are replaced, a folder with others is refused",
                  FlagSet::Presence::kRequired);
    flags.Writes("out");
    flags.AddChoice(
        "decoders", &decoders_,
        {{"linear", cascade::VggDecoders::kLinear}, {"relu", cascade::VggDecoders::kRelu}},
        "nonlinearity of decoders of convolutions");
    flags.AddChoice("colours", &colours_, {"imagenet", "as-they-are"},
                    "images of three colours as torchvision's networks want them, or not changed");
    flags.AddInteger("batches", &batches_, 1, "steps of each decoder");
    flags.AddInteger("batch", &batch_, {1, 1000000},
                     "images per step; fewer where there are fewer");
    training_.optimizer.learning_rate = 3e-3;
    flags.AddNumber("learning_rate", &training_.optimizer.learning_rate, kAdamRates,
                    "of Adam, above 0");
    flags.AddInteger("seed", &seed_, 0, "of decoders and the order of images");
    flags.AddInteger("threads", &threads_, {0, 4096}, "0: one per core; never changes a number");
  }

  absl::StatusOr<Table> Run() override {
    // Tried before the work; what is there is replaced at the end.
    INFOFLOW_ASSIGN_OR_RETURN(StagedFolder folder, StagedFolder::Create(UserPath(out_), IsOurs));
    INFOFLOW_ASSIGN_OR_RETURN(datasets::ImageArray array,
                              datasets::ReadImageArray(UserPath(image_)));
    INFOFLOW_ASSIGN_OR_RETURN(
        network::VggModel<float> model,
        network::ReadVggModel<float>(UserPath(network_), array.shape.rows, array.shape.columns));
    INFOFLOW_RETURN_IF_ERROR(CheckModel(model.options, array.shape));
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> channels, Channels(model.options));
    normalized_ = array.shape.channels == 3 && colours_ == "imagenet";
    if (normalized_) datasets::NormalizeColours(datasets::kImageNetColours, array.images);
    CatchInterrupts();
    WorkerPool workers(threads_);
    INFOFLOW_ASSIGN_OR_RETURN(
        const Cascade<float> cascade,
        TrainCascade(std::move(model.network), model.options, array.images, workers));
    INFOFLOW_ASSIGN_OR_RETURN(Table table, Decode(cascade, model.options, array.images, channels,
                                                  folder.path(), workers));
    INFOFLOW_RETURN_IF_ERROR(folder.Commit());
    return table;
  }

 private:
  absl::Status CheckModel(const network::VggOptions& options,
                          const datasets::ImageShape& shape) const {
    if (options.image.channels != shape.channels) {
      return absl::InvalidArgumentError(absl::StrCat("--image=", image_, ": images of ",
                                                     shape.channels, " channels: the network of ",
                                                     network_, " takes ", options.image.channels));
    }
    int maps = 0;
    for (const VggUnit& unit : options.units) {
      if (unit.kind != VggUnit::Kind::kConvolution && unit.kind != VggUnit::Kind::kPool) break;
      ++maps;
    }
    if (unit_ <= maps) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat("--unit=", unit_, ": the network of ", network_,
                                                   " has ", maps, " convolutions and pools"));
  }

  absl::StatusOr<std::vector<int>> Channels(const network::VggOptions& options) const {
    const int count = options.MapBehind(unit_).channels;
    std::vector<int> channels;
    if (channels_ == "all") {
      for (int k = 0; k < count; ++k) channels.push_back(k);
      return channels;
    }
    for (const absl::string_view word : absl::StrSplit(channels_, ',')) {
      int channel = 0;
      if (!absl::SimpleAtoi(word, &channel) || channel < 0 || channel >= count) {
        return absl::InvalidArgumentError(absl::StrCat("--channel=", channels_, ": '", word,
                                                       "' must be an integer from 0 to ", count - 1,
                                                       ", a channel of unit ", unit_));
      }
      if (std::find(channels.begin(), channels.end(), channel) != channels.end()) {
        return absl::InvalidArgumentError(
            absl::StrCat("--channel=", channels_, ": ", channel, " is given twice"));
      }
      channels.push_back(channel);
    }
    return channels;
  }

  absl::StatusOr<Cascade<float>> TrainCascade(network::Network<float> network,
                                              const network::VggOptions& options,
                                              const Matrix<float>& images, WorkerPool& workers) {
    const std::uint64_t seed = static_cast<std::uint64_t>(seed_);
    INFOFLOW_ASSIGN_OR_RETURN(
        Cascade<float> cascade,
        cascade::MakeVggCascade<float>(std::move(network), options, decoders_, seed, unit_));
    training_.seed = seed;
    training_.minibatches.batch = std::min(batch_, images.rows());
    INFOFLOW_ASSIGN_OR_RETURN(
        cascade::CascadeTraining<float> training,
        cascade::CascadeTraining<float>::Create(std::move(cascade), images, training_));
    Progress progress("cascade-channels: batches", batches_);
    INFOFLOW_RETURN_IF_ERROR(training
                                 .RunBatches(batches_, workers,
                                             [&] {
                                               progress.Add();
                                               return absl::OkStatus();
                                             })
                                 .status());
    progress.Finish();
    return training.cascade();
  }

  // Outputs of the unit, some images at a time.
  Matrix<float> UnitOutputs(const network::Network<float>& network, ConstMatrixView<float> images,
                            WorkerPool& workers) const {
    Matrix<float> outputs(images.rows(), network.layer(unit_ - 1).output_size());
    network::NetworkWorkspace<float> workspace(network, std::min(kImagesPerPass, images.rows()));
    for (int first = 0; first < images.rows(); first += kImagesPerPass) {
      const int rows = std::min(kImagesPerPass, images.rows() - first);
      network::Forward<float>(network, images.Block(first, 0, rows, images.columns()), workspace,
                              workers);
      const ConstMatrixView<float> maps = workspace.output(unit_ - 1);
      for (int b = 0; b < rows; ++b) {
        std::copy(maps.row(b).begin(), maps.row(b).end(), outputs.row(first + b).begin());
      }
    }
    return outputs;
  }

  // Writes all files and returns the table.
  absl::StatusOr<Table> Decode(const Cascade<float>& cascade, const network::VggOptions& options,
                               const Matrix<float>& images, const std::vector<int>& channels,
                               const std::string& folder, WorkerPool& workers) const {
    const MapShape& image = options.image;
    const MapShape map = options.MapBehind(unit_);
    const Matrix<float> outputs = UnitOutputs(cascade.network(), images, workers);
    const Matrix<float> whole = cascade::Decode<float>(cascade, unit_, outputs, workers);
    INFOFLOW_RETURN_IF_ERROR(Write(images, image, Pixels::kAbsolute, folder + "/images.npy"));
    INFOFLOW_RETURN_IF_ERROR(
        Write(whole, image, Pixels::kAbsolute, folder + "/reconstructions.npy"));
    Table table(std::vector<Column>{{"channel", ""},
                                    {"mean_activation", ""},
                                    {"largest_activation", ""},
                                    {"alone_own_map", ""},
                                    {"left_out_own_map", ""}});
    table.AddComment(absl::StrCat(
        "mean squared error of reconstructions from unit ", unit_,
        ", in the network's units: ", FormatDouble(network::MeanSquaredError(whole, images, {})),
        "; of the images' mean: ", FormatDouble(Variance(images))));
    table.AddComment(
        "own_map: absolute correlation with the channel's map, median over images; nan: constant");
    for (const int channel : channels) {
      const Matrix<float> own =
          cascade::EnlargedChannel<float>(outputs, map, channel, image.height, image.width);
      const auto decode = [&](ChannelChoice choice) {
        return cascade::DecodeChannel<float>(cascade, unit_, outputs, map.channels, channel, choice,
                                             workers);
      };
      const Matrix<float> alone = decode(ChannelChoice::kAlone);
      const Matrix<float> left_out = decode(ChannelChoice::kLeaveOneOut);
      const std::string stem = absl::StrCat(folder, "/channel_", channel);
      INFOFLOW_RETURN_IF_ERROR(
          Write(own, {1, image.height, image.width}, Pixels::kMap, stem + "_map.npy"));
      INFOFLOW_RETURN_IF_ERROR(Write(alone, image, Pixels::kAbsolute, stem + "_alone.npy"));
      INFOFLOW_RETURN_IF_ERROR(Write(left_out, image, Pixels::kDifference, stem + "_left_out.npy"));
      double sum = 0.0, largest = 0.0;
      for (const float x : own.values()) sum += x, largest = std::max<double>(largest, x);
      table.AddRow({channel, sum / static_cast<double>(own.size()), largest,
                    Correlation(alone, own, image), Correlation(left_out, own, image)});
    }
    return table;
  }

  static double Variance(const Matrix<float>& images) {
    const int columns = images.columns();
    Matrix<float> mean(1, columns);
    for (int b = 0; b < images.rows(); ++b) {
      for (int i = 0; i < columns; ++i) mean(0, i) += images(b, i) / images.rows();
    }
    double squares = 0.0;
    for (int b = 0; b < images.rows(); ++b) {
      for (int i = 0; i < columns; ++i) squares += std::pow(images(b, i) - mean(0, i), 2);
    }
    return squares / static_cast<double>(images.size());
  }

  static double Correlation(const Matrix<float>& decoded, const Matrix<float>& maps,
                            const MapShape& image) {
    const Matrix<float> grey = cascade::MeanOverChannels<float>(decoded, image);
    std::vector<double> correlations;
    for (int b = 0; b < grey.rows(); ++b) {
      const double correlation =
          std::abs(cascade::ImageCorrelation<float>(std::as_const(grey).row(b), maps.row(b)));
      if (!std::isnan(correlation)) correlations.push_back(correlation);
    }
    return correlations.empty() ? numerics::kNaN : numerics::Median(correlations);
  }

  enum class Pixels { kAbsolute, kDifference, kMap };
  // n x rows x columns, x 3 for colours; pixels as in the file that was read.
  absl::Status Write(Matrix<float> images, const MapShape& shape, Pixels pixels,
                     const std::string& path) const {
    if (normalized_ && pixels != Pixels::kMap) {
      const datasets::ColourNormalization& colours = datasets::kImageNetColours;
      for (int b = 0; b < images.rows(); ++b) {
        for (int i = 0; i < images.columns(); ++i) {
          const float mean = pixels == Pixels::kAbsolute ? colours.mean[i % 3] : 0.0f;
          images(b, i) = images(b, i) * colours.deviation[i % 3] + mean;
        }
      }
    }
    std::vector<std::int64_t> extents = {images.rows(), shape.height, shape.width};
    if (shape.channels > 1) extents.push_back(shape.channels);
    return WriteNpyFile(MakeNpy(absl::MakeConstSpan(images.values()), std::move(extents)), path);
  }

  std::string network_;
  std::string image_;
  int unit_ = 1;
  std::string channels_ = "all";
  std::string out_;
  cascade::VggDecoders decoders_ = cascade::VggDecoders::kLinear;
  std::string colours_ = "imagenet";
  bool normalized_ = false;
  // With fewer steps, or the paper's rate of 0.001, decoders of small networks are worse than the
  // mean image.
  std::int64_t batches_ = 500;
  int batch_ = 8;
  std::int64_t seed_ = 1;
  int threads_ = 0;
  cascade::CascadeTrainingOptions training_;
};

}  // namespace

Commands CascadeChannelsCommands() {
  Commands commands;
  commands.push_back(std::make_unique<CascadeChannelsCommand>());
  return commands;
}

}  // namespace infoflow::command_line
