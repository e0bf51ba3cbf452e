#include "infoflow/support/npy.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <system_error>
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
#include "infoflow/support/data_file.h"
#include "infoflow/support/file.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/zip_archive.h"

namespace infoflow {

namespace {

constexpr absl::string_view kMagic("\x93NUMPY", 6);

// The elements start at a multiple of this, as the format asks.
constexpr std::size_t kAlignment = 64;

struct TypeName {
  NpyType type;
  const char* code;  // behind the sign of the byte order
  int bytes;
  const char* name;
};
constexpr TypeName kTypes[] = {
    {NpyType::kBool, "b1", 1, "bool"},      {NpyType::kInt8, "i1", 1, "int8"},
    {NpyType::kUint8, "u1", 1, "uint8"},    {NpyType::kInt16, "i2", 2, "int16"},
    {NpyType::kUint16, "u2", 2, "uint16"},  {NpyType::kInt32, "i4", 4, "int32"},
    {NpyType::kUint32, "u4", 4, "uint32"},  {NpyType::kInt64, "i8", 8, "int64"},
    {NpyType::kUint64, "u8", 8, "uint64"},  {NpyType::kFloat, "f4", 4, "float32"},
    {NpyType::kDouble, "f8", 8, "float64"},
};
// Headers of arrays without named fields take less.
constexpr std::uint64_t kLongestHeader = 1 << 17;

// Half precision has no NpyType, since nothing here computes with it.
constexpr absl::string_view kHalf = "f2";

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

absl::Status NpyError(absl::string_view source, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(source, ": ", what));
}

// What stands after 'key': in the header, up to `end`.
absl::StatusOr<absl::string_view> Entry(absl::string_view header, absl::string_view key, char end,
                                        absl::string_view source) {
  std::size_t at = header.find(absl::StrCat("'", key, "'"));
  if (at == absl::string_view::npos) at = header.find(absl::StrCat("\"", key, "\""));
  if (at != absl::string_view::npos) at = header.find(':', at);
  const std::size_t stop =
      at == absl::string_view::npos ? absl::string_view::npos : header.find(end, at + 1);
  if (stop == absl::string_view::npos) {
    return NpyError(source, absl::StrCat("the header of the .npy file has no entry '", key, "'"));
  }
  return absl::StripAsciiWhitespace(header.substr(at + 1, stop - at - 1));
}

// What stands before the elements.
struct Header {
  std::string code;  // of the type, without byte order
  bool big_endian = false;
  bool fortran_order = false;
  std::vector<std::int64_t> shape;
  std::int64_t size = 1;
  std::string note;
};

// Takes magic, version and length off `bytes` and returns the dictionary with its note.
absl::StatusOr<absl::string_view> TakeHeader(absl::string_view& bytes, absl::string_view source) {
  if (!absl::ConsumePrefix(&bytes, kMagic) || bytes.size() < 2) {
    return NpyError(source, "not an .npy file");
  }
  const int version = static_cast<unsigned char>(bytes[0]);
  if (version < 1 || version > 3) {
    return NpyError(source,
                    absl::StrCat("version ", version, " of the .npy format is not 1, 2 or 3"));
  }
  const std::size_t length_bytes = version == 1 ? 2 : 4;
  bytes.remove_prefix(2);
  std::size_t length = 0;
  for (std::size_t k = 0; k < length_bytes && k < bytes.size(); ++k) {
    length |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[k])) << (8 * k);
  }
  if (bytes.size() < length_bytes || bytes.size() - length_bytes < length) {
    return NpyError(source, "the header of the .npy file is cut off");
  }
  const absl::string_view header = bytes.substr(length_bytes, length);
  bytes.remove_prefix(length_bytes + length);
  return header;
}

absl::Status ParseShape(absl::string_view text, absl::string_view source, Header& header) {
  absl::ConsumePrefix(&text, "(");
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    part = absl::StripAsciiWhitespace(part);
    absl::ConsumeSuffix(&part, "L");  // long integers of Python 2
    if (part.empty()) continue;
    std::int64_t extent;
    if (!absl::SimpleAtoi(part, &extent) || extent < 0 ||
        (extent > 0 && header.size > std::numeric_limits<std::int64_t>::max() / 8 / extent)) {
      return NpyError(source, absl::StrCat("the shape of the .npy file has extent '", part, "'"));
    }
    header.shape.push_back(extent);
    header.size *= extent;
  }
  return absl::OkStatus();
}

