#include "paper_figures/harness/record_store.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "infoflow/support/file.h"
#include "infoflow/support/sha256.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/json.h"

namespace infoflow::paper_figures {

namespace {

constexpr absl::string_view kEnding = ".records";
constexpr std::size_t kChecksumLength = 64;
constexpr std::size_t kUnfinishedLength = 16;  // digits of a checksum

std::string HostName() {
  char name[256] = {};
  return gethostname(name, sizeof(name) - 1) == 0 ? name : "host";
}

// Null where there is none.
Json Member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? Json() : *found;
}

}  // namespace

std::string RecordLine(const RecordMaker& maker, absl::string_view point,
                       absl::string_view record) {
  // Point and record are lines of JSON already.
  const std::string json =
      absl::StrCat("{\"code\":", Dump(maker.code), ",\"blas\":", Dump(maker.blas),
                   ",\"point\":", point, ",\"record\":", record, "}");
  return absl::StrCat(Sha256(json), " ", json, "\n");
}

absl::StatusOr<std::unique_ptr<RecordStore>> RecordStore::Open(const std::string& folder,
                                                               RecordMaker maker, Reading reading) {
  std::unique_ptr<RecordStore> store(new RecordStore(std::move(maker), reading));
  if (folder.empty()) return store;
  store->folder_ = folder;
  INFOFLOW_RETURN_IF_ERROR(MakeFolders(folder));
  if (reading != Reading::kNothing) INFOFLOW_RETURN_IF_ERROR(store->Read());
  return store;
}

absl::Status RecordStore::Read() {
  std::vector<std::string> paths;
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, code)) {
    if (absl::EndsWith(entry.path().filename().string(), kEnding)) {
      paths.push_back(entry.path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::string content, ReadFile(path));
    INFOFLOW_RETURN_IF_ERROR(ReadLines(path, content));
  }
  return absl::OkStatus();
}

absl::Status RecordStore::ReadLines(const std::string& path, absl::string_view content) {
  for (const absl::string_view line : absl::StrSplit(content, '\n')) {
    if (line.size() < kChecksumLength + 2 || line[kChecksumLength] != ' ') continue;
    const absl::string_view json = line.substr(kChecksumLength + 1);
    if (Sha256(json) != line.substr(0, kChecksumLength)) continue;
    const Json parsed = ParseJson(json);
    if (!parsed.is_object() || Member(parsed, "code") != maker_.code) continue;
    const Json blas = Member(parsed, "blas"), record = Member(parsed, "record");
    if (!blas.is_string() || record.is_null()) continue;
    if (blas != maker_.blas) other_kernels_.insert(blas.get<std::string>());
    auto& by_kernel = records_[Dump(Member(parsed, "point"))];
    const auto [kept, is_new] = by_kernel.emplace(blas.get<std::string>(), Dump(record));
    if (!is_new && kept->second != Dump(record)) {
      return absl::DataLossError(
          absl::StrCat(path, ": holds another record of a point than a file beside it: ",
                       Dump(Member(parsed, "point"))));
    }
  }
  return absl::OkStatus();
}

// A file that no other program writes to.
absl::Status RecordStore::OpenFile() {
  const std::string name = absl::StrCat(folder_, "/", HostName(), "_", getpid());
  for (int n = 0; file_ == nullptr && n < 1000; ++n) {
    path_ = absl::StrCat(name, n == 0 ? "" : absl::StrCat("_", n), kEnding);
    file_ = std::fopen(path_.c_str(), "wxb");
    if (file_ == nullptr && errno != EEXIST) break;
  }
  if (file_ != nullptr) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("cannot write ", path_, ": ", std::strerror(errno)));
}

RecordStore::~RecordStore() {
  if (file_ != nullptr) std::fclose(file_);
}

const std::pair<const std::string, std::string>* RecordStore::Kept(absl::string_view point) const {
  const auto found = records_.find(point);
  if (found == records_.end()) return nullptr;
  const auto ours = found->second.find(maker_.blas);
  if (ours != found->second.end()) return &*ours;
  return reading_ == Reading::kKeptByAnyKernel ? &*found->second.begin() : nullptr;
}

const std::string* RecordStore::Find(absl::string_view point) const {
  const auto* kept = Kept(point);
  return kept == nullptr ? nullptr : &kept->second;
}

const std::string& RecordStore::KernelOf(absl::string_view point) const {
  const auto* kept = Kept(point);
  return kept == nullptr ? maker_.blas : kept->first;
}

absl::Status RecordStore::Add(absl::string_view point, absl::string_view record) {
  if (folder_.empty()) return absl::OkStatus();
  INFOFLOW_RETURN_IF_ERROR(AddLines(RecordLine(maker_, point, record)));
  RemoveUnfinished(point);
  return absl::OkStatus();
}

std::string RecordStore::UnfinishedPrefix(absl::string_view point) const {
  if (folder_.empty() || reading_ == Reading::kNothing) return "";
  const std::string name = Sha256(absl::StrCat(maker_.code, "\n", maker_.blas, "\n", point));
  return absl::StrCat(folder_, "/unfinished_", name.substr(0, kUnfinishedLength), "_");
}

void RecordStore::RemoveUnfinished(absl::string_view point) const {
  const std::string prefix = UnfinishedPrefix(point);
  if (prefix.empty()) return;
  std::error_code code;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, code)) {
    if (absl::StartsWith(entry.path().string(), prefix)) files.push_back(entry.path());
  }
  for (const std::filesystem::path& file : files) std::filesystem::remove(file, code);
}

absl::Status RecordStore::AddLines(absl::string_view lines) {
  if (folder_.empty()) return absl::OkStatus();
  const std::lock_guard<std::mutex> lock(mutex_);
  if (file_ == nullptr) INFOFLOW_RETURN_IF_ERROR(OpenFile());
  if (std::fwrite(lines.data(), 1, lines.size(), file_) == lines.size() &&
      std::fflush(file_) == 0 && fsync(fileno(file_)) == 0) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("cannot write ", path_, ": ", std::strerror(errno)));
}

}  // namespace infoflow::paper_figures
