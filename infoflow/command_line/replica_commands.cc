#include "infoflow/command_line/replica_commands.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "infoflow/activation/function.h"
#include "infoflow/command_line/flag_values.h"
#include "infoflow/replica/channels/activations.h"
#include "infoflow/replica/channels/priors.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/model/network_parser.h"
#include "infoflow/replica/saddle/entropy.h"
#include "infoflow/replica/saddle/landscape.h"
#include "infoflow/replica/saddle/solver.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"
#include "infoflow/support/user_path.h"

namespace infoflow::command_line {

namespace {

constexpr char kNatsPerInput[] = "nats per input variable";
constexpr char kInputSquared[] = "input squared";

// A row is printed for each.
constexpr std::int64_t kMostPoints = 100000;

// Those that have channels, both names where there are two.
std::vector<std::string> ActivationNames() {
  std::vector<std::string> names;
  for (const std::string& name : activation::FunctionNames()) {
    const auto function = activation::MakeFunction(name);
    if (!function.ok() || !replica::ChannelsOf(*function).ok()) continue;
    names.push_back(name == "probit" ? "probit or sign" : name);
  }
  return names;
}

// What both commands take.
class NetworkFlags {
 public:
  void Declare(FlagSet& flags) {
    flags.AddText("prior", &prior_,
                  "law of the inputs: normal[:mean=0,var=1], bimodal[:p=0.5], "
                  "spike-slab:p=P[,mean=0,var=1]",
                  FlagSet::Presence::kRequired);
    flags.AddText("layers", &layers_,
                  "layers separated by ';', such as hardtanh:alpha=1.5,noise=0;relu:alpha=0.75,"
                  "noise=1e-5,weight_var=2: an activation with outputs per input alpha, noise "
                  "variance, and weight_var (N times the variance of Gaussian weights) or "
                  "spectrum=FILE (eigenvalues of W^T W, one per line) or weights=FILE (CSV, one "
                  "line per output), and parameters of the activation; activations: " +
                      absl::StrJoin(ActivationNames(), ", "),
                  FlagSet::Presence::kRequired);
    flags.AddChoice("solver", &options_.algorithm,
                    {{"auto", replica::Algorithm::kAuto},
                     {"fixed-point", replica::Algorithm::kFixedPoint},
                     {"vamp", replica::Algorithm::kVamp}},
                    "form of the iteration; all have the same fixed points");
    flags.AddInteger("max_iterations", &options_.max_iterations, 1, "sweeps from each start");
    flags.AddNumber("tolerance", &options_.tolerance,
                    {replica::kSmallestTolerance, replica::kLargestTolerance},
                    "largest relative change of any message in one more sweep of what is called "
                    "converged; rounding allows no less than the smallest");
    flags.AddBool("allow_unconverged", &options_.allow_unconverged,
                  "print results that did not converge, or whose mmse is lost in rounding, with "
                  "converged 0 instead of an error");
  }

  absl::StatusOr<replica::Network> MakeNetwork() const {
    absl::StatusOr<std::unique_ptr<replica::Prior>> prior = replica::ParsePrior(prior_);
    if (!prior.ok()) return InFlag("prior", prior.status());
    absl::StatusOr<std::vector<replica::Layer>> layers =
        replica::ParseLayers(layers_, UserFolder());
    if (!layers.ok()) return InFlag("layers", layers.status());
    return replica::Network::Create(*std::move(prior), *std::move(layers));
  }

  const replica::SolverOptions& SolverOptions() const { return options_; }

 private:
  std::string prior_;
  std::string layers_;
  replica::SolverOptions options_;
};

class ReplicaCommand : public Command {
 public:
  std::string name() const override { return "replica"; }

  std::string summary() const override {
    return "Entropy and mutual information of a multi-layer network, large-size limit";
  }

  void DeclareFlags(FlagSet& flags) override {
    network_.Declare(flags);
    flags.AddBool("all_fixed_points", &all_fixed_points_,
                  "one row per stable fixed point, by ascending potential (in place of entropy)");
    flags.AddBool("truncations", &truncations_,
                  "one row per layer: the network cut off there, a layer without noise measured "
                  "with that of the last one");
  }

  absl::StatusOr<Table> Run() override {
    INFOFLOW_ASSIGN_OR_RETURN(const replica::Network network, network_.MakeNetwork());
    const replica::SolverOptions options = network_.SolverOptions();
    Table table(std::vector<Column>{{"layer", ""},
                                    {"entropy", kNatsPerInput},
                                    {"mutual_information", kNatsPerInput},
                                    {"mmse", kInputSquared},
                                    {"fixed_points", ""},
                                    {"residual", ""},
                                    {"iterations", ""},
                                    {"converged", ""}});
    table.AddComment(
        "mutual_information is I(T_{l-1}; T_l), which is I(X; T_l) without noise "
        "before layer l");
    if (truncations_) {
      INFOFLOW_ASSIGN_OR_RETURN(const std::vector<replica::LayerEntropy> entropies,
                                replica::ComputeLayerEntropies(network, options));
      for (std::size_t l = 0; l < entropies.size(); ++l) {
        AddRows(static_cast<int>(l) + 1, entropies[l], table);
      }
      return table;
    }
    INFOFLOW_ASSIGN_OR_RETURN(const replica::LayerEntropy entropy,
                              replica::ComputeEntropy(network, options));
    AddRows(network.depth(), entropy, table);
    return table;
  }

