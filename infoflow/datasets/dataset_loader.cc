#include "infoflow/datasets/dataset_loader.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "infoflow/datasets/dataset_files.h"
#include "infoflow/datasets/idx.h"
#include "infoflow/datasets/synthetic_digits.h"
#include "infoflow/datasets/white_noise.h"
#include "infoflow/support/file.h"
#include "infoflow/support/sha256.h"
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

PublishedFile IdxFile(const char* name, const char* repository, const char* sha256,
                      const char* content_sha256) {
  return {name, repository, absl::StrCat("file/", name), sha256, content_sha256};
}

// Images and labels of one half of MNIST or Fashion-MNIST.
struct ImageFiles {
  PublishedFile images, labels;
  int count;
};

ImageFiles MnistTrain() {
  return {IdxFile(kTrainImages, "mnist_train_images",
                  "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                  "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
          IdxFile(kTrainLabels, "mnist_train_labels",
                  "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                  "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
          60000};
}
ImageFiles MnistTest() {
  return {IdxFile(kTestImages, "mnist_t10k_images",
                  "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                  "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
          IdxFile(kTestLabels, "mnist_t10k_labels",
                  "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
                  "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
          10000};
}
// Of the packed files: the authors publish MD5, these are what several projects publish. Contents
// in other packing are known by their statistics (CheckStatistics).
ImageFiles FashionTrain() {
  return {IdxFile(kTrainImages, "fashion_mnist_train_images",
                  "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84", ""),
          IdxFile(kTrainLabels, "fashion_mnist_train_labels",
                  "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845", ""),
          60000};
}
ImageFiles FashionTest() {
  return {IdxFile(kTestImages, "fashion_mnist_t10k_images",
                  "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073", ""),
          IdxFile(kTestLabels, "fashion_mnist_t10k_labels",
                  "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5", ""),
          10000};
}

std::vector<PublishedFile> CifarTrain() {
  std::vector<PublishedFile> files;
  for (int i = 1; i <= 5; ++i) {
    const std::string name = absl::StrCat("data_batch_", i, ".bin");
    files.push_back({name, "cifar10", name, "", ""});
  }
  return files;
}
std::vector<PublishedFile> CifarTest() {
  return {{"test_batch.bin", "cifar10", "test_batch.bin", "", ""}};
}

// Statistics by which contents without a known checksum are told from those of other sets: classes
// of the same size, and the mean pixel, in [0, 1]. Fashion-MNIST: 0.2860 (60,000 images) and 0.2868
// (10,000); MNIST has 0.1307 and classes of different sizes, KMNIST 0.1918, balanced EMNIST 0.17.
// CIFAR-10: 0.4914, 0.4822, 0.4465 for red, green and blue; its batches are within 0.005 of that.
// The means are those that users of the sets normalize by.
constexpr double kFashionMean = 0.2864;
constexpr double kFashionTolerance = 0.0012;
constexpr double kCifarMeans[] = {0.4914, 0.4822, 0.4465};
constexpr double kCifarTolerance = 0.01;
constexpr int kClasses = 10;

double MeanPixel(absl::string_view bytes) {
  double sum = 0.0;
  for (const char byte : bytes) sum += static_cast<unsigned char>(byte);
  return sum / 255.0 / static_cast<double>(bytes.size());
}

absl::Status CheckMean(absl::string_view dataset, const std::string& path, absl::string_view what,
                       double mean, double published, double tolerance) {
  if (std::fabs(mean - published) <= tolerance) return absl::OkStatus();
  return absl::DataLossError(absl::StrFormat(
      "%s: %s has the mean %.4f, that of %s %.4f: these are other images (--dataset=idx takes any)",
      path, what, mean, dataset, published));
}

// Whether every class has as many images as in `dataset`.
absl::Status CheckClasses(absl::string_view dataset, const std::string& path,
                          absl::Span<const int> labels) {
  std::vector<int> counts(kClasses);
  for (const int label : labels) ++counts[label];
  const int each = static_cast<int>(labels.size()) / kClasses;
  for (int c = 0; c < kClasses; ++c) {
    if (counts[c] == each) continue;
    return absl::DataLossError(absl::StrCat(path, ": has ", counts[c], " labels ", c, ", ", dataset,
                                            " has ", each,
                                            ": these are other images (--dataset=idx takes any)"));
  }
  return absl::OkStatus();
}

absl::Status ErrorIn(const FoundFile& file, absl::string_view what) {
  return absl::DataLossError(absl::StrCat(file.path, ": ", what));
}

// Images of an IDX file, without labels.
Dataset ImagesOf(const IdxArray& pixels, absl::string_view name) {
  Dataset dataset;
  dataset.name = std::string(name);
  dataset.shape = {pixels.sizes[1], pixels.sizes[2], 1};
  dataset.images = linalg::Matrix<float>(pixels.sizes[0], dataset.shape.pixels());
  const absl::Span<float> values = dataset.images.values();
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<float>(static_cast<unsigned char>(pixels.bytes[i])) / 255.0f;
  }
  return dataset;
}

absl::StatusOr<Dataset> LoadImages(const std::string& name, const ImageFiles& files,
                                   const std::string& data_dir) {
  INFOFLOW_ASSIGN_OR_RETURN(const FoundFile images,
                            FindPublishedFile(name, files.images, data_dir));
  INFOFLOW_ASSIGN_OR_RETURN(const FoundFile labels,
                            FindPublishedFile(name, files.labels, data_dir));
  INFOFLOW_ASSIGN_OR_RETURN(const IdxArray pixels, ParseIdx(images.content, 3, images.path));
  INFOFLOW_ASSIGN_OR_RETURN(const IdxArray classes, ParseIdx(labels.content, 1, labels.path));
  const std::vector<int> sizes = {files.count, 28, 28};
  if (pixels.sizes != sizes) {
    return ErrorIn(
        images, absl::StrCat("holds ", absl::StrJoin(pixels.sizes, " x "), " pixels, the file of ",
                             name, " ", absl::StrJoin(sizes, " x ")));
  }
  if (classes.sizes[0] != files.count) {
    return ErrorIn(labels, absl::StrCat("holds ", classes.sizes[0], " labels, the file of ", name,
                                        " ", files.count));
  }
  INFOFLOW_RETURN_IF_ERROR(CheckContent(name, files.images, images));
  INFOFLOW_RETURN_IF_ERROR(CheckContent(name, files.labels, labels));
  Dataset dataset = ImagesOf(pixels, name);
  for (const char label : classes.bytes) {
    if (static_cast<unsigned char>(label) >= kClasses) {
      return ErrorIn(labels, absl::StrCat("has the label ", static_cast<unsigned char>(label),
                                          ", which is above 9"));
    }
    dataset.labels.push_back(label);
  }
  if (!images.has_known_sha256) {
    INFOFLOW_RETURN_IF_ERROR(CheckMean(name, images.path, "it", MeanPixel(pixels.bytes),
                                       kFashionMean, kFashionTolerance));
  }
  if (!labels.has_known_sha256) {
    INFOFLOW_RETURN_IF_ERROR(CheckClasses(name, labels.path, dataset.labels));
  }
  dataset.origins = {images.origin, labels.origin};
  return dataset;
}

// Images and labels of one's own.
absl::StatusOr<Dataset> LoadIdx(const std::string& images_path, const std::string& labels_path) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::string images, ReadFile(images_path));
  INFOFLOW_ASSIGN_OR_RETURN(const std::string labels, ReadFile(labels_path));
  INFOFLOW_ASSIGN_OR_RETURN(const IdxImages pixels, ParseIdxImages(images, images_path));
  INFOFLOW_ASSIGN_OR_RETURN(const IdxArray classes, ParseIdx(labels, 1, labels_path));
  if (pixels.sizes[0] != classes.sizes[0]) {
    return absl::DataLossError(absl::StrCat(images_path, " holds ", pixels.sizes[0], " images and ",
                                            labels_path, " ", classes.sizes[0],
                                            " labels; they must be pairs"));
  }
  if (pixels.pixels.empty()) {
    return absl::DataLossError(absl::StrCat(images_path, ": holds no pixels"));
  }
  Dataset dataset;
  dataset.name = kOwnImages;
  dataset.shape = {pixels.sizes[1], pixels.sizes[2], 1};
  dataset.images = linalg::Matrix<float>(pixels.sizes[0], dataset.shape.pixels());
  std::copy(pixels.pixels.begin(), pixels.pixels.end(), dataset.images.values().begin());
  for (const char label : classes.bytes) {
    dataset.labels.push_back(static_cast<unsigned char>(label));
    dataset.classes = std::max(dataset.classes, dataset.labels.back() + 1);
  }
  const auto origin = [](const std::string& path, const std::string& content) {
    return Origin{std::filesystem::path(path).filename().string(), Sha256(content)};
  };
  dataset.origins = {origin(images_path, images), origin(labels_path, labels)};
  return dataset;
}

absl::StatusOr<SplitDataset> LoadIdxSplit(const DatasetOptions& options) {
  if (options.images.empty() || options.labels.empty()) {
    return absl::InvalidArgumentError(
        "data set idx: --images=FILE (cascade: --image_file=FILE) and --labels=FILE say which "
        "images");
  }
  if (options.test_images.empty() != options.test_labels.empty()) {
    return absl::InvalidArgumentError(
        "--test_images and --test_labels: give both, or none to judge by the last fifth");
  }
  INFOFLOW_ASSIGN_OR_RETURN(const Dataset all, LoadIdx(options.images, options.labels));
  SplitDataset split;
  if (!options.test_images.empty()) {
    INFOFLOW_ASSIGN_OR_RETURN(split.test, LoadIdx(options.test_images, options.test_labels));
    if (!(split.test.shape == all.shape)) {
      return absl::DataLossError(absl::StrCat(options.test_images, ": holds images of ",
                                              split.test.shape.rows, " x ",
                                              split.test.shape.columns, " pixels, ", options.images,
                                              " of ", all.shape.rows, " x ", all.shape.columns));
    }
    split.train = all;
    split.train.classes = split.test.classes = std::max(all.classes, split.test.classes);
    return split;
  }
  const int test = all.size() / 5;
  if (test < 1) {
    return absl::DataLossError(absl::StrCat(options.images, ": holds ", all.size(),
                                            " images; a fifth of at least 5 is judged by, or those "
                                            "of --test_images"));
  }
  split.train = Subset(all, 0, all.size() - test);
  split.test = Subset(all, all.size() - test, test);
  return split;
}

// Where the batches are: the folder, or the one that the archive makes in it.
std::string CifarFolder(const std::string& data_dir) {
  if (data_dir.empty()) return data_dir;
  const std::string inner = absl::StrCat(data_dir, "/cifar-10-batches-bin");
  std::error_code code;
  return std::filesystem::is_directory(inner, code) ? inner : data_dir;
}

// Of each colour, whose planes of 1024 pixels follow the label of each image.
absl::Status CheckCifarMeans(const FoundFile& found) {
  constexpr std::size_t kPlane = 1024;
  constexpr std::size_t kRecord = 1 + 3 * kPlane;
  for (int colour = 0; colour < 3; ++colour) {
    double sum = 0.0;
    std::size_t images = 0;
    for (std::size_t at = 1 + colour * kPlane; at < found.content.size(); at += kRecord, ++images) {
      sum += MeanPixel(absl::string_view(found.content).substr(at, kPlane));
    }
    INFOFLOW_RETURN_IF_ERROR(CheckMean("cifar10", found.path, absl::StrCat("colour ", colour + 1),
                                       sum / static_cast<double>(images), kCifarMeans[colour],
                                       kCifarTolerance));
  }
  return absl::OkStatus();
}

absl::StatusOr<Dataset> LoadCifar(const std::vector<PublishedFile>& files,
                                  const DatasetOptions& options) {
  Dataset dataset;
  dataset.name = options.name;
  std::string last_path;
  for (const PublishedFile& file : files) {
    INFOFLOW_ASSIGN_OR_RETURN(const FoundFile found,
                              FindPublishedFile(options.name, file, CifarFolder(options.data_dir)));
    const int before = dataset.size();
    INFOFLOW_RETURN_IF_ERROR(AppendCifar10(found.content, found.path, options.colours, dataset));
    if (dataset.size() - before != 10000) {
      return ErrorIn(found, absl::StrCat("holds ", dataset.size() - before,
                                         " images, the file of cifar10 10000"));
    }
    INFOFLOW_RETURN_IF_ERROR(CheckCifarMeans(found));
    last_path = found.path;
    dataset.origins.push_back(found.origin);
  }
  INFOFLOW_RETURN_IF_ERROR(CheckClasses(options.name, last_path, dataset.labels));
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
  if (options.name == kOwnImages) {
    INFOFLOW_ASSIGN_OR_RETURN(split, LoadIdxSplit(options));
  } else if (options.name == "mnist") {
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
    INFOFLOW_ASSIGN_OR_RETURN(split.test,
                              LoadImages(options.name, FashionTest(), options.data_dir));
  } else {
    INFOFLOW_ASSIGN_OR_RETURN(split.train, LoadCifar(CifarTrain(), options));
    INFOFLOW_ASSIGN_OR_RETURN(split.test, LoadCifar(CifarTest(), options));
  }
  return split;
}

// All files of a data set; none where it is generated.
std::vector<PublishedFile> PublishedFiles(absl::string_view name) {
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
  if (name == "cifar10") {
    files = CifarTrain();
    files.push_back(CifarTest()[0]);
  }
  return files;
}

// Where they are looked for.
std::string FolderOf(absl::string_view name, const std::string& data_dir) {
  return name == "cifar10" ? CifarFolder(data_dir) : data_dir;
}

}  // namespace