absl::StatusOr<Header> ParseHeader(absl::string_view text, absl::string_view source) {
  Header header;
  const std::size_t brace = text.rfind('}');
  if (brace != absl::string_view::npos) {
    absl::string_view note = absl::StripAsciiWhitespace(text.substr(brace + 1));
    if (absl::ConsumePrefix(&note, "#")) {
      header.note = std::string(absl::StripLeadingAsciiWhitespace(note));
    }
    text = text.substr(0, brace);
  }
  INFOFLOW_ASSIGN_OR_RETURN(absl::string_view descr, Entry(text, "descr", ',', source));
  INFOFLOW_ASSIGN_OR_RETURN(const absl::string_view order,
                            Entry(text, "fortran_order", ',', source));
  INFOFLOW_ASSIGN_OR_RETURN(const absl::string_view shape, Entry(text, "shape", ')', source));
  if (descr.size() > 2) descr = descr.substr(1, descr.size() - 2);
  const absl::string_view whole = descr;
  header.big_endian = absl::StartsWith(descr, ">");
  if (!descr.empty() && absl::StrContains("<>|=", descr[0])) descr.remove_prefix(1);
  header.code = descr == "?" ? "b1" : std::string(descr);
  const bool known = header.code == kHalf ||
                     std::any_of(std::begin(kTypes), std::end(kTypes),
                                 [&](const TypeName& type) { return header.code == type.code; });
  if (!known) {
    return NpyError(source, absl::StrCat("elements of type '", whole,
                                         "' are not supported; use bool, integers of 8 to 64 bits, "
                                         "float16, float32 or float64"));
  }
  if (order != "False" && order != "True") {
    return NpyError(source, absl::StrCat("fortran_order of the .npy file is '", order, "'"));
  }
  header.fortran_order = order == "True";
  INFOFLOW_RETURN_IF_ERROR(ParseShape(shape, source, header));
  return header;
}

std::size_t ElementBytes(const Header& header) {
  for (const TypeName& type : kTypes) {
    if (header.code == type.code) return type.bytes;
  }
  return 2;  // kHalf
}

// Whether so many bytes of elements are what the header promises.
absl::Status CheckSize(const Header& header, std::uint64_t bytes, absl::string_view source) {
  const std::size_t element = ElementBytes(header);
  if (bytes == static_cast<std::uint64_t>(header.size) * element) return absl::OkStatus();
  return NpyError(source, absl::StrCat(bytes, " bytes of elements, the header promises ",
                                       header.size, " elements of ", element, " bytes"));
}

// The elements of `bytes` (first index fastest) with the last index fastest.
std::string InCOrder(const std::string& elements, const std::vector<std::int64_t>& shape,
                     std::size_t bytes) {
  std::string result(elements.size(), '\0');
  std::vector<std::int64_t> index(shape.size(), 0);
  for (std::size_t from = 0; from < elements.size(); from += bytes) {
    std::size_t to = 0;
    for (std::size_t d = 0; d < shape.size(); ++d) {
      to = to * static_cast<std::size_t>(shape[d]) + static_cast<std::size_t>(index[d]);
    }
    std::memcpy(result.data() + to * bytes, elements.data() + from, bytes);
    for (std::size_t d = 0; d < shape.size() && ++index[d] == shape[d]; ++d) index[d] = 0;
  }
  return result;
}

// IEEE 754 binary16.
float HalfToFloat(std::uint16_t half) {
  const int exponent = half >> 10 & 0x1f;
  const int fraction = half & 0x3ff;
  double size =
      exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
  if (exponent == 0x1f) {
    size = fraction == 0 ? std::numeric_limits<double>::infinity()
                         : std::numeric_limits<double>::quiet_NaN();
  }
  return static_cast<float>((half & 0x8000) != 0 ? -size : size);
}

std::string FloatsOfHalves(const std::string& halves) {
  std::string floats;
  floats.reserve(2 * halves.size());
  for (std::size_t i = 0; i + 1 < halves.size(); i += 2) {
    std::uint16_t half;
    std::memcpy(&half, halves.data() + i, sizeof(half));
    const float value = HalfToFloat(half);
    floats.append(reinterpret_cast<const char*>(&value), sizeof(value));
  }
  return floats;
}

}  // namespace

