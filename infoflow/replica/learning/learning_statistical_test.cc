// Training runs against the bands of another implementation, which draws its own data, weights and
// orders of samples: means over seeds, compared by their scatter.
//
// With six seeds on each side a mean leaves the band of four standard deviations once in about
// 10,000 times for a true law with the reference's scatter; the two percent beside it cover that
// the scatter itself is known to 30 % only. The seeds are fixed: a pass here stays one.

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/replica/learning/learning_experiment.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/worker_pool.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::replica {
namespace {

using testing::ReferenceTable;

constexpr int kSeeds = 6;
constexpr double kDeviations = 4.0;
constexpr double kRelative = 0.02;
// Losses pass over orders of magnitude; before this epoch the scatter of their decrease decides.
constexpr int kSettled = 20;
constexpr double kLossFactor = 1.6;
// Of H, replica minus exact: an effect of order 1/K with a scatter of 0.04 at K = 8.
constexpr double kGap = 0.1;

LearningExperiment ExperimentOf(const std::string& task, const std::string& activation,
                                const std::string& sizes, int prior_size) {
  LearningExperiment experiment;
  for (const absl::string_view word : absl::StrSplit(sizes, '-')) {
    int size = 0;
    EXPECT_TRUE(absl::SimpleAtoi(word, &size));
    experiment.architecture.sizes.push_back(size);
  }
  const activation::Kind kind = activation::ParseKind(activation).value();
  for (std::size_t l = 0; l + 2 < experiment.architecture.sizes.size(); ++l) {
    experiment.architecture.activations.push_back(l % 2 == 0 ? activation::Kind::kLinear : kind);
  }
  experiment.samples = 100 * experiment.architecture.sizes.front();
  if (task == "recognition") {
    experiment.task = LearningTask::kRecognition;
    experiment.codes = prior_size;
    experiment.learning_rate = 0.05;
    experiment.batch = 100;
  }
  return experiment;
}

struct Mean {
  double sum = 0.0;
  int count = 0;
  void Add(double value) {
    sum += value;
    ++count;
  }
  double value() const { return sum / count; }
};

// By epoch and layer, or by epoch.
struct Bands {
  std::map<std::pair<int, int>, Mean> information, gap;
  std::map<int, Mean> train_loss, validation_loss, validation_accuracy;
};

Bands RunSeeds(LearningExperiment experiment, const std::vector<int>& epochs) {
  experiment.epochs = epochs.back();
  experiment.measured_epochs = epochs;
  std::vector<LearningCurve> curves(kSeeds);
  const linalg::SingleThreadedBlas single_threaded_blas;
  const absl::Status status = ParallelFor(kSeeds, 0, [&](int i) {
    LearningExperiment run = experiment;
    run.seed = 101 + i;
    WorkerPool workers(1);
    absl::StatusOr<LearningCurve> curve = RunLearning(run, workers);
    if (!curve.ok()) return curve.status();
    curves[i] = *std::move(curve);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  Bands bands;
  for (const LearningCurve& curve : curves) {
    for (const LayerMeasurement& layer : curve.layers) {
      bands.information[{layer.epoch, layer.layer}].Add(layer.mutual_information);
      bands.gap[{layer.epoch, layer.layer}].Add(layer.entropy - layer.exact_entropy);
      EXPECT_GE(layer.fixed_points, 1);
    }
    for (const LossMeasurement& loss : curve.losses) {
      bands.train_loss[loss.epoch].Add(loss.train_loss);
      bands.validation_loss[loss.epoch].Add(loss.validation_loss);
      bands.validation_accuracy[loss.epoch].Add(loss.validation_accuracy);
    }
  }
  return bands;
}

// Of `column` with its columns _mean and _std, over as many seeds as the table says.
void CompareMean(ReferenceTable& table, int row, const std::string& column, double got,
                 double relative) {
  const double want = table.Input(row, absl::StrCat(column, "_mean"));
  const double scatter = table.Input(row, absl::StrCat(column, "_std"));
  const double seeds = table.Input(row, "seeds");
  const double band = kDeviations * scatter * std::sqrt(1.0 / kSeeds + 1.0 / seeds);
  EXPECT_NEAR(got, want, band + relative * std::abs(want))
      << table.file() << " row " << row + 1 << ", " << column;
}

void CompareLoss(ReferenceTable& table, int row, const std::string& column, double got) {
  const double want = table.Input(row, absl::StrCat(column, "_mean"));
  table.Ignore(absl::StrCat(column, "_std"));
  if (table.Input(row, "epoch") <= kSettled) return;
  EXPECT_LT(got, want * kLossFactor) << table.file() << " row " << row + 1 << ", " << column;
  EXPECT_GT(got, want / kLossFactor) << table.file() << " row " << row + 1 << ", " << column;
}

void CompareRow(ReferenceTable& table, int row, Bands& bands) {
  const int epoch = static_cast<int>(table.Input(row, "epoch"));
  const int layer = static_cast<int>(table.Input(row, "layer"));
  CompareMean(table, row, "MI", bands.information.at({epoch, layer}).value(), kRelative);
  if (!table.Text(row, "H_logdet_gap_mean").empty()) {
    EXPECT_NEAR(bands.gap.at({epoch, layer}).value(), table.Input(row, "H_logdet_gap_mean"), kGap)
        << table.file() << " row " << row + 1;
  }
  CompareLoss(table, row, "train_loss", bands.train_loss.at(epoch).value());
  CompareLoss(table, row, "validation_loss", bands.validation_loss.at(epoch).value());
  if (!table.Text(row, "validation_accuracy_mean").empty() && epoch > kSettled) {
    CompareMean(table, row, "validation_accuracy", bands.validation_accuracy.at(epoch).value(),
                kRelative);
  }
}

TEST(LearningStatisticalTest, TrainingBands) {
  for (ReferenceTable& table : ReferenceTable::Open("replica", "usv_training_bands.csv")) {
    using Key = std::tuple<std::string, std::string, std::string, int>;
    std::map<Key, std::vector<int>> rows;
    for (int row = 0; row < table.num_rows(); ++row) {
      rows[{table.Text(row, "experiment"), table.Text(row, "activation"), table.Text(row, "sizes"),
            static_cast<int>(table.Input(row, "prior_size"))}]
          .push_back(row);
    }
    for (const auto& [key, of_experiment] : rows) {
      std::vector<int> epochs;
      for (const int row : of_experiment) {
        epochs.push_back(static_cast<int>(table.Input(row, "epoch")));
      }
      std::sort(epochs.begin(), epochs.end());
      epochs.erase(std::unique(epochs.begin(), epochs.end()), epochs.end());
      const auto& [task, activation, sizes, prior_size] = key;
      Bands bands = RunSeeds(ExperimentOf(task, activation, sizes, prior_size), epochs);
      for (const int row : of_experiment) CompareRow(table, row, bands);
    }
    for (const char* column : {"MI_min", "MI_max", "validation_accuracy_mean",
                               "validation_accuracy_std", "H_logdet_gap_mean"}) {
      table.Ignore(column);
    }
  }
}

}  // namespace
}  // namespace infoflow::replica
