#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "infoflow/python/conversion.h"
#include "infoflow/replica/channels/activations.h"
#include "infoflow/replica/channels/priors.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/saddle/entropy.h"
#include "infoflow/replica/saddle/solver.h"
#include "infoflow/replica/spectra/spectrum.h"
#include "infoflow/replica/spectra/spectrum_empirical.h"
#include "infoflow/replica/spectra/spectrum_gaussian.h"
#include "infoflow/replica/spectra/spectrum_weights.h"
#include "infoflow/support/status_macros.h"
#include "pybind11/stl.h"

namespace infoflow::python {

namespace py = pybind11;
using namespace pybind11::literals;  // NOLINT: of its suffix _a

namespace {

// What stands in the lists of layers and weights.
struct Prior {
  std::shared_ptr<const replica::Prior> law;
};
struct Activation {
  std::shared_ptr<const replica::Activation> channels;
  double noise = 0.0;
};
struct Ensemble {
  std::shared_ptr<const replica::Spectrum> spectrum;
};

Activation Named(const std::string& name, double noise, const NamedParameters& parameters = {}) {
  return {ValueOf(replica::MakeActivation(name, parameters)), noise};
}

// A matrix, (alpha, eigenvalues of W^T W) or an ensemble.
std::shared_ptr<const replica::Spectrum> SpectrumOf(const std::string& name, py::handle weights) {
  if (py::isinstance<Ensemble>(weights)) return weights.cast<const Ensemble&>().spectrum;
  if (py::isinstance<py::tuple>(weights)) {
    const py::tuple pair = weights.cast<py::tuple>();
    if (pair.size() == 2 && !py::isinstance<py::tuple>(pair[0])) {
      const DoubleArray eigenvalues = DoubleArray::ensure(pair[1]);
      if (!eigenvalues) throw py::error_already_set();
      return ValueOf(replica::EmpiricalSpectrum(VectorOf(absl::StrCat(name, "[1]"), eigenvalues),
                                                pair[0].cast<double>()));
    }
  }
  const DoubleArray matrix = DoubleArray::ensure(weights);
  if (!matrix) {
    PyErr_Clear();
    throw py::value_error(absl::StrCat(
        name, ": must be a matrix, a tuple (alpha, eigenvalues of W^T W) or an ensemble"));
  }
  const linalg::ConstMatrixView<double> view = MatrixOf(name, matrix);
  return ValueOf(WithoutLock([&] { return replica::SpectrumOfWeights(view); }));
}

// Outputs and inputs of weights that are matrices must chain.
void CheckChain(const py::list& weights) {
  for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
    if (!py::isinstance<py::array>(weights[i]) || !py::isinstance<py::array>(weights[i + 1])) {
      continue;
    }
    const py::array from = weights[i].cast<py::array>();
    const py::array to = weights[i + 1].cast<py::array>();
    if (from.ndim() != 2 || to.ndim() != 2 || from.shape(0) == to.shape(1)) continue;
    throw py::value_error(absl::StrCat("weights[", i + 1, "]: has ", to.shape(1),
                                       " columns, must have as many as weights[", i, "] has rows, ",
                                       from.shape(0)));
  }
}

replica::Network MakeNetwork(const py::list& layers, const py::list& weights) {
  if (layers.size() != weights.size() + 1) {
    throw py::value_error(absl::StrCat("layers: has ", layers.size(),
                                       " entries, must have a prior and one ",
                                       "activation for each of the ", weights.size(), " weights"));
  }
  if (!py::isinstance<Prior>(layers[0])) throw py::value_error("layers[0]: must be a prior");
  CheckChain(weights);
  std::vector<replica::Layer> made;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!py::isinstance<Activation>(layers[i + 1])) {
      throw py::value_error(absl::StrCat("layers[", i + 1, "]: must be an activation"));
    }
    const Activation& activation = layers[i + 1].cast<const Activation&>();
    made.push_back({activation.channels, activation.noise,
                    SpectrumOf(absl::StrCat("weights[", i, "]"), weights[i])});
  }
  return ValueOf(replica::Network::Create(layers[0].cast<const Prior&>().law, std::move(made)));
}

replica::SolverOptions Options(const std::string& solver, double tolerance, int max_iterations,
                               bool allow_unconverged, std::vector<double> warm_start) {
  replica::SolverOptions options;
  if (solver == "fixed-point") {
    options.algorithm = replica::Algorithm::kFixedPoint;
  } else if (solver == "vamp") {
    options.algorithm = replica::Algorithm::kVamp;
  } else if (solver != "auto") {
    throw py::value_error(absl::StrCat("solver='", solver, "': must be auto, fixed-point or vamp"));
  }
  options.tolerance = tolerance;
  options.max_iterations = max_iterations;
  options.allow_unconverged = allow_unconverged;
  options.warm_start = std::move(warm_start);
  return options;
}

