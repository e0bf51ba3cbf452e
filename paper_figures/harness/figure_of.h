#ifndef PAPER_FIGURES_HARNESS_FIGURE_OF_H_
#define PAPER_FIGURES_HARNESS_FIGURE_OF_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/field_reader.h"
#include "paper_figures/harness/field_writer.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

// A point that has been computed.
template <typename Point, typename Record>
struct Computed {
  Point point;
  Record record;
};

// A figure by its four typed steps: parameters -> points -> records -> tables, claims and keys.
//
// `Parameters` is a struct with `void Register(ParameterSet&)` (parameter_set.h). `Point` is a
// struct with fields (fields.h) that holds all that decides its numbers: its coordinates, marked by
// visit.Key, the parameters that matter to it, seed and images. `Record` is a struct with fields:
// what computing a point gives. Files, caches, shards and progress are the harness's business.
template <typename Parameters, typename Point, typename Record>
struct FigureOf : Figure {
  using Result = Computed<Point, Record>;
  using Results = absl::Span<const Result>;

  // The points, in the order in which they are presented.
  std::function<absl::StatusOr<std::vector<Point>>(const Parameters&, const Run&)> points;
  // Instead of `points`, where the next ones depend on what was found: those that are needed as far
  // as the results show, which come in no particular order. It must not forget points that it has
  // named.
  std::function<absl::StatusOr<std::vector<Point>>(const Parameters&, const Run&, Results)>
      next_points;
  // Points with the same number go to the same shard, -1 to every shard; by default each point
  // has its own.
  std::function<int(const Point&)> group;
  // The record of one point: decided by the point alone. May run in several threads at once, each
  // then with run.threads = 1.
  std::function<absl::StatusOr<Record>(const Point&, const Run&)> compute;
  // Tables, claims and keys of the picture, from the points in their order.
  std::function<absl::StatusOr<Presentation>(const Parameters&, const Run&, Results)> present;

  Figure Build() const;
};

// A figure that has nothing to share out: one point, which the parameters and the seed decide.
template <typename Parameters, typename Record>
struct SinglePointFigureOf : Figure {
  std::function<absl::StatusOr<Record>(const Parameters&, const Run&)> compute;
  std::function<absl::StatusOr<Presentation>(const Parameters&, const Run&, const Record&)> present;

  Figure Build() const;
};

namespace internal {

template <typename Parameters, typename Point_, typename Record>
class WorkOf : public FigureWork {
 public:
  using Typed = FigureOf<Parameters, Point_, Record>;
  using Result = typename Typed::Result;

  explicit WorkOf(const Typed& figure) : figure_(figure) { parameters_.Register(set_); }
  WorkOf(const WorkOf&) = delete;
  WorkOf& operator=(const WorkOf&) = delete;

  ParameterSet& parameters() override { return set_; }

  absl::StatusOr<std::vector<int>> ListPoints(const Run& run) override {
    std::vector<Point_> points;
    if (figure_.next_points != nullptr) {
      std::vector<Result> results;
      for (const Slot& slot : slots_) {
        if (slot.record.has_value()) results.push_back({slot.point, *slot.record});
      }
      INFOFLOW_ASSIGN_OR_RETURN(points, figure_.next_points(parameters_, run, results));
    } else if (order_.empty()) {
      INFOFLOW_ASSIGN_OR_RETURN(points, figure_.points(parameters_, run));
    } else {
      return order_;  // nothing that is found changes them
    }
    order_.clear();
    for (const Point_& point : points) order_.push_back(SlotOf(point));
    return order_;
  }
  const Point& point(int index) const override { return slots_[index].known; }

  std::function<absl::StatusOr<std::string>()> Job(int index, const Run& run) const override {
    return [compute = figure_.compute, point = slots_[index].point,
            run]() -> absl::StatusOr<std::string> {
      INFOFLOW_ASSIGN_OR_RETURN(const Record record, compute(point, run));
      return FieldText(record);
    };
  }
  absl::Status TakeRecord(int index, absl::string_view text) override {
    Record record{};
    INFOFLOW_RETURN_IF_ERROR(ReadFields(text, &record));
    slots_[index].record = std::move(record);
    return absl::OkStatus();
  }
  bool HasRecord(int index) const override { return slots_[index].record.has_value(); }
  std::string RecordText(int index) const override { return FieldText(*slots_[index].record); }

  absl::StatusOr<Presentation> Present(const Run& run) const override {
    std::vector<Result> results;
    for (const int index : order_) {
      INFOFLOW_CHECK(slots_[index].record.has_value());
      results.push_back({slots_[index].point, *slots_[index].record});
    }
    return figure_.present(parameters_, run, results);
  }

 private:
  struct Slot {
    Point_ point;
    Point known;
    std::optional<Record> record;
  };

  int SlotOf(const Point_& point) {
    FieldWriter writer;
    FieldsOf<Point_>::VisitFields(point, writer);
    std::string text = writer.Text();
    const auto found = by_text_.find(text);
    if (found != by_text_.end()) return found->second;
    const int index = static_cast<int>(slots_.size());
    by_text_.emplace(text, index);
    const int group = figure_.group == nullptr ? index : figure_.group(point);
    slots_.push_back(
        {point, {writer.KeyText(), std::move(text), group, writer.images()}, std::nullopt});
    return index;
  }

  const Typed figure_;
  Parameters parameters_{};
  ParameterSet set_;
  std::vector<Slot> slots_;
  std::map<std::string, int> by_text_;
  std::vector<int> order_;
};

template <typename Parameters>
struct SinglePoint {
  Parameters parameters;
  std::uint64_t seed;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("parameters", self.parameters);
    visit("seed", self.seed);
  }
};

}  // namespace internal

template <typename Parameters, typename Point, typename Record>
Figure FigureOf<Parameters, Point, Record>::Build() const {
  INFOFLOW_CHECK((points == nullptr) != (next_points == nullptr));
  INFOFLOW_CHECK(compute != nullptr && present != nullptr);
  Figure figure = *this;
  figure.start = [typed = *this] {
    return std::make_unique<internal::WorkOf<Parameters, Point, Record>>(typed);
  };
  return figure;
}

template <typename Parameters, typename Record>
Figure SinglePointFigureOf<Parameters, Record>::Build() const {
  using Point = internal::SinglePoint<Parameters>;
  using Typed = FigureOf<Parameters, Point, Record>;
  Typed figure;
  static_cast<Figure&>(figure) = *this;
  figure.points = [](const Parameters& parameters,
                     const Run& run) -> absl::StatusOr<std::vector<Point>> {
    return std::vector<Point>{{parameters, run.seed}};
  };
  figure.compute = [compute = compute](const Point& point, const Run& run) {
    return compute(point.parameters, run);
  };
  figure.present = [present = present](const Parameters& parameters, const Run& run,
                                       typename Typed::Results results) {
    return present(parameters, run, results[0].record);
  };
  return figure.Build();
}

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_FIGURE_OF_H_
