#include "paper_figures/replica/learning_runs.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/row_table.h"

namespace infoflow::paper_figures {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// A run's names, then the columns of one of its measurements.
template <typename Measurement>
struct NamedRow {
  std::string network;
  int units = 0;
  double weight_variance = 0.0;
  std::string control;
  int replicate = 0;
  Measurement measurement;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("network", self.network);
    visit("units", self.units);
    visit("weight_variance", self.weight_variance);
    visit("control", self.control);
    visit("replicate", self.replicate);
    FieldsOf<Measurement>::VisitFields(self.measurement, visit);
  }
};

template <typename Measurement>
NamedRow<Measurement> Named(const LearningPoint& point, const Measurement& measurement) {
  return {point.network,   point.units(), point.weight_variance(), ControlName(point.control),
          point.replicate, measurement};
}

struct ChangeRow {
  std::string network;
  int units = 0;
  double weight_variance = 0.0;
  std::string control;
  int layer = 0;
  int runs = 0;
  double mean = 0.0, least = 0.0, greatest = 0.0;

  INFOFLOW_COLUMNS(network, "", units, "", weight_variance, "", control, "", layer, "", runs, "",
                   mean, "nats per prior variable", least, "nats per prior variable", greatest,
                   "nats per prior variable")
};

// A layer's measurement and what has changed since training began.
struct FollowedLayer {
  replica::LayerMeasurement layer;
  double information_change = 0.0;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    FieldsOf<replica::LayerMeasurement>::VisitFields(self.layer, visit);
    visit("information_change", self.information_change, "nats per prior variable");
  }
};

// Of the last measured layer, with what the network makes of it.
struct PlanePosition {
  int epoch = 0;
  double mutual_information = 0.0;
  double validation_error = 0.0;

  INFOFLOW_COLUMNS(epoch, "", mutual_information, "nats per prior variable", validation_error, "")
};

bool SameKind(const LearningPoint& a, const LearningPoint& b) {
  return a.network == b.network && a.control == b.control && a.units() == b.units() &&
         a.weight_variance() == b.weight_variance();
}

LearningChoice KindOf(const LearningPoint& point) {
  return {point.network, point.control, point.units(), point.weight_variance()};
}

}  // namespace

const char* ControlName(LearningControl control) {
  switch (control) {
    case LearningControl::kNone:
      return "usv";
    case LearningControl::kUnconstrained:
      return "unconstrained";
    case LearningControl::kPermuted:
      return "permuted";
    case LearningControl::kNoiseless:
      return "noiseless";
  }
  return "";
}

double LearningPoint::weight_variance() const {
  return experiment.architecture.initial_scale * experiment.architecture.initial_scale;
}

LearningPoint WithControl(LearningPoint point, LearningControl control, int replicate,
                          std::uint64_t seed) {
  // More replicates than anyone wants.
  constexpr std::uint64_t kReplicates = 100000;
  point.control = control;
  point.replicate = replicate;
  point.experiment.seed = seed * kReplicates + replicate;
  point.experiment.unconstrained = control == LearningControl::kUnconstrained;
  point.experiment.permute_answers = control == LearningControl::kPermuted;
  point.experiment.leave_out_data_noise = control == LearningControl::kNoiseless;
  return point;
}

absl::StatusOr<LearningRecord> ComputeLearning(const LearningPoint& point, const Run& run) {
  WorkerPool workers(run.threads);
  INFOFLOW_ASSIGN_OR_RETURN(replica::LearningCurve curve,
                            replica::RunLearning(point.experiment, workers));
  return LearningRecord{std::move(curve.layers), std::move(curve.losses)};
}

std::vector<const LearningRun*> Choose(LearningRuns runs, const LearningChoice& choice) {
  std::vector<const LearningRun*> chosen;
  for (const LearningRun& run : runs) {
    const LearningPoint& point = run.point;
    if (point.network == choice.network && point.control == choice.control &&
        (choice.units == 0 || point.units() == choice.units) &&
        (choice.weight_variance == 0.0 || point.weight_variance() == choice.weight_variance)) {
      chosen.push_back(&run);
    }
  }
  return chosen;
}

std::vector<int> WithStart(std::vector<int> epochs) {
  if (epochs.empty() || epochs.front() != 0) epochs.insert(epochs.begin(), 0);
  return epochs;
}

