#include "infoflow/datasets/dataset_loader.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "infoflow/datasets/dataset_files.h"
#include "infoflow/datasets/idx.h"
#include "infoflow/datasets/synthetic_digits.h"
#include "infoflow/datasets/white_noise.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::datasets {

namespace {

constexpr int kGeneratedTrain = 8000;
constexpr int kGeneratedTest = 2000;
// Generated samples to judge by are numbered from here, apart from all to learn from.
constexpr std::uint32_t kFirstTest = 1u << 31;
constexpr int kTenThousandTrain = 8000;

constexpr char kTrainImages[] = "train-images-idx3-ubyte.gz";
constexpr char kTrainLabels[] = "train-labels-idx1-ubyte.gz";
constexpr char kTestImages[] = "t10k-images-idx3-ubyte.gz";
constexpr char kTestLabels[] = "t10k-labels-idx1-ubyte.gz";

PublishedFile IdxFile(const char* name, const char* repository, const char* sha256) {
  return {name, repository, absl::StrCat("file/", name), sha256};
}

// Images and labels of one half of MNIST or Fashion-MNIST.
struct ImageFiles {
  PublishedFile images, labels;
  int count;
};

ImageFiles MnistTrain() {
  return {IdxFile(kTrainImages, "mnist_train_images",
                  "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
          IdxFile(kTrainLabels, "mnist_train_labels",
                  "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
          60000};
}
ImageFiles MnistTest() {
  return {IdxFile(kTestImages, "mnist_t10k_images",
                  "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
          IdxFile(kTestLabels, "mnist_t10k_labels",
                  "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
          10000};
}
// Checksums of these are published as MD5 only.
ImageFiles FashionTrain() {
  return {IdxFile(kTrainImages, "fashion_mnist_train_images", ""),
          IdxFile(kTrainLabels, "fashion_mnist_train_labels", ""), 60000};
}
ImageFiles FashionTest() {
  return {IdxFile(kTestImages, "fashion_mnist_t10k_images", ""),
          IdxFile(kTestLabels, "fashion_mnist_t10k_labels", ""), 10000};
}

std::vector<PublishedFile> CifarTrain() {
  std::vector<PublishedFile> files;
  for (int i = 1; i <= 5; ++i) {
    const std::string name = absl::StrCat("data_batch_", i, ".bin");
    files.push_back({name, "cifar10", name, ""});
  }
  return files;
}
std::vector<PublishedFile> CifarTest() {
  return {{"test_batch.bin", "cifar10", "test_batch.bin", ""}};
}

absl::StatusOr<Dataset> LoadImages(const std::string& name, const ImageFiles& files,
                                   const std::string& data_dir) {
  INFOFLOW_ASSIGN_OR_RETURN(const FoundFile images,
                            FindPublishedFile(name, files.images, data_dir));
  INFOFLOW_ASSIGN_OR_RETURN(const FoundFile labels,
                            FindPublishedFile(name, files.labels, data_dir));
  INFOFLOW_ASSIGN_OR_RETURN(const IdxArray pixels,
                            ParseIdx(images.content, 3, images.origin.source));
  INFOFLOW_ASSIGN_OR_RETURN(const IdxArray classes,
                            ParseIdx(labels.content, 1, labels.origin.source));
  const auto error = [&](const FoundFile& file, absl::string_view what) {
    return absl::DataLossError(absl::StrCat(file.origin.source, ": ", what));
  };
  const std::vector<int> sizes = {files.count, 28, 28};
  if (pixels.sizes != sizes) {
    return error(images,
                 absl::StrCat("holds ", absl::StrJoin(pixels.sizes, " x "), " pixels, the file of ",
                              name, " ", absl::StrJoin(sizes, " x ")));
  }
  if (classes.sizes[0] != files.count) {
    return error(labels, absl::StrCat("holds ", classes.sizes[0], " labels, the file of ", name,
                                      " ", files.count));
  }
  Dataset dataset;
  dataset.name = name;
  dataset.shape = {28, 28, 1};
  dataset.images = linalg::Matrix<float>(files.count, 784);
  const absl::Span<float> values = dataset.images.values();
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<float>(static_cast<unsigned char>(pixels.bytes[i])) / 255.0f;
  }
  for (const char label : classes.bytes) {
    if (static_cast<unsigned char>(label) > 9) {
      return error(labels, absl::StrCat("has the label ", static_cast<unsigned char>(label),
                                        ", which is above 9"));
    }
    dataset.labels.push_back(label);
  }
  dataset.origins = {images.origin, labels.origin};
  return dataset;
}

// The files of MNIST and Fashion-MNIST have the same names.
absl::Status RefuseMnist(const Dataset& dataset) {
  for (const ImageFiles& files : {MnistTrain(), MnistTest()}) {
    if (dataset.origins[0].sha256 != files.images.sha256) continue;
    return absl::DataLossError(
        absl::StrCat(dataset.origins[0].source, ": is the file of mnist, not of fashion-mnist"));
  }
  return absl::OkStatus();
}

// Where the batches are: the folder, or the one that the archive makes in it.
std::string CifarFolder(const std::string& data_dir) {
  if (data_dir.empty()) return data_dir;
  const std::string inner = absl::StrCat(data_dir, "/cifar-10-batches-bin");
  std::error_code code;
  return std::filesystem::is_directory(inner, code) ? inner : data_dir;
}

absl::StatusOr<Dataset> LoadCifar(const std::vector<PublishedFile>& files,
                                  const DatasetOptions& options) {
  Dataset dataset;
  dataset.name = options.name;
  for (const PublishedFile& file : files) {
    INFOFLOW_ASSIGN_OR_RETURN(const FoundFile found,
                              FindPublishedFile(options.name, file, CifarFolder(options.data_dir)));
    const int before = dataset.size();
    INFOFLOW_RETURN_IF_ERROR(
        AppendCifar10(found.content, found.origin.source, options.colours, dataset));
    if (dataset.size() - before != 10000) {
      return absl::DataLossError(absl::StrCat(found.origin.source, ": holds ",
                                              dataset.size() - before,
                                              " images, the file of cifar10 10000"));
    }
    dataset.origins.push_back(found.origin);
  }
  return dataset;
}

absl::StatusOr<int> Count(const char* flag, int asked, int available) {
  if (asked == 0) return available;
  if (asked > 0 && asked <= available) return asked;
  return absl::InvalidArgumentError(absl::StrCat(flag, "=", asked, ": must be from 0 (all) to ",
                                                 available, " for this data set"));
}

absl::StatusOr<SplitDataset> LoadWhole(const DatasetOptions& options) {
  SplitDataset split;
  if (options.name == "mnist") {
    INFOFLOW_ASSIGN_OR_RETURN(split.train,
                              LoadImages(options.name, MnistTrain(), options.data_dir));
    INFOFLOW_ASSIGN_OR_RETURN(split.test, LoadImages(options.name, MnistTest(), options.data_dir));
  } else if (options.name == "mnist-t10k") {
    INFOFLOW_ASSIGN_OR_RETURN(const Dataset all,
                              LoadImages(options.name, MnistTest(), options.data_dir));
    split.train = Subset(all, 0, kTenThousandTrain);
    split.test = Subset(all, kTenThousandTrain, all.size() - kTenThousandTrain);
  } else if (options.name == "fashion-mnist") {
    INFOFLOW_ASSIGN_OR_RETURN(split.train,
                              LoadImages(options.name, FashionTrain(), options.data_dir));
    INFOFLOW_RETURN_IF_ERROR(RefuseMnist(split.train));
    INFOFLOW_ASSIGN_OR_RETURN(split.test,
                              LoadImages(options.name, FashionTest(), options.data_dir));
    INFOFLOW_RETURN_IF_ERROR(RefuseMnist(split.test));
  } else {
    INFOFLOW_ASSIGN_OR_RETURN(split.train, LoadCifar(CifarTrain(), options));
    INFOFLOW_ASSIGN_OR_RETURN(split.test, LoadCifar(CifarTest(), options));
  }
  return split;
}

}  // namespace

const std::vector<std::string>& DatasetNames() {
  static const std::vector<std::string>& names = *new std::vector<std::string>{
      "synthetic-digits", "mnist", "fashion-mnist", "cifar10", "white-noise", "mnist-t10k"};
  return names;
}

absl::StatusOr<SplitDataset> LoadDataset(const DatasetOptions& options) {
  const std::vector<std::string>& names = DatasetNames();
  if (std::find(names.begin(), names.end(), options.name) == names.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat("data set '", options.name, "': must be one of ", absl::StrJoin(names, ", ")));
  }
  SplitDataset split;
  const bool digits = options.name == "synthetic-digits";
  if (digits || options.name == "white-noise") {
    // As many as anyone asks for, within reason.
    constexpr int kMost = 1000000;
    const auto count = [](const char* flag, int asked, int standard) -> absl::StatusOr<int> {
      return Count(flag, asked == 0 ? standard : asked, kMost);
    };
    INFOFLOW_ASSIGN_OR_RETURN(const int train,
                              count("train_count", options.train_count, kGeneratedTrain));
    INFOFLOW_ASSIGN_OR_RETURN(const int test,
                              count("test_count", options.test_count, kGeneratedTest));
    split.train =
        digits ? SyntheticDigits(options.seed, 0, train) : WhiteNoise(options.seed, 0, train);
    split.test = digits ? SyntheticDigits(options.seed, kFirstTest, test)
                        : WhiteNoise(options.seed, kFirstTest, test);
    return split;
  }
  INFOFLOW_ASSIGN_OR_RETURN(split, LoadWhole(options));
  INFOFLOW_ASSIGN_OR_RETURN(const int train,
                            Count("train_count", options.train_count, split.train.size()));
  INFOFLOW_ASSIGN_OR_RETURN(const int test,
                            Count("test_count", options.test_count, split.test.size()));
  if (train < split.train.size()) split.train = Subset(split.train, 0, train);
  if (test < split.test.size()) split.test = Subset(split.test, 0, test);
  return split;
}

bool DatasetAvailable(absl::string_view name, const std::string& data_dir) {
  std::vector<PublishedFile> files;
  const auto add = [&](const ImageFiles& half) {
    files.push_back(half.images);
    files.push_back(half.labels);
  };
  if (name == "mnist") add(MnistTrain());
  if (name == "mnist" || name == "mnist-t10k") add(MnistTest());
  if (name == "fashion-mnist") {
    add(FashionTrain());
    add(FashionTest());
  }
  std::string folder = data_dir;
  if (name == "cifar10") {
    files = CifarTrain();
    files.push_back(CifarTest()[0]);
    folder = CifarFolder(data_dir);
  }
  return std::all_of(files.begin(), files.end(),
                     [&](const PublishedFile& file) { return PublishedFileExists(file, folder); });
}

}  // namespace infoflow::datasets
