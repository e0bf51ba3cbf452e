#include "infoflow/ising/sampling/spin_sample_file.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "infoflow/support/file.h"
#include "infoflow/support/npy.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::ising {

namespace {

constexpr absl::string_view kTemperatureKey = "temperature: ";

// What is quoted of a wrong cell.
constexpr std::size_t kLongestQuote = 40;

absl::Status FileError(absl::string_view source, absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat(source, ": ", reason));
}

std::string TemperatureNote(const SpinSamples& samples) {
  if (std::isnan(samples.temperature())) return "";
  return absl::StrCat(kTemperatureKey, FormatDouble(samples.temperature()));
}

// NaN when `note` says nothing of a temperature.
absl::StatusOr<double> ParseNote(absl::string_view note, absl::string_view source) {
  if (!absl::ConsumePrefix(&note, kTemperatureKey)) return std::nan("");
  const absl::StatusOr<double> temperature = ParseDouble(absl::StripAsciiWhitespace(note));
  if (!temperature.ok()) {
    return FileError(source, absl::StrCat("the temperature '", note.substr(0, kLongestQuote),
                                          "' is not a number"));
  }
  return temperature;
}

std::string FormatNpySamples(const SpinSamples& samples, bool packed) {
  const int side = samples.side();
  const int row_bytes = packed ? (side + 7) / 8 : side;
  NpyArray array;
  array.type = packed ? NpyType::kUint8 : NpyType::kInt8;
  array.shape = {samples.count(), side, row_bytes};
  array.note = TemperatureNote(samples);
  array.bytes.assign(static_cast<std::size_t>(samples.count()) * side * row_bytes, '\0');
  char* row = array.bytes.data();
  for (int k = 0; k < samples.count(); ++k) {
    for (int y = 0; y < side; ++y, row += row_bytes) {
      for (int x = 0; x < side; ++x) {
        const int spin = samples.spin(k, y * side + x);
        if (!packed) {
          row[x] = static_cast<char>(spin);
        } else if (spin > 0) {
          row[x / 8] = static_cast<char>(row[x / 8] | 1 << (x % 8));
        }
      }
    }
  }
  return FormatNpy(array);
}

std::string FormatCsvSamples(const SpinSamples& samples) {
  const int side = samples.side();
  std::string text;
  if (const std::string note = TemperatureNote(samples); !note.empty()) {
    absl::StrAppend(&text, "# ", note, "\n");
  }
  text += "k,y";
  for (int x = 0; x < side; ++x) absl::StrAppend(&text, ",x", x);
  text += "\n";
  for (int k = 0; k < samples.count(); ++k) {
    for (int y = 0; y < side; ++y) {
      absl::StrAppend(&text, k, ",", y);
      for (int x = 0; x < side; ++x) text += samples.spin(k, y * side + x) > 0 ? ",1" : ",-1";
      text += "\n";
    }
  }
  return text;
}

absl::StatusOr<SpinSamples> ParseNpySamples(absl::string_view bytes, absl::string_view source) {
  INFOFLOW_ASSIGN_OR_RETURN(const NpyArray array, ParseNpy(bytes, source));
  if (array.type != NpyType::kUint8 && array.type != NpyType::kInt8) {
    return FileError(source, "its elements are neither of type |u1 (bits) nor |i1 (spins)");
  }
  const bool packed = array.type == NpyType::kUint8;
  const std::int64_t side = array.shape.size() == 3 ? array.shape[1] : 0;
  const std::int64_t row_bytes = packed ? (side + 7) / 8 : side;
  if (side < 1 || side > kLargestSampledSide || array.shape[2] != row_bytes) {
    std::string shape;
    for (const std::int64_t extent : array.shape) absl::StrAppend(&shape, extent, ", ");
    return FileError(
        source,
        absl::StrCat("its shape (", shape.substr(0, shape.size() < 2 ? 0 : shape.size() - 2),
                     ") is not (samples, side, ", packed ? "ceil(side/8)" : "side",
                     ") of a square lattice of side at most ", kLargestSampledSide));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const double temperature, ParseNote(array.note, source));
  absl::StatusOr<SpinSamples> samples =
      SpinSamples::Create(array.shape[0], static_cast<int>(side), temperature);
  if (!samples.ok()) return FileError(source, samples.status().message());
  const char* row = array.bytes.data();
  for (int k = 0; k < samples->count(); ++k) {
    for (int y = 0; y < side; ++y, row += row_bytes) {
      for (int x = 0; x < side; ++x) {
        const int value = packed ? (row[x / 8] >> (x % 8) & 1) * 2 - 1 : row[x];
        if (value != 1 && value != -1) {
          return FileError(source, absl::StrCat("element (", k, ", ", y, ", ", x, ") is ", value,
                                                "; it must be 1 or -1"));
        }
        if (value > 0) samples->set_spin(k, static_cast<int>(y * side + x), 1);
      }
      if (packed && side % 8 != 0 &&
          static_cast<unsigned char>(row[row_bytes - 1]) >> (side % 8) != 0) {
        return FileError(source, absl::StrCat("row ", y, " of sample ", k,
                                              " has bits set beyond its ", side, " spins"));
      }
    }
  }
  return samples;
}

