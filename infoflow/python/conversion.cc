#include "infoflow/python/conversion.h"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/support/parallel_for.h"

namespace infoflow::python {

namespace py = pybind11;

namespace {

template <typename T, typename Array>
linalg::ConstMatrixView<T> View(const std::string& name, const Array& array) {
  if (array.ndim() != 2) {
    throw py::value_error(
        absl::StrCat(name, ": must have 2 dimensions, has ", static_cast<int>(array.ndim())));
  }
  constexpr py::ssize_t kMost = std::numeric_limits<int>::max();
  if (array.shape(0) > kMost || array.shape(1) > kMost) {
    throw py::value_error(absl::StrCat(name, ": has more than ", kMost, " rows or columns"));
  }
  const int columns = static_cast<int>(array.shape(1));
  return {array.data(), static_cast<int>(array.shape(0)), columns, columns};
}

}  // namespace

void Throw(const absl::Status& status) {
  const std::string sentence(status.message());
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kNotFound:
      throw py::value_error(sentence);
    case absl::StatusCode::kResourceExhausted:
      PyErr_SetString(PyExc_MemoryError, sentence.c_str());
      throw py::error_already_set();
    case absl::StatusCode::kCancelled:
      PyErr_SetString(PyExc_KeyboardInterrupt, sentence.c_str());
      throw py::error_already_set();
    default:
      PyErr_SetString(PyExc_RuntimeError, sentence.c_str());
      throw py::error_already_set();
  }
}

void ThrowUnlessOk(const absl::Status& status) {
  if (!status.ok()) Throw(status);
}

void InterruptibleFor(int count, int threads, absl::FunctionRef<absl::Status(int)> work) {
  if (threads < 0) throw py::value_error(absl::StrCat("threads=", threads, ": must be 0 or more"));
  // Enough items to keep the threads busy, few enough to answer within a second or so.
  const int group = 8 * (threads > 0 ? threads : NumberOfCores());
  for (int first = 0; first < count; first += group) {
    const int items = std::min(group, count - first);
    ThrowUnlessOk(WithoutLock(
        [&] { return ParallelFor(items, threads, [&](int item) { return work(first + item); }); }));
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
  }
}

linalg::ConstMatrixView<double> MatrixOf(const std::string& name, const DoubleArray& array) {
  return View<double>(name, array);
}

linalg::ConstMatrixView<float> MatrixOf(const std::string& name, const FloatArray& array) {
  return View<float>(name, array);
}

absl::Span<const double> VectorOf(const std::string& name, const DoubleArray& array) {
  if (array.ndim() != 1) {
    throw py::value_error(
        absl::StrCat(name, ": must have 1 dimension, has ", static_cast<int>(array.ndim())));
  }
  return {array.data(), static_cast<std::size_t>(array.size())};
}

DoubleArray ToArray(const std::vector<double>& values) {
  return DoubleArray(static_cast<py::ssize_t>(values.size()), values.data());
}

DoubleArray ToArray(linalg::ConstMatrixView<double> values) {
  DoubleArray array({values.rows(), values.columns()});
  for (int i = 0; i < values.rows(); ++i) {
    std::copy(values.row(i).begin(), values.row(i).end(), array.mutable_data(i, 0));
  }
  return array;
}

activation::Function FunctionOfText(const std::string& text) {
  return ValueOf(activation::ParseFunction(text));
}

}  // namespace infoflow::python
