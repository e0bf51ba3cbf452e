#include "infoflow/network/convolution/tap_groups.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/support/check.h"

namespace infoflow::network {

namespace {

struct Term {
  int output, input, tap;
};

// Terms in the order output, tap.
TapLists ListsOf(const std::vector<Term>& terms, const std::vector<int>& outputs, int inputs,
                 int taps) {
  TapLists lists;
  lists.num_taps = taps;
  std::vector<std::vector<Tap>> by_input(inputs), by_tap(taps);
  std::size_t next = 0;
  for (const int output : outputs) {
    std::vector<Tap> group;
    for (; next < terms.size() && terms[next].output == output; ++next) {
      const Term& term = terms[next];
      group.push_back({term.input, term.tap});
      by_input[term.input].push_back({term.output, term.tap});
      by_tap[term.tap].push_back({term.input, term.output});
    }
    lists.by_output.Add(output, group);
  }
  INFOFLOW_CHECK(next == terms.size());
  for (int i = 0; i < inputs; ++i) lists.by_input.Add(i, by_input[i]);
  for (int t = 0; t < taps; ++t) lists.by_tap.Add(t, by_tap[t]);
  return lists;
}

}  // namespace

std::string MapShapeName(const MapShape& shape) {
  return absl::StrCat(shape.channels, ",", shape.height, ",", shape.width);
}

void TapGroups::Add(int target, absl::Span<const Tap> taps) {
  targets_.push_back(target);
  taps_.insert(taps_.end(), taps.begin(), taps.end());
  offsets_.push_back(static_cast<int>(taps_.size()));
}

TapLists ConvolutionTaps(const ConvolutionGeometry& geometry) {
  const int border = geometry.wrap ? 1 : 0;
  const int output_width = geometry.inner_width() + 2 * border;
  std::vector<Term> terms;
  std::vector<int> outputs;
  for (int y = 0; y < geometry.inner_height(); ++y) {
    for (int x = 0; x < geometry.inner_width(); ++x) {
      const int output = (y + border) * output_width + x + border;
      outputs.push_back(output);
      for (int i = 0; i < geometry.kernel; ++i) {
        for (int j = 0; j < geometry.kernel; ++j) {
          const int row = geometry.stride * y + i - geometry.padding;
          const int column = geometry.stride * x + j - geometry.padding;
          if (row < 0 || row >= geometry.height || column < 0 || column >= geometry.width) continue;
          terms.push_back({output, row * geometry.width + column, i * geometry.kernel + j});
        }
      }
    }
  }
  return ListsOf(terms, outputs, geometry.height * geometry.width,
                 geometry.kernel * geometry.kernel);
}

TapLists TransposedTaps(const TransposedGeometry& geometry) {
  const int first = geometry.cut == Cut::kBoth ? 1 : 0;
  std::vector<Term> terms;
  std::vector<int> outputs;
  for (int y = 0; y < geometry.output_height(); ++y) {
    for (int x = 0; x < geometry.output_width(); ++x) {
      const int output = y * geometry.output_width() + x;
      outputs.push_back(output);
      for (int i = 0; i < geometry.kernel; ++i) {
        for (int j = 0; j < geometry.kernel; ++j) {
          const int row = y + first - i, column = x + first - j;
          if (row < 0 || column < 0 || row % geometry.stride != 0 ||
              column % geometry.stride != 0 || row / geometry.stride >= geometry.height ||
              column / geometry.stride >= geometry.width) {
            continue;
          }
          terms.push_back({output,
                           row / geometry.stride * geometry.width + column / geometry.stride,
                           i * geometry.kernel + j});
        }
      }
    }
  }
  return ListsOf(terms, outputs, geometry.height * geometry.width,
                 geometry.kernel * geometry.kernel);
}

}  // namespace infoflow::network
