#include "infoflow/command_line/estimator_commands.h"

#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "infoflow/estimators/binning.h"
#include "infoflow/estimators/gaussian_entropy.h"
#include "infoflow/estimators/mixture_entropy.h"
#include "infoflow/estimators/nearest_neighbour_entropy.h"
#include "infoflow/estimators/sample_file.h"
#include "infoflow/support/number_grid.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/user_path.h"

namespace infoflow::command_line {

namespace {

constexpr char kNats[] = "nats";
constexpr char kNatsPerDimension[] = "nats per dimension";

class EstimateEntropyCommand : public Command {
 public:
  std::string name() const override { return "estimate-entropy"; }

  std::string summary() const override { return "Entropy from samples, by one of five methods"; }

  void DeclareFlags(FlagSet& flags) override {
    constexpr auto kRequired = FlagSet::Presence::kRequired;
    flags.AddText("samples", &samples_,
                  "one sample a row: text of numbers, or .npy or .npz (docs/files.md)", kRequired);
    flags.AddChoice(
        "header", &header_, HeaderNames(),
        "whether the first line of a text names the columns; auto: if it has no number, "
        "or reads 0,1,2,...");
    flags.AddChoice("method", &method_,
                    {"knn", "mixture-upper", "mixture-lower", "binning", "gaussian"},
                    "which estimator", kRequired);
    flags.AddInteger("neighbours", &neighbours_, 1, "knn: which neighbour's distance is used");
    flags.AddChoice("norm", &norm_, {"max", "euclidean"}, "knn: how distances are measured");
    flags.AddNumber("jitter", &jitter_,
                    "knn: amplitude of uniform noise that breaks ties, such as 1e-10");
    flags.AddInteger("seed", &seed_, 0, "knn: seed of the jitter");
    flags.AddNumber("noise_variance", &noise_variance_,
                    "mixture: variance of the noise around each sample; needed there, above 0");
    flags.AddInteger("bins", &bins_, 1, "binning: number of bins of equal width");
    flags.AddText("range", &range_,
                  "binning: LOWER,UPPER ends of the bins; not given: smallest and largest sample");
    flags.AddBool("correct_bias", &correct_bias_,
                  "binning: Miller-Madow correction; gaussian: digamma correction");
    flags.AddInteger("threads", &threads_, 0, "number of threads; 0: one per core");
    flags.OnlyWhere("method", {"knn"}, {"neighbours", "norm", "jitter", "seed"});
    flags.OnlyWhere("method", {"mixture-upper", "mixture-lower"}, {"noise_variance"});
    flags.OnlyWhere("method", {"binning"}, {"bins", "range"});
    flags.OnlyWhere("method", {"binning", "gaussian"}, {"correct_bias"});
  }

  absl::StatusOr<Table> Run() override {
    threads_in_use_ = threads_;
    INFOFLOW_ASSIGN_OR_RETURN(const Header header, ParseHeader(header_));
    std::string understood;
    INFOFLOW_ASSIGN_OR_RETURN(const linalg::Matrix<double> samples,
                              estimators::ReadSamples(UserPath(samples_), header, &understood));
    INFOFLOW_ASSIGN_OR_RETURN(const double entropy, Estimate(samples));
    Table table(std::vector<Column>{{"method", ""},
                                    {"samples", ""},
                                    {"dimension", ""},
                                    {"entropy", kNats},
                                    {"entropy_per_dimension", kNatsPerDimension}});
    table.AddComment(absl::StrCat("read ", understood));
    table.AddRow({method_, absl::StrCat(samples.rows()), absl::StrCat(samples.columns()),
                  FormatDouble(entropy), FormatDouble(entropy / samples.columns())});
    return table;
  }

 private:
  absl::Status NoiseVarianceError() const {
    return absl::InvalidArgumentError(
        absl::StrCat("--noise_variance=", noise_variance_, ": must be above 0"));
  }

  absl::StatusOr<double> Estimate(const linalg::Matrix<double>& samples) const {
    if (method_ == "knn") return NearestNeighbour(samples);
    if (method_ == "binning") return Binning(samples);
    if (method_ == "gaussian") {
      INFOFLOW_ASSIGN_OR_RETURN(const estimators::GaussianEntropyEstimate estimate,
                                estimators::EstimateGaussianEntropy(samples));
      return correct_bias_ ? estimate.corrected : estimate.plug_in;
    }
    if (!(noise_variance_ > 0.0)) return NoiseVarianceError();
    INFOFLOW_ASSIGN_OR_RETURN(
        const estimators::MixtureEntropyBounds bounds,
        estimators::BoundMixtureEntropy(samples, noise_variance_, threads_in_use_));
    return method_ == "mixture-upper" ? bounds.upper : bounds.lower;
  }

  absl::StatusOr<double> NearestNeighbour(const linalg::Matrix<double>& samples) const {
    estimators::NearestNeighbourOptions options;
    options.neighbours = neighbours_;
    options.norm = norm_ == "max" ? estimators::Norm::kMaximum : estimators::Norm::kEuclidean;
    options.jitter = jitter_;
    options.seed = static_cast<std::uint64_t>(seed_);
    options.threads = threads_in_use_;
    return estimators::NearestNeighbourEntropy(samples, options);
  }

  absl::StatusOr<double> Binning(const linalg::Matrix<double>& samples) const {
    estimators::BinningOptions options;
    options.bins = bins_;
    INFOFLOW_ASSIGN_OR_RETURN(options.range, Range());
    if (correct_bias_) options.bias = estimators::CountBias::kMillerMadow;
    INFOFLOW_ASSIGN_OR_RETURN(const estimators::BinnedEntropy binned,
                              estimators::EstimateBinnedEntropy(samples, options));
    return binned.entropy;
  }

  absl::StatusOr<std::optional<estimators::BinRange>> Range() const {
    std::optional<estimators::BinRange> range;
    if (range_.empty()) return range;
    const std::vector<std::string> ends = absl::StrSplit(range_, ',');
    range.emplace();
    if (ends.size() != 2 || !absl::SimpleAtod(ends[0], &range->lower) ||
        !absl::SimpleAtod(ends[1], &range->upper) || !std::isfinite(range->lower) ||
        !std::isfinite(range->upper) || !(range->lower < range->upper)) {
      return absl::InvalidArgumentError(
          absl::StrCat("--range=", range_, ": must be two rising numbers, such as -1,1"));
    }
    return range;
  }

  std::string samples_;
  std::string header_ = "auto";
  std::string method_;
  int neighbours_ = 3;
  std::string norm_ = "max";
  double jitter_ = 0.0;
  std::int64_t seed_ = 0;
  double noise_variance_ = 0.0;
  int bins_ = 30;
  std::string range_;
  bool correct_bias_ = false;
  int threads_ = 0;
  int threads_in_use_ = 0;
};

}  // namespace

Commands EstimatorCommands() {
  Commands commands;
  commands.push_back(std::make_unique<EstimateEntropyCommand>());
  return commands;
}

}  // namespace infoflow::command_line