const replica::LayerMeasurement* LayerAt(const LearningRecord& record, int epoch, int layer) {
  if (epoch < 0 && !record.layers.empty()) epoch = record.layers.back().epoch;
  for (const replica::LayerMeasurement& measurement : record.layers) {
    if (measurement.epoch == epoch && measurement.layer == layer) return &measurement;
  }
  return nullptr;
}

const replica::LossMeasurement* LossAt(const LearningRecord& record, int epoch) {
  if (epoch < 0 && !record.losses.empty()) return &record.losses.back();
  for (const replica::LossMeasurement& measurement : record.losses) {
    if (measurement.epoch == epoch) return &measurement;
  }
  return nullptr;
}

double InformationChange(const LearningRecord& record, int layer) {
  const replica::LayerMeasurement* first = LayerAt(record, 0, layer);
  const replica::LayerMeasurement* last = LayerAt(record, -1, layer);
  if (first == nullptr || last == nullptr) return kNan;
  return last->mutual_information - first->mutual_information;
}

LearningSummary Summarize(const std::vector<double>& values) {
  LearningSummary summary;
  double sum = 0.0;
  for (const double value : values) {
    sum += value;
    summary.extremes.Add(value);
  }
  summary.mean = values.empty() ? kNan : sum / static_cast<double>(values.size());
  return summary;
}

LearningSummary ChangeOver(LearningRuns runs, const LearningChoice& choice, int layer) {
  std::vector<double> changes;
  for (const LearningRun* run : Choose(runs, choice)) {
    changes.push_back(InformationChange(run->record, layer));
  }
  return Summarize(changes);
}

int MeasuredLayers(const LearningPoint& point) {
  return static_cast<int>(point.experiment.architecture.activations.size());
}

ResultTable MeasurementTable(LearningRuns runs) {
  std::vector<NamedRow<FollowedLayer>> rows;
  for (const LearningRun& run : runs) {
    // Layer after layer, so that pictures can join the epochs of one by lines.
    for (int l = 1; l <= MeasuredLayers(run.point); ++l) {
      const replica::LayerMeasurement* first = LayerAt(run.record, 0, l);
      const double start = first == nullptr ? kNan : first->mutual_information;
      for (const replica::LayerMeasurement& layer : run.record.layers) {
        if (layer.layer != l) continue;
        rows.push_back(Named(run.point, FollowedLayer{layer, layer.mutual_information - start}));
      }
    }
  }
  return {"layers", "Entropies of each layer along training", TableOf(rows)};
}

ResultTable LossTable(LearningRuns runs) {
  std::vector<NamedRow<replica::LossMeasurement>> rows;
  for (const LearningRun& run : runs) {
    for (const replica::LossMeasurement& loss : run.record.losses) {
      rows.push_back(Named(run.point, loss));
    }
  }
  return {"losses", "Losses and accuracies along training", TableOf(rows)};
}

ResultTable ChangeTable(LearningRuns runs) {
  std::vector<ChangeRow> rows;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const LearningPoint& point = runs[i].point;
    const bool seen = std::any_of(runs.begin(), runs.begin() + i, [&](const LearningRun& before) {
      return SameKind(before.point, point);
    });
    if (seen) continue;
    for (int layer = 1; layer <= MeasuredLayers(point); ++layer) {
      const LearningChoice kind = KindOf(point);
      const LearningSummary change = ChangeOver(runs, kind, layer);
      rows.push_back({point.network, point.units(), point.weight_variance(),
                      ControlName(point.control), layer,
                      static_cast<int>(Choose(runs, kind).size()), change.mean,
                      change.extremes.least, change.extremes.greatest});
    }
  }
  return {"changes", "Change of I(X; T) over training", TableOf(rows)};
}

ResultTable PlaneTable(LearningRuns runs) {
  std::vector<NamedRow<PlanePosition>> rows;
  for (const LearningRun& run : runs) {
    const int last_layer = MeasuredLayers(run.point);
    for (const replica::LossMeasurement& loss : run.record.losses) {
      const replica::LayerMeasurement* layer = LayerAt(run.record, loss.epoch, last_layer);
      rows.push_back(Named(run.point, PlanePosition{loss.epoch, layer->mutual_information,
                                                    1.0 - loss.validation_accuracy}));
    }
  }
  return {"plane", "Information of the last measured layer and error on new samples",
          TableOf(rows)};
}

int MostFixedPoints(LearningRuns runs) {
  int most = 0;
  for (const LearningRun& run : runs) {
    for (const replica::LayerMeasurement& layer : run.record.layers) {
      most = std::max(most, layer.fixed_points);
    }
  }
  return most;
}

}  // namespace infoflow::paper_figures