 private:
  void AddRows(int layer, const replica::LayerEntropy& entropy, Table& table) const {
    const std::vector<replica::FixedPoint>& points = entropy.solution.fixed_points;
    // The same for every fixed point.
    const double noise_entropy = entropy.entropy - entropy.mutual_information;
    const std::size_t rows = all_fixed_points_ ? points.size() : 1;
    for (std::size_t k = 0; k < rows; ++k) {
      const replica::FixedPoint& point = points[k];
      table.AddRow({static_cast<double>(layer), point.potential,
                    k == 0 ? entropy.mutual_information : point.potential - noise_entropy,
                    point.mean_squared_error(), static_cast<double>(points.size()), point.residual,
                    static_cast<double>(point.iterations), point.converged ? 1.0 : 0.0});
    }
  }

  NetworkFlags network_;
  bool all_fixed_points_ = false;
  bool truncations_ = false;
};

class LandscapeCommand : public Command {
 public:
  std::string name() const override { return "replica-landscape"; }

  std::string summary() const override {
    return "Replica potential over the error of the input, with fixed points and phase";
  }

  void DeclareFlags(FlagSet& flags) override {
    network_.Declare(flags);
    flags.AddInteger("points", &points_, {2, kMostPoints},
                     "number of errors, evenly spaced in ln V");
    flags.AddNumber("smallest", &smallest_, "smallest error V");
    flags.AddNumber("largest", &largest_, "largest error V; 0 for the second moment of the prior");
  }

  absl::StatusOr<Table> Run() override {
    INFOFLOW_ASSIGN_OR_RETURN(const replica::Network network, network_.MakeNetwork());
    const double largest = largest_ == 0.0 ? network.prior().second_moment() : largest_;
    if (!(smallest_ > 0.0) || !(largest > smallest_)) {
      return absl::InvalidArgumentError(
          absl::StrCat("the errors must satisfy 0 < --smallest < --largest, not ",
                       FormatDouble(smallest_), " and ", FormatDouble(largest)));
    }
    std::vector<double> errors;
    for (std::int64_t k = 0; k < points_; ++k) {
      const double fraction = static_cast<double>(k) / static_cast<double>(points_ - 1);
      errors.push_back(
          std::exp(std::log(smallest_) + fraction * (std::log(largest) - std::log(smallest_))));
    }
    const replica::SolverOptions options = network_.SolverOptions();
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<replica::LandscapeFixedPoint> fixed_points,
                              replica::FindFixedPoints(network, options));
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<replica::LandscapePoint> curve,
                              replica::PotentialLandscape(network, errors, options));
    Table table(std::vector<Column>{{"point", ""},
                                    {"error", kInputSquared},
                                    {"potential", kNatsPerInput},
                                    {"next_error", kInputSquared},
                                    {"slope", "nats per input variable and input squared"}});
    table.AddComment(absl::StrCat("phase: ", replica::PhaseName(replica::ClassifyPhase(
                                                 fixed_points, network.prior().variance()))));
    // Curve and fixed points together, by ascending error.
    std::size_t next = 0;
    const auto add_fixed_point = [&](const replica::LandscapeFixedPoint& point) {
      table.AddRow({point.stable ? "stable" : "unstable", FormatDouble(point.error),
                    FormatDouble(point.potential), FormatDouble(point.error), "0"});
    };
    for (const replica::LandscapePoint& point : curve) {
      for (; next < fixed_points.size() && fixed_points[next].error < point.error; ++next) {
        add_fixed_point(fixed_points[next]);
      }
      table.AddRow({"curve", FormatDouble(point.error), FormatDouble(point.potential),
                    FormatDouble(point.next_error), FormatDouble(point.slope)});
    }
    for (; next < fixed_points.size(); ++next) add_fixed_point(fixed_points[next]);
    return table;
  }

 private:
  NetworkFlags network_;
  std::int64_t points_ = 100;
  double smallest_ = 1e-6;
  double largest_ = 0.0;
};

}  // namespace

Commands ReplicaCommands() {
  Commands commands;
  commands.push_back(std::make_unique<ReplicaCommand>());
  commands.push_back(std::make_unique<LandscapeCommand>());
  return commands;
}

}  // namespace infoflow::command_line
