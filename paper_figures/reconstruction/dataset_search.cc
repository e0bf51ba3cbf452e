#include "paper_figures/reconstruction/dataset_search.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/datasets/dataset_loader.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

// The data set whose files have the same names; empty when there is none.
std::string Namesake(const std::string& name) {
  if (name == "mnist" || name == "mnist-t10k") return "fashion-mnist";
  if (name == "fashion-mnist") return "mnist";
  return "";
}

std::vector<std::string> Folders(const DatasetSearch& search) {
  std::vector<std::string> folders;
  if (!search.data_dir.empty()) {
    folders.push_back(absl::StrCat(search.data_dir, "/", search.name));
    if (search.name == "mnist-t10k") folders.push_back(search.data_dir + "/mnist");
    folders.push_back(search.data_dir);
  }
  folders.push_back("");
  return folders;
}

bool HoldsNamesake(const std::string& name, const std::string& folder) {
  const std::string namesake = Namesake(name);
  if (namesake.empty()) return false;
  datasets::DatasetOptions options;
  options.name = namesake;
  options.data_dir = folder;
  return datasets::DatasetAvailable(namesake, folder) && datasets::LoadDataset(options).ok();
}

}  // namespace

absl::StatusOr<std::optional<datasets::SplitDataset>> FindDataset(const DatasetSearch& search) {
  const bool generated = search.name == "synthetic-digits" || search.name == "white-noise";
  for (const std::string& folder : Folders(search)) {
    if (!datasets::DatasetAvailable(search.name, folder)) continue;
    datasets::DatasetOptions options;
    options.name = search.name;
    options.data_dir = folder;
    options.seed = search.seed;
    options.train_count = generated ? search.train_count : 0;
    options.test_count = search.test_count;
    absl::StatusOr<datasets::SplitDataset> data = datasets::LoadDataset(options);
    if (!data.ok()) {
      if (folder == search.data_dir && HoldsNamesake(search.name, folder)) continue;
      return data.status();
    }
    if (search.train_count > 0 && search.train_count < data->train.size()) {
      data->train = datasets::Subset(data->train, 0, search.train_count);
    }
    return std::optional<datasets::SplitDataset>(*std::move(data));
  }
  return std::optional<datasets::SplitDataset>();
}

}  // namespace infoflow::paper_figures
