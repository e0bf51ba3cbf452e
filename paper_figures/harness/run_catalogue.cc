#include "paper_figures/harness/run_catalogue.h"

#include <time.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "infoflow/linalg/blas_threads.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/progress.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_task.h"
#include "paper_figures/harness/point_queue.h"
#include "paper_figures/harness/shared_work.h"

namespace infoflow::paper_figures {

namespace {

double ThreadSeconds() {
  timespec now = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

enum class Stage { kWaiting, kComputing, kBusy, kDone };

struct Item {
  explicit Item(const CatalogueEntry& figure) : entry(&figure) {}

  const CatalogueEntry* entry;
  Stage stage = Stage::kWaiting;
  // While it is under way.
  std::unique_ptr<FigureTask> task;
  std::unique_ptr<FigureRun> run;
  std::unique_ptr<PointQueue> queue;
  double processor_seconds = 0.0;
};

class CatalogueWork : public SharedWork {
 public:
  CatalogueWork(absl::Span<const CatalogueEntry> figures, const Options& options,
                FigureReporter report)
      : options_(options),
        report_(report),
        progress_("figures", static_cast<std::int64_t>(figures.size())) {
    items_.reserve(figures.size());
    for (const CatalogueEntry& entry : figures) items_.emplace_back(entry);
    std::stable_sort(items_.begin(), items_.end(), [](const Item& a, const Item& b) {
      return !a.entry->figure.keeps_points && b.entry->figure.keeps_points;
    });
  }

  std::optional<Piece> Next() override {
    bool machines_in_use = false;
    for (Item& item : items_) {
      if (item.stage == Stage::kWaiting && !(item.entry->figure.keeps_work && machines_in_use)) {
        return Timed(item, Start(item));
      }
      if (item.stage == Stage::kComputing) {
        std::optional<Piece> point;
        if (!item.run->reused()) point = item.queue->Next();
        if (point.has_value()) return Timed(item, *std::move(point));
        if (item.run->reused() || item.queue->Ended()) return Timed(item, Finish(item));
      }
      machines_in_use |= item.entry->figure.keeps_work && item.stage != Stage::kDone;
    }
    return std::nullopt;
  }

 private:
  static Piece Timed(Item& item, Piece piece) {
    return [&item, piece = std::move(piece)]() -> Settle {
      const double start = ThreadSeconds();
      Settle settle = piece();
      return [&item, settle = std::move(settle), seconds = ThreadSeconds() - start] {
        item.processor_seconds += seconds;
        settle();
      };
    };
  }

  Piece Start(Item& item) {
    item.stage = Stage::kBusy;
    return [this, &item]() -> Settle {
      const absl::Status status = Prepare(item);
      return [this, &item, status] {
        item.stage = Stage::kComputing;
        if (!status.ok()) Report(item, status);
      };
    };
  }

  absl::Status Prepare(Item& item) const {
    INFOFLOW_ASSIGN_OR_RETURN(FigureTask task, FigureTask::Create(*item.entry, options_));
    item.task = std::make_unique<FigureTask>(std::move(task));
    INFOFLOW_ASSIGN_OR_RETURN(item.run,
                              FigureRun::Start(*item.task, options_, /*reuse=*/!options_.force));
    if (item.run->reused()) return absl::OkStatus();
    item.queue = std::make_unique<PointQueue>(item.entry->id, item.task->run().OnOneThread(),
                                              Shard(), item.task->work(), item.run->store());
    return item.queue->Update();
  }

  Piece Finish(Item& item) {
    item.stage = Stage::kBusy;
    return [this, &item]() -> Settle {
      const absl::Status computed = item.run->reused() ? absl::OkStatus() : item.queue->status();
      const auto finished = std::make_shared<absl::StatusOr<FinishedFigure>>(
          computed.ok() ? item.run->Finish() : computed);
      return [this, &item, finished] { Report(item, *finished); };
    };
  }

  void Report(Item& item, const absl::StatusOr<FinishedFigure>& finished) {
    item.stage = Stage::kDone;
    progress_.Add();
    report_(*item.entry, finished, item.processor_seconds);
    item.queue.reset();
    item.run.reset();
    item.task.reset();
  }

  const Options& options_;
  FigureReporter report_;
  Progress progress_;
  std::vector<Item> items_;
};

}  // namespace

absl::Status RunFigures(absl::Span<const CatalogueEntry> figures, const Options& options,
                        FigureReporter report) {
  const linalg::SingleThreadedBlas single_threaded_blas;
  CatalogueWork work(figures, options, report);
  INFOFLOW_RETURN_IF_ERROR(DoSharedWork(work, options.threads));
  return CheckInterrupt();
}

}  // namespace infoflow::paper_figures
