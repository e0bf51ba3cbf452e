#include "infoflow/ising/sampling/spin_sample_file.h"

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/file.h"
#include "infoflow/support/npy.h"
#include "infoflow/support/number_text.h"
#include "infoflow/support/spin_table.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

namespace {

constexpr absl::string_view kTemperatureKey = "temperature: ";

absl::Status FileError(absl::string_view source, absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat(source, ": ", reason));
}

std::string TemperatureNote(const SpinSamples& samples) {
  if (std::isnan(samples.temperature())) return "";
  return absl::StrCat(kTemperatureKey, FormatDouble(samples.temperature()));
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

absl::StatusOr<SpinSamples> SamplesOfTable(const SpinTable& table, absl::string_view source) {
  const auto side =
      static_cast<std::int64_t>(std::llround(std::sqrt(static_cast<double>(table.units))));
  const bool square = table.height == 0 ? side * side == table.units : table.height == table.width;
  if (!square || side > kLargestSampledSide) {
    return FileError(source,
                     absl::StrCat(table.description, ": not of a square lattice of side at most ",
                                  kLargestSampledSide));
  }
  absl::StatusOr<SpinSamples> samples =
      SpinSamples::Create(table.samples, static_cast<int>(side), table.temperature);
  if (!samples.ok()) return FileError(source, samples.status().message());
  const std::int8_t* spin = table.values.data();
  for (int k = 0; k < samples->count(); ++k) {
    for (int i = 0; i < samples->sites(); ++i, ++spin) {
      if (*spin > 0) samples->set_spin(k, i, 1);
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
  INFOFLOW_ASSIGN_OR_RETURN(const SpinTable table, ParseSpinTable(bytes, source));
  return SamplesOfTable(table, source);
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

absl::StatusOr<SpinSamples> ReadSpinSamples(const std::string& path, std::string* description) {
  INFOFLOW_ASSIGN_OR_RETURN(const SpinTable table, ReadSpinTable(path));
  absl::StatusOr<SpinSamples> samples = SamplesOfTable(table, path);
  if (samples.ok() && description != nullptr) {
    *description = table.description;
    if (table.height == 0) {
      absl::StrAppend(description, ", taken for ", samples->side(), " x ", samples->side());
    }
  }
  return samples;
}

}  // namespace infoflow::ising
