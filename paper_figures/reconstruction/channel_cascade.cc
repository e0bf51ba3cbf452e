#include "paper_figures/reconstruction/channel_cascade.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "absl/types/span.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/channel_images.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/reconstruction/network_classes.h"

namespace infoflow::paper_figures {

namespace {

using cascade::Cascade;
using cascade::ChannelChoice;
using cascade::VggDecoders;
using linalg::ConstMatrixView;
using linalg::Matrix;
using network::MapShape;

// Images that pass through the network at once when decoders are judged.
constexpr int kJudgedBatch = 50;

// Decoders of the first `levels` units (0: all) that start from `start`.
absl::StatusOr<Cascade<float>> Trained(const VggSubject& subject, const ChannelRecipe& recipe,
                                       VggDecoders decoders, int levels, std::uint64_t start,
                                       std::uint64_t seed, WorkerPool& workers) {
  INFOFLOW_ASSIGN_OR_RETURN(
      Cascade<float> cascade,
      cascade::MakeVggCascade<float>(subject.network, subject.options, decoders, start, levels));
  cascade::CascadeTrainingOptions options;
  options.minibatches.batch = std::min(recipe.batch, subject.learn.rows());
  options.optimizer.learning_rate = recipe.learning_rate;
  options.seed = seed;
  INFOFLOW_ASSIGN_OR_RETURN(
      cascade::CascadeTraining<float> training,
      cascade::CascadeTraining<float>::Create(std::move(cascade), subject.learn, options));
  INFOFLOW_RETURN_IF_ERROR(training.RunBatches(recipe.batches, workers).status());
  return training.cascade();
}

ConstMatrixView<float> FirstRows(const Matrix<float>& matrix, int count) {
  return matrix.Block(0, 0, std::min(count, matrix.rows()), matrix.columns());
}

// Mean over all numbers of (x - mean)^2.
double Variance(ConstMatrixView<float> values) {
  double sum = 0.0, squares = 0.0;
  for (int b = 0; b < values.rows(); ++b) {
    for (const float x : values.row(b)) sum += x;
  }
  const double count = static_cast<double>(values.rows()) * values.columns();
  const double mean = sum / count;
  for (int b = 0; b < values.rows(); ++b) {
    for (const float x : values.row(b)) squares += (x - mean) * (x - mean);
  }
  return squares / count;
}

// The first decoder learns alone as it does among the others: they are independent problems.
absl::StatusOr<std::vector<ReluStart>> TryStarts(const VggSubject& subject,
                                                 const ChannelRecipe& recipe, std::uint64_t seed,
                                                 WorkerPool& workers) {
  const ConstMatrixView<float> images = FirstRows(subject.judged, recipe.images);
  double squares = 0.0, negative = 0.0;
  for (int b = 0; b < images.rows(); ++b) {
    for (const float x : images.row(b)) {
      squares += static_cast<double>(x) * x;
      if (x < 0.0f) negative += static_cast<double>(x) * x;
    }
  }
  const double count = static_cast<double>(images.rows()) * images.columns();
  std::vector<ReluStart> starts;
  while (starts.empty() ||
         (starts.back().dead() && static_cast<int>(starts.size()) < recipe.relu_starts)) {
    ReluStart start;
    start.seed = seed + starts.size();
    start.dead_error = squares / count;
    start.least_error = negative / count;
    INFOFLOW_ASSIGN_OR_RETURN(
        const Cascade<float> first,
        Trained(subject, recipe, VggDecoders::kRelu, /*levels=*/1, start.seed, seed, workers));
    start.error = cascade::DecoderErrors<float>(first, images, kJudgedBatch, workers)[0];
    starts.push_back(start);
  }
  return starts;
}

std::vector<double> Errors(const Cascade<float>& cascade, ConstMatrixView<float> images,
                           WorkerPool& workers) {
  const int levels = cascade.num_decoders(), n = images.rows();
  const Matrix<float> all = cascade::Reconstruct<float>(cascade, images, levels, workers);
  std::vector<double> errors;
  for (int l = 0; l < levels; ++l) {
    errors.push_back(
        network::MeanSquaredError(all.Block(l * n, 0, n, images.columns()), images, {}));
  }
  return errors;
}

double MedianOf(const std::vector<double>& values) {
  return values.empty() ? numerics::kNaN : numerics::Median(values);
}

// Absolute correlations of images and maps, row by row, but for those that are constant.
void AddCorrelations(ConstMatrixView<float> images, ConstMatrixView<float> maps,
                     std::vector<double>& correlations) {
  for (int b = 0; b < images.rows(); ++b) {
    const double correlation =
        std::abs(cascade::ImageCorrelation<float>(images.row(b), maps.row(b)));
    if (!std::isnan(correlation)) correlations.push_back(correlation);
  }
}

// Share of images whose pixels are all the same.
double ConstantShare(ConstMatrixView<float> images) {
  int constant = 0;
  for (int b = 0; b < images.rows(); ++b) {
    const absl::Span<const float> image = images.row(b);
    const auto [least, most] = std::minmax_element(image.begin(), image.end());
    if (*least == *most) ++constant;
  }
  return static_cast<double>(constant) / images.rows();
}

// The channels of one unit.
class UnitChannels {
 public:
  UnitChannels(const VggSubject& subject, const ChannelRecipe& recipe, int unit,
               WorkerPool& workers)
      : subject_(subject),
        unit_(unit),
        shape_(subject.options.MapBehind(unit)),
        outputs_(UnitOutputs(subject, unit, FirstRows(subject.judged, recipe.images), workers)),
        workers_(workers) {
    for (const int channel : recipe.channels) {
      if (channel < shape_.channels) channels_.push_back(channel);
    }
  }

