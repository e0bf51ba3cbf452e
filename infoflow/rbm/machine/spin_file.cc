#include "infoflow/rbm/machine/spin_file.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "infoflow/support/npy.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::rbm {

namespace {

absl::StatusOr<Spins> Checked(std::vector<std::int8_t> values, std::int64_t samples,
                              std::int64_t units, const std::string& path) {
  constexpr std::int64_t kMost = std::numeric_limits<int>::max();
  if (samples < 1 || units < 1 || samples > kMost || units > kMost) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": ", samples, " samples of ", units, " units"));
  }
  Spins spins(
      SpinsView(absl::MakeConstSpan(values), static_cast<int>(samples), static_cast<int>(units)));
  const absl::Status status = CheckSpins(spins, spins.columns());
  if (!status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", status.message()));
  }
  return spins;
}

// Bytes cannot hold -1, so that they hold bits.
absl::StatusOr<Spins> UnpackedSpins(const NpyArray& array, const std::string& path) {
  if (array.shape.size() != 3 || array.shape[2] != (array.shape[1] + 7) / 8) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, ": an array of bytes must be samples x side x ceil(side / 8) with 8 spins a byte"));
  }
  const std::int64_t samples = array.shape[0];
  const std::int64_t side = array.shape[1];
  const std::int64_t width = array.shape[2];
  std::vector<std::int8_t> values;
  values.reserve(samples * side * side);
  for (std::int64_t row = 0; row < samples * side; ++row) {
    const absl::string_view bytes = absl::string_view(array.bytes).substr(row * width, width);
    for (std::int64_t x = 0; x < 8 * width; ++x) {
      const bool up = (static_cast<unsigned char>(bytes[x / 8]) >> (x % 8) & 1) != 0;
      if (x < side) {
        values.push_back(up ? 1 : -1);
      } else if (up) {
        return absl::InvalidArgumentError(absl::StrCat(path, ": sample ", row / side, ", row ",
                                                       row % side, " has a bit beyond the side"));
      }
    }
  }
  return Checked(std::move(values), samples, side * side, path);
}

absl::StatusOr<Spins> ReadNpySpins(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const NpyArray array, ReadNpyFile(path));
  if (array.shape.size() != 2 && array.shape.size() != 3) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, ": samples must be an array samples x units or samples x rows x columns, not of ",
        array.shape.size(), " dimensions"));
  }
  if (array.type == NpyType::kUint8) return UnpackedSpins(array, path);
  INFOFLOW_ASSIGN_OR_RETURN(std::vector<std::int8_t> values, NpyInt8s(array, path));
  const std::int64_t samples = array.shape[0];
  const std::int64_t units = array.shape[1] * (array.shape.size() == 3 ? array.shape[2] : 1);
  return Checked(std::move(values), samples, units, path);
}

absl::StatusOr<Spins> ReadCsvSpins(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const Table table, ReadCsvFile(path));
  const bool images = table.HasColumn("y");
  const int first = images ? 2 : 1;
  const char* const letter = images ? "x" : "v";
  const int width = table.num_columns() - first;
  bool header =
      width >= 1 && table.columns()[0].name == "k" && (!images || table.columns()[1].name == "y");
  for (int x = 0; header && x < width; ++x) {
    header = table.columns()[first + x].name == absl::StrCat(letter, x);
  }
  if (!header) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": the header must be k,v0,v1,... or k,y,x0,x1,..."));
  }
  std::vector<std::int8_t> values;
  std::int64_t samples = 0;
  int height = 1;
  int next_y = 0;
  std::string current;
  for (int row = 0; row < table.num_rows(); ++row) {
    const auto error = [&](absl::string_view what) {
      return absl::InvalidArgumentError(absl::StrCat(path, ": row ", row + 1, ": ", what));
    };
    if (!images || table.cell(row, 0).Text() != current) {
      if (images && samples == 1) height = next_y;
      if (images && samples > 0 && next_y != height) {
        return error(
            absl::StrCat("image ", current, " has ", next_y, " rows, the first one has ", height));
      }
      current = table.cell(row, 0).Text();
      next_y = 0;
      ++samples;
    }
    if (images && table.cell(row, 1) != Cell(next_y)) {
      return error(absl::StrCat("y is ", table.cell(row, 1).Text(), ", expected ", next_y));
    }
    ++next_y;
    for (int x = 0; x < width; ++x) {
      const Cell& cell = table.cell(row, first + x);
      const absl::StatusOr<double> value = cell.Number();
      if (!value.ok() || (*value != 1.0 && *value != -1.0)) {
        return error(absl::StrCat(letter, x, " is '", cell.Text(), "'; units must be +1 or -1"));
      }
      values.push_back(*value > 0.0 ? 1 : -1);
    }
  }
  if (images && samples == 1) height = next_y;
  if (images && samples > 0 && next_y != height) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": image ", current, " has ", next_y,
                                                   " rows, the first one has ", height));
  }
  return Checked(std::move(values), samples, static_cast<std::int64_t>(width) * height, path);
}

}  // namespace

absl::StatusOr<Spins> ReadSpins(const std::string& path) {
  return absl::EndsWith(path, ".npy") ? ReadNpySpins(path) : ReadCsvSpins(path);
}

absl::Status WriteSpins(SpinsView spins, const std::string& path) {
  if (absl::EndsWith(path, ".npy")) {
    const Spins copy(spins);
    return WriteNpyFile(MakeNpy(copy.values(), {spins.rows(), spins.columns()}), path);
  }
  std::vector<Column> columns = {{"k", ""}};
  for (int i = 0; i < spins.columns(); ++i) columns.push_back({absl::StrCat("v", i), ""});
  Table table(std::move(columns));
  for (int k = 0; k < spins.rows(); ++k) {
    std::vector<Cell> cells = {k};
    for (int i = 0; i < spins.columns(); ++i) cells.push_back(spins(k, i));
    table.AddRow(std::move(cells));
  }
  return WriteCsvFile(table, path);
}

}  // namespace infoflow::rbm
