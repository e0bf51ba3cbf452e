#ifndef INFOFLOW_PYTHON_CONVERSION_H_
#define INFOFLOW_PYTHON_CONVERSION_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/activation/function.h"
#include "infoflow/linalg/matrix.h"
#include "pybind11/numpy.h"
#include "pybind11/pybind11.h"

// Between the library's values and Python's.

namespace infoflow::python {

// Rows without gaps; what is given in other order or type is copied.
using DoubleArray =
    pybind11::array_t<double, pybind11::array::c_style | pybind11::array::forcecast>;
using FloatArray = pybind11::array_t<float, pybind11::array::c_style | pybind11::array::forcecast>;

// Throws the exception of `status` with its sentence: ValueError for what the caller can mend,
// MemoryError, KeyboardInterrupt after a signal, else RuntimeError.
[[noreturn]] void Throw(const absl::Status& status);
void ThrowUnlessOk(const absl::Status& status);

template <typename T>
T ValueOf(absl::StatusOr<T> value) {
  if (!value.ok()) Throw(value.status());
  return *std::move(value);
}

// The result of `work`, during which other Python threads run.
template <typename Work>
auto WithoutLock(const Work& work) {
  const pybind11::gil_scoped_release release;
  return work();
}

// As ParallelFor, without the lock, and looks for Ctrl-C between groups of items.
void InterruptibleFor(int count, int threads, absl::FunctionRef<absl::Status(int)> work);

// Views of the argument `name`, valid as long as the array. Errors: ValueError for another number
// of dimensions, or sides beyond 2^31.
linalg::ConstMatrixView<double> MatrixOf(const std::string& name, const DoubleArray& array);
linalg::ConstMatrixView<float> MatrixOf(const std::string& name, const FloatArray& array);
absl::Span<const double> VectorOf(const std::string& name, const DoubleArray& array);

DoubleArray ToArray(const std::vector<double>& values);
DoubleArray ToArray(linalg::ConstMatrixView<double> values);

// An activation from "tanh" or "hardtanh:threshold=2". Errors: ValueError.
activation::Function FunctionOfText(const std::string& text);

// What a submodule holds is defined where its domain is; all called by module.cc.
void DefineReplica(pybind11::module_& module);
void DefineMeanField(pybind11::module_& module);
void DefineIsing(pybind11::module_& module);
void DefineEstimators(pybind11::module_& module);
void DefineCascade(pybind11::module_& module);

}  // namespace infoflow::python

#endif  // INFOFLOW_PYTHON_CONVERSION_H_