  std::vector<ChannelRow> Measure(const ChannelCascades& cascades) const {
    std::vector<Matrix<float>> maps;
    const MapShape& image = subject_.options.image;
    for (const int channel : channels_) {
      maps.push_back(
          cascade::EnlargedChannel<float>(outputs_, shape_, channel, image.height, image.width));
    }
    std::vector<ChannelRow> rows;
    for (std::size_t k = 0; k < channels_.size(); ++k) {
      const int channel = channels_[k];
      const Matrix<float> alone = Decoded(cascades.linear, channel, ChannelChoice::kAlone);
      const Matrix<float> left_out = Decoded(cascades.linear, channel, ChannelChoice::kLeaveOneOut);
      const Matrix<float> relu = Decoded(cascades.relu, channel, ChannelChoice::kAlone);
      std::vector<double> alone_own, left_out_own, left_out_others;
      AddCorrelations(alone, maps[k], alone_own);
      for (std::size_t j = 0; j < maps.size(); ++j) {
        AddCorrelations(left_out, maps[j], j == k ? left_out_own : left_out_others);
      }
      rows.push_back({unit_, subject_.UnitName(unit_), channel, MedianOf(alone_own),
                      MedianOf(left_out_own), MedianOf(left_out_others), ConstantShare(alone),
                      ConstantShare(relu)});
    }
    return rows;
  }

 private:
  // What the channel decodes to, its colours averaged.
  Matrix<float> Decoded(const Cascade<float>& cascade, int channel, ChannelChoice choice) const {
    return cascade::MeanOverChannels<float>(
        cascade::DecodeChannel<float>(cascade, unit_, outputs_, shape_.channels, channel, choice,
                                      workers_),
        subject_.options.image);
  }

