#ifndef PAPER_FIGURES_HARNESS_IMAGES_H_
#define PAPER_FIGURES_HARNESS_IMAGES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "infoflow/datasets/dataset.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/image_set.h"

namespace infoflow::paper_figures {

// Which images to look for.
struct ImageRequest {
  std::string dataset;  // one of datasets::DatasetNames()
  std::uint64_t seed = 1;
  int train_count = 0;  // to learn from, the first ones; 0: all (8,000 of generated data sets)
  int test_count = 0;   // to judge by, the first ones; 0: all (2,000)
  // Published data sets with less than train_count images give what they have.
  bool fewer_to_learn_from = false;

  INFOFLOW_FIELDS(dataset, seed, train_count, test_count, fewer_to_learn_from)
};

// The images that figures compute with, each data set read once. All methods may be called from
// several threads.
class ImageStore {
 public:
  // `data_dir`: a folder with published files, or with a folder per data set ("mnist",
  // "fashion-mnist", "cifar10"); empty: only what the program was built with.
  explicit ImageStore(std::string data_dir) : data_dir_(std::move(data_dir)) {}

  // Finds and reads them: in the folder of their name, in the data folder itself and among what
  // the program was built with, in this order. Files of MNIST and Fashion-MNIST have the same
  // names: those of the other one in the data folder count as not there. Errors: NotFound when
  // they are not there; files that are damaged, counts out of range.
  absl::StatusOr<ImageSet> Find(const ImageRequest& request);

  // The images of a set that this store has found.
  std::shared_ptr<const datasets::SplitDataset> Get(const ImageSet& set) const;

 private:
  absl::StatusOr<ImageSet> Read(const ImageRequest& request);

  const std::string data_dir_;
  mutable std::mutex mutex_;
  std::map<std::string, absl::StatusOr<ImageSet>> found_;  // by request
  std::map<std::string, std::shared_ptr<const datasets::SplitDataset>> sets_;
};

// For Figure::open_images.
std::shared_ptr<ImageStore> OpenImages(std::string data_dir);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_IMAGES_H_