const std::vector<std::string>& DatasetNames() {
  static const std::vector<std::string>& names = *new std::vector<std::string>{
      "synthetic-digits", "mnist", "fashion-mnist", "cifar10", "white-noise", "mnist-t10k"};
  return names;
}

const std::vector<std::string>& GeneratedDatasetNames() {
  static const std::vector<std::string>& names =
      *new std::vector<std::string>{"synthetic-digits", "white-noise"};
  return names;
}

absl::StatusOr<SplitDataset> LoadDataset(const DatasetOptions& options) {
  const std::vector<std::string>& names = DatasetNames();
  if (options.name != kOwnImages &&
      std::find(names.begin(), names.end(), options.name) == names.end()) {
    return absl::InvalidArgumentError(absl::StrCat("data set '", options.name, "': must be one of ",
                                                   absl::StrJoin(names, ", "), ", ", kOwnImages));
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

std::vector<std::string> PossibleDatasetFiles(const std::string& data_dir) {
  std::vector<std::string> places;
  for (const std::string& name : DatasetNames()) {
    for (const PublishedFile& file : PublishedFiles(name)) {
      for (const std::string& place : PlacesOf(name, file, FolderOf(name, data_dir))) {
        places.push_back(place);
      }
    }
  }
  return places;
}

bool DatasetAvailable(absl::string_view name, const std::string& data_dir) {
  const std::vector<PublishedFile> files = PublishedFiles(name);
  const std::string folder = FolderOf(name, data_dir);
  return std::all_of(files.begin(), files.end(), [&](const PublishedFile& file) {
    return PublishedFileExists(name, file, folder);
  });
}

}  // namespace infoflow::datasets
