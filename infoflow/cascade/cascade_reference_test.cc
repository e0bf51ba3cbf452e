// Cascades, entropies and cutoffs against tables that PyTorch computed with the authors' classes.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/cutoff.h"
#include "infoflow/cascade/image_entropy.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/dense_layer.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/support/worker_pool.h"
#include "infoflow/testing/reference_table.h"
#include "infoflow/testing/reference_tensors.h"

namespace infoflow::cascade {
namespace {

using linalg::Matrix;
using testing::ReferenceTable;
using testing::ReferenceTensor;
using testing::ReferenceTensors;
using testing::Tolerance;

// Of the root mean square of each tensor.
constexpr Tolerance kDouble = {1e-9, 0.0};
constexpr Tolerance kFloat = {1e-4, 0.0};

template <typename T = double>
Matrix<T> AsMatrix(const ReferenceTensor& tensor, int rows, int columns, int first = 0) {
  Matrix<T> matrix(rows, columns);
  EXPECT_LE(first + rows * columns, static_cast<int>(tensor.values.size()));
  std::copy_n(tensor.values.begin() + first, rows * columns, matrix.values().begin());
  return matrix;
}
template <typename T = double>
Matrix<T> AsMatrix(const ReferenceTensor& tensor) {
  const int rows = tensor.sizes.empty() ? 1 : tensor.sizes[0];
  return AsMatrix<T>(tensor, rows, static_cast<int>(tensor.values.size()) / rows);
}

// Weights and biases named weights1, biases1, ... into `set(l, values)`.
template <typename Set>
void CopyParameters(ReferenceTensors& tensors, const char* weights, const char* biases, int layers,
                    Set get) {
  for (int l = 1; l <= layers; ++l) {
    std::vector<double> values = tensors.Input(absl::StrCat(weights, l)).values;
    const std::vector<double>& more = tensors.Input(absl::StrCat(biases, l)).values;
    values.insert(values.end(), more.begin(), more.end());
    const absl::Span<double> parameters = get(l - 1);
    ASSERT_EQ(values.size(), parameters.size());
    std::copy(values.begin(), values.end(), parameters.begin());
  }
}

// The file's network and decoders before training.
Cascade<double> FileCascade(ReferenceTensors& tensors, bool fused) {
  int layers = 0;
  while (tensors.Has(absl::StrCat("W", layers + 1))) ++layers;
  std::vector<network::LayerPointer<double>> forward;
  std::vector<DecoderPointer<double>> decoders;
  for (int l = 1; l <= layers; ++l) {
    const std::vector<int> sizes = tensors.Input(absl::StrCat("W", l)).sizes;
    const auto tanh = activation::Kind::kTanh;
    forward.push_back(network::MakeDenseLayer<double>(sizes[1], sizes[0], tanh));
    decoders.push_back(
        fused ? MakeDenseDecoder<double>(sizes[0], sizes[1], tanh)
              : MakeLayerDecoder(network::MakeDenseLayer<double>(sizes[0], sizes[1], tanh)));
  }
  network::Network<double> network = network::Network<double>::Create(forward).value();
  CopyParameters(tensors, "W", "b", layers, [&](int i) { return network.parameters(i); });
  Cascade<double> cascade = Cascade<double>::Create(network, decoders).value();
  CopyParameters(tensors, "V", "c", layers, [&](int i) { return cascade.parameters(i); });
  return cascade;
}

void CompareGroup(ReferenceTensors& tensors, const std::string& weights, const std::string& biases,
                  int step, const network::Layer<double>& layer, absl::Span<const double> values) {
  tensors.Compare(weights, step, values.subspan(0, layer.num_weights()), kDouble);
  tensors.Compare(biases, step, values.subspan(layer.num_weights()), kDouble);
}

// Everything that the file says about decoders after `step` steps.
void CompareStep(ReferenceTensors& tensors, int step, const CascadeTraining<double>& training) {
  WorkerPool workers(1);
  const Cascade<double>& cascade = training.cascade();
  const int layers = cascade.num_decoders();
  std::size_t offset = 0;
  for (int l = 1; l <= layers; ++l) {
    const network::Layer<double>& layer = cascade.decoder(l - 1).layer();
    const std::string v = absl::StrCat("V", l), c = absl::StrCat("c", l);
    CompareGroup(tensors, v, c, step, layer, cascade.parameters(l - 1));
    const std::size_t size = layer.num_parameters();
    CompareGroup(tensors, "adam_m_" + v, "adam_m_" + c, step, layer,
                 training.optimizer().first_moment().subspan(offset, size));
    CompareGroup(tensors, "adam_v_" + v, "adam_v_" + c, step, layer,
                 training.optimizer().second_moment().subspan(offset, size));
    offset += size;
  }

  const Matrix<double> images = AsMatrix(tensors.Input("XT"));
  const int n = images.rows(), pixels = images.columns();
  // The table adds the means of both halves of the images.
  const std::vector<double> first =
      DecoderErrors<double>(cascade, images.Block(0, 0, n / 2, pixels), n, workers);
  std::vector<double> sums =
      DecoderErrors<double>(cascade, images.Block(n / 2, 0, n - n / 2, pixels), n, workers);
  for (int l = 0; l < layers; ++l) sums[l] += first[l];
  tensors.Compare("eval_loss_sum", step, sums, kDouble);

  const Matrix<double> reconstructions = Reconstruct<double>(cascade, images, layers, workers);
  tensors.Compare("cascade_l0", step, images.values(), kDouble);
  Matrix<double> reference = images, pure_reference = images;
  NormalizeImages<double>(pure_reference);
  for (int l = 1; l <= layers; ++l) {
    Matrix<double> level(reconstructions.Block((l - 1) * n, 0, n, pixels));
    tensors.Compare(absl::StrCat("cascade_l", l), step, level.values(), kDouble);
    Matrix<double> pure = level;
    tensors.Compare(absl::StrCat("dif_pure_l", l), step, {DifferentialEntropy<double>(pure)},
                    kDouble);
    NormalizeImages<double>(pure);
    tensors.Compare(absl::StrCat("rel_pure_l", l), step,
                    DistributionRelativeEntropies<double>(pure_reference, pure), kDouble);
    tensors.Compare(absl::StrCat("rel_author_l", l), step,
                    OverwritingRelativeEntropies<double>(reference, level), kDouble);
    tensors.Compare(absl::StrCat("rec_mutated_l", l), step, level.values(), kDouble);
    tensors.Compare(absl::StrCat("dif_author_l", l), step, {DifferentialEntropy<double>(level)},
                    kDouble);
  }
  tensors.Compare("ref_mutated", step, reference.values(), kDouble);

  for (const double others : {0.0, -1.0}) {
    const Matrix<double> prototypes = ClassPrototypes<double>(cascade, others, workers);
    for (int k = 0; k < prototypes.rows(); ++k) {
      tensors.Compare(absl::StrCat("perfect_", k, "_full_", others), step, prototypes.row(k),
                      kDouble);
    }
  }
}

void CheckCascade(ReferenceTensors& tensors, bool fused) {
  const linalg::SingleThreadedBlas single_threaded_blas;
  const Cascade<double> cascade = FileCascade(tensors, fused);
  const std::vector<int> sizes = tensors.Input("X").sizes;
  const int batches = sizes[0], rows = sizes[1];
  const Matrix<double> images = AsMatrix(tensors.Input("X"), batches * rows, sizes[2]);
  CascadeTrainingOptions options;
  options.minibatches.batch = rows;
  CascadeTraining<double> training =
      CascadeTraining<double>::Create(cascade, images, options).value();
  WorkerPool workers(2);
  const std::vector<int> steps = tensors.Steps("V1");
  for (int step = 1; step <= steps.back(); ++step) {
    std::vector<int> indices;
    for (int b = 0; b < rows; ++b) indices.push_back((step - 1) % batches * rows + b);
    const absl::Span<const double> losses = training.Step(indices, workers);
    if (step == 1) {
      for (int l = 1; l <= cascade.num_decoders(); ++l) {
        tensors.Compare(absl::StrCat("dec_loss", l), 0, {losses[l - 1]}, kDouble);
      }
    }
    if (std::count(steps.begin(), steps.end(), step) > 0) CompareStep(tensors, step, training);
  }
}

TEST(CascadeReferenceTest, Networks) {
  for (ReferenceTensors& tensors : ReferenceTensors::Open("reconstruction", "parity_mlp_*.csv")) {
    for (const bool fused : {true, false}) {
      SCOPED_TRACE(fused);
      CheckCascade(tensors, fused);
    }
    // Forward passes and gradients by themselves and the training of the network are compared in
    // infoflow/network.
    for (const char* other : {"sigma_*2", "labels", "act*", "output", "dec_*", "sgd_*"}) {
      tensors.Ignore(other);
    }
  }
}

template <typename T>
void CheckEntropies(ReferenceTensors& tensors, const std::string& name, Tolerance tolerance) {
  Matrix<T> first = AsMatrix<T>(tensors.Input(name + ".first"));
  Matrix<T> second = AsMatrix<T>(tensors.Input(name + ".sec"));
  const auto compare = [&](const char* what, const std::vector<double>& values) {
    tensors.Compare(name + what, 0, values, tolerance);
  };
  const auto values = [](const Matrix<T>& matrix) {
    return std::vector<double>(matrix.values().begin(), matrix.values().end());
  };
  compare(".dif_raw", {DifferentialEntropy<T>(second)});
  compare(".rel", OverwritingRelativeEntropies<T>(first, second));
  compare(".first_after", values(first));
  compare(".sec_after", values(second));
  compare(".dif_after", {DifferentialEntropy<T>(second)});
  compare(".rel_second_call", OverwritingRelativeEntropies<T>(first, second));
}

TEST(CascadeReferenceTest, Entropies) {
  for (ReferenceTensors& tensors : ReferenceTensors::Open("reconstruction", "parity_entropy.csv")) {
    for (const std::string& name : tensors.Names("*.first")) {
      const std::string stem = name.substr(0, name.size() - 6);
      const bool single = stem.substr(stem.size() - 4) == ".f32";
      SCOPED_TRACE(stem);
      if (single) {
        CheckEntropies<float>(tensors, stem, kFloat);
      } else {
        CheckEntropies<double>(tensors, stem, kDouble);
      }
    }
  }
}

TEST(CascadeReferenceTest, Cutoffs) {
  for (ReferenceTable& table : ReferenceTable::Open("reconstruction", "cutoff_cases.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const std::string method = table.Text(row, "method");
      ASSERT_TRUE(method == "absolut" || method == "differential") << method;
      CutoffOptions options;
      options.method = method == "absolut" ? CutoffMethod::kAbsolute : CutoffMethod::kDifferential;
      options.absolute_tolerance = table.Input(row, "atol");
      options.relative_tolerance = table.Input(row, "rtol");
      std::vector<double> sequence;
      const std::string words = table.Text(row, "values");
      for (const absl::string_view word : absl::StrSplit(words, ' ')) {
        double value = 0.0;
        ASSERT_TRUE(absl::SimpleAtod(word, &value)) << word;
        sequence.push_back(value);
      }
      ASSERT_EQ(static_cast<double>(sequence.size()), table.Input(row, "n"));
      SCOPED_TRACE(table.Text(row, "case"));
      table.Compare(row, "cutoff", AuthorCutoff(sequence, options), {0.0, 0.0});
    }
  }
}

}  // namespace
}  // namespace infoflow::cascade