// Takes what stands before the first `separator` off `text`, and the separator with it.
absl::string_view TakeUntil(char separator, absl::string_view* text) {
  const std::size_t end = std::min(text->find(separator), text->size());
  const absl::string_view part = text->substr(0, end);
  text->remove_prefix(std::min(end + 1, text->size()));
  return part;
}

// The side from a header k,y,x0,x1,...; 0 when it is another.
int SideOfHeader(absl::string_view line) {
  if (!absl::ConsumePrefix(&line, "k,y,")) return 0;
  int side = 0;
  while (!line.empty()) {
    if (TakeUntil(',', &line) != absl::StrCat("x", side)) return 0;
    ++side;
  }
  return side;
}

absl::StatusOr<SpinSamples> ParseCsvSamples(absl::string_view text, absl::string_view source) {
  const auto at_line = [source](int line, absl::string_view reason) {
    return absl::InvalidArgumentError(absl::StrCat(source, ":", line, ": ", reason));
  };
  double temperature = std::nan("");
  int side = 0;
  int line_number = 0;
  std::int64_t lines = 0;
  std::vector<char> up;
  while (!text.empty()) {
    absl::string_view line = absl::StripAsciiWhitespace(TakeUntil('\n', &text));
    ++line_number;
    if (line.empty()) continue;
    if (absl::ConsumePrefix(&line, "#")) {
      INFOFLOW_ASSIGN_OR_RETURN(const double noted,
                                ParseNote(absl::StripLeadingAsciiWhitespace(line), source));
      if (!std::isnan(noted)) temperature = noted;
      continue;
    }
    if (side == 0) {
      side = SideOfHeader(line);
      if (side == 0 || side > kLargestSampledSide) {
        return at_line(line_number, absl::StrCat("the header must be k,y,x0,x1,... with at most ",
                                                 kLargestSampledSide, " columns x"));
      }
      continue;
    }
    for (const std::int64_t want : {lines / side, lines % side}) {
      const absl::string_view cell = TakeUntil(',', &line);
      std::int64_t got;
      if (!absl::SimpleAtoi(cell, &got) || got != want) {
        return at_line(line_number,
                       absl::StrCat("'", cell.substr(0, kLongestQuote), "' where ", want,
                                    " must stand: samples and rows are numbered from 0 in order"));
      }
    }
    for (int x = 0; x < side; ++x) {
      const absl::string_view cell = absl::StripAsciiWhitespace(TakeUntil(',', &line));
      const bool is_up = cell == "1" || cell == "+1" || cell == "1.0";
      if (!is_up && cell != "-1" && cell != "-1.0") {
        return at_line(line_number, absl::StrCat("x", x, " is '", cell.substr(0, kLongestQuote),
                                                 "'; it must be 1 or -1"));
      }
      up.push_back(is_up ? 1 : 0);
    }
    if (!line.empty()) return at_line(line_number, "more cells than the header has columns");
    ++lines;
  }
  if (side == 0 || lines == 0) return FileError(source, "there are no samples");
  if (lines % side != 0) {
    return FileError(source, absl::StrCat("is truncated: the last sample has ", lines % side,
                                          " rows of ", side));
  }
  absl::StatusOr<SpinSamples> samples = SpinSamples::Create(lines / side, side, temperature);
  if (!samples.ok()) return FileError(source, samples.status().message());
  const std::size_t sites = static_cast<std::size_t>(samples->sites());
  for (int k = 0; k < samples->count(); ++k) {
    for (std::size_t i = 0; i < sites; ++i) {
      if (up[k * sites + i] != 0) samples->set_spin(k, static_cast<int>(i), 1);
    }
  }
  return samples;
}

}  // namespace

std::string FormatSpinSamples(const SpinSamples& samples, SpinSampleFormat format) {
  switch (format) {
    case SpinSampleFormat::kPackedNpy:
      return FormatNpySamples(samples, true);
    case SpinSampleFormat::kByteNpy:
      return FormatNpySamples(samples, false);
    case SpinSampleFormat::kCsv:
      break;
  }
  return FormatCsvSamples(samples);
}

absl::StatusOr<SpinSamples> ParseSpinSamples(absl::string_view bytes, absl::string_view source) {
  if (bytes.empty()) return FileError(source, "the file is empty");
  // No text begins with this byte.
  if (bytes[0] == '\x93') return ParseNpySamples(bytes, source);
  return ParseCsvSamples(bytes, source);
}

absl::Status CheckSpinSamplePath(const std::string& path) {
  if (absl::EndsWith(path, ".npy") || absl::EndsWith(path, ".csv")) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("cannot tell the format of ", path, "; its name must end in .npy or .csv"));
}

absl::Status WriteSpinSamples(const SpinSamples& samples, const std::string& path) {
  INFOFLOW_RETURN_IF_ERROR(CheckSpinSamplePath(path));
  return WriteFile(
      FormatSpinSamples(samples, absl::EndsWith(path, ".npy") ? SpinSampleFormat::kPackedNpy
                                                              : SpinSampleFormat::kCsv),
      path);
}

absl::StatusOr<SpinSamples> ReadSpinSamples(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  return ParseSpinSamples(bytes, path);
}

}  // namespace infoflow::ising
