#include "infoflow/command_line/estimator_commands.h"

#include <cmath>
#include <cstdint>
#include <limits>
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
#include "infoflow/estimators/nearest_neighbour_information.h"
#include "infoflow/estimators/sample_file.h"
#include "infoflow/support/number_grid.h"
#include "infoflow/support/setting.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/user_path.h"

namespace infoflow::command_line {

namespace {

constexpr char kNats[] = "nats";
constexpr char kNatsPerDimension[] = "nats per dimension";

// Flags that both commands take.
class EstimatorFlags {
 public:
  void DeclareNeighbours(FlagSet& flags) {
    flags.AddInteger("neighbours", &neighbours_, 1, "knn: which neighbour's distance is used");
    flags.AddNumber("jitter", &jitter_, kNotNegative,
                    "knn: amplitude of uniform noise that breaks ties, such as 1e-10");
    flags.AddInteger("seed", &seed_, 0, "knn: seed of the jitter");
  }
  void DeclareBins(FlagSet& flags) {
    flags.AddInteger("bins", &bins_, 1, "binning: number of bins of equal width");
    flags.AddText("range", &range_,
                  "binning: LOWER,UPPER ends of the bins; not given: smallest and largest sample");
    flags.AddBool("correct_bias", &correct_bias_,
                  "binning: Miller-Madow correction; gaussian: digamma correction");
  }
  void DeclareThreads(FlagSet& flags) {
    flags.AddInteger("threads", &threads_, 0, "number of threads; 0: one per core");
  }

  // Of NearestNeighbourOptions or NeighbourInformationOptions.
  template <typename Options>
  void SetNeighbours(Options& options) const {
    options.neighbours = neighbours_;
    options.jitter = jitter_;
    options.seed = static_cast<std::uint64_t>(seed_);
    options.threads = threads_;
  }

  absl::StatusOr<estimators::BinningOptions> Binning() const {
    estimators::BinningOptions options;
    options.bins = bins_;
    INFOFLOW_ASSIGN_OR_RETURN(options.range, Range());
    if (correct_bias_) options.bias = estimators::CountBias::kMillerMadow;
    return options;
  }

  bool correct_bias() const { return correct_bias_; }
  int threads() const { return threads_; }

 private:
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

  int neighbours_ = 3;
  double jitter_ = 0.0;
  std::int64_t seed_ = 0;
  int bins_ = 30;
  std::string range_;
  bool correct_bias_ = false;
  int threads_ = 0;
};

void DeclareHeader(FlagSet& flags, std::string* header) {
  flags.AddChoice("header", header, HeaderNames(),
                  "whether the first line of a text names the columns; auto: if it has no number, "
                  "or reads 0,1,2,... above decimals");
}

class EstimateEntropyCommand : public Command {
 public:
  std::string name() const override { return "estimate-entropy"; }

  std::string summary() const override { return "Entropy from samples, by one of five methods"; }

  void DeclareFlags(FlagSet& flags) override {
    constexpr auto kRequired = FlagSet::Presence::kRequired;
    flags.AddText("samples", &samples_,
                  "one sample a row: text of numbers, or .npy or .npz (docs/files.md)", kRequired);
    DeclareHeader(flags, &header_);
    flags.AddChoice("method", &method_,
                    {"knn", "mixture-upper", "mixture-lower", "binning", "gaussian"},
                    "which estimator", kRequired);
    common_.DeclareNeighbours(flags);
    flags.AddChoice("norm", &norm_, {"max", "euclidean"}, "knn: how distances are measured");
    flags.AddNumber("noise_variance", &noise_variance_,
                    "mixture: variance of the noise around each sample; needed there, above 0");
    common_.DeclareBins(flags);
    common_.DeclareThreads(flags);
    flags.OnlyWhere("method", {"knn"}, {"neighbours", "norm", "jitter", "seed"});
    flags.OnlyWhere("method", {"mixture-upper", "mixture-lower"}, {"noise_variance"});
    flags.OnlyWhere("method", {"binning"}, {"bins", "range"});
    flags.OnlyWhere("method", {"binning", "gaussian"}, {"correct_bias"});
  }

