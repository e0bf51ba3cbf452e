#include "infoflow/cascade/cascade_checkpoint.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "infoflow/network/training/minibatch.h"
#include "infoflow/network/training/optimizer.h"
#include "infoflow/support/checkpoint_file.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::cascade {

namespace {

// What must be the same for the saved state to make sense.
template <typename T>
std::map<std::string, std::string> Settings(const CascadeTraining<T>& training,
                                            const std::map<std::string, std::string>& notes) {
  const CascadeTrainingOptions& options = training.options();
  std::map<std::string, std::string> settings;
  settings["network"] = training.cascade().network().Describe();
  std::string& decoders = settings["decoders"];
  for (int i = 0; i < training.cascade().num_decoders(); ++i) {
    absl::StrAppend(&decoders, i > 0 ? " " : "", training.cascade().decoder(i).layer().Describe());
  }
  settings["optimizer"] = network::DescribeOptimizer(options.optimizer);
  settings["minibatches"] = network::DescribeMinibatches(options.minibatches);
  settings["images"] = absl::StrCat(training.images().rows(), " x ", training.images().columns());
  settings["seed"] = absl::StrCat(options.seed);
  for (const auto& [name, value] : notes) settings[absl::StrCat("note.", name)] = value;
  return settings;
}

template <typename T>
std::vector<T> Copy(absl::Span<const T> values) {
  return std::vector<T>(values.begin(), values.end());
}

// What of a long text is enough to tell it from another: from shortly before their difference on.
std::string Excerpt(absl::string_view text, absl::string_view other) {
  constexpr std::size_t kBefore = 20;
  constexpr std::size_t kMost = 80;
  if (text.size() <= kMost) return std::string(text);
  const auto difference =
      std::mismatch(text.begin(), text.end(), other.begin(), other.end()).first - text.begin();
  const std::size_t first = std::max<std::size_t>(difference, kBefore) - kBefore;
  return absl::StrCat(first > 0 ? "..." : "", text.substr(first, kMost),
                      first + kMost < text.size() ? "..." : "");
}

}  // namespace

template <typename T>
absl::Status SaveCascadeTraining(const CascadeTraining<T>& training,
                                 const std::map<std::string, std::string>& notes,
                                 const std::string& path) {
  CheckpointFile file;
  file.texts = Settings(training, notes);
  file.texts["batches"] = absl::StrCat(training.optimizer().steps());
  auto& arrays = file.arrays<T>();
  arrays["parameters"] = Copy(training.cascade().all_parameters());
  arrays["first_moment"] = Copy(training.optimizer().first_moment());
  arrays["second_moment"] = Copy(training.optimizer().second_moment());
  return WriteCheckpoint(file, path);
}

template <typename T>
absl::Status RestoreCascadeTraining(const std::string& path,
                                    const std::map<std::string, std::string>& notes,
                                    CascadeTraining<T>& training) {
  INFOFLOW_ASSIGN_OR_RETURN(CheckpointFile file, ReadCheckpoint(path));
  for (const auto& [name, value] : Settings(training, notes)) {
    const std::string saved = file.texts.count(name) ? file.texts[name] : "";
    if (saved == value) continue;
    return absl::FailedPreconditionError(absl::StrCat(path, ": belongs to another training: ", name,
                                                      " is '", Excerpt(saved, value), "' there, '",
                                                      Excerpt(value, saved), "' here"));
  }
  std::int64_t batches = 0;
  if (!absl::SimpleAtoi(file.texts["batches"], &batches) || batches < 0) {
    return absl::DataLossError(absl::StrCat(path, ": batches must be a number, at least 0"));
  }
  auto& arrays = file.arrays<T>();
  network::Optimizer<T>& optimizer = training.optimizer();
  if (arrays["parameters"].size() != training.cascade().all_parameters().size() ||
      arrays["first_moment"].size() != optimizer.first_moment().size() ||
      arrays["second_moment"].size() != optimizer.second_moment().size()) {
    return absl::DataLossError(
        absl::StrCat(path, ": arrays do not have the sizes of the decoders, or another precision"));
  }
  if (const absl::Status finite = file.CheckFinite<T>(); !finite.ok()) {
    return absl::DataLossError(absl::StrCat(path, ": ", finite.message()));
  }
  const auto copy = [](const std::vector<T>& from, absl::Span<T> to) {
    std::copy(from.begin(), from.end(), to.begin());
  };
  copy(arrays["parameters"], training.cascade().all_parameters());
  copy(arrays["first_moment"], optimizer.first_moment());
  copy(arrays["second_moment"], optimizer.second_moment());
  training.set_batches_done(batches);
  return absl::OkStatus();
}

template <typename T>
absl::Status RunKeptTraining(std::int64_t batches, const KeptTraining& kept,
                             CascadeTraining<T>& training, WorkerPool& workers,
                             const std::function<void(std::int64_t)>& after_batch) {
  std::error_code code;
  if (!kept.path.empty() && std::filesystem::exists(kept.path, code)) {
    INFOFLOW_RETURN_IF_ERROR(RestoreCascadeTraining(kept.path, kept.notes, training));
  }
  const auto done = [&training] { return training.optimizer().steps(); };
  if (done() > batches) {
    return absl::FailedPreconditionError(absl::StrCat(
        kept.path, ": is ", done(), " batches on, more than the ", batches, " that are asked for"));
  }
  if (after_batch) after_batch(done());
  if (done() == batches) return absl::OkStatus();

  using Clock = std::chrono::steady_clock;
  Clock::time_point saved = Clock::now();
  const auto save = [&]() -> absl::Status {
    if (kept.path.empty()) return absl::OkStatus();
    const absl::Status status = SaveCascadeTraining(training, kept.notes, kept.path);
    saved = Clock::now();
    return status;
  };
  const absl::Status status =
      training
          .RunBatches(batches - done(), workers,
                      [&]() -> absl::Status {
                        if (after_batch) after_batch(done());
                        const std::chrono::duration<double> since = Clock::now() - saved;
                        return since.count() < kept.seconds ? absl::OkStatus() : save();
                      })
          .status();
  if (status.code() == absl::StatusCode::kCancelled) INFOFLOW_RETURN_IF_ERROR(save());
  return status;
}

#define INFOFLOW_INSTANTIATE(T)                                                                  \
  template absl::Status SaveCascadeTraining(                                                     \
      const CascadeTraining<T>&, const std::map<std::string, std::string>&, const std::string&); \
  template absl::Status RestoreCascadeTraining(                                                  \
      const std::string&, const std::map<std::string, std::string>&, CascadeTraining<T>&);       \
  template absl::Status RunKeptTraining(std::int64_t, const KeptTraining&, CascadeTraining<T>&,  \
                                        WorkerPool&, const std::function<void(std::int64_t)>&);
INFOFLOW_INSTANTIATE(float)
INFOFLOW_INSTANTIATE(double)
#undef INFOFLOW_INSTANTIATE

}  // namespace infoflow::cascade
