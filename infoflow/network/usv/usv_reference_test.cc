// USV networks against tables that an independent program computed in double precision and PyTorch
// confirmed: forward pass, losses, gradients, and parameters after steps of plain descent.

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/network/training/training.h"
#include "infoflow/network/training/training_evaluation.h"
#include "infoflow/network/usv/usv_network.h"
#include "infoflow/support/worker_pool.h"
#include "infoflow/testing/reference_tensors.h"

namespace infoflow::network {
namespace {

using linalg::Matrix;
using testing::ReferenceTensor;
using testing::ReferenceTensors;
using testing::Tolerance;

// Every number, as it stands.
constexpr Tolerance kParity = {0.0, 1e-12};

// Rows and columns of a tensor from `first_row` on, all batches under each other.
Matrix<double> Rows(const ReferenceTensor& tensor, int columns) {
  const int rows = static_cast<int>(tensor.values.size()) / columns;
  Matrix<double> matrix(rows, columns);
  EXPECT_EQ(matrix.size(), tensor.values.size());
  std::copy(tensor.values.begin(), tensor.values.end(), matrix.values().begin());
  return matrix;
}

// A file usv_parity_LOSS_ACTIVATION.csv. Weights take rows of samples from the left, in x out.
struct Problem {
  UsvArchitecture architecture;
  UsvInitialState state;
  TrainingOptions options;
  Matrix<double> inputs, targets;
  std::vector<int> labels;
  int batches = 0, rows = 0;