  absl::StatusOr<Table> Run() override {
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
      return common_.correct_bias() ? estimate.corrected : estimate.plug_in;
    }
    if (!(noise_variance_ > 0.0)) return NoiseVarianceError();
    INFOFLOW_ASSIGN_OR_RETURN(
        const estimators::MixtureEntropyBounds bounds,
        estimators::BoundMixtureEntropy(samples, noise_variance_, common_.threads()));
    return method_ == "mixture-upper" ? bounds.upper : bounds.lower;
  }

  absl::StatusOr<double> NearestNeighbour(const linalg::Matrix<double>& samples) const {
    estimators::NearestNeighbourOptions options;
    common_.SetNeighbours(options);
    options.norm = norm_ == "max" ? estimators::Norm::kMaximum : estimators::Norm::kEuclidean;
    return estimators::NearestNeighbourEntropy(samples, options);
  }

  absl::StatusOr<double> Binning(const linalg::Matrix<double>& samples) const {
    INFOFLOW_ASSIGN_OR_RETURN(const estimators::BinningOptions options, common_.Binning());
    INFOFLOW_ASSIGN_OR_RETURN(const estimators::BinnedEntropy binned,
                              estimators::EstimateBinnedEntropy(samples, options));
    return binned.entropy;
  }

  std::string samples_;
  std::string header_ = "auto";
  std::string method_;
  std::string norm_ = "max";
  double noise_variance_ = 0.0;
  EstimatorFlags common_;
};

class MutualInformationCommand : public Command {
 public:
  std::string name() const override { return "mutual-information"; }

  std::string summary() const override {
    return "Mutual information of pairs of samples, or of samples and labels, by one of three "
           "methods";
  }

  void DeclareFlags(FlagSet& flags) override {
    flags.AddChoice("method", &method_, {"knn", "binning", "gaussian"},
                    "Kraskov's nearest neighbours, counts of bins, or that of a normal law",
                    FlagSet::Presence::kRequired);
    flags.AddText("samples", &samples_,
                  "file of X and Y together, one pair per line: the first x_columns columns are X, "
                  "the others Y");
    flags.AddInteger("x_columns", &x_columns_, 1, "samples: how many columns are X");
    flags.AddText("x", &x_, "file of X, one sample per line, in place of samples");
    flags.AddText("y", &y_, "file of Y, line by line beside X");
    flags.AddText("labels", &labels_,
                  "binning: file of one whole number per line beside X, in place of Y");
    DeclareHeader(flags, &header_);
    common_.DeclareNeighbours(flags);
    common_.DeclareBins(flags);
    common_.DeclareThreads(flags);
    flags.OnlyWhere("method", {"knn"}, {"neighbours", "jitter", "seed", "threads"});
    flags.OnlyWhere("method", {"binning"}, {"bins", "range", "labels"});
    flags.OnlyWhere("method", {"binning", "gaussian"}, {"correct_bias"});
  }

  absl::StatusOr<Table> Run() override {
    INFOFLOW_RETURN_IF_ERROR(ReadPairs());
    INFOFLOW_ASSIGN_OR_RETURN(const double information, Estimate());
    Table table(std::vector<Column>{{"method", ""},
                                    {"samples", ""},
                                    {"x_dimension", ""},
                                    {"y_dimension", ""},
                                    {"mutual_information", kNats}});
    for (const std::string& description : understood_) {
      table.AddComment(absl::StrCat("read ", description));
    }
    table.AddRow({method_, absl::StrCat(x_samples_.rows()), absl::StrCat(x_samples_.columns()),
                  absl::StrCat(y_samples_.columns()), FormatDouble(information)});
    return table;
  }

 private:
  absl::StatusOr<linalg::Matrix<double>> Read(const std::string& path) {
    INFOFLOW_ASSIGN_OR_RETURN(const Header header, ParseHeader(header_));
    return estimators::ReadSamples(UserPath(path), header, &understood_.emplace_back());
  }