  const VggSubject& subject_;
  const int unit_;
  const MapShape shape_;
  const Matrix<float> outputs_;
  WorkerPool& workers_;
  std::vector<int> channels_;
};

}  // namespace

absl::StatusOr<ChannelCascades> TrainChannelCascades(const VggSubject& subject,
                                                     const ChannelRecipe& recipe,
                                                     std::uint64_t seed, WorkerPool& workers) {
  INFOFLOW_ASSIGN_OR_RETURN(
      Cascade<float> untrained,
      cascade::MakeVggCascade<float>(subject.network, subject.options, VggDecoders::kLinear, seed,
                                     recipe.levels));
  INFOFLOW_ASSIGN_OR_RETURN(Cascade<float> linear, Trained(subject, recipe, VggDecoders::kLinear,
                                                           recipe.levels, seed, seed, workers));
  INFOFLOW_ASSIGN_OR_RETURN(std::vector<ReluStart> starts,
                            TryStarts(subject, recipe, seed, workers));
  INFOFLOW_ASSIGN_OR_RETURN(Cascade<float> relu,
                            Trained(subject, recipe, VggDecoders::kRelu, recipe.levels,
                                    starts.back().seed, seed, workers));
  return ChannelCascades{std::move(linear), std::move(relu), std::move(untrained),
                         std::move(starts)};
}

std::vector<int> DecodedUnits(const VggSubject& subject, const ChannelCascades& cascades) {
  std::vector<int> units;
  for (int unit = 1; unit <= cascades.linear.num_decoders(); ++unit) {
    if (subject.options.units[unit - 1].kind != network::VggUnit::Kind::kFlatten) {
      units.push_back(unit);
    }
  }
  return units;
}

Matrix<float> UnitOutputs(const VggSubject& subject, int unit, ConstMatrixView<float> images,
                          WorkerPool& workers) {
  network::NetworkWorkspace<float> workspace(subject.network, images.rows());
  network::Forward<float>(subject.network, images, workspace, workers);
  return Matrix<float>(workspace.output(unit - 1));
}

std::vector<UnitRow> MeasureUnits(const VggSubject& subject, const ChannelRecipe& recipe,
                                  const ChannelCascades& cascades, WorkerPool& workers) {
  const ConstMatrixView<float> images = FirstRows(subject.judged, recipe.images);
  const int levels = cascades.linear.num_decoders(), n = images.rows();
  const std::vector<double> relu = Errors(cascades.relu, images, workers);
  const std::vector<double> untrained = Errors(cascades.untrained, images, workers);
  const std::vector<double> own_errors =
      cascade::DecoderErrors<float>(cascades.linear, images, kJudgedBatch, workers);
  const std::vector<int> classes = Classify(subject.network, images, workers);
  const Matrix<float> all = cascade::Reconstruct<float>(cascades.linear, images, levels, workers);
  network::NetworkWorkspace<float> workspace(subject.network, n);
  network::Forward<float>(subject.network, images, workspace, workers);
  std::vector<UnitRow> rows;
  for (const int unit : DecodedUnits(subject, cascades)) {
    const int l = unit - 1;
    const ConstMatrixView<float> level = all.Block(l * n, 0, n, images.columns());
    UnitRow row;
    row.unit = unit;
    row.name = subject.UnitName(unit);
    row.mse = network::MeanSquaredError(level, images, {});
    row.relu_mse = relu[l];
    row.untrained_mse = untrained[l];
    row.relative_error = own_errors[l] / Variance(l == 0 ? images : workspace.output(l - 1));
    const std::vector<int> seen_as = Classify(subject.network, Matrix<float>(level), workers);
    for (int b = 0; b < n; ++b) {
      row.correlation += cascade::ImageCorrelation<float>(level.row(b), images.row(b)) / n;
      row.same_class += static_cast<double>(seen_as[b] == classes[b]) / n;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<ChannelRow> MeasureChannels(const VggSubject& subject, const ChannelRecipe& recipe,
                                        const ChannelCascades& cascades, WorkerPool& workers) {
  std::vector<ChannelRow> rows;
  for (const int unit : recipe.units) {
    if (unit > std::min(subject.map_units(), cascades.linear.num_decoders())) continue;
    for (ChannelRow& row : UnitChannels(subject, recipe, unit, workers).Measure(cascades)) {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace infoflow::paper_figures
