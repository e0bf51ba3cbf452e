#include "benchmarks/peers/row.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace infoflow::peers {

namespace {

std::vector<Row> TorchRows() {
  const char* script = "training.py";
  // Same numbers to begin with, single precision, three to five steps.
  const std::vector<SharedValue> loss = {{"loss", 1e-4}}, error = {{"mean squared error", 1e-6}};
  std::vector<Row> rows = {
      {"training step, 20 layers of 784 units, batch 64",
       "training_step",
       {20, 64},
       script,
       "torch",
       Kind::kProduct,
       loss},
      {"training step, 20 layers of 784 units, batch 256",
       "training_step",
       {20, 256},
       script,
       "torch",
       Kind::kProduct,
       loss},
      {"decoder batch, 20 layers of 784 units, batch 64",
       "decoder_batch",
       {20, 64},
       script,
       "torch",
       Kind::kProduct,
       error},
  };
  // With few channels, gathering patches takes as long as their products.
  for (const int channels : {16, 32, 128}) {
    rows.push_back({absl::StrCat("decoder batch, 20 torus layers of ", channels, " channels"),
                    "torus_step",
                    {channels, 100},
                    script,
                    "torch ConvTranspose2d",
                    channels == 128 ? Kind::kProduct : Kind::kElementwise,
                    error});
  }
  rows.push_back({"decoder batch, 10 residual blocks of 32 channels",
                  "residual_step",
                  {32, 100},
                  script,
                  "torch ConvTranspose2d",
                  Kind::kElementwise,
                  error});
  // Single precision, up to 20 layers.
  rows.push_back({"reconstructions from 20 layers of 784 units",
                  "reconstructions",
                  {20, 100},
                  script,
                  "torch",
                  Kind::kProduct,
                  {{"mean", 1e-5}, {"mean square", 1e-5}}});
  rows.push_back({"entropies of 20 x 100 images",
                  "image_entropies",
                  {20, 100},
                  script,
                  "torch",
                  Kind::kElementwise,
                  {{"relative", 1e-4}, {"differential", 1e-4}}});
  return rows;
}

std::vector<Row> BoltzmannRows() {
  std::vector<Row> rows;
  const std::vector<std::vector<int>> machines = {{1024, 256}, {256, 64}, {100, 81}};
  // Sampled: bands that are twice what differs between seeds. It starts at 1.
  const std::vector<SharedValue> narrow = {{"reconstruction error", 0.03}},
                                 wide = {{"reconstruction error", 0.1}};
  for (const std::vector<int>& sizes : machines) {
    const std::string size = absl::StrJoin(sizes, " x ");
    rows.push_back({absl::StrCat("contrastive divergence, ", size), "contrastive_divergence", sizes,
                    "boltzmann.py", "torch", sizes[0] > 500 ? Kind::kProduct : Kind::kElementwise,
                    narrow});
    rows.push_back({absl::StrCat("one persistent chain and Adam, ", size), "persistent_chain",
                    sizes, "boltzmann.py", "torch", Kind::kElementwise, wide});
  }
  for (const std::vector<int>& sizes : machines) {
    rows.push_back({absl::StrCat("100 persistent chains, ", absl::StrJoin(sizes, " x ")),
                    "persistent_chains", sizes, "boltzmann_sklearn.py", "sklearn BernoulliRBM",
                    Kind::kElementwise, wide});
  }
  return rows;
}

std::vector<Row> EstimatorRows() {
  const char* script = "estimators.py";
  const std::vector<SharedValue> entropy = {{"entropy", 1e-6}};
  // scikit-learn adds noise of 1e-10 and counts neighbours at a rounded distance: one count more or
  // less of 5000 is 1e-5.
  const std::vector<SharedValue> information = {{"information", 2e-4}};
  return {
      {"k-NN entropy, 10000 x 3, maximum norm",
       "tree_entropy",
       {10000, 3},
       script,
       "scipy cKDTree",
       Kind::kElementwise,
       entropy},
      {"k-NN entropy, 1000 x 784, maximum norm",
       "maximum_norm_entropy",
       {1000, 784},
       script,
       "scipy cdist",
       Kind::kElementwise,
       entropy},
      {"k-NN entropy, 4000 x 784, Euclidean",
       "euclidean_entropy",
       {4000, 784},
       script,
       "numpy, one product",
       Kind::kProduct,
       entropy},
      {"Gaussian entropy, 4000 x 784",
       "gaussian_entropy",
       {4000, 784},
       script,
       "numpy cov, slogdet",
       Kind::kProduct,
       entropy},
      {"mixture bounds, 4000 x 20",
       "mixture_bounds",
       {4000, 20},
       script,
       "numpy, one product",
       Kind::kElementwise,
       {{"lower", 1e-6}, {"upper", 1e-6}}},
      {"k-NN entropy, 4000 x 784, Euclidean",
       "euclidean_entropy",
       {4000, 784},
       "estimators_sklearn.py",
       "sklearn NearestNeighbors, brute",
       Kind::kProduct,
       entropy},
      {"mutual information, 5000 pairs",
       "mutual_information",
       {5000},
       "estimators_sklearn.py",
       "sklearn mutual_info_regression",
       Kind::kElementwise,
       information},
  };
}

std::vector<Row> EigenvalueRows() {
  const std::vector<SharedValue> values = {{"largest", 1e-9}, {"middle", 1e-9}};
  std::vector<Row> rows;
  for (const int size : {100, 400}) {
    for (const char* library : {"numpy", "scipy"}) {
      rows.push_back({absl::StrCat("symmetric eigenvalues, ", size),
                      absl::StrCat(library, "_eigenvalues"),
                      {size},
                      "linear_algebra.py",
                      absl::StrCat(library, " eigvalsh"),
                      Kind::kProduct,
                      values});
    }
  }
  return rows;
}

std::vector<Row> OtherRows() {
  // The error of the mean of 8 million spins, correlated, is 1e-3.
  const std::vector<SharedValue> energy = {{"energy", 0.006}};
  // quad and dblquad are asked for 1e-12 and 1e-9.
  const std::vector<SharedValue> ordered = {{"q*", 1e-9}, {"chi_1", 1e-9}};
  const std::vector<SharedValue> chaotic = {
      {"q*", 1e-9}, {"chi_1", 1e-9}, {"c*", 1e-7}, {"chi_c", 1e-7}};
  return {
      {"Metropolis sweep, 64 x 64, T = 2.5",
       "metropolis",
       {1, 64, 40},
       "ising.py",
       "numpy checkerboard",
       Kind::kElementwise,
       energy},
      {"Metropolis sweep, 512 lattices 32 x 32, T = 2.5",
       "metropolis",
       {512, 32, 40},
       "ising.py",
       "numpy checkerboard",
       Kind::kElementwise,
       energy},
      {"mean-field point, ordered",
       "ordered_point",
       {100},
       "mean_field.py",
       "scipy quad, brentq",
       Kind::kNaive,
       ordered},
      {"mean-field point, chaotic",
       "chaotic_point",
       {250},
       "mean_field.py",
       "scipy dblquad, brentq",
       Kind::kNaive,
       chaotic},
  };
}

}  // namespace

double WantedRatio(Kind kind) {
  switch (kind) {
    case Kind::kProduct:
      return 1.3;
    case Kind::kElementwise:
      return 3.0;
    case Kind::kNaive:
      break;
  }
  return 100.0;
}

const char* KindName(Kind kind) {
  switch (kind) {
    case Kind::kProduct:
      return "product";
    case Kind::kElementwise:
      return "elementwise";
    case Kind::kNaive:
      break;
  }
  return "naive peer";
}

std::string Row::Name() const { return absl::StrCat(work, "/", absl::StrJoin(sizes, "/")); }

const std::vector<Row>& Rows() {
  static const std::vector<Row>* const rows = [] {
    auto* all = new std::vector<Row>;
    for (const std::vector<Row>& some :
         {TorchRows(), BoltzmannRows(), EstimatorRows(), EigenvalueRows(), OtherRows()}) {
      all->insert(all->end(), some.begin(), some.end());
    }
    return all;
  }();
  return *rows;
}

}  // namespace infoflow::peers
