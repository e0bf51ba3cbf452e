#include "infoflow/support/npy.h"

#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "infoflow/support/check.h"
#include "infoflow/support/file.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {

namespace {

constexpr absl::string_view kMagic("\x93NUMPY", 6);

// The elements start at a multiple of this, as the format asks.
constexpr std::size_t kAlignment = 64;

struct TypeName {
  NpyType type;
  const char* name;
  int bytes;
};
constexpr TypeName kTypes[] = {{NpyType::kInt8, "|i1", 1},  {NpyType::kUint8, "|u1", 1},
                               {NpyType::kUint8, "|b1", 1}, {NpyType::kInt16, "<i2", 2},
                               {NpyType::kInt32, "<i4", 4}, {NpyType::kInt64, "<i8", 8},
                               {NpyType::kFloat, "<f4", 4}, {NpyType::kDouble, "<f8", 8}};

const TypeName& NameOf(NpyType type) {
  for (const TypeName& name : kTypes) {
    if (name.type == type) return name;
  }
  INFOFLOW_CHECK(false);
  return kTypes[0];
}

template <typename T>
NpyArray Make(NpyType type, absl::Span<const T> values, std::vector<std::int64_t> shape) {
  NpyArray array;
  array.type = type;
  array.shape = std::move(shape);
  INFOFLOW_CHECK(array.size() == static_cast<std::int64_t>(values.size()));
  array.bytes.assign(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
  return array;
}

template <typename T>
void Append(absl::string_view bytes, std::vector<double>& values) {
  values.reserve(bytes.size() / sizeof(T));
  for (std::size_t at = 0; at < bytes.size(); at += sizeof(T)) {
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof(T));
    values.push_back(static_cast<double>(value));
  }
}

// What stands after 'key': in the header, up to `end`.
absl::StatusOr<absl::string_view> Entry(absl::string_view header, absl::string_view key, char end,
                                        absl::string_view source) {
  std::size_t at = header.find(absl::StrCat("'", key, "'"));
  if (at != absl::string_view::npos) at = header.find(':', at);
  const std::size_t stop =
      at == absl::string_view::npos ? absl::string_view::npos : header.find(end, at + 1);
  if (stop == absl::string_view::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat(source, ": the header of the .npy file has no entry '", key, "'"));
  }
  return absl::StripAsciiWhitespace(header.substr(at + 1, stop - at - 1));
}

}  // namespace

std::int64_t NpyArray::size() const {
  std::int64_t size = 1;
  for (const std::int64_t extent : shape) size *= extent;
  return size;
}

NpyArray MakeNpy(absl::Span<const std::int8_t> values, std::vector<std::int64_t> shape) {
  return Make(NpyType::kInt8, values, std::move(shape));
}
NpyArray MakeNpy(absl::Span<const std::uint8_t> values, std::vector<std::int64_t> shape) {
  return Make(NpyType::kUint8, values, std::move(shape));
}
NpyArray MakeNpy(absl::Span<const std::int32_t> values, std::vector<std::int64_t> shape) {
  return Make(NpyType::kInt32, values, std::move(shape));
}
NpyArray MakeNpy(absl::Span<const std::int64_t> values, std::vector<std::int64_t> shape) {
  return Make(NpyType::kInt64, values, std::move(shape));
}
NpyArray MakeNpy(absl::Span<const float> values, std::vector<std::int64_t> shape) {
  return Make(NpyType::kFloat, values, std::move(shape));
}
NpyArray MakeNpy(absl::Span<const double> values, std::vector<std::int64_t> shape) {
  return Make(NpyType::kDouble, values, std::move(shape));
}

std::vector<double> NpyDoubles(const NpyArray& array) {
  std::vector<double> values;
  switch (array.type) {
    case NpyType::kInt8:
      Append<std::int8_t>(array.bytes, values);
      break;
    case NpyType::kUint8:
      Append<std::uint8_t>(array.bytes, values);
      break;
    case NpyType::kInt16:
      Append<std::int16_t>(array.bytes, values);
      break;
    case NpyType::kInt32:
      Append<std::int32_t>(array.bytes, values);
      break;
    case NpyType::kInt64:
      Append<std::int64_t>(array.bytes, values);
      break;
    case NpyType::kFloat:
      Append<float>(array.bytes, values);
      break;
    case NpyType::kDouble:
      Append<double>(array.bytes, values);
      break;
  }
  return values;
}

absl::StatusOr<std::vector<std::int8_t>> NpyInt8s(const NpyArray& array, absl::string_view source) {
  if (array.type == NpyType::kInt8) {
    return std::vector<std::int8_t>(array.bytes.begin(), array.bytes.end());
  }
  std::vector<std::int8_t> values;
  values.reserve(array.bytes.size() / NameOf(array.type).bytes);
  for (const double value : NpyDoubles(array)) {
    if (!(value >= -128.0 && value <= 127.0) || value != std::floor(value)) {
      return absl::InvalidArgumentError(absl::StrCat(source, ": element ", values.size(), " is ",
                                                     value, ", not an integer in [-128, 127]"));
    }
    values.push_back(static_cast<std::int8_t>(value));
  }
  return values;
}

