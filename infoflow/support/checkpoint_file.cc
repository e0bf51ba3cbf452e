#include "infoflow/support/checkpoint_file.h"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "infoflow/support/check.h"
#include "infoflow/support/file.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {

namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers are written as they are");

constexpr char kMagic[] = "infoflow-checkpoint ";
constexpr char kFirstLine[] = "infoflow-checkpoint 1\n";
constexpr char kDataLine[] = "data\n";
// "crc32 XXXXXXXX\n"
constexpr std::size_t kTrailerSize = 15;

std::string Trailer(absl::string_view content) {
  uLong crc = crc32(0, nullptr, 0);
  // zlib counts in 32 bits.
  constexpr std::size_t kPiece = std::size_t{1} << 30;
  for (std::size_t done = 0; done < content.size(); done += kPiece) {
    const absl::string_view piece = content.substr(done, kPiece);
    crc = crc32(crc, reinterpret_cast<const Bytef*>(piece.data()), static_cast<uInt>(piece.size()));
  }
  return absl::StrFormat("crc32 %08x\n", static_cast<std::uint32_t>(crc));
}

template <typename T>
void AppendNumbers(const std::vector<T>& values, std::string& content) {
  if (values.empty()) return;
  content.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

// visit(name, type, values) for every array, in the order of the file.
template <typename Visit>
void ForEachArray(const CheckpointFile& checkpoint, Visit visit) {
  for (const auto& [name, values] : checkpoint.bytes) visit(name, "int8", values);
  for (const auto& [name, values] : checkpoint.floats) visit(name, "float32", values);
  for (const auto& [name, values] : checkpoint.doubles) visit(name, "float64", values);
}

bool IsName(absl::string_view name) {
  return !name.empty() && name.find_first_of(" \n") == absl::string_view::npos;
}

// Takes the next line off `rest`, without its end.
absl::string_view TakeLine(absl::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == absl::string_view::npos) return std::exchange(rest, absl::string_view());
  const absl::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

template <typename T>
bool TakeNumbers(std::size_t count, absl::string_view& rest, std::vector<T>& values) {
  if (count > rest.size() / sizeof(T)) return false;
  values.resize(count);
  if (count > 0) std::memcpy(values.data(), rest.data(), count * sizeof(T));
  rest.remove_prefix(count * sizeof(T));
  return true;
}

}  // namespace

absl::Status WriteCheckpoint(const CheckpointFile& checkpoint, const std::string& path) {
  std::string content = kFirstLine;
  for (const auto& [name, value] : checkpoint.texts) {
    INFOFLOW_CHECK(IsName(name));
    INFOFLOW_CHECK(value.find('\n') == std::string::npos);
    absl::StrAppend(&content, "text ", name, " ", value, "\n");
  }
  ForEachArray(checkpoint, [&](const std::string& name, const char* type, const auto& values) {
    INFOFLOW_CHECK(IsName(name));
    absl::StrAppend(&content, "array ", name, " ", type, " ", values.size(), "\n");
  });
  content += kDataLine;
  ForEachArray(checkpoint, [&](const std::string&, const char*, const auto& values) {
    AppendNumbers(values, content);
  });
  content += Trailer(content);
  return WriteFile(content, path);
}

absl::StatusOr<CheckpointFile> ParseCheckpoint(absl::string_view content,
                                               absl::string_view source) {
  const auto error = [&](absl::string_view what) {
    return absl::DataLossError(absl::StrCat(source, ": ", what));
  };
  const auto twice = [&](absl::string_view name) {
    return error(absl::StrCat("gives '", name.substr(0, 60), "' twice"));
  };
  if (!absl::StartsWith(content, kMagic)) return error("is not a checkpoint of infoflow");
  if (!absl::StartsWith(content, kFirstLine)) {
    absl::string_view rest = content;
    return error(absl::StrCat("has the version '",
                              absl::StripPrefix(TakeLine(rest).substr(0, 40), kMagic),
                              "', this program reads version 1"));
  }
  if (content.size() < kTrailerSize) return error("is truncated");
  const absl::string_view body = content.substr(0, content.size() - kTrailerSize);
  const absl::string_view trailer = content.substr(body.size());
  if (!absl::StartsWith(trailer, "crc32 ")) {
    return error("is truncated: its last line is not a checksum");
  }
  if (trailer != Trailer(body)) return error("is damaged: its checksum is wrong");

  CheckpointFile checkpoint;
  absl::string_view rest = body;
  TakeLine(rest);
  std::vector<std::function<bool()>> arrays;  // take their numbers, in the order of their lines
  std::vector<std::string> names;
  for (absl::string_view line = TakeLine(rest); line != "data"; line = TakeLine(rest)) {
    const std::vector<absl::string_view> words = absl::StrSplit(line, absl::MaxSplits(' ', 2));
    if (words.size() == 3 && words[0] == "text" && IsName(words[1])) {
      if (!checkpoint.texts.emplace(words[1], words[2]).second) return twice(words[1]);
      continue;
    }
    const std::vector<absl::string_view> all_words = absl::StrSplit(line, ' ');
    std::uint64_t count = 0;
    bool understood = false;
    if (all_words.size() == 4 && all_words[0] == "array" && IsName(all_words[1]) &&
        absl::SimpleAtoi(all_words[3], &count)) {
      if (std::find(names.begin(), names.end(), all_words[1]) != names.end())
        return twice(all_words[1]);
      names.emplace_back(all_words[1]);
      const auto take = [&](absl::string_view type, auto& into) {
        if (all_words[2] != type) return;
        understood = true;
        arrays.push_back([&rest, count, &values = into[names.back()]] {
          return TakeNumbers(count, rest, values);
        });
      };
      take("int8", checkpoint.bytes);
      take("float32", checkpoint.floats);
      take("float64", checkpoint.doubles);
    }
    if (!understood) {
      return error(
          absl::StrCat("has a header line that is not understood: '", line.substr(0, 60), "'"));
    }
  }
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    if (!arrays[i]()) return error(absl::StrCat("ends within the array ", names[i]));
  }
  if (!rest.empty()) return error("has more data than its header says");
  return checkpoint;
}

absl::StatusOr<CheckpointFile> ReadCheckpoint(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::string content, ReadFile(path));
  return ParseCheckpoint(content, path);
}

}  // namespace infoflow