replica::LayerEntropy SolveEntropy(const replica::Network& network,
                                   const replica::SolverOptions& options) {
  return ValueOf(WithoutLock([&] { return replica::ComputeEntropy(network, options); }));
}

py::dict EntropyDict(const replica::LayerEntropy& entropy) {
  const replica::FixedPoint& best = entropy.solution.best();
  std::vector<double> potentials;
  for (const replica::FixedPoint& point : entropy.solution.fixed_points) {
    potentials.push_back(point.potential);
  }
  py::dict result("entropy"_a = entropy.entropy,
                  "mutual_information"_a = entropy.mutual_information,
                  "mmse"_a = entropy.mean_squared_error, "potentials"_a = ToArray(potentials),
                  "iterations"_a = best.iterations, "residual"_a = best.residual,
                  "converged"_a = best.converged);
  const absl::StatusOr<double> information = replica::InputInformation(entropy);
  result["input_information"] = information.ok() ? py::cast(*information) : py::none();
  return result;
}

// Entropy, mutual information, error: a row of the arrays.
constexpr int kColumns = 3;
void WriteRow(const replica::LayerEntropy& entropy, double* row) {
  row[0] = entropy.entropy;
  row[1] = entropy.mutual_information;
  row[2] = entropy.mean_squared_error;
}

DoubleArray LayerEntropies(const replica::Network& network, const replica::SolverOptions& options) {
  const std::vector<replica::LayerEntropy> entropies =
      ValueOf(WithoutLock([&] { return replica::ComputeLayerEntropies(network, options); }));
  DoubleArray rows({static_cast<int>(entropies.size()), kColumns});
  for (std::size_t l = 0; l < entropies.size(); ++l) WriteRow(entropies[l], rows.mutable_data(l));
  return rows;
}

DoubleArray EntropySweep(const py::list& networks, const replica::SolverOptions& options,
                         int threads) {
  std::vector<const replica::Network*> solved;
  for (const py::handle network : networks) {
    solved.push_back(&network.cast<const replica::Network&>());
  }
  DoubleArray rows({static_cast<int>(solved.size()), kColumns});
  double* const first = rows.mutable_data();
  InterruptibleFor(static_cast<int>(solved.size()), threads, [&](int i) -> absl::Status {
    INFOFLOW_ASSIGN_OR_RETURN(const replica::LayerEntropy entropy,
                              replica::ComputeEntropy(*solved[i], options));
    WriteRow(entropy, first + static_cast<std::ptrdiff_t>(kColumns) * i);
    return absl::OkStatus();
  });
  return rows;
}

// V, A, Vt, At, theta: the order of dnner's fixed points.
DoubleArray MessagesOf(const replica::FixedPoint& point) {
  const std::vector<double>* rows[] = {&point.state.input_error, &point.state.output_score,
                                       &point.state.output_noise, &point.state.input_precision,
                                       &point.theta};
  linalg::Matrix<double> messages(5, point.state.depth());
  for (int i = 0; i < 5; ++i) {
    for (int l = 0; l < point.state.depth(); ++l) messages(i, l) = (*rows[i])[l];
  }
  return ToArray(messages.view());
}

py::dict Extra(const replica::LayerEntropy& entropy) {
  return py::dict("mi"_a = entropy.mutual_information, "mmse"_a = entropy.mean_squared_error,
                  "fixed_points"_a = MessagesOf(entropy.solution.best()));
}

replica::SolverOptions DnnerOptions(const replica::Network& network, const py::object& v0,
                                    int max_iterations, double tolerance, bool use_vamp) {
  replica::SolverOptions options;
  options.algorithm = use_vamp ? replica::Algorithm::kVamp : replica::Algorithm::kAuto;
  options.max_iterations = max_iterations;
  options.tolerance = tolerance;
  if (py::isinstance<py::float_>(v0) || py::isinstance<py::int_>(v0)) {
    options.warm_start.assign(network.depth(), v0.cast<double>());
  } else if (!v0.is_none()) {
    options.warm_start = v0.cast<std::vector<double>>();
  }
  return options;
}

py::object ComputeEntropy(const py::list& layers, const py::list& weights, const py::object& v0,
                          bool return_extra, int max_iterations, double tolerance, bool use_vamp) {
  const replica::Network network = MakeNetwork(layers, weights);
  const replica::LayerEntropy entropy =
      SolveEntropy(network, DnnerOptions(network, v0, max_iterations, tolerance, use_vamp));
  if (!return_extra) return py::float_(entropy.entropy);
  return py::make_tuple(entropy.entropy, Extra(entropy));
}

