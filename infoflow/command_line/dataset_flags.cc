#include "infoflow/command_line/dataset_flags.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/datasets/dataset_loader.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/user_path.h"

namespace infoflow::command_line {

void DatasetFlags::Declare(FlagSet& flags, const char* images_flag) {
  std::vector<std::string> names = datasets::DatasetNames();
  names.push_back(datasets::kOwnImages);
  flags.AddChoice("dataset", &name_, names,
                  absl::StrCat("which images; idx: those of --", images_flag));
  const struct {
    const char* name;
    std::string* path;
    const char* help;
  } files[] = {
      {images_flag, &images_, "idx: file of images, in MNIST's format, packed by gzip or not"},
      {"labels", &labels_, "idx: file of their labels"},
      {"test_images", &test_images_, "idx: images to judge by; not given: the last fifth"},
      {"test_labels", &test_labels_, "idx: their labels"}};
  for (const auto& file : files) {
    flags.AddText(file.name, file.path, file.help);
    flags.Reads(file.name);
    flags.OnlyWhere("dataset", {datasets::kOwnImages}, {file.name});
  }
  flags.AddText("data_dir", &data_dir_,
                "folder with the data set's published files; not given: those that the program "
                "was built with");
  flags.Reads("data_dir", [](const std::string& value) {
    return datasets::PossibleDatasetFiles(UserPath(value));
  });
  flags.AddInteger("data_seed", &seed_, 0, "seed of generated images");
  const std::vector<std::string>& generated = datasets::GeneratedDatasetNames();
  std::vector<std::string> published;
  for (const std::string& name : datasets::DatasetNames()) {
    if (std::find(generated.begin(), generated.end(), name) == generated.end()) {
      published.push_back(name);
    }
  }
  flags.OnlyWhere("dataset", published, {"data_dir"});
  flags.OnlyWhere("dataset", generated, {"data_seed"});
  flags.AddInteger("train_count", &train_count_, 0,
                   "images to learn from, the first ones; 0: all (generated: 8000)");
  flags.AddInteger("test_count", &test_count_, 0,
                   "images to judge by, the first ones; 0: all (generated: 2000)");
}

absl::StatusOr<datasets::SplitDataset> DatasetFlags::Load() const {
  datasets::DatasetOptions options;
  options.name = name_;
  options.data_dir = UserPath(data_dir_);
  options.images = UserPath(images_);
  options.labels = UserPath(labels_);
  options.test_images = UserPath(test_images_);
  options.test_labels = UserPath(test_labels_);
  options.seed = static_cast<std::uint64_t>(seed_);
  options.train_count = train_count_;
  options.test_count = test_count_;
  return datasets::LoadDataset(options);
}

}  // namespace infoflow::command_line
