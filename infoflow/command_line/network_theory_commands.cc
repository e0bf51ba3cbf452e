#include "infoflow/command_line/network_theory_commands.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "infoflow/activation/function.h"
#include "infoflow/command_line/flag_values.h"
#include "infoflow/network/mean_field/critical.h"
#include "infoflow/network/mean_field/mean_field.h"
#include "infoflow/network/relative_entropy/dense_network_view.h"
#include "infoflow/network/relative_entropy/network_problem_file.h"
#include "infoflow/network/relative_entropy/relative_entropy.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"
#include "infoflow/support/user_path.h"

namespace infoflow::command_line {

namespace {

constexpr char kNats[] = "nats";

void DeclareActivation(FlagSet& flags, std::string* activation) {
  flags.AddChoice("activation", activation, activation::ContinuousFunctionNames(),
                  "activation function");
}

class MeanFieldCommand : public Command {
 public:
  std::string name() const override { return "mean-field"; }

  std::string summary() const override {
    return "Fixed points and depth scales of wide random networks";
  }

  void DeclareFlags(FlagSet& flags) override {
    DeclareActivation(flags, &activation_);
    flags.AddNumber("weight_variance", &weight_variance_,
                    "fan-in times the variance of a weight, sigma_w^2, at least 0",
                    FlagSet::Presence::kRequired);
    flags.AddNumber("bias_variance", &bias_variance_, "variance of a bias, sigma_b^2, at least 0",
                    FlagSet::Presence::kRequired);
  }

  absl::StatusOr<Table> Run() override {
    INFOFLOW_ASSIGN_OR_RETURN(const activation::Function activation,
                              activation::MakeFunction(activation_));
    INFOFLOW_ASSIGN_OR_RETURN(
        const network::MeanFieldPoint point,
        network::SolveMeanField(activation, weight_variance_, bias_variance_));
    if (!point.converged) {
      return absl::InternalError(absl::StrCat("no fixed point after ", point.iterations,
                                              " iterations, the residual is ", point.residual));
    }
    Table table(std::vector<Column>{
        {"q_star", ""}, {"c_star", ""}, {"chi_1", ""}, {"xi_q", "layers"}, {"xi_c", "layers"}});
    table.AddRow({point.variance, point.correlation(), point.equal_input_slope,
                  point.variance_depth, point.correlation_depth});
    return table;
  }

 private:
  std::string activation_ = "tanh";
  double weight_variance_ = 0.0;
  double bias_variance_ = 0.0;
};

class MeanFieldCriticalCommand : public Command {
 public:
  std::string name() const override { return "mean-field-critical"; }

  std::string summary() const override {
    return "Weight variance at the order-chaos transition of wide random networks";
  }

  void DeclareFlags(FlagSet& flags) override {
    DeclareActivation(flags, &activation_);
    flags.AddNumber("bias_variance", &bias_variance_, "variance of a bias, sigma_b^2, at least 0",
                    FlagSet::Presence::kRequired);
  }

  absl::StatusOr<Table> Run() override {
    INFOFLOW_ASSIGN_OR_RETURN(const activation::Function activation,
                              activation::MakeFunction(activation_));
    INFOFLOW_ASSIGN_OR_RETURN(const network::CriticalPoint point,
                              network::FindCriticalWeightVariance(activation, bias_variance_));
    Table table(std::vector<Column>{{"weight_variance", ""}, {"q_star", ""}});
    table.AddRow({point.weight_variance, point.variance});
    return table;
  }

 private:
  std::string activation_ = "tanh";
  double bias_variance_ = 0.0;
};

class NetworkRelativeEntropyCommand : public Command {
 public:
  std::string name() const override { return "network-relative-entropy"; }

  std::string summary() const override {
    return "Relative entropy of each layer of a network against its first";
  }

  void DeclareFlags(FlagSet& flags) override {
    flags.AddText("network", &path_,
                  "CSV file with columns kind, layer, row, col, value: input x, weights W "
                  "[row: output, col: input], biases b, and samples Z0 [row: neuron, col: sample] "
                  "of layer 0, which may be absent",
                  FlagSet::Presence::kRequired);
    DeclareActivation(flags, &activation_);
    flags.AddInteger("samples", &samples_, 1, "number of samples, where the file has none");
    flags.AddInteger("seed", &seed_, 0, "seed of the samples");
    flags.AddInteger("threads", &threads_, 0, "number of threads; 0: one per core");
  }

  absl::StatusOr<Table> Run() override {
    network::RelativeEntropyOptions options;
    options.seed = static_cast<std::uint64_t>(seed_);
    options.num_samples = samples_;
    options.threads = threads_;
    INFOFLOW_ASSIGN_OR_RETURN(network::ElementwiseFunction<double> activation,
                              network::MakeElementwiseActivation<double>(activation_));
    absl::StatusOr<network::NetworkProblem> problem = network::ReadNetworkProblem(UserPath(path_));
    if (!problem.ok()) return InFlag("network", problem.status());
    const network::DenseNetworkView<double> view = problem->View(std::move(activation));
    const absl::StatusOr<std::vector<network::LayerRelativeEntropy>> layers =
        problem->samples.empty()
            ? network::RelativeEntropyWithDepth<double>(view, problem->input, options)
            : network::RelativeEntropyOfSamples<double>(view, problem->input, problem->samples,
                                                        options.threads);
    if (!layers.ok()) return InFlag("network", layers.status());
    Table table(std::vector<Column>{{"layer", ""},
                                    {"width", "neurons"},
                                    {"mean", ""},
                                    {"variance", ""},
                                    {"term1", kNats},
                                    {"term2", kNats},
                                    {"term3", kNats},
                                    {"relative_entropy", kNats},
                                    {"gaussian_forward", kNats}});
    table.AddComment("gaussian_forward is nan where a layer has not the width of layer 0");
    for (std::size_t m = 0; m < layers->size(); ++m) {
      const network::LayerRelativeEntropy& layer = (*layers)[m];
      table.AddRow({static_cast<double>(m), static_cast<double>(layer.width), layer.mean,
                    layer.variance, layer.negative_reference_entropy, layer.log_normalization,
                    layer.quadratic, layer.relative_entropy, layer.gaussian_forward});
    }
    return table;
  }

 private:
  std::string path_;
  std::string activation_ = "tanh";
  int samples_ = network::RelativeEntropyOptions().num_samples;
  std::int64_t seed_ = 1;
  int threads_ = 1;
};

}  // namespace

Commands NetworkTheoryCommands() {
  Commands commands;
  commands.push_back(std::make_unique<MeanFieldCommand>());
  commands.push_back(std::make_unique<MeanFieldCriticalCommand>());
  commands.push_back(std::make_unique<NetworkRelativeEntropyCommand>());
  return commands;
}

}  // namespace infoflow::command_line
