#ifndef INFOFLOW_NETWORK_RELATIVE_ENTROPY_NETWORK_PROBLEM_FILE_H_
#define INFOFLOW_NETWORK_RELATIVE_ENTROPY_NETWORK_PROBLEM_FILE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/relative_entropy/dense_network_view.h"
#include "infoflow/support/table.h"

namespace infoflow::network {

// A network with one input, and samples of its layer 0 if there are any, as a table lists them.
struct NetworkProblem {
  std::vector<linalg::Matrix<double>> weights;  // [out, in]
  std::vector<std::vector<double>> biases;
  std::vector<double> input;
  linalg::Matrix<double> samples;  // one a row; 0 x 0 when the table has none

  // Shows what this holds, which must outlive it.
  DenseNetworkView<double> View(ElementwiseFunction<double> activation) const;
};

// From a table with columns kind, layer, row, col, value, one number a row, in any order:
//   x   input, `row` counts (layer and col 0)
//   W   weight from neuron `col` of the layer before to neuron `row`
//   b   bias of neuron `row` (col 0)
//   Z0  sample `col` of neuron `row` of layer 0 (layer 0); optional
// All indices count from 0; every entry of every array must be there once. Errors are one sentence
// that names `source` and the entry. Shapes are left to CheckDenseNetwork.
absl::StatusOr<NetworkProblem> ParseNetworkProblem(const Table& table, absl::string_view source);

// ParseNetworkProblem of a CSV file.
absl::StatusOr<NetworkProblem> ReadNetworkProblem(const std::string& path);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_RELATIVE_ENTROPY_NETWORK_PROBLEM_FILE_H_