absl::string_view NpyTypeName(NpyType type) { return NameOf(type).name; }

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
    case NpyType::kBool:
    case NpyType::kUint8:
      Append<std::uint8_t>(array.bytes, values);
      break;
    case NpyType::kInt8:
      Append<std::int8_t>(array.bytes, values);
      break;
    case NpyType::kInt16:
      Append<std::int16_t>(array.bytes, values);
      break;
    case NpyType::kUint16:
      Append<std::uint16_t>(array.bytes, values);
      break;
    case NpyType::kUint32:
      Append<std::uint32_t>(array.bytes, values);
      break;
    case NpyType::kUint64:
      Append<std::uint64_t>(array.bytes, values);
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
  std::string header =
      absl::StrCat("{'descr': '", NameOf(array.type).bytes == 1 ? "|" : "<",
                   NameOf(array.type).code, "', 'fortran_order': False, 'shape': (", shape, "), }");
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
  INFOFLOW_ASSIGN_OR_RETURN(const absl::string_view text, TakeHeader(bytes, source));
  INFOFLOW_ASSIGN_OR_RETURN(Header header, ParseHeader(text, source));
  INFOFLOW_RETURN_IF_ERROR(CheckSize(header, bytes.size(), source));
  const std::size_t element = ElementBytes(header);
  NpyArray array;
  array.type = NpyType::kFloat;
  for (const TypeName& type : kTypes) {
    if (header.code == type.code) array.type = type.type;
  }
  array.bytes = std::string(bytes);
  if (header.big_endian) {
    for (std::size_t at = 0; at < bytes.size(); at += element) {
      std::reverse(array.bytes.begin() + at, array.bytes.begin() + at + element);
    }
  }
  if (header.fortran_order) array.bytes = InCOrder(array.bytes, header.shape, element);
  if (header.code == kHalf) array.bytes = FloatsOfHalves(array.bytes);
  array.shape = std::move(header.shape);
  array.note = std::move(header.note);
  return array;
}

bool IsArrayFile(absl::string_view bytes) {
  return absl::StartsWith(bytes, kMagic) || IsZip(bytes);
}

absl::StatusOr<NpyArray> ParseArray(absl::string_view bytes, absl::string_view name,
                                    absl::string_view source) {
  if (!IsZip(bytes)) {
    if (name.empty()) return ParseNpy(bytes, source);
    return NpyError(source, absl::StrCat("there is no array ", name, " in it: not an .npz file"));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<ZipEntry> entries, ListZip(bytes, source));
  std::vector<absl::string_view> names;
  for (const ZipEntry& entry : entries) {
    const absl::string_view array = absl::StripSuffix(entry.name, ".npy");
    names.push_back(array);
    if (array != name && !(name.empty() && entries.size() == 1)) continue;
    INFOFLOW_ASSIGN_OR_RETURN(const std::string content, ReadZipEntry(bytes, entry, source));
    return ParseNpy(content, source);
  }
  return NpyError(source, absl::StrCat(name.empty() ? "which array is meant" : "no such array",
                                       "? The file holds ", absl::StrJoin(names, ", "),
                                       "; write FILE.npz:NAME"));
}

ArrayPath SplitArrayPath(const std::string& path) {
  constexpr absl::string_view kEnd = ".npz:";
  const std::size_t at = path.rfind(kEnd.data());
  if (at == std::string::npos) return {path, ""};
  return {path.substr(0, at + kEnd.size() - 1), path.substr(at + kEnd.size())};
}

absl::StatusOr<NpyArray> ReadNpyFile(const std::string& path) {
  const ArrayPath parts = SplitArrayPath(path);
  INFOFLOW_ASSIGN_OR_RETURN(const std::string bytes, ReadDataFile(parts.file));
  return ParseArray(bytes, parts.name, path);
}

absl::StatusOr<std::vector<std::int64_t>> ReadNpyShape(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::error_code code;
  const std::uint64_t file_size = std::filesystem::file_size(path, code);
  if (!stream || code) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  std::string start(std::min<std::uint64_t>(file_size, kLongestHeader), '\0');
  if (!stream.read(start.data(), static_cast<std::streamsize>(start.size()))) {
    return NpyError(path, "cannot be read");
  }
  absl::string_view rest = start;
  INFOFLOW_ASSIGN_OR_RETURN(const absl::string_view text, TakeHeader(rest, path));
  INFOFLOW_ASSIGN_OR_RETURN(const Header header, ParseHeader(text, path));
  INFOFLOW_RETURN_IF_ERROR(CheckSize(header, file_size - (start.size() - rest.size()), path));
  return header.shape;
}

absl::Status WriteNpyFile(const NpyArray& array, const std::string& path) {
  return WriteFile(FormatNpy(array), path);
}

}  // namespace infoflow
