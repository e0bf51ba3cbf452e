#include "infoflow/datasets/dataset_files.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "infoflow/support/data_file.h"
#include "infoflow/support/file.h"
#include "infoflow/support/gzip.h"
#include "infoflow/support/runfiles.h"
#include "infoflow/support/sha256.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::datasets {

namespace {

bool IsFile(const std::string& path) {
  std::error_code code;
  return std::filesystem::is_regular_file(path, code);
}

// Contents that are known: SHA-256 checksums of the unpacked files, as many projects publish them
// for MNIST (the packed ones are in datasets.bzl); those of t10k were counted from the files too.
// Nobody is known to publish those of Fashion-MNIST and CIFAR-10.
struct KnownContent {
  const char* dataset;
  const char* sha256;
};
constexpr KnownContent kKnownContents[] = {
    {"mnist", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"},
    {"mnist", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"},
    {"mnist", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"},
    {"mnist", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"},
};

std::map<std::string, std::string>& Aliases() {
  static std::map<std::string, std::string>& aliases = *new std::map<std::string, std::string>;
  return aliases;
}

std::string ContentChecksum(const std::string& content) {
  const std::string sha256 = Sha256(content);
  const auto alias = Aliases().find(sha256);
  return alias == Aliases().end() ? sha256 : alias->second;
}

// Folders below the given one, from where other programs keep their files.
std::vector<std::string> FoldersOf(absl::string_view dataset) {
  if (dataset == "mnist" || dataset == "mnist-t10k") return {"", "raw", "MNIST/raw"};
  if (dataset == "fashion-mnist") return {"", "raw", "FashionMNIST/raw"};
  return {""};
}

// The names that a file goes by.
std::vector<std::string> NamesOf(const PublishedFile& file) {
  const std::string plain(absl::StripSuffix(file.name, ".gz"));
  if (plain == file.name) return {file.name};
  const std::string dotted = absl::StrReplaceAll(plain, {{"-idx", ".idx"}});
  std::vector<std::string> names;
  for (const std::string& name : {plain, dotted}) {
    for (const char* suffix : {".gz", ""}) names.push_back(name + suffix);
    names.push_back(absl::StrCat(name, "/", name));
  }
  return names;
}

absl::Status NotFound(absl::string_view dataset, const PublishedFile& file,
                      const std::string& data_dir) {
  if (data_dir.empty()) {
    return absl::NotFoundError(absl::StrCat("data set ", dataset, ": file ", file.name,
                                            " is not there; give --data_dir=FOLDER, or "
                                            "build with --//infoflow/datasets:real_data=",
                                            dataset));
  }
  std::error_code code;
  if (!std::filesystem::is_directory(data_dir, code)) {
    return absl::NotFoundError(absl::StrCat("--data_dir=", data_dir, ": there is no such folder"));
  }
  std::string others;
  if (NamesOf(file).size() > 1) {
    std::vector<std::string> folders = FoldersOf(dataset);
    folders.erase(folders.begin());
    others = absl::StrCat(" (looked for with and without .gz, as ", NamesOf(file)[4],
                          " too, and in ", absl::StrJoin(folders, ", "), ")");
  }
  return absl::NotFoundError(absl::StrCat("--data_dir=", data_dir, ": has no file ", file.name,
                                          ", which the data set ", dataset, " needs", others));
}

}  // namespace

std::vector<std::string> PlacesOf(absl::string_view dataset, const PublishedFile& file,
                                  const std::string& data_dir) {
  std::vector<std::string> places;
  if (data_dir.empty()) {
    for (const std::string& folder : RunfilesFolders()) {
      places.push_back(absl::StrCat(folder, "/", file.repository, "/", file.path));
    }
    return places;
  }
  for (const std::string& folder : FoldersOf(dataset)) {
    for (const std::string& name : NamesOf(file)) {
      places.push_back(absl::StrCat(data_dir, "/", folder, folder.empty() ? "" : "/", name));
    }
  }
  return places;
}

bool PublishedFileExists(absl::string_view dataset, const PublishedFile& file,
                         const std::string& data_dir) {
  const std::vector<std::string> places = PlacesOf(dataset, file, data_dir);
  return std::any_of(places.begin(), places.end(), IsFile);
}

absl::StatusOr<FoundFile> FindPublishedFile(absl::string_view dataset, const PublishedFile& file,
                                            const std::string& data_dir) {
  for (const std::string& path : PlacesOf(dataset, file, data_dir)) {
    if (!IsFile(path)) continue;
    FoundFile found;
    found.path = path;
    INFOFLOW_ASSIGN_OR_RETURN(found.content, ReadFile(path));
    if (IsGzip(found.content)) {
      found.has_known_sha256 = !file.sha256.empty() && Sha256(found.content) == file.sha256;
      INFOFLOW_ASSIGN_OR_RETURN(found.content,
                                Gunzip(found.content, path, MostArrayBytes(found.content.size())));
    }
    found.origin = {std::string(absl::StripSuffix(file.name, ".gz")),
                    ContentChecksum(found.content)};
    if (found.origin.sha256 == file.content_sha256) found.has_known_sha256 = true;
    return found;
  }
  return NotFound(dataset, file, data_dir);
}

absl::Status CheckContent(absl::string_view dataset, const PublishedFile& file,
                          const FoundFile& found) {
  const std::string& sha256 = found.origin.sha256;
  if (found.has_known_sha256) return absl::OkStatus();
  for (const KnownContent& known : kKnownContents) {
    // "mnist-t10k" is a part of "mnist".
    if (sha256 != known.sha256 || absl::StartsWith(dataset, known.dataset)) continue;
    return absl::DataLossError(
        absl::StrCat(found.path, ": is the file of ", known.dataset, ", not of ", dataset));
  }
  if (file.content_sha256.empty()) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(
      found.path, ": its content has the SHA-256 checksum ", sha256, ", the file of ", dataset, " ",
      file.content_sha256, "; --dataset=idx takes images of other files"));
}

namespace internal {

void TakeContentFor(const std::string& sha256, const std::string& published) {
  Aliases()[sha256] = published;
}

}  // namespace internal

}  // namespace infoflow::datasets
