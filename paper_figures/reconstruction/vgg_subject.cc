#include "paper_figures/reconstruction/vgg_subject.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "infoflow/datasets/image_array.h"
#include "infoflow/network/convolution/channel_order.h"
#include "infoflow/network/convolution/vgg_weights.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/network/training/optimizer.h"
#include "infoflow/network/training/training.h"
#include "infoflow/network/training/training_evaluation.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/file.h"
#include "infoflow/support/sha256.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

using linalg::Matrix;
using network::MapShape;
using network::VggUnit;

constexpr network::LossConvention kLoss = network::LossConvention::kCrossEntropyOnLogits;

Matrix<float> PixelMajorImages(const datasets::Dataset& data, const MapShape& shape) {
  const std::vector<float> values = network::PixelMajor<float>(data.images.values(), shape);
  Matrix<float> images(data.size(), shape.size());
  std::copy(values.begin(), values.end(), images.values().begin());
  return images;
}

network::VggOptions OptionsOf(const VggRecipe& recipe, const datasets::Dataset& data) {
  network::VggOptions options;
  options.image = {data.shape.channels, data.shape.rows, data.shape.columns};
  options.units = {VggUnit::Convolution(recipe.channels),
                   VggUnit::Convolution(recipe.channels),
                   VggUnit::Pool(),
                   VggUnit::Convolution(2 * recipe.channels),
                   VggUnit::Convolution(2 * recipe.channels),
                   VggUnit::Pool(),
                   VggUnit::Flatten(),
                   VggUnit::Dense(recipe.hidden),
                   VggUnit::Dense(data.classes)};
  return options;
}

// A file, or those in a folder.
absl::Status AddSource(const std::string& path, ImageSet& set) {
  std::vector<std::string> files = {path};
  std::error_code code;
  if (std::filesystem::is_directory(path, code)) {
    files.clear();
    for (const auto& entry : std::filesystem::directory_iterator(path, code)) {
      if (absl::EndsWith(entry.path().string(), ".npy")) files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
  }
  for (const std::string& file : files) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::string content, ReadFile(file));
    set.sources.push_back({std::filesystem::path(file).filename().string(), Sha256(content)});
  }
  return absl::OkStatus();
}

}  // namespace

int VggSubject::map_units() const {
  int units = 0;
  while (units < static_cast<int>(options.units.size()) &&
         (options.units[units].kind == VggUnit::Kind::kConvolution ||
          options.units[units].kind == VggUnit::Kind::kPool)) {
    ++units;
  }
  return units;
}

std::string VggSubject::UnitName(int unit) const {
  const VggUnit::Kind kind = options.units[unit - 1].kind;
  if (kind == VggUnit::Kind::kFlatten) return "flatten";
  if (unit == static_cast<int>(options.units.size()) && kind == VggUnit::Kind::kDense) {
    return "logits";
  }
  const auto same = [&](const VggUnit& other) { return other.kind == kind; };
  const auto number = std::count_if(options.units.begin(), options.units.begin() + unit, same);
  const char* name = kind == VggUnit::Kind::kConvolution ? "conv"
                     : kind == VggUnit::Kind::kPool      ? "pool"
                                                         : "dense";
  return absl::StrCat(name, number);
}

absl::StatusOr<VggSubject> TrainVggSubject(const VggRecipe& recipe,
                                           const datasets::SplitDataset& data, std::uint64_t seed,
                                           WorkerPool& workers) {
  network::VggOptions options = OptionsOf(recipe, data.train);
  INFOFLOW_ASSIGN_OR_RETURN(network::Network<float> network,
                            network::MakeVggNetwork<float>(options));
  network::InitializeGaussian<float>({/*weight_variance=*/2.0, /*bias_variance=*/0.0}, seed,
                                     network);
  Matrix<float> learn = PixelMajorImages(data.train, options.image);
  Matrix<float> judged = PixelMajorImages(data.test, options.image);
  network::TrainingOptions training_options;
  training_options.loss = kLoss;
  training_options.optimizer.kind = network::OptimizerKind::kAdam;
  training_options.optimizer.learning_rate = recipe.learning_rate;
  training_options.minibatches.batch = recipe.batch;
  training_options.seed = seed;
  INFOFLOW_ASSIGN_OR_RETURN(network::Training<float> training,
                            network::Training<float>::Create(
                                std::move(network), {learn, data.train.labels}, training_options));
  for (int epoch = 0; epoch < recipe.epochs; ++epoch) {
    INFOFLOW_RETURN_IF_ERROR(training.RunEpoch(workers).status());
  }
  const double accuracy =
      network::Evaluate<float>(training.network(), {judged, data.test.labels}, kLoss, {}, workers)
          .accuracy;
  return VggSubject{std::move(options), training.network(), std::move(learn), std::move(judged),
                    accuracy};
}

absl::StatusOr<VggSubject> ReadVggSubject(const std::string& weights, const std::string& images) {
  INFOFLOW_ASSIGN_OR_RETURN(datasets::ImageArray array, datasets::ReadImageArray(images));
  const datasets::ImageShape& shape = array.shape;
  INFOFLOW_ASSIGN_OR_RETURN(network::VggModel<float> model,
                            network::ReadVggModel<float>(weights, shape.rows, shape.columns));
  const int wanted = model.options.image.channels;
  if (wanted != shape.channels) {
    return absl::InvalidArgumentError(absl::StrCat(images, ": images of ", shape.channels,
                                                   " channels: the network of ", weights, " takes ",
                                                   wanted));
  }
  const int n = array.images.rows();
  if (n < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat(images, ": one image: must be at least 2, to learn from and to judge by"));
  }
  if (shape.channels == 3) datasets::NormalizeColours(datasets::kImageNetColours, array.images);
  const int judged = std::max(1, n / 5);
  const linalg::ConstMatrixView<float> all = array.images;
  return VggSubject{std::move(model.options), std::move(model.network),
                    Matrix<float>(all.Block(0, 0, n - judged, all.columns())),
                    Matrix<float>(all.Block(n - judged, 0, judged, all.columns())), numerics::kNaN};
}

absl::StatusOr<ImageSet> FileSources(const std::string& weights, const std::string& images) {
  ImageSet set;
  set.dataset = "files";
  INFOFLOW_RETURN_IF_ERROR(AddSource(weights, set));
  INFOFLOW_RETURN_IF_ERROR(AddSource(images, set));
  return set;
}

}  // namespace infoflow::paper_figures
