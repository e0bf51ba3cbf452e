#include "infoflow/support/npy_file.h"

#include <cstddef>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace infoflow {

namespace {

constexpr absl::string_view kMagic("\x93NUMPY", 6);
constexpr std::size_t kAlignment = 64;

absl::Status NpyError(absl::string_view source, absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat(source, " ", reason));
}

// The text behind 'key': in a dictionary of the header; empty when it is not there.
absl::string_view ValueOf(absl::string_view key, absl::string_view header) {
  for (const char quote : {'\'', '"'}) {
    const std::string name = absl::StrCat(std::string(1, quote), key, std::string(1, quote));
    const std::size_t found = header.find(name);
    if (found == absl::string_view::npos) continue;
    absl::string_view rest = absl::StripLeadingAsciiWhitespace(header.substr(found + name.size()));
    if (absl::ConsumePrefix(&rest, ":")) return absl::StripLeadingAsciiWhitespace(rest);
  }
  return {};
}

// "(3, 4)" or "(3,)" at the start of `text`.
bool ParseShape(absl::string_view text, std::vector<std::int64_t>* shape) {
  if (!absl::ConsumePrefix(&text, "(")) return false;
  const std::size_t end = text.find(')');
  if (end == absl::string_view::npos) return false;
  text = absl::StripAsciiWhitespace(text.substr(0, end));
  absl::ConsumeSuffix(&text, ",");
  if (text.empty()) return true;
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    std::int64_t extent;
    if (!absl::SimpleAtoi(absl::StripAsciiWhitespace(part), &extent) || extent < 0) return false;
    shape->push_back(extent);
  }
  return true;
}

}  // namespace

std::string FormatNpy(const NpyArray& array) {
  std::string shape;
  for (const std::int64_t extent : array.shape) absl::StrAppend(&shape, extent, ", ");
  // A comma stays behind a single extent only.
  if (array.shape.size() > 1) shape.resize(shape.size() - 2);
  if (array.shape.size() == 1) shape.resize(shape.size() - 1);
  std::string header = absl::StrCat("{'descr': '", array.is_signed ? "|i1" : "|u1",
                                    "', 'fortran_order': False, 'shape': (", shape, "), }");
  if (!array.note.empty()) absl::StrAppend(&header, "  # ", array.note);
  const std::size_t prefix = kMagic.size() + 4;
  const std::size_t total = (prefix + header.size() + 1 + kAlignment - 1) / kAlignment * kAlignment;
  header.resize(total - prefix - 1, ' ');
  header.push_back('\n');
  std::string bytes(kMagic);
  bytes.push_back('\x01');
  bytes.push_back('\x00');
  bytes.push_back(static_cast<char>(header.size() & 0xff));
  bytes.push_back(static_cast<char>(header.size() >> 8));
  return absl::StrCat(bytes, header, array.data);
}

absl::StatusOr<NpyArray> ParseNpy(absl::string_view bytes, absl::string_view source) {
  if (bytes.substr(0, kMagic.size()) != kMagic) {
    return NpyError(source, "is not an .npy file: it does not begin with \\x93NUMPY");
  }
  bytes.remove_prefix(kMagic.size());
  if (bytes.size() < 4) return NpyError(source, "is truncated: its header is incomplete");
  const int version = static_cast<unsigned char>(bytes[0]);
  if (version < 1 || version > 3) {
    return NpyError(source, absl::StrCat("has .npy version ", version, "; 1 to 3 are read"));
  }
  const std::size_t length_bytes = version == 1 ? 2 : 4;
  bytes.remove_prefix(2);
  if (bytes.size() < length_bytes) {
    return NpyError(source, "is truncated: its header is incomplete");
  }
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_bytes; ++i) {
    length |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  bytes.remove_prefix(length_bytes);
  if (bytes.size() < length) return NpyError(source, "is truncated: its header is incomplete");
  absl::string_view header = bytes.substr(0, length);
  bytes.remove_prefix(length);

  NpyArray array;
  const std::size_t brace = header.rfind('}');
  if (brace == absl::string_view::npos) return NpyError(source, "has a header without dictionary");
  absl::string_view note = absl::StripAsciiWhitespace(header.substr(brace + 1));
  if (absl::ConsumePrefix(&note, "#")) array.note = std::string(absl::StripAsciiWhitespace(note));
  header = header.substr(0, brace);

  const absl::string_view descr = ValueOf("descr", header);
  const absl::string_view type = descr.substr(0, 5);
  if (type == "'|i1'" || type == "\"|i1\"") {
    array.is_signed = true;
  } else if (type != "'|u1'" && type != "\"|u1\"") {
    const std::size_t end = descr.find(',');
    return NpyError(source, absl::StrCat("has elements of type ", descr.substr(0, end),
                                         "; uint8 ('|u1') and int8 ('|i1') are read"));
  }
  const absl::string_view order = ValueOf("fortran_order", header);
  if (order.substr(0, 5) != "False") {
    return NpyError(source, "is not in C order (fortran_order is not False)");
  }
  if (!ParseShape(ValueOf("shape", header), &array.shape)) {
    return NpyError(source, "has no valid shape in its header");
  }
  std::int64_t elements = 1;
  for (const std::int64_t extent : array.shape) {
    if (extent != 0 && elements > std::numeric_limits<std::int64_t>::max() / extent) {
      return NpyError(source, "has a shape beyond all memory");
    }
    elements *= extent;
  }
  if (static_cast<std::uint64_t>(elements) != bytes.size()) {
    return NpyError(
        source, absl::StrCat(bytes.size() < static_cast<std::uint64_t>(elements) ? "is truncated"
                                                                                 : "is too long",
                             ": its shape needs ", elements, " bytes, there are ", bytes.size()));
  }
  array.data = std::string(bytes);
  return array;
}

}  // namespace infoflow
