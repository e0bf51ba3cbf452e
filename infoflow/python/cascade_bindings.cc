#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/activation/batch.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/ridge_decoders.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/python/conversion.h"
#include "infoflow/support/worker_pool.h"
#include "pybind11/stl.h"

namespace infoflow::python {

namespace py = pybind11;
using namespace pybind11::literals;  // NOLINT: of its suffix _a

namespace {

constexpr char kProfileDoc[] =
    R"(Reconstructions from each layer of a random dense network, as a dict of arrays by layer.

A network of dense layers sizes[0] -> sizes[1] -> ... with `activation` after each, W_ij ~ N(0,
weight_variance/fan-in), b_i ~ N(0, bias_variance), and decoders learnt from images (n, pixels):
decoder='ridge' in closed form with `ridge_penalty`, or 'adam' for `epochs` passes in batches of `batch`.
Judged by test_images (m, pixels). relative_entropy_mean, relative_entropy_median: of the image to its
reconstruction, nats per image; differential_entropy: of reconstructions over images, nats per pixel;
reconstruction_mse, decoder_mse: squared pixels; relative_entropies: (layers, m). normalize_first: judged
after the relative entropy has normalised them, as the paper's dense networks; layers_left_out: at the
end. threads=0: one per core; no number depends on it. Source: arXiv:2406.12916.)";

struct Settings {
  std::string decoder;
  double ridge_penalty;
  int epochs;
  int batch;
  double learning_rate;
  std::uint64_t seed;
};

cascade::Cascade<float> TrainByAdam(network::Network<float> network, activation::Kind activation,
                                    linalg::ConstMatrixView<float> images, const Settings& settings,
                                    WorkerPool& workers) {
  if (settings.epochs < 1) {
    throw py::value_error(absl::StrCat("epochs=", settings.epochs, ": must be 1 or more"));
  }
  cascade::CascadeTrainingOptions options;
  options.seed = settings.seed;
  options.minibatches.batch = settings.batch;
  options.optimizer.learning_rate = settings.learning_rate;
  cascade::CascadeTraining<float> training = ValueOf(cascade::CascadeTraining<float>::Create(
      ValueOf(cascade::MakeDenseCascade<float>(std::move(network), settings.seed, activation)),
      images, options));
  const std::int64_t batches =
      static_cast<std::int64_t>(settings.epochs) * training.batches_per_epoch();
  // A few at a time, so that Ctrl-C is heeded.
  constexpr std::int64_t kGroup = 8;
  for (std::int64_t done = 0; done < batches; done += kGroup) {
    ThrowUnlessOk(WithoutLock(
        [&] { return training.RunBatches(std::min(kGroup, batches - done), workers).status(); }));
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
  }
  return training.cascade();
}

cascade::Cascade<float> Learn(network::Network<float> network, activation::Kind activation,
                              linalg::ConstMatrixView<float> images, const Settings& settings,
                              WorkerPool& workers) {
  if (settings.decoder == "adam") {
    return TrainByAdam(std::move(network), activation, images, settings, workers);
  }
  if (settings.decoder != "ridge") {
    throw py::value_error(absl::StrCat("decoder='", settings.decoder, "': must be ridge or adam"));
  }
  return ValueOf(WithoutLock([&] {
    return cascade::MakeRidgeCascade(std::move(network), images, {settings.ridge_penalty}, workers);
  }));
}

py::dict ProfileDict(const cascade::CascadeProfile& profile) {
  const auto column = [&](double cascade::LayerProfile::*field) {
    std::vector<double> values;
    for (const cascade::LayerProfile& layer : profile.layers) values.push_back(layer.*field);
    return ToArray(values);
  };
  using Layer = cascade::LayerProfile;
  return py::dict("relative_entropy_mean"_a = column(&Layer::relative_entropy_mean),
                  "relative_entropy_median"_a = column(&Layer::relative_entropy_median),
                  "differential_entropy"_a = column(&Layer::differential_entropy),
                  "reconstruction_mse"_a = column(&Layer::reconstruction_mse),
                  "decoder_mse"_a = column(&Layer::decoder_mse),
                  "relative_entropies"_a = ToArray(profile.relative_entropies.view()));
}

py::dict Profile(const FloatArray& images, const FloatArray& test_images,
                 const std::vector<int>& sizes, double weight_variance, double bias_variance,
                 const std::string& activation, const Settings& settings, int layers_left_out,
                 bool normalize_first, int threads) {
  if (threads < 0) throw py::value_error(absl::StrCat("threads=", threads, ": must be 0 or more"));
  const linalg::ConstMatrixView<float> learn = MatrixOf("images", images);
  const linalg::ConstMatrixView<float> judge = MatrixOf("test_images", test_images);
  const activation::Kind kind = ValueOf(activation::ParseKind(activation));
  network::Network<float> network = ValueOf(network::MakeDenseNetwork<float>(
      sizes, kind, kind, {weight_variance, bias_variance}, settings.seed));
  WorkerPool workers(threads);
  const cascade::Cascade<float> cascade = Learn(std::move(network), kind, learn, settings, workers);
  cascade::ProfileOptions options;
  options.layers_left_out = layers_left_out;
  options.normalize_first = normalize_first;
  const cascade::CascadeProfile profile = ValueOf(
      WithoutLock([&] { return cascade::ComputeProfile(cascade, judge, options, workers); }));
  for (std::size_t l = 0; l < profile.layers.size(); ++l) {
    if (std::isfinite(profile.layers[l].reconstruction_mse)) continue;
    throw py::value_error(
        absl::StrCat("the reconstructions from layer ", l + 1, " are not finite"));
  }
  return ProfileDict(profile);
}

}  // namespace

void DefineCascade(py::module_& module) {
  py::module_ cascade =
      module.def_submodule("cascade", "What each layer of a network still knows of an image.");
  cascade.def(
      "profile",
      [](const FloatArray& images, const FloatArray& test_images, const std::vector<int>& sizes,
         double weight_variance, double bias_variance, const std::string& activation,
         const std::string& decoder, double ridge_penalty, int epochs, int batch,
         double learning_rate, int layers_left_out, bool normalize_first, std::uint64_t seed,
         int threads) {
        return Profile(images, test_images, sizes, weight_variance, bias_variance, activation,
                       {decoder, ridge_penalty, epochs, batch, learning_rate, seed},
                       layers_left_out, normalize_first, threads);
      },
      "images"_a, "test_images"_a, "sizes"_a, "weight_variance"_a = 1.76, "bias_variance"_a = 0.05,
      "activation"_a = "tanh", "decoder"_a = "ridge",
      "ridge_penalty"_a = cascade::RidgeOptions().penalty, "epochs"_a = 1, "batch"_a = 64,
      "learning_rate"_a = cascade::DecoderOptimizer().learning_rate, "layers_left_out"_a = 2,
      "normalize_first"_a = true, "seed"_a = 1, "threads"_a = 0, kProfileDoc);
}

}  // namespace infoflow::python
