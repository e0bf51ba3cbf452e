#ifndef INFOFLOW_TESTING_REFERENCE_TENSORS_H_
#define INFOFLOW_TESTING_REFERENCE_TENSORS_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::testing {

// An array of numbers from elsewhere: sizes from the slowest to the fastest index; no sizes for a
// single number.
struct ReferenceTensor {
  std::vector<int> sizes;
  std::vector<double> values;
};

// A file of arrays that code is compared with, one per row:
// tensor,step,ndim,d0,d1,d2,d3,values, the values separated by blanks. Found, redirected and
// skipped as ReferenceTable does.
//
// The destructor prints "FILE: N of M tensors compared, worst error X in NAME", the error
// relative to the root mean square of the array, and fails the test when a tensor was neither
// read, compared nor ignored.
class ReferenceTensors {
 public:
  static std::vector<ReferenceTensors> Open(absl::string_view folder, absl::string_view pattern);

  ReferenceTensors(ReferenceTensors&&) = default;
  ~ReferenceTensors();

  const std::string& file() const { return file_; }
  bool Has(absl::string_view name, int step = 0) const;
  // The steps that the tensor has, in ascending order.
  std::vector<int> Steps(absl::string_view name) const;
  // Tensors whose name matches `pattern` ('*': any text), without those that differ in step only.
  std::vector<std::string> Names(absl::string_view pattern) const;

  // The tensor; a missing one fails the test and is empty.
  const ReferenceTensor& Input(absl::string_view name, int step = 0);
  double Number(absl::string_view name, int step = 0);

  // |got - want| <= tolerance.relative rms(want) + tolerance.absolute for each element; equal
  // infinities and two NaNs agree, and do not enter the root mean square.
  void Compare(absl::string_view name, int step, absl::Span<const double> got, Tolerance tolerance);

  // Declares that tensors whose name matches `pattern` ('*': any text) are another test's.
  void Ignore(absl::string_view pattern);

 private:
  ReferenceTensors() = default;

  using Key = std::pair<std::string, int>;

  std::string file_;
  std::map<Key, ReferenceTensor> tensors_;
  std::set<Key> used_;
  int compared_ = 0;
  double worst_error_ = 0.0;
  std::string worst_name_;
};

}  // namespace infoflow::testing

#endif  // INFOFLOW_TESTING_REFERENCE_TENSORS_H_
