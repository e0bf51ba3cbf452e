#include "infoflow/testing/reference_tensors.h"

#include <cmath>
#include <cstddef>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

namespace infoflow::testing {

std::vector<ReferenceTensors> ReferenceTensors::Open(absl::string_view folder,
                                                     absl::string_view pattern) {
  std::vector<ReferenceTensors> files;
  for (ReferenceTable& table : ReferenceTable::Open(folder, pattern)) {
    ReferenceTensors tensors = ReferenceTensors();
    tensors.file_ = table.file();
    for (int row = 0; row < table.num_rows(); ++row) {
      ReferenceTensor tensor;
      std::size_t size = 1;
      const int dimensions = static_cast<int>(table.Input(row, "ndim"));
      for (int d = 0; d < 4; ++d) {
        const int extent = static_cast<int>(table.Input(row, absl::StrCat("d", d)));
        if (d < dimensions) tensor.sizes.push_back(extent);
        size *= extent;
      }
      for (const auto word : absl::StrSplit(table.Text(row, "values"), ' ', absl::SkipEmpty())) {
        double value = 0.0;
        if (!absl::SimpleAtod(word, &value)) ADD_FAILURE() << table.file() << ": '" << word << "'";
        tensor.values.push_back(value);
      }
      const Key key(table.Text(row, "tensor"), static_cast<int>(table.Input(row, "step")));
      if (tensor.values.size() != size) {
        ADD_FAILURE() << table.file() << ": " << key.first << " has " << tensor.values.size()
                      << " values, its sizes say " << size;
      }
      tensors.tensors_[key] = std::move(tensor);
    }
    files.push_back(std::move(tensors));
  }
  return files;
}

ReferenceTensors::~ReferenceTensors() {
  if (file_.empty()) return;  // moved from
  absl::PrintF("%s: %d of %d tensors compared, worst error %.3g in %s\n", file_, compared_,
               tensors_.size(), worst_error_, worst_name_);
  for (const auto& [key, tensor] : tensors_) {
    if (used_.count(key) == 0) {
      ADD_FAILURE() << file_ << ": " << key.first << " at step " << key.second
                    << " was not checked";
    }
  }
}

bool ReferenceTensors::Has(absl::string_view name, int step) const {
  return tensors_.count(Key(name, step)) > 0;
}

std::vector<int> ReferenceTensors::Steps(absl::string_view name) const {
  std::vector<int> steps;
  for (const auto& [key, tensor] : tensors_) {
    if (key.first == name) steps.push_back(key.second);
  }
  return steps;
}

std::vector<std::string> ReferenceTensors::Names(absl::string_view pattern) const {
  std::vector<std::string> names;
  for (const auto& [key, tensor] : tensors_) {
    if (MatchesPattern(key.first, pattern) && (names.empty() || names.back() != key.first)) {
      names.push_back(key.first);
    }
  }
  return names;
}

const ReferenceTensor& ReferenceTensors::Input(absl::string_view name, int step) {
  static const ReferenceTensor& empty = *new ReferenceTensor();
  const auto found = tensors_.find(Key(name, step));
  if (found == tensors_.end()) {
    ADD_FAILURE() << file_ << ": no tensor " << name << " at step " << step;
    return empty;
  }
  used_.insert(found->first);
  return found->second;
}

double ReferenceTensors::Number(absl::string_view name, int step) {
  const ReferenceTensor& tensor = Input(name, step);
  return tensor.values.size() == 1 ? tensor.values[0] : std::nan("");
}

void ReferenceTensors::Compare(absl::string_view name, int step, absl::Span<const double> got,
                               Tolerance tolerance) {
  const ReferenceTensor& want = Input(name, step);
  ++compared_;
  if (got.size() != want.values.size()) {
    ADD_FAILURE() << file_ << ": " << name << " at step " << step << ": got " << got.size()
                  << " values, want " << want.values.size();
    return;
  }
  double squares = 0.0;
  for (const double value : want.values) squares += std::isfinite(value) ? value * value : 0.0;
  const double rms = std::sqrt(squares / static_cast<double>(want.values.size()));
  const double allowed = tolerance.relative * rms + tolerance.absolute;
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (got[i] == want.values[i] || (std::isnan(got[i]) && std::isnan(want.values[i]))) continue;
    const double difference = std::abs(got[i] - want.values[i]);
    if (rms > 0.0 && !(difference / rms <= worst_error_)) {
      worst_error_ = difference / rms;
      worst_name_ = std::string(name);
    }
    if (!(difference <= allowed)) {
      ADD_FAILURE() << absl::StrFormat(
          "%s, %s at step %d, element %d: got %.17g, want %.17g, "
          "difference %.3g, allowed %.3g",
          file_, name, step, i, got[i], want.values[i], difference, allowed);
      return;
    }
  }
}

void ReferenceTensors::Ignore(absl::string_view pattern) {
  for (const auto& [key, tensor] : tensors_) {
    if (MatchesPattern(key.first, pattern)) used_.insert(key);
  }
}

}  // namespace infoflow::testing
