#ifndef PAPER_FIGURES_HARNESS_PICTURE_KEYS_H_
#define PAPER_FIGURES_HARNESS_PICTURE_KEYS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace infoflow::paper_figures {

// What a recipe must know besides the tables: the values by which curves are told apart, their
// labels, critical values. Written beside the tables as gnuplot assignments, numbers with all
// their digits, so that
//
//   pick(k, y) = (column("coupling") == k ? y : NaN)
//   plot for [i=1:num_couplings] "data/flow.csv" using "step":(pick(couplings[i],
//   column("entropy")))
//
// finds each curve by its number and not by how it is printed.
class PictureKeys {
 public:
  // Names are identifiers, each at most once. A list NAME is an array, and num_NAME its length;
  // gnuplot has no empty arrays, so that an empty list has one element that means nothing.
  void Add(absl::string_view name, double value);
  void Add(absl::string_view name, int value);
  void Add(absl::string_view name, absl::string_view value);
  void Add(absl::string_view name, const std::vector<double>& values);
  void Add(absl::string_view name, const std::vector<int>& values);
  void Add(absl::string_view name, const std::vector<std::string>& values);

  // The assignments, a line each.
  const std::string& script() const { return script_; }

 private:
  void AddLine(absl::string_view name, absl::string_view value);
  void AddArray(absl::string_view name, const std::vector<std::string>& values);

  std::vector<std::string> names_;
  std::string script_;
};

// The shortest words for numbers that tell them apart: 6 digits, or more where two would look
// alike. For labels.
std::vector<std::string> NumberNames(const std::vector<double>& values);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_PICTURE_KEYS_H_