py::tuple ComputeAll(const py::list& layers, const py::list& weights, int max_iterations,
                     double tolerance, bool use_vamp) {
  const replica::Network network = MakeNetwork(layers, weights);
  const replica::SolverOptions options =
      DnnerOptions(network, py::none(), max_iterations, tolerance, use_vamp);
  const std::vector<replica::LayerEntropy> all =
      ValueOf(WithoutLock([&] { return replica::ComputeLayerEntropies(network, options); }));
  py::list entropies;
  py::list extras;
  for (const replica::LayerEntropy& entropy : all) {
    entropies.append(entropy.entropy);
    extras.append(Extra(entropy));
  }
  return py::make_tuple(entropies, extras);
}

void DefinePriors(py::module_& module) {
  py::module_ priors = module.def_submodule("priors", "Laws of the inputs of a Network.");
  const py::class_<Prior> prior(priors, "Prior", "A law of independent inputs.");
  priors.def(
      "Normal",
      [](double mean, double var) { return Prior{ValueOf(replica::MakeNormalPrior(mean, var))}; },
      "mean"_a = 0.0, "var"_a = 1.0, "x ~ N(mean, var), var > 0.");
  priors.def(
      "Bimodal", [](double prob) { return Prior{ValueOf(replica::MakeBimodalPrior(prob))}; },
      "prob"_a = 0.5, "x = +1 with probability prob, else -1; 0 < prob < 1.");
  priors.def(
      "SpikeSlab",
      [](double prob, double mean, double var) {
        return Prior{ValueOf(replica::MakeSpikeSlabPrior(prob, mean, var))};
      },
      "prob"_a, "mean"_a = 0.0, "var"_a = 1.0,
      "x ~ N(mean, var) with probability prob, else 0; 0 < prob <= 1.");
}

void DefineActivations(py::module_& module) {
  py::module_ activations = module.def_submodule(
      "activations", "Activations f(W t + sqrt(var_noise) xi): the noise is inside f.");
  py::class_<Activation>(activations, "Activation", "A nonlinearity with the noise inside it.")
      .def_readonly("var_noise", &Activation::noise, "Variance of the noise.");
  const auto plain = [&](const char* python_name, const char* name, const char* doc) {
    activations.def(
        python_name, [name](double var_noise) { return Named(name, var_noise); }, "var_noise"_a,
        doc);
  };
  plain("Linear", "linear", "f(u) = u.");
  plain("Probit", "probit", "f(u) = sign(u).");
  plain("ReLU", "relu", "f(u) = max(u, 0).");
  plain("Tanh", "tanh", "f(u) = tanh(u).");
  plain("Erf", "erf", "f(u) = erf(u).");
  plain("Sigmoid", "sigmoid", "f(u) = 1/(1 + exp(-u)).");
  activations.def(
      "LeakyReLU",
      [](double var_noise, double gamma) {
        return Named("leaky-relu", var_noise, {{"slope", gamma}});
      },
      "var_noise"_a, "gamma"_a, "f(u) = u for u > 0, else gamma u; gamma > 0.");
  activations.def(
      "HardTanh",
      [](double var_noise, double thres) {
        return Named("hardtanh", var_noise, {{"threshold", thres}});
      },
      "var_noise"_a, "thres"_a = 1.0, "f(u) = u clipped to [-thres, thres]; thres > 0.");
}

void DefineEnsembles(py::module_& module) {
  py::module_ ensembles =
      module.def_submodule("ensembles", "Laws of weights, in place of matrices.");
  py::class_<Ensemble>(ensembles, "Ensemble", "A law of weights.")
      .def_property_readonly(
          "alpha", [](const Ensemble& self) { return self.spectrum->aspect_ratio(); },
          "Outputs per input.");
  ensembles.def(
      "Gaussian",
      [](double alpha, double var) {
        return Ensemble{ValueOf(replica::GaussianSpectrum(alpha, var))};
      },
      "alpha"_a, "var"_a = 1.0,
      "Independent N(0, var/N) entries, N inputs and alpha N outputs, N to infinity.");
  ensembles.def(
      "Orthogonal",
      [](double alpha, double singular_value) {
        return Ensemble{ValueOf(replica::OrthogonalSpectrum(alpha, singular_value))};
      },
      "alpha"_a, "singular_value"_a = 1.0,
      "Orthogonal columns (alpha >= 1) or rows (alpha < 1), all singular values equal.");
}

constexpr char kNetworkDoc[] =
    R"(A multi-layer network T_l = f_l(W_l T_{l-1} + sqrt(var_noise_l) xi_l), large-size limit.

layers: [prior, activation, ...]; weights: one per activation, each a matrix (outputs x inputs), a
tuple (alpha, eigenvalues of W^T W), or an ensemble. Weights without biases, invariant under
rotations. Source: arXiv:1805.09785.)";

