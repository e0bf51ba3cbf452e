#include "paper_figures/reconstruction/shown_images.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "infoflow/cascade/channel_images.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/support/check.h"
#include "paper_figures/shared/mosaic.h"

namespace infoflow::paper_figures {

namespace {

using cascade::ChannelChoice;
using linalg::Matrix;
using network::MapShape;

constexpr int kLargestSide = 64;
constexpr std::size_t kMostShownUnits = 3;

// Means over squares of `square` x `square` pixels; what is left over at the far borders is cut
// off. Shapes: one channel.
Matrix<float> Smaller(const Matrix<float>& images, const MapShape& shape, int square) {
  const int height = shape.height / square, width = shape.width / square;
  Matrix<float> result(images.rows(), height * width);
  for (int b = 0; b < images.rows(); ++b) {
    for (int i = 0; i < height * square; ++i) {
      for (int j = 0; j < width * square; ++j) {
        result(b, i / square * width + j / square) +=
            images(b, i * shape.width + j) / static_cast<float>(square * square);
      }
    }
  }
  return result;
}

// The judged image `b` alone.
Matrix<float> OneImage(const Matrix<float>& images, int b) {
  return Matrix<float>(images.Block(b, 0, 1, images.columns()));
}

// The first one and pools.
std::vector<int> ShownUnits(const VggSubject& subject, const ChannelRecipe& recipe, int levels) {
  std::vector<int> shown;
  for (const int unit : recipe.units) {
    if (unit > std::min(levels, subject.map_units())) continue;
    const bool pool = subject.options.units[unit - 1].kind == network::VggUnit::Kind::kPool;
    if (shown.empty() || (pool && shown.size() < kMostShownUnits)) shown.push_back(unit);
  }
  return shown;
}

}  // namespace

Table ShownImages::ToTable() const {
  if (row_names.empty()) return Table({{"x", "pixels"}, {"y", "pixels"}, {"value", ""}});
  Matrix<double> rounded(images.rows(), images.columns());
  for (std::size_t i = 0; i < rounded.size(); ++i) {
    rounded.values()[i] = std::round(1e3 * images.values()[i]) / 1e3;
  }
  return Mosaic(rounded, height, width, static_cast<int>(column_names.size()), "pixels");
}

ImageRows::ImageRows(const MapShape& shape, int columns)
    : shape_(shape),
      columns_(columns),
      square_((std::max(shape.height, shape.width) + kLargestSide - 1) / kLargestSide) {}

void ImageRows::Add(const std::string& name, const Matrix<float>& images) {
  INFOFLOW_CHECK(images.rows() <= columns_);
  Matrix<float> shown = Smaller(cascade::MeanOverChannels<float>(images, shape_), shape_, square_);
  cascade::ScaleForDisplay<float>(shown.view());
  names_.push_back(name);
  rows_.push_back(std::move(shown));
}

ShownImages ImageRows::Shown(const std::vector<std::string>& column_names) const {
  ShownImages shown;
  shown.height = shape_.height / square_;
  shown.width = shape_.width / square_;
  shown.row_names = names_;
  shown.column_names = column_names;
  shown.images = Matrix<float>(static_cast<int>(rows_.size()) * columns_,
                               shown.height * shown.width, std::numeric_limits<float>::quiet_NaN());
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    for (int j = 0; j < rows_[i].rows(); ++j) {
      const absl::Span<const float> image = rows_[i].row(j);
      std::copy(image.begin(), image.end(),
                shown.images.row(static_cast<int>(i) * columns_ + j).begin());
    }
  }
  return shown;
}

Matrix<float> MatrixOf(const Matrix<double>& matrix) {
  Matrix<float> result(matrix.rows(), matrix.columns());
  std::copy(matrix.values().begin(), matrix.values().end(), result.values().begin());
  return result;
}

ShownImages ShowReconstructions(const VggSubject& subject, const ChannelCascades& cascades,
                                const std::vector<int>& examples, WorkerPool& workers) {
  const std::vector<int> units = DecodedUnits(subject, cascades);
  std::vector<std::string> columns = {"image"};
  for (const int unit : units) columns.push_back(subject.UnitName(unit));
  ImageRows rows(subject.options.image, static_cast<int>(columns.size()));
  for (const int example : examples) {
    const Matrix<float> image = OneImage(subject.judged, example);
    for (const bool relu : {false, true}) {
      const auto& cascade = relu ? cascades.relu : cascades.linear;
      const Matrix<float> levels =
          cascade::Reconstruct<float>(cascade, image, cascade.num_decoders(), workers);
      Matrix<float> shown(static_cast<int>(columns.size()), image.columns());
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto from = i == 0 ? std::as_const(image).row(0) : levels.row(units[i - 1] - 1);
        std::copy(from.begin(), from.end(), shown.row(static_cast<int>(i)).begin());
      }
      rows.Add(relu ? "ReLU" : "linear", shown);
    }
  }
  return rows.Shown(columns);
}

ShownImages ShowChannels(const VggSubject& subject, const ChannelRecipe& recipe,
                         const ChannelCascades& cascades, int example, WorkerPool& workers) {
  const MapShape& image = subject.options.image;
  const Matrix<float> shown_image = OneImage(subject.judged, example);
  ImageRows rows(image, static_cast<int>(recipe.channels.size()));
  for (const int unit : ShownUnits(subject, recipe, cascades.linear.num_decoders())) {
    const MapShape map = subject.options.MapBehind(unit);
    const Matrix<float> outputs = UnitOutputs(subject, unit, shown_image, workers);
    std::vector<int> channels;
    for (const int channel : recipe.channels) {
      if (channel < map.channels) channels.push_back(channel);
    }
    if (channels.empty()) continue;
    // A row of all channels, of images that `decode` makes of one.
    const auto add = [&](const std::string& what, const auto& decode) {
      Matrix<float> shown(static_cast<int>(channels.size()), image.size());
      for (std::size_t k = 0; k < channels.size(); ++k) {
        const Matrix<float> decoded = decode(channels[k]);
        std::copy(decoded.values().begin(), decoded.values().end(),
                  shown.row(static_cast<int>(k)).begin());
      }
      rows.Add(what, shown);
    };
    const auto decoded = [&](const cascade::Cascade<float>& cascade, ChannelChoice choice) {
      return [&, choice](int channel) {
        return cascade::DecodeChannel<float>(cascade, unit, outputs, map.channels, channel, choice,
                                             workers);
      };
    };
    add(subject.UnitName(unit) + " map", [&](int channel) {
      // The same in all colours.
      const Matrix<float> grey =
          cascade::EnlargedChannel<float>(outputs, map, channel, image.height, image.width);
      Matrix<float> colours(1, image.size());
      for (int i = 0; i < image.size(); ++i) colours(0, i) = grey(0, i / image.channels);
      return colours;
    });
    add("left out", decoded(cascades.linear, ChannelChoice::kLeaveOneOut));
    add("alone", decoded(cascades.linear, ChannelChoice::kAlone));
    add("alone, ReLU", decoded(cascades.relu, ChannelChoice::kAlone));
  }
  std::vector<std::string> columns;
  for (const int channel : recipe.channels) columns.push_back(absl::StrCat(channel));
  return rows.Shown(columns);
}

}  // namespace infoflow::paper_figures
