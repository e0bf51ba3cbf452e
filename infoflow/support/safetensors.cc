#include "infoflow/support/safetensors.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <set>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"
#include "nlohmann/json.hpp"

namespace infoflow {

namespace {

using Json = nlohmann::json;
using Entry = SafetensorsFile::Entry;

constexpr std::uint64_t kMostHeader = 100'000'000;
// An object of objects of lists.
constexpr int kMostDepth = 4;

absl::Status Bad(const std::string& path, const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", what));
}
absl::Status BadTensor(const std::string& path, const std::string& name, const std::string& what) {
  return Bad(path, absl::StrCat("tensor '", name, "' ", what));
}

// Bytes of a number of this type; 0 for types that the format does not have.
std::uint64_t SizeOf(const std::string& type) {
  static const std::map<std::string, std::uint64_t>& sizes =
      *new std::map<std::string, std::uint64_t>{
          {"BOOL", 1}, {"U8", 1},  {"I8", 1},  {"F8_E4M3", 1}, {"F8_E5M2", 1},
          {"I16", 2},  {"U16", 2}, {"F16", 2}, {"BF16", 2},    {"I32", 4},
          {"U32", 4},  {"F32", 4}, {"I64", 8}, {"U64", 8},     {"F64", 8}};
  const auto found = sizes.find(type);
  return found == sizes.end() ? 0 : found->second;
}

// The product of all and `factor`, if it fits.
bool Multiply(const std::vector<std::uint64_t>& shape, std::uint64_t factor,
              std::uint64_t* product) {
  *product = factor;
  for (const std::uint64_t extent : shape) {
    if (extent == 0) {
      *product = 0;
      return true;
    }
  }
  for (const std::uint64_t extent : shape) {
    if (*product > std::numeric_limits<std::uint64_t>::max() / extent) return false;
    *product *= extent;
  }
  return true;
}

absl::StatusOr<Json> ParseHeader(const std::string& path, const std::string& header) {
  std::set<std::string> names;
  std::string twice;
  bool deep = false;
  const Json parsed = Json::parse(
      header,
      [&](int depth, Json::parse_event_t event, Json& value) {
        deep = deep || depth > kMostDepth;
        if (event == Json::parse_event_t::key && depth == 1) {
          const std::string& name = value.get_ref<const std::string&>();
          if (!names.insert(name).second && twice.empty()) twice = name;
        }
        return !deep;
      },
      /*allow_exceptions=*/false);
  if (header.empty() || header[0] != '{' || parsed.is_discarded() || !parsed.is_object() || deep) {
    return Bad(path, "the header is no JSON object as safetensors files have it");
  }
  if (!twice.empty()) return BadTensor(path, twice, "is there twice");
  return parsed;
}

bool ReadNumbers(const Json& list, std::vector<std::uint64_t>* numbers) {
  if (!list.is_array()) return false;
  for (const Json& number : list) {
    if (!number.is_number_unsigned()) return false;
    numbers->push_back(number.get<std::uint64_t>());
  }
  return true;
}

absl::StatusOr<Entry> ParseEntry(const std::string& path, const std::string& name, const Json& json,
                                 std::uint64_t data_size) {
  Entry entry;
  std::vector<std::uint64_t> place;
  if (!json.is_object() || json.size() != 3 || !json.contains("dtype") || !json.contains("shape") ||
      !json.contains("data_offsets") || !json["dtype"].is_string() ||
      !ReadNumbers(json["shape"], &entry.shape) || !ReadNumbers(json["data_offsets"], &place) ||
      place.size() != 2) {
    return BadTensor(path, name, "needs dtype, shape and two data_offsets, and nothing else");
  }
  entry.type = json["dtype"].get<std::string>();
  entry.begin = place[0];
  entry.end = place[1];
  const std::uint64_t size = SizeOf(entry.type);
  if (size == 0) return BadTensor(path, name, "has an unknown dtype, " + entry.type);
  if (entry.begin > entry.end || entry.end > data_size) {
    return BadTensor(path, name,
                     absl::StrCat("is at bytes ", entry.begin, " to ", entry.end, " of ", data_size,
                                  " bytes of data"));
  }
  std::uint64_t bytes = 0;
  if (!Multiply(entry.shape, size, &bytes) || bytes != entry.end - entry.begin) {
    return BadTensor(path, name,
                     absl::StrCat("has ", entry.end - entry.begin,
                                  " bytes, which do not fit its shape and dtype ", entry.type));
  }
  return entry;
}

// The arrays must fill the data without holes or overlaps.
absl::Status CheckPlaces(const std::string& path, const std::map<std::string, Entry>& entries,
                         std::uint64_t data_size) {
  std::vector<std::pair<std::uint64_t, std::string>> order;
  for (const auto& [name, entry] : entries) {
    if (entry.end > entry.begin) order.push_back({entry.begin, name});
  }
  std::sort(order.begin(), order.end());
  std::uint64_t end = 0;
  for (const auto& [begin, name] : order) {
    if (begin < end) return BadTensor(path, name, "overlaps another one");
    if (begin > end) return BadTensor(path, name, "follows a hole in the data");
    end = entries.at(name).end;
  }
  if (end != data_size) {
    return Bad(path, absl::StrCat(data_size - end, " bytes at the end belong to no tensor"));
  }
  return absl::OkStatus();
}

// The low `size` bytes, little-endian, at `bytes`.
std::uint64_t Bits(const char* bytes, int size) {
  std::uint64_t bits = 0;
  for (int i = size - 1; i >= 0; --i) bits = bits << 8 | static_cast<unsigned char>(bytes[i]);
  return bits;
}

template <typename Float, typename Integer>
Float FromBits(Integer bits) {
  static_assert(sizeof(Float) == sizeof(Integer));
  Float value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

double HalfFromBits(std::uint64_t bits) {
  const int exponent = static_cast<int>(bits >> 10 & 31);
  const double fraction = static_cast<double>(bits & 1023);
  const double sign = bits >> 15 == 0 ? 1.0 : -1.0;
  if (exponent == 31) {
    return fraction == 0.0 ? sign * std::numeric_limits<double>::infinity()
                           : std::numeric_limits<double>::quiet_NaN();
  }
  if (exponent == 0) return sign * std::ldexp(fraction, -24);
  return sign * std::ldexp(1024.0 + fraction, exponent - 25);
}

double NumberAt(const std::string& type, const char* bytes) {
  if (type == "F64") return FromBits<double>(Bits(bytes, 8));
  if (type == "F32") return FromBits<float>(static_cast<std::uint32_t>(Bits(bytes, 4)));
  if (type == "BF16") return FromBits<float>(static_cast<std::uint32_t>(Bits(bytes, 2) << 16));
  return HalfFromBits(Bits(bytes, 2));
}

}  // namespace

std::uint64_t SafetensorsFile::Entry::count() const {
  std::uint64_t count = 0;
  Multiply(shape, 1, &count);
  return count;
}

absl::StatusOr<SafetensorsFile> SafetensorsFile::Open(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::error_code code;
  const std::uint64_t file_size = std::filesystem::file_size(path, code);
  if (!stream || code) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  char bytes[8];
  if (file_size < 8 || !stream.read(bytes, 8)) {
    return Bad(path, absl::StrCat(file_size, " bytes are too few for a safetensors file"));
  }
  const std::uint64_t header_size = Bits(bytes, 8);
  if (header_size > kMostHeader) {
    return Bad(path, absl::StrCat("a header of ", header_size,
                                  " bytes is none that safetensors files have (at most ",
                                  kMostHeader, ")"));
  }
  if (header_size > file_size - 8) {
    return Bad(path, absl::StrCat("the header of ", header_size, " bytes is longer than the file"));
  }
  std::string header(header_size, '\0');
  if (!stream.read(header.data(), static_cast<std::streamsize>(header_size))) {
    return Bad(path, "the header cannot be read");
  }
  INFOFLOW_ASSIGN_OR_RETURN(const Json json, ParseHeader(path, header));
  SafetensorsFile file;
  file.path_ = path;
  file.data_ = 8 + header_size;
  const std::uint64_t data_size = file_size - file.data_;
  for (const auto& [name, value] : json.items()) {
    if (name == "__metadata__") continue;
    INFOFLOW_ASSIGN_OR_RETURN(file.entries_[name], ParseEntry(path, name, value, data_size));
  }
  INFOFLOW_RETURN_IF_ERROR(CheckPlaces(path, file.entries_, data_size));
  return file;
}

template <typename T>
absl::StatusOr<std::vector<T>> SafetensorsFile::Read(absl::string_view name) const {
  const std::string key(name);
  const auto found = entries_.find(key);
  if (found == entries_.end()) return BadTensor(path_, key, "is not there");
  const Entry& entry = found->second;
  if (entry.type != "F16" && entry.type != "BF16" && entry.type != "F32" && entry.type != "F64") {
    return BadTensor(path_, key,
                     absl::StrCat("has dtype ", entry.type, ": must be F16, BF16, F32 or F64"));
  }
  std::ifstream stream(path_, std::ios::binary);
  std::string bytes(entry.end - entry.begin, '\0');
  if (!stream.seekg(static_cast<std::streamoff>(data_ + entry.begin)) ||
      !stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
    return BadTensor(path_, key, "cannot be read");
  }
  const std::uint64_t size = SizeOf(entry.type);
  std::vector<T> values;
  values.reserve(bytes.size() / size);
  for (std::size_t at = 0; at < bytes.size(); at += size) {
    const T value = static_cast<T>(NumberAt(entry.type, bytes.data() + at));
    if (!std::isfinite(value)) {
      return BadTensor(
          path_, key,
          absl::StrCat("has a number that is not finite, number ", values.size(), " from 0"));
    }
    values.push_back(value);
  }
  return values;
}

template absl::StatusOr<std::vector<float>> SafetensorsFile::Read(absl::string_view) const;
template absl::StatusOr<std::vector<double>> SafetensorsFile::Read(absl::string_view) const;

std::string FormatSafetensors(absl::Span<const NamedTensor> tensors) {
  Json header = Json::object();
  std::string data;
  const auto append = [](std::uint64_t bits, int size, std::string& bytes) {
    for (int i = 0; i < size; ++i) bytes.push_back(static_cast<char>(bits >> 8 * i & 255));
  };
  for (const NamedTensor& tensor : tensors) {
    std::uint64_t count = 0;
    INFOFLOW_CHECK(Multiply(tensor.shape, 1, &count) && count == tensor.values.size() &&
                   !header.contains(tensor.name));
    const std::size_t begin = data.size();
    for (const float value : tensor.values) {
      std::uint32_t bits;
      std::memcpy(&bits, &value, sizeof(bits));
      append(bits, sizeof(bits), data);
    }
    header[tensor.name] = {
        {"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {begin, data.size()}}};
  }
  std::string text = header.dump();
  // Numbers begin at a multiple of 8 bytes.
  text.resize((text.size() + 7) / 8 * 8, ' ');
  std::string bytes;
  append(text.size(), 8, bytes);
  return bytes + text + data;
}

}  // namespace infoflow