constexpr char kEntropyDoc[] =
    R"(Entropy and informations of the output, in nats per input variable, as a dict.

entropy: H(T_L)/N_0; mutual_information: I(T_{L-1}; T_L)/N_0; input_information: I(X; T_L)/N_0, None
with noise in inner layers; mmse: MMSE(X | T_L) in units of the input squared; potentials: those of
all stable fixed points, ascending, of which entropy is the first; iterations, residual, converged.)";

constexpr char kLayerEntropiesDoc[] =
    R"(An array (L, 3) with entropy, mutual information and mmse of the network cut off at each layer.

Units as entropy(), always per input variable of the whole network. A layer without noise is measured
with that of the last one.)";

constexpr char kSweepDoc[] =
    R"(An array (len(networks), 3) with entropy, mutual information and mmse of each network.

Units as Network.entropy. Networks are solved in parallel without the interpreter's lock; threads=0:
one per core. The numbers do not depend on it.)";

constexpr char kComputeEntropyDoc[] =
    R"(H(T_L)/N_0 in nats per input variable; with return_extra also {mi, mmse, fixed_points}.

As dnner.compute_entropy: fixed_points is an array (5, L) of V, A, Vt, At, theta. v0: a number, or one
per layer, to start from; without it all starts are followed and the minimum is returned.)";

constexpr char kComputeMiDoc[] = "I(T_{L-1}; T_L)/N_0 in nats per input variable.";

constexpr char kComputeAllDoc[] =
    R"(Lists of compute_entropy's entropies and extras for the network cut off at each layer.

Unlike dnner's, a layer that has noise keeps it; one that has none takes that of the last layer.)";

void DefineNetwork(py::module_& module) {
  const auto entropy = [](const replica::Network& self, const std::string& solver, double tolerance,
                          int max_iterations, bool allow_unconverged,
                          std::vector<double> warm_start) {
    return EntropyDict(SolveEntropy(self, Options(solver, tolerance, max_iterations,
                                                  allow_unconverged, std::move(warm_start))));
  };
  const auto layer_entropies = [](const replica::Network& self, const std::string& solver,
                                  double tolerance, int max_iterations, bool allow_unconverged) {
    return LayerEntropies(self, Options(solver, tolerance, max_iterations, allow_unconverged, {}));
  };
  py::class_<replica::Network>(module, "Network", kNetworkDoc)
      .def(py::init(&MakeNetwork), "layers"_a, "weights"_a)
      .def_property_readonly("depth", &replica::Network::depth, "Number of layers, L.")
      .def("size_ratio", &replica::Network::size_ratio, "i"_a, "N_i / N_0.")
      .def("entropy", entropy, "solver"_a = "auto", "tolerance"_a = 1e-10,
           "max_iterations"_a = 2000, "allow_unconverged"_a = false,
           "warm_start"_a = std::vector<double>(), kEntropyDoc)
      .def("layer_entropies", layer_entropies, "solver"_a = "auto", "tolerance"_a = 1e-10,
           "max_iterations"_a = 2000, "allow_unconverged"_a = false, kLayerEntropiesDoc);
}

}  // namespace

void DefineReplica(py::module_& module) {
  DefinePriors(module);
  DefineActivations(module);
  DefineEnsembles(module);
  DefineNetwork(module);
  module.def(
      "entropy_sweep",
      [](const py::list& networks, const std::string& solver, double tolerance, int max_iterations,
         bool allow_unconverged, int threads) {
        return EntropySweep(
            networks, Options(solver, tolerance, max_iterations, allow_unconverged, {}), threads);
      },
      "networks"_a, "solver"_a = "auto", "tolerance"_a = 1e-10, "max_iterations"_a = 2000,
      "allow_unconverged"_a = false, "threads"_a = 0, kSweepDoc);
  module.def("compute_entropy", &ComputeEntropy, "layers"_a, "weights"_a, "v0"_a = py::none(),
             "return_extra"_a = false, "max_iter"_a = 2000, "tol"_a = 1e-10, "use_vamp"_a = false,
             kComputeEntropyDoc);
  module.def(
      "compute_mi",
      [](const py::list& layers, const py::list& weights, const py::object& v0, int max_iterations,
         double tolerance) {
        const replica::Network network = MakeNetwork(layers, weights);
        return SolveEntropy(network, DnnerOptions(network, v0, max_iterations, tolerance, false))
            .mutual_information;
      },
      "layers"_a, "weights"_a, "v0"_a = py::none(), "max_iter"_a = 2000, "tol"_a = 1e-10,
      kComputeMiDoc);
  module.def("compute_all", &ComputeAll, "layers"_a, "weights"_a, "max_iter"_a = 2000,
             "tol"_a = 1e-10, "use_vamp"_a = false, kComputeAllDoc);
}

}  // namespace infoflow::python
