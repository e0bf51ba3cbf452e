#include "paper_figures/harness/images.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/datasets/dataset_loader.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/field_writer.h"

namespace infoflow::paper_figures {

namespace {

bool IsGenerated(const std::string& dataset) {
  return dataset == "synthetic-digits" || dataset == "white-noise";
}

// The data set whose files have the same names; empty when there is none.
std::string Namesake(const std::string& dataset) {
  if (dataset == "mnist" || dataset == "mnist-t10k") return "fashion-mnist";
  if (dataset == "fashion-mnist") return "mnist";
  return "";
}

std::vector<std::string> Folders(const std::string& dataset, const std::string& data_dir) {
  std::vector<std::string> folders;
  if (!data_dir.empty()) {
    folders.push_back(absl::StrCat(data_dir, "/", dataset));
    if (dataset == "mnist-t10k") folders.push_back(data_dir + "/mnist");
    folders.push_back(data_dir);
  }
  folders.push_back("");
  return folders;
}

bool HoldsNamesake(const std::string& dataset, const std::string& folder) {
  const std::string namesake = Namesake(dataset);
  if (namesake.empty()) return false;
  datasets::DatasetOptions options;
  options.name = namesake;
  options.data_dir = folder;
  return datasets::DatasetAvailable(namesake, folder) && datasets::LoadDataset(options).ok();
}

absl::StatusOr<datasets::SplitDataset> Load(const ImageRequest& request,
                                            const std::string& data_dir) {
  const bool all = request.fewer_to_learn_from && !IsGenerated(request.dataset);
  for (const std::string& folder : Folders(request.dataset, data_dir)) {
    if (!datasets::DatasetAvailable(request.dataset, folder)) continue;
    datasets::DatasetOptions options;
    options.name = request.dataset;
    options.data_dir = folder;
    options.seed = request.seed;
    options.train_count = all ? 0 : request.train_count;
    options.test_count = request.test_count;
    absl::StatusOr<datasets::SplitDataset> data = datasets::LoadDataset(options);
    if (!data.ok()) {
      if (folder == data_dir && HoldsNamesake(request.dataset, folder)) continue;
      return data.status();
    }
    if (all && request.train_count > 0 && request.train_count < data->train.size()) {
      data->train = datasets::Subset(data->train, 0, request.train_count);
    }
    return data;
  }
  if (!data_dir.empty()) {
    return absl::NotFoundError(absl::StrCat("--data_dir=", data_dir, ": neither it nor its folder ",
                                            request.dataset, " has the files of ",
                                            request.dataset));
  }
  return absl::NotFoundError(
      absl::StrCat("the files of ", request.dataset, " are not there; give --data_dir=FOLDER"));
}

}  // namespace

absl::StatusOr<ImageSet> ImageStore::Find(const ImageRequest& request) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const std::string key = FieldText(request);
  const auto known = found_.find(key);
  if (known != found_.end()) return known->second;
  return found_.emplace(key, Read(request)).first->second;
}

// With the lock held.
absl::StatusOr<ImageSet> ImageStore::Read(const ImageRequest& request) {
  INFOFLOW_ASSIGN_OR_RETURN(datasets::SplitDataset data, Load(request, data_dir_));
  ImageSet set;
  set.dataset = request.dataset;
  set.seed = IsGenerated(request.dataset) ? request.seed : 0;
  set.train_count = data.train.size();
  set.test_count = data.test.size();
  for (const datasets::Dataset* part : {&data.train, &data.test}) {
    for (const datasets::Origin& origin : part->origins) {
      // Of a file the name alone: its folder decides nothing.
      const std::size_t slash =
          origin.sha256.empty() ? std::string::npos : origin.source.rfind('/');
      set.sources.push_back(
          {slash == std::string::npos ? origin.source : origin.source.substr(slash + 1),
           origin.sha256});
    }
  }
  sets_.emplace(FieldText(set), std::make_shared<const datasets::SplitDataset>(std::move(data)));
  return set;
}

std::shared_ptr<const datasets::SplitDataset> ImageStore::Get(const ImageSet& set) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = sets_.find(FieldText(set));
  INFOFLOW_CHECK(found != sets_.end());
  return found->second;
}

std::shared_ptr<ImageStore> OpenImages(std::string data_dir) {
  return std::make_shared<ImageStore>(std::move(data_dir));
}

}  // namespace infoflow::paper_figures
