#include "paper_figures/renormalization/training_images.h"

#include <utility>

#include "infoflow/datasets/dataset_loader.h"

namespace infoflow::paper_figures {

void AddImageParameters(std::vector<std::string> dataset, std::vector<std::int64_t> train_count,
                        std::vector<std::int64_t> test_count, Parameters& parameters) {
  parameters
      .AddChoice("dataset", "images; auto: mnist-t10k when it is there, else synthetic-digits",
                 std::move(dataset),
                 {"auto", "synthetic-digits", "mnist-t10k", "mnist", "fashion-mnist"})
      .AddInteger("train_count", "images to learn from; 0: all", std::move(train_count),
                  {0, 1000000})
      .AddInteger("test_count", "images to judge by; 0: all", std::move(test_count), {0, 1000000});
}

std::string DatasetName(const FigureContext& context) {
  const std::string& choice = context.parameters.Choice("dataset");
  if (choice != "auto") return choice;
  return datasets::DatasetAvailable("mnist-t10k", context.data_dir) ? "mnist-t10k"
                                                                    : "synthetic-digits";
}

absl::StatusOr<datasets::SplitDataset> LoadImages(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  datasets::DatasetOptions options;
  options.name = DatasetName(context);
  options.data_dir = context.data_dir;
  options.seed = context.seed;
  options.train_count = static_cast<int>(parameters.Integer("train_count"));
  options.test_count = static_cast<int>(parameters.Integer("test_count"));
  return datasets::LoadDataset(options);
}

}  // namespace infoflow::paper_figures