  // Fills x_samples_ and y_samples_, which holds the labels where there are such.
  absl::Status ReadPairs() {
    const bool one_file = !samples_.empty() && x_.empty() && y_.empty() && labels_.empty();
    const bool two_files = samples_.empty() && !x_.empty() && (y_.empty() != labels_.empty());
    if (!one_file && !two_files) {
      return absl::InvalidArgumentError(
          "give --samples=FILE, or --x=FILE with --y=FILE, or --x=FILE with --labels=FILE");
    }
    INFOFLOW_ASSIGN_OR_RETURN(x_samples_, Read(one_file ? samples_ : x_));
    if (one_file) {
      const int columns = x_samples_.columns();
      if (x_columns_ >= columns) {
        return absl::InvalidArgumentError(absl::StrCat(
            "--x_columns=", x_columns_, ": the file ", samples_, " has ", columns,
            columns == 1 ? " column" : " columns", ", of which one must be left for Y"));
      }
      const int x_columns = static_cast<int>(x_columns_);
      const int rows = x_samples_.rows();
      y_samples_ = linalg::Matrix<double>(linalg::ConstMatrixView<double>(
          x_samples_.Block(0, x_columns, rows, columns - x_columns)));
      x_samples_ = linalg::Matrix<double>(
          linalg::ConstMatrixView<double>(x_samples_.Block(0, 0, rows, x_columns)));
      return absl::OkStatus();
    }
    const std::string& other = y_.empty() ? labels_ : y_;
    INFOFLOW_ASSIGN_OR_RETURN(y_samples_, Read(other));
    if (x_samples_.rows() == y_samples_.rows()) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(x_, " holds ", x_samples_.rows(),
                                                   " samples and ", other, " ", y_samples_.rows(),
                                                   "; they must be pairs"));
  }

  absl::StatusOr<double> Estimate() const {
    if (method_ == "knn") {
      estimators::NeighbourInformationOptions options;
      common_.SetNeighbours(options);
      return estimators::NearestNeighbourInformation(x_samples_, y_samples_, options);
    }
    if (method_ == "gaussian") {
      INFOFLOW_ASSIGN_OR_RETURN(const estimators::GaussianInformationEstimate estimate,
                                estimators::EstimateGaussianInformation(x_samples_, y_samples_));
      return common_.correct_bias() ? estimate.corrected : estimate.plug_in;
    }
    INFOFLOW_ASSIGN_OR_RETURN(const estimators::BinningOptions options, common_.Binning());
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> states,
                              estimators::BinnedStates(x_samples_, options));
    if (labels_.empty()) {
      INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> others,
                                estimators::BinnedStates(y_samples_, options));
      return estimators::EstimateLabelInformation(states, others, options.bias);
    }
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> labels, Labels());
    return estimators::EstimateLabelInformation(states, labels, options.bias);
  }

  absl::StatusOr<std::vector<int>> Labels() const {
    if (y_samples_.columns() != 1) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--labels=", labels_, ": it has ", y_samples_.columns(), " columns; it must have one"));
    }
    std::vector<int> labels;
    for (int i = 0; i < y_samples_.rows(); ++i) {
      const double label = y_samples_(i, 0);
      if (label != std::floor(label) || std::fabs(label) > std::numeric_limits<int>::max()) {
        return absl::InvalidArgumentError(absl::StrCat("--labels=", labels_, ": label ", i + 1,
                                                       " is ", FormatDouble(label),
                                                       "; it must be a whole number of 32 bits"));
      }
      labels.push_back(static_cast<int>(label));
    }
    return labels;
  }

  std::string method_;
  std::string samples_;
  std::int64_t x_columns_ = 1;
  std::string x_;
  std::string y_;
  std::string labels_;
  std::string header_ = "auto";
  EstimatorFlags common_;
  linalg::Matrix<double> x_samples_;
  linalg::Matrix<double> y_samples_;
  std::vector<std::string> understood_;
};

}  // namespace

Commands EstimatorCommands() {
  Commands commands;
  commands.push_back(std::make_unique<EstimateEntropyCommand>());
  commands.push_back(std::make_unique<MutualInformationCommand>());
  return commands;
}

}  // namespace infoflow::command_line