  int depth() const { return static_cast<int>(state.layers.size()); }
};

Problem Read(ReferenceTensors& tensors) {
  Problem problem;
  std::vector<std::string> words = absl::StrSplit(tensors.file(), absl::ByAnyChar("_."));
  const bool classes = absl::StrContains(tensors.file(), "_xent_");
  const std::string name = words[words.size() - 2];
  const activation::Kind activation = activation::ParseKind(name).value();
  const std::vector<int> shape = tensors.Input("X").sizes;
  problem.batches = shape[0];
  problem.rows = shape[1];
  problem.inputs = Rows(tensors.Input("X"), shape[2]);
  problem.architecture.sizes = {shape[2]};
  for (int l = 1; tensors.Has(absl::StrCat("U", l)); ++l) {
    UsvWeights weights;
    weights.singular_values = tensors.Input(absl::StrCat("S", l)).values;
    const int rank = static_cast<int>(weights.singular_values.size());
    const int in = problem.architecture.sizes.back();
    const ReferenceTensor& v = tensors.Input(absl::StrCat("V", l));
    const int out = v.sizes[0];
    const Matrix<double> u = Rows(tensors.Input(absl::StrCat("U", l)), in);
    weights.input_directions = std::make_shared<Matrix<double>>(u.Block(0, 0, in, rank));
    weights.output_directions =
        std::make_shared<Matrix<double>>(Rows(v, out).view().Block(0, 0, rank, out));
    problem.state.layers.push_back(std::move(weights));
    problem.architecture.sizes.push_back(out);
    problem.architecture.activations.push_back(activation);
  }
  const ReferenceTensor& last = tensors.Input(absl::StrCat("W", problem.depth() + 1));
  problem.architecture.sizes.push_back(last.sizes[1]);
  problem.state.last = linalg::Transposed(Rows(last, last.sizes[1]));
  if (classes) {
    const std::vector<double>& labels = tensors.Input("labels").values;
    problem.labels.assign(labels.begin(), labels.end());
  } else {
    problem.targets = Rows(tensors.Input("Y"), last.sizes[1]);
  }
  problem.options.loss =
      classes ? LossConvention::kCrossEntropyOnLogits : LossConvention::kMeanSquaredError;
  problem.options.optimizer.learning_rate = tensors.Number("learning_rate");
  problem.options.optimizer.momentum = 0.0;
  problem.options.minibatches = {problem.rows, false, false};
  return problem;
}

// Gradients by S, or by the last weights in the table's order.
void CompareLayer(const std::string& s_name, const std::string& w_name, int step, int layer,
                  const Problem& problem, absl::Span<const double> values,
                  ReferenceTensors& tensors) {
  if (layer < problem.depth()) {
    tensors.Compare(absl::StrCat(s_name, layer + 1), step, values, kParity);
    return;
  }
  const int out = problem.architecture.sizes.back();
  const Matrix<double> weights = linalg::Transposed(
      linalg::ConstMatrixView<double>(values, out, static_cast<int>(values.size()) / out));
  tensors.Compare(absl::StrCat(w_name, layer + 1), step, weights.values(), kParity);
}

// Output, loss and gradients of batch `batch` at the network's parameters.
void CheckBatch(const Problem& problem, const Network<double>& network,
                const Matrix<double>& inputs, int batch, int step, bool with_input_gradient,
                ReferenceTensors& tensors) {
  WorkerPool workers(1);
  NetworkWorkspace<double> workspace(network, problem.rows,
                                     NetworkWorkspace<double>::Preactivations::kRecord);
  const int first = batch * problem.rows;
  const auto input = inputs.Block(first, 0, problem.rows, inputs.columns());
  const auto output = Forward<double>(network, input, workspace, workers);
  tensors.Compare("output", step, Matrix<double>(output).values(), kParity);
  for (int l = 0; step == 0 && l < problem.depth() && with_input_gradient; ++l) {
    tensors.Compare(absl::StrCat("preact", l + 1), 0,
                    Matrix<double>(workspace.preactivations(l)).values(), kParity);
    tensors.Compare(absl::StrCat("act", l + 1), 0, Matrix<double>(workspace.output(l)).values(),
                    kParity);
  }
  const auto labels = problem.labels.empty()
                          ? absl::Span<const int>()
                          : absl::MakeConstSpan(problem.labels).subspan(first, problem.rows);
  const auto targets = problem.targets.empty() ? linalg::ConstMatrixView<double>()
                                               : problem.targets.Block(first, 0, problem.rows,
                                                                       problem.targets.columns());
  const double loss =
      BatchLoss<double>(problem.options.loss, output, labels, targets, workspace.output_gradient());
  tensors.Compare("loss", step, {loss}, kParity);
  Matrix<double> input_gradient(problem.rows, inputs.columns());
  Backward<double>(
      network, input, workspace, workers,
      [&](int layer, absl::Span<const double> gradients) {
        CompareLayer("grad_S", "grad_W", step, layer, problem, gradients, tensors);
      },
      with_input_gradient ? input_gradient.view() : linalg::MatrixView<double>());
  if (with_input_gradient && tensors.Has("grad_X", step)) {
    tensors.Compare("grad_X", step, input_gradient.values(), kParity);
  }
}

void CheckForm(const Problem& problem, UsvForm form, ReferenceTensors& tensors) {
  WorkerPool workers(1);
  const bool plain = form == UsvForm::kPlain;
  const Matrix<double> inputs =
      plain ? problem.inputs
            : linalg::Product(problem.inputs, *problem.state.layers[0].input_directions);
  const LabelledSamples<double> samples = {inputs, problem.labels, problem.targets};
  Training<double> training =
      Training<double>::Create(MakeUsvNetwork(problem.architecture, problem.state, form).value(),
                               samples, problem.options)
          .value();
  CheckBatch(problem, training.network(), inputs, 0, 0, plain, tensors);
  const int last = tensors.Steps("S1").back();
  for (int step = 1; step <= last; ++step) {
    std::vector<int> indices;
    for (int b = 0; b < problem.rows; ++b) {
      indices.push_back((step - 1) % problem.batches * problem.rows + b);
    }
    training.Step(indices, workers);
    if (!tensors.Has("S1", step)) continue;
    for (int l = 0; l <= problem.depth(); ++l) {
      CompareLayer("S", "W", step, l, problem, training.network().parameters(l), tensors);
    }
    CheckBatch(problem, training.network(), inputs, step % problem.batches, step, plain, tensors);
  }
}

TEST(UsvReferenceTest, ForwardGradientsAndSteps) {
  for (ReferenceTensors& tensors : ReferenceTensors::Open("replica", "usv_parity_*.csv")) {
    const Problem problem = Read(tensors);
    ASSERT_GE(problem.depth(), 1);
    CheckForm(problem, UsvForm::kPlain, tensors);
    CheckForm(problem, UsvForm::kMerged, tensors);
    // Spectra are the business of spectrum_singular_values_test.
    tensors.Ignore("lambda*");
  }
}

}  // namespace
}  // namespace infoflow::network
