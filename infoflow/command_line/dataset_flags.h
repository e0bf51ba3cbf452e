#ifndef INFOFLOW_COMMAND_LINE_DATASET_FLAGS_H_
#define INFOFLOW_COMMAND_LINE_DATASET_FLAGS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/support/flag_set.h"

namespace infoflow::command_line {

// The flags that choose a data set.
class DatasetFlags {
 public:
  // `images_flag` names the file of images of one's own, where "images" means something else.
  void Declare(FlagSet& flags, const char* images_flag = "images");
  absl::StatusOr<datasets::SplitDataset> Load() const;

 private:
  std::string name_ = "synthetic-digits";
  std::string data_dir_;
  std::string images_;
  std::string labels_;
  std::string test_images_;
  std::string test_labels_;
  std::int64_t seed_ = 1;
  int train_count_ = 0;
  int test_count_ = 0;
};

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_DATASET_FLAGS_H_
