#include "infoflow/network/usv/usv_network.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/haar.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/network/layers/dense_layer.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

using linalg::Matrix;
using random::Stream;
using random::StreamUse;

FixedMatrix<double> Fixed(Matrix<double> matrix) {
  return std::make_shared<const Matrix<double>>(std::move(matrix));
}

Matrix<double> GaussianWeights(int in, int out, double scale, std::uint64_t seed, int layer) {
  Stream stream(seed, StreamUse::kWeights, layer);
  Matrix<double> weights(out, in);
  random::FillNormal(stream, weights.values());
  linalg::Scale(scale / std::sqrt(static_cast<double>(in)), weights.values());
  return weights;
}

}  // namespace

absl::Status CheckUsvArchitecture(const UsvArchitecture& architecture) {
  const std::vector<int>& sizes = architecture.sizes;
  if (sizes.size() < 3) {
    return absl::InvalidArgumentError(absl::StrCat(
        "sizes: needs input, at least one USV layer and output, 3 numbers, not ", sizes.size()));
  }
  for (const int size : sizes) {
    if (size < 1) {
      return absl::InvalidArgumentError(absl::StrCat("sizes: ", size, " units: must be 1 or more"));
    }
  }
  if (architecture.activations.size() + 2 != sizes.size()) {
    return absl::InvalidArgumentError(absl::StrCat("activations: ", architecture.activations.size(),
                                                   " of them for ", sizes.size() - 2,
                                                   " USV layers (the last layer is linear)"));
  }
  if (!(architecture.initial_scale > 0.0) || !std::isfinite(architecture.initial_scale)) {
    return absl::InvalidArgumentError(absl::StrCat("initial_scale=", architecture.initial_scale,
                                                   ": must be a finite number above 0"));
  }
  return absl::OkStatus();
}

absl::StatusOr<UsvInitialState> InitializeUsv(const UsvArchitecture& architecture,
                                              std::uint64_t seed) {
  INFOFLOW_RETURN_IF_ERROR(CheckUsvArchitecture(architecture));
  const int depth = static_cast<int>(architecture.activations.size());
  UsvInitialState state;
  for (int l = 0; l < depth; ++l) {
    const int in = architecture.sizes[l], out = architecture.sizes[l + 1];
    const int rank = std::min(in, out);
    Stream input_stream(seed, StreamUse::kOrthogonalMatrix, 2 * l);
    Stream output_stream(seed, StreamUse::kOrthogonalMatrix, 2 * l + 1);
    UsvWeights weights;
    INFOFLOW_ASSIGN_OR_RETURN(Matrix<double> u, linalg::HaarOrthogonal(in, rank, input_stream));
    INFOFLOW_ASSIGN_OR_RETURN(const Matrix<double> v,
                              linalg::HaarOrthogonal(out, rank, output_stream));
    INFOFLOW_ASSIGN_OR_RETURN(
        weights.singular_values,
        linalg::SingularValues(
            GaussianWeights(in, out, architecture.initial_scale, seed, l).view()));
    weights.input_directions = Fixed(std::move(u));
    weights.output_directions = Fixed(linalg::Transposed(v));
    state.layers.push_back(std::move(weights));
  }
  state.last = GaussianWeights(architecture.sizes[depth], architecture.sizes[depth + 1],
                               architecture.initial_scale, seed, depth);
  return state;
}

absl::StatusOr<Network<double>> MakeUsvNetwork(const UsvArchitecture& architecture,
                                               const UsvInitialState& state, UsvForm form) {
  INFOFLOW_RETURN_IF_ERROR(CheckUsvArchitecture(architecture));
  const int depth = static_cast<int>(architecture.activations.size());
  INFOFLOW_CHECK(state.layers.size() == architecture.activations.size());
  std::vector<LayerPointer<double>> layers;
  std::vector<std::vector<double>> parameters;
  const auto merges_with_next = [&](int l) {
    return form == UsvForm::kMerged && l >= 0 && l + 1 < depth &&
           architecture.activations[l] == activation::Kind::kLinear;
  };
  for (int l = 0; l < depth; ++l) {
    const UsvWeights& weights = state.layers[l];
    const activation::Kind activation = architecture.activations[l];
    if (form == UsvForm::kUnconstrained) {
      layers.push_back(MakeDenseLayer<double>(architecture.sizes[l], architecture.sizes[l + 1],
                                              activation, DenseBias::kWithout));
      const Matrix<double> dense = linalg::Transposed(UsvProduct(weights, weights.singular_values));
      parameters.emplace_back(dense.values().begin(), dense.values().end());
      continue;
    }
    const bool merged = form == UsvForm::kMerged && (l == 0 || merges_with_next(l - 1));
    FixedMatrix<double> outputs = weights.output_directions;
    if (merges_with_next(l)) {
      outputs = Fixed(linalg::Product(*outputs, *state.layers[l + 1].input_directions));
    }
    layers.push_back(MakeUsvLayer<double>(merged ? nullptr : weights.input_directions,
                                          std::move(outputs), activation));
    parameters.push_back(weights.singular_values);
  }
  layers.push_back(MakeDenseLayer<double>(architecture.sizes[depth], architecture.sizes[depth + 1],
                                          activation::Kind::kLinear, DenseBias::kWithout));
  parameters.emplace_back(state.last.values().begin(), state.last.values().end());
  INFOFLOW_ASSIGN_OR_RETURN(Network<double> network, Network<double>::Create(std::move(layers)));
  for (int l = 0; l <= depth; ++l) {
    const absl::Span<double> target = network.parameters(l);
    INFOFLOW_CHECK(target.size() == parameters[l].size());
    std::copy(parameters[l].begin(), parameters[l].end(), target.begin());
  }
  return network;
}

Matrix<double> UsvProduct(const UsvWeights& weights, absl::Span<const double> singular_values) {
  Matrix<double> scaled = *weights.output_directions;
  INFOFLOW_CHECK(singular_values.size() == static_cast<std::size_t>(scaled.rows()));
  for (int i = 0; i < scaled.rows(); ++i) linalg::Scale(singular_values[i], scaled.row(i));
  return linalg::Product(*weights.input_directions, scaled);
}

}  // namespace infoflow::network