std::string FormatNpy(const NpyArray& array) {
  std::string shape = absl::StrJoin(array.shape, ", ");
  if (array.shape.size() == 1) shape += ",";
  std::string header = absl::StrCat("{'descr': '", NameOf(array.type).name,
                                    "', 'fortran_order': False, 'shape': (", shape, "), }");
  if (!array.note.empty()) absl::StrAppend(&header, "  # ", array.note);
  const std::size_t before = kMagic.size() + 4;
  const std::size_t total = (before + header.size() + 1 + kAlignment - 1) / kAlignment * kAlignment;
  header.append(total - before - header.size() - 1, ' ');
  header += '\n';
  std::string bytes(kMagic);
  bytes += '\x01';
  bytes += '\0';
  bytes += static_cast<char>(header.size() & 0xff);
  bytes += static_cast<char>(header.size() >> 8);
  bytes += header;
  bytes += array.bytes;
  return bytes;
}

absl::StatusOr<NpyArray> ParseNpy(absl::string_view bytes, absl::string_view source) {
  if (!absl::ConsumePrefix(&bytes, kMagic) || bytes.size() < 2) {
    return absl::InvalidArgumentError(absl::StrCat(source, ": not an .npy file"));
  }
  const int version = static_cast<unsigned char>(bytes[0]);
  const std::size_t length_bytes = version == 1 ? 2 : 4;
  std::size_t length = 0;
  if (version < 1 || version > 3) {
    return absl::InvalidArgumentError(
        absl::StrCat(source, ": version ", version, " of the .npy format is not 1, 2 or 3"));
  }
  bytes.remove_prefix(2);
  for (std::size_t k = 0; k < length_bytes && k < bytes.size(); ++k) {
    length |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[k])) << (8 * k);
  }
  if (bytes.size() < length_bytes || bytes.size() - length_bytes < length) {
    return absl::InvalidArgumentError(
        absl::StrCat(source, ": the header of the .npy file is cut off"));
  }
  absl::string_view header = bytes.substr(length_bytes, length);
  bytes.remove_prefix(length_bytes + length);
  NpyArray array;
  const std::size_t brace = header.rfind('}');
  if (brace != absl::string_view::npos) {
    absl::string_view note = absl::StripAsciiWhitespace(header.substr(brace + 1));
    if (absl::ConsumePrefix(&note, "#"))
      array.note = std::string(absl::StripLeadingAsciiWhitespace(note));
    header = header.substr(0, brace);
  }

  INFOFLOW_ASSIGN_OR_RETURN(absl::string_view descr, Entry(header, "descr", ',', source));
  INFOFLOW_ASSIGN_OR_RETURN(const absl::string_view order,
                            Entry(header, "fortran_order", ',', source));
  INFOFLOW_ASSIGN_OR_RETURN(absl::string_view shape, Entry(header, "shape", ')', source));
  descr = absl::StripPrefix(absl::StripSuffix(descr, "'"), "'");
  const TypeName* type = nullptr;
  for (const TypeName& candidate : kTypes) {
    if (descr == candidate.name) type = &candidate;
  }
  if (type == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat(source, ": elements of type '", descr,
                     "' are not supported; use |i1, |u1, <i2, <i4, <i8, <f4 or <f8"));
  }
  array.type = type->type;
  if (order != "False") {
    return absl::InvalidArgumentError(
        absl::StrCat(source,
                     ": the array is in Fortran order; save it with the last index "
                     "fastest"));
  }
  absl::ConsumePrefix(&shape, "(");
  std::int64_t size = 1;
  for (absl::string_view part : absl::StrSplit(shape, ',')) {
    part = absl::StripAsciiWhitespace(part);
    if (part.empty()) continue;
    std::int64_t extent;
    if (!absl::SimpleAtoi(part, &extent) || extent < 0 ||
        (extent > 0 && size > std::numeric_limits<std::int64_t>::max() / 8 / extent)) {
      return absl::InvalidArgumentError(
          absl::StrCat(source, ": the shape of the .npy file has extent '", part, "'"));
    }
    array.shape.push_back(extent);
    size *= extent;
  }
  if (bytes.size() != static_cast<std::size_t>(size) * type->bytes) {
    return absl::InvalidArgumentError(absl::StrCat(source, ": ", bytes.size(),
                                                   " bytes of elements, the header promises ", size,
                                                   " elements of ", type->bytes, " bytes"));
  }
  array.bytes = std::string(bytes);
  return array;
}

absl::StatusOr<NpyArray> ReadNpyFile(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  return ParseNpy(bytes, path);
}

absl::Status WriteNpyFile(const NpyArray& array, const std::string& path) {
  return WriteFile(FormatNpy(array), path);
}

}  // namespace infoflow
