#include "paper_figures/reconstruction/compared_datasets.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/images.h"

namespace infoflow::paper_figures {

namespace {

// The digits that a parameter `dataset` means, best first.
std::vector<std::string> Digits(const std::string& dataset) {
  if (dataset == "auto") return {"mnist-t10k", "synthetic-digits"};
  if (dataset == "mnist") return {"mnist", "mnist-t10k", "synthetic-digits"};
  return {dataset};
}

}  // namespace

absl::StatusOr<std::vector<ImageSet>> FindCompared(const ColumnImages& images,
                                                   const std::vector<std::string>& compared,
                                                   const Run& run) {
  INFOFLOW_CHECK(run.images != nullptr);  // the figure sets Figure::open_images
  std::vector<ImageSet> sets;
  const auto add_if_there = [&](const std::string& dataset) -> absl::Status {
    absl::StatusOr<ImageSet> set =
        run.images->Find({dataset, run.seed, images.train_count, images.images,
                          /*fewer_to_learn_from=*/true});
    if (absl::IsNotFound(set.status())) return absl::OkStatus();
    INFOFLOW_RETURN_IF_ERROR(set.status());
    sets.push_back(*std::move(set));
    return absl::OkStatus();
  };
  for (const std::string& name : Digits(images.dataset)) {
    if (sets.empty()) INFOFLOW_RETURN_IF_ERROR(add_if_there(name));
  }
  if (sets.empty()) {
    return absl::NotFoundError(absl::StrCat("--set dataset=", images.dataset,
                                            ": its files are not there; give --data_dir=FOLDER"));
  }
  const std::string digits = sets.front().dataset;
  for (const std::string& name : compared) {
    if (name != digits) INFOFLOW_RETURN_IF_ERROR(add_if_there(name));
  }
  return sets;
}

std::vector<std::string> MissingOf(const ColumnImages& images,
                                   const std::vector<std::string>& compared,
                                   const std::vector<std::string>& found) {
  std::vector<std::string> names = Digits(images.dataset);
  // Once digits were found, no others were looked for.
  names.erase(std::find(names.begin(), names.end(), found.front()), names.end());
  names.insert(names.end(), compared.begin(), compared.end());
  const auto is_there = [&](const std::string& name) {
    return std::find(found.begin(), found.end(), name) != found.end();
  };
  names.erase(std::remove_if(names.begin(), names.end(), is_there), names.end());
  return names;
}

}  // namespace infoflow::paper_figures
