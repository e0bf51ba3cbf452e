#include "paper_figures/shared/image_choice.h"

#include "absl/status/status.h"
#include "infoflow/datasets/dataset_loader.h"
#include "infoflow/support/check.h"
#include "paper_figures/harness/images.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kAuto[] = "auto";
// What "auto" is, best first.
constexpr const char* kDigits[] = {"mnist-t10k", "synthetic-digits"};

}  // namespace

void RegisterDataset(ParameterSet& set, std::string* dataset) {
  Choices<std::string> choices = {{kAuto, kAuto}};
  for (const std::string& name : datasets::DatasetNames()) choices.push_back({name, name});
  set.AddChoice("dataset", dataset,
                "images; auto: mnist-t10k when it is there, else synthetic-digits",
                {"synthetic-digits", kAuto, "mnist"}, choices);
}

absl::StatusOr<ImageSet> ChooseImages(const std::string& dataset, int train_count, int test_count,
                                      const Run& run) {
  INFOFLOW_CHECK(run.images != nullptr);  // the figure sets Figure::open_images
  ImageRequest request;
  request.dataset = dataset;
  request.seed = run.seed;
  request.train_count = train_count;
  request.test_count = test_count;
  if (dataset != kAuto) return run.images->Find(request);
  absl::StatusOr<ImageSet> images;
  for (const char* digits : kDigits) {
    request.dataset = digits;
    images = run.images->Find(request);
    if (!absl::IsNotFound(images.status())) break;
  }
  return images;
}

}  // namespace infoflow::paper_figures
