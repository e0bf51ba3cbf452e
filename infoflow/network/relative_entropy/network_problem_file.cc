#include "infoflow/network/relative_entropy/network_problem_file.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

// A layer with more neurons, or a network with more layers, is a mistake.
constexpr int kLargestIndex = 1 << 20;

// The numbers of one array, by row and column.
using Entries = std::map<std::pair<int, int>, double>;

absl::StatusOr<int> Index(const Table& table, int row, absl::string_view column,
                          absl::string_view source) {
  absl::StatusOr<double> value = table.Number(row, column);
  if (!value.ok() || !(*value >= 0.0 && *value <= kLargestIndex) || std::floor(*value) != *value) {
    return absl::InvalidArgumentError(absl::StrCat(
        source, ": row ", row + 1, ": ", column, " is '", table.Text(row, column).value(),
        "'; it must be an integer from 0 to ", kLargestIndex));
  }
  return static_cast<int>(*value);
}

absl::StatusOr<linalg::Matrix<double>> Assemble(const Entries& entries, absl::string_view name,
                                                absl::string_view source) {
  int rows = 0;
  int columns = 0;
  for (const auto& [place, value] : entries) {
    rows = std::max(rows, place.first + 1);
    columns = std::max(columns, place.second + 1);
  }
  // Compared as a product of large numbers, before memory is taken for them.
  if (entries.size() != static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns)) {
    int row = 0;
    int column = 0;
    for (const auto& [place, value] : entries) {
      if (place != std::make_pair(row, column)) break;
      row = column + 1 == columns ? row + 1 : row;
      column = column + 1 == columns ? 0 : column + 1;
    }
    return absl::InvalidArgumentError(absl::StrCat(source, ": ", name, " has entries up to row ",
                                                   rows - 1, " and column ", columns - 1,
                                                   ", but lacks row ", row, ", column ", column));
  }
  linalg::Matrix<double> matrix(rows, columns);
  for (const auto& [place, value] : entries) matrix(place.first, place.second) = value;
  return matrix;
}

absl::StatusOr<std::vector<double>> AssembleVector(const Entries& entries, absl::string_view name,
                                                   absl::string_view source) {
  INFOFLOW_ASSIGN_OR_RETURN(const linalg::Matrix<double> matrix, Assemble(entries, name, source));
  if (matrix.columns() != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat(source, ": ", name, " has ", matrix.columns(), " columns; its col must be 0"));
  }
  return std::vector<double>(matrix.values().begin(), matrix.values().end());
}

}  // namespace

DenseNetworkView<double> NetworkProblem::View(ElementwiseFunction<double> activation) const {
  DenseNetworkView<double> view;
  view.activation = std::move(activation);
  for (std::size_t l = 0; l < weights.size(); ++l) view.layers.push_back({weights[l], biases[l]});
  return view;
}

absl::StatusOr<NetworkProblem> ParseNetworkProblem(const Table& table, absl::string_view source) {
  for (const char* column : {"kind", "layer", "row", "col", "value"}) {
    if (const auto index = table.ColumnIndex(column); !index.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(source, ": ", index.status().message()));
    }
  }
  std::map<std::string, std::map<int, Entries>> arrays;
  for (int row = 0; row < table.num_rows(); ++row) {
    const std::string kind = table.Text(row, "kind").value();
    if (kind != "x" && kind != "W" && kind != "b" && kind != "Z0") {
      return absl::InvalidArgumentError(absl::StrCat(source, ": row ", row + 1, ": kind is '", kind,
                                                     "'; it must be x, W, b or Z0"));
    }
    INFOFLOW_ASSIGN_OR_RETURN(const int layer, Index(table, row, "layer", source));
    INFOFLOW_ASSIGN_OR_RETURN(const int i, Index(table, row, "row", source));
    INFOFLOW_ASSIGN_OR_RETURN(const int j, Index(table, row, "col", source));
    const absl::StatusOr<double> value = table.Number(row, "value");
    if (!value.ok() || !std::isfinite(*value)) {
      return absl::InvalidArgumentError(absl::StrCat(source, ": row ", row + 1, ": value is '",
                                                     table.Text(row, "value").value(),
                                                     "'; it must be a finite number"));
    }
    if ((kind == "x" || kind == "Z0") && layer != 0) {
      return absl::InvalidArgumentError(absl::StrCat(source, ": row ", row + 1, ": ", kind,
                                                     " is in layer ", layer, "; it must be 0"));
    }
    if (!arrays[kind][layer].insert({{i, j}, *value}).second) {
      return absl::InvalidArgumentError(absl::StrCat(source, ": row ", row + 1, ": ", kind,
                                                     " of layer ", layer, ", row ", i, ", column ",
                                                     j, " is there twice"));
    }
  }
  for (const char* kind : {"x", "W", "b"}) {
    if (arrays[kind].empty()) {
      return absl::InvalidArgumentError(absl::StrCat(source, ": no entry of kind ", kind));
    }
  }
  NetworkProblem problem;
  INFOFLOW_ASSIGN_OR_RETURN(problem.input, AssembleVector(arrays["x"][0], "x", source));
  const int layers = arrays["W"].rbegin()->first + 1;
  if (arrays["b"].rbegin()->first >= layers) {
    return absl::InvalidArgumentError(absl::StrCat(source, ": layer ", arrays["b"].rbegin()->first,
                                                   " has biases but no weights"));
  }
  for (int l = 0; l < layers; ++l) {
    for (const char* kind : {"W", "b"}) {
      if (arrays[kind].count(l) == 0) {
        return absl::InvalidArgumentError(
            absl::StrCat(source, ": no entry of kind ", kind, " in layer ", l));
      }
    }
    INFOFLOW_ASSIGN_OR_RETURN(linalg::Matrix<double> weights,
                              Assemble(arrays["W"][l], absl::StrCat("W of layer ", l), source));
    problem.weights.push_back(std::move(weights));
    INFOFLOW_ASSIGN_OR_RETURN(
        std::vector<double> bias,
        AssembleVector(arrays["b"][l], absl::StrCat("b of layer ", l), source));
    problem.biases.push_back(std::move(bias));
  }
  if (!arrays["Z0"].empty()) {
    INFOFLOW_ASSIGN_OR_RETURN(const linalg::Matrix<double> neurons_by_samples,
                              Assemble(arrays["Z0"][0], "Z0", source));
    problem.samples = linalg::Transposed(neurons_by_samples);
  }
  return problem;
}

absl::StatusOr<NetworkProblem> ReadNetworkProblem(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const Table table, ReadCsvFile(path));
  return ParseNetworkProblem(table, path);
}

}  // namespace infoflow::network
