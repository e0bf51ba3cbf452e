#include "infoflow/support/spin_table.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "infoflow/support/data_file.h"
#include "infoflow/support/npy.h"
#include "infoflow/support/number_grid.h"
#include "infoflow/support/number_text.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {

namespace {

constexpr absl::string_view kTemperatureKey = "temperature: ";

absl::Status SpinError(absl::string_view source, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(source, ": ", what));
}

// Reads the temperature when `note` speaks of one.
absl::Status ReadNote(absl::string_view note, absl::string_view source, double& temperature) {
  if (!absl::ConsumePrefix(&note, kTemperatureKey)) return absl::OkStatus();
  const absl::StatusOr<double> value = ParseDouble(absl::StripAsciiWhitespace(note));
  if (!value.ok()) {
    return SpinError(source, absl::StrCat("the temperature ", Quoted(note), " is not a number"));
  }
  temperature = *value;
  return absl::OkStatus();
}

// How the values +1 and -1 stand in a file.
enum class Coding { kSigns, kZeroAndOne };

// The coding of all `values`, or the position of the first value that does not fit.
struct CodingOrMistake {
  Coding coding = Coding::kSigns;
  std::int64_t mistake = -1;
};
template <typename T>
CodingOrMistake FindCoding(absl::Span<const T> values) {
  CodingOrMistake result;
  bool minus = false;
  bool zero = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const T value = values[i];
    const bool is_minus = value == static_cast<T>(-1);
    const bool is_zero = value == T{0};
    if ((!is_minus && !is_zero && value != T{1}) || (is_minus && zero) || (is_zero && minus)) {
      result.mistake = static_cast<std::int64_t>(i);
      return result;
    }
    minus = minus || is_minus;
    zero = zero || is_zero;
  }
  if (zero) result.coding = Coding::kZeroAndOne;
  return result;
}

template <typename T>
void SetSpins(absl::Span<const T> values, SpinTable& table) {
  table.values.resize(values.size());
  std::transform(values.begin(), values.end(), table.values.begin(),
                 [](T value) { return static_cast<std::int8_t>(value > T{0} ? 1 : -1); });
}

std::string MistakeText(double value) {
  return absl::StrCat(" is ", value, "; spins are 1 and -1, or 1 and 0, throughout a file");
}

void Describe(absl::string_view elements, SpinTable& table) {
  table.description = absl::StrCat(
      table.samples, table.samples == 1 ? " sample" : " samples", " of ",
      table.height > 0 ? absl::StrCat(table.height, " x ", table.width) : absl::StrCat(table.units),
      " spins, ", elements);
}

const char* CodingName(Coding coding) { return coding == Coding::kSigns ? "+-1" : "0 and 1"; }

// Samples, height and width of the shape of an array.
absl::Status SetShape(const NpyArray& array, absl::string_view source, SpinTable& table) {
  std::vector<std::int64_t> shape = array.shape;
  if (shape.size() == 4 && shape[1] == 1) shape.erase(shape.begin() + 1);
  if (shape.size() != 2 && shape.size() != 3) {
    return SpinError(source, absl::StrCat("its shape is (", absl::StrJoin(array.shape, ", "),
                                          "), of ", array.shape.size(),
                                          " dimensions; it must be (samples, units) or (samples, "
                                          "rows, columns)"));
  }
  if (array.size() < 1) return SpinError(source, "the file holds no samples");
  table.samples = shape[0];
  table.units = shape[1] * (shape.size() == 3 ? shape[2] : 1);
  table.height = shape.size() == 3 ? shape[1] : 0;
  table.width = shape.size() == 3 ? shape[2] : 0;
  return absl::OkStatus();
}

// Bits are told by the shape: no image of bytes has the width ceil(side / 8), but for a side of 1,
// where both mean the same.
bool HoldsBits(const NpyArray& array) {
  return array.type == NpyType::kUint8 && array.shape.size() == 3 &&
         array.shape[2] == (array.shape[1] + 7) / 8 && array.size() > 0;
}

absl::StatusOr<SpinTable> TableOfBits(const NpyArray& array, absl::string_view source) {
  SpinTable table;
  table.samples = array.shape[0];
  table.height = table.width = array.shape[1];
  table.units = table.height * table.width;
  const std::int64_t row_bytes = array.shape[2];
  table.values.reserve(static_cast<std::size_t>(table.samples * table.units));
  const char* row = array.bytes.data();
  for (std::int64_t k = 0; k < table.samples * table.height; ++k, row += row_bytes) {
    for (std::int64_t x = 0; x < table.width; ++x) {
      table.values.push_back((row[x / 8] >> (x % 8) & 1) != 0 ? 1 : -1);
    }
    if (table.width % 8 != 0 &&
        static_cast<unsigned char>(row[row_bytes - 1]) >> (table.width % 8) != 0) {
      return SpinError(source,
                       absl::StrCat("row ", k % table.height, " of sample ", k / table.height,
                                    " has bits set beyond its ", table.width, " spins"));
    }
  }
  Describe("bits", table);
  return table;
}

template <typename T>
absl::Status SetArraySpins(absl::Span<const T> values, const NpyArray& array,
                           absl::string_view source, SpinTable& table) {
  const CodingOrMistake found = FindCoding(values);
  if (found.mistake >= 0) {
    std::vector<std::int64_t> index(array.shape.size());
    std::int64_t rest = found.mistake;
    for (std::size_t d = array.shape.size(); d-- > 0;) {
      index[d] = rest % array.shape[d];
      rest /= array.shape[d];
    }
    return SpinError(source, absl::StrCat("element (", absl::StrJoin(index, ", "), ")",
                                          MistakeText(static_cast<double>(values[found.mistake]))));
  }
  SetSpins(values, table);
  const bool boolean = array.type == NpyType::kBool;
  Describe(boolean ? "bool" : absl::StrCat(NpyTypeName(array.type), " ", CodingName(found.coding)),
           table);
  return absl::OkStatus();
}

absl::StatusOr<SpinTable> TableOfArray(const NpyArray& array, absl::string_view source) {
  SpinTable table;
  if (HoldsBits(array)) {
    INFOFLOW_ASSIGN_OR_RETURN(table, TableOfBits(array, source));
  } else {
    INFOFLOW_RETURN_IF_ERROR(SetShape(array, source, table));
    if (array.type == NpyType::kInt8) {
      const absl::Span<const std::int8_t> values(
          reinterpret_cast<const std::int8_t*>(array.bytes.data()), array.bytes.size());
      INFOFLOW_RETURN_IF_ERROR(SetArraySpins(values, array, source, table));
    } else {
      const std::vector<double> values = NpyDoubles(array);
      INFOFLOW_RETURN_IF_ERROR(SetArraySpins(absl::MakeConstSpan(values), array, source, table));
    }
  }
  INFOFLOW_RETURN_IF_ERROR(ReadNote(array.note, source, table.temperature));
  return table;
}

// True when `names` are `first` and then letter0, letter1, ...
bool HasHeader(const std::vector<std::string>& names, std::vector<std::string> first, char letter) {
  const std::size_t before = first.size();
  if (names.size() <= before) return false;
  for (std::size_t i = before; i < names.size(); ++i) {
    first.push_back(absl::StrCat(std::string(1, letter), i - before));
  }
  return names == first;
}

// Samples of the lines k,y,x0,...: rows of an image follow each other, and all images have as many.
absl::Status SetImages(const NumberGrid& grid, absl::string_view source, SpinTable& table) {
  const auto at = [&grid](int row, int column) {
    return grid.values[static_cast<std::size_t>(row) * grid.columns + column];
  };
  table.width = grid.columns - 2;
  std::int64_t rows = 0;  // of the sample at hand
  const auto end_of_sample = [&]() -> absl::Status {
    if (table.samples == 1) table.height = rows;
    if (rows == table.height) return absl::OkStatus();
    return SpinError(source, absl::StrCat("is truncated: sample ", table.samples - 1, " has ", rows,
                                          " rows, the first one has ", table.height));
  };
  for (int row = 0; row < grid.rows; ++row) {
    if (row == 0 || at(row, 0) != at(row - 1, 0)) {
      if (row > 0) INFOFLOW_RETURN_IF_ERROR(end_of_sample());
      ++table.samples;
      rows = 0;
    }
    if (at(row, 1) != static_cast<double>(rows)) {
      return absl::InvalidArgumentError(absl::StrCat(source, ":", grid.lines[row], ": y is ",
                                                     at(row, 1), " where ", rows, " must stand"));
    }
    ++rows;
  }
  INFOFLOW_RETURN_IF_ERROR(end_of_sample());
  table.units = table.height * table.width;
  return absl::OkStatus();
}

absl::StatusOr<SpinTable> TableOfText(absl::string_view text, absl::string_view source) {
  absl::StatusOr<NumberGrid> parsed = ParseNumberGrid(text, source);
  // 0,1,2,... are no spins.
  if (absl::IsFailedPrecondition(parsed.status())) {
    parsed = ParseNumberGrid(text, source, Header::kYes);
  }
  INFOFLOW_RETURN_IF_ERROR(parsed.status());
  const NumberGrid& grid = *parsed;
  SpinTable table;
  const bool images = HasHeader(grid.names, {"k", "y"}, 'x');
  const bool numbered = !images && HasHeader(grid.names, {"k"}, 'v');
  const int first = images ? 2 : (numbered ? 1 : 0);
  if (images) {
    INFOFLOW_RETURN_IF_ERROR(SetImages(grid, source, table));
  } else {
    table.samples = grid.rows;
    table.units = grid.columns - first;
  }
  std::vector<double> values;
  values.reserve(grid.values.size());
  for (std::size_t i = 0; i < grid.values.size(); ++i) {
    if (i % grid.columns >= static_cast<std::size_t>(first)) values.push_back(grid.values[i]);
  }
  const CodingOrMistake found = FindCoding(absl::MakeConstSpan(values));
  if (found.mistake >= 0) {
    const std::int64_t width = grid.columns - first;
    return absl::InvalidArgumentError(absl::StrCat(source, ":", grid.lines[found.mistake / width],
                                                   ": cell ", found.mistake % width + first + 1,
                                                   MistakeText(values[found.mistake])));
  }
  SetSpins(absl::MakeConstSpan(values), table);
  Describe(absl::StrCat(CodingName(found.coding), " (", grid.description, ")"), table);
  for (const std::string& comment : grid.comments) {
    INFOFLOW_RETURN_IF_ERROR(ReadNote(comment, source, table.temperature));
  }
  return table;
}

absl::StatusOr<SpinTable> TableOf(absl::string_view bytes, absl::string_view name,
                                  absl::string_view source) {
  if (bytes.empty()) return SpinError(source, "the file is empty");
  if (!IsArrayFile(bytes)) return TableOfText(bytes, source);
  INFOFLOW_ASSIGN_OR_RETURN(const NpyArray array, ParseArray(bytes, name, source));
  return TableOfArray(array, source);
}

}  // namespace

absl::StatusOr<SpinTable> ParseSpinTable(absl::string_view bytes, absl::string_view source) {
  return TableOf(bytes, "", source);
}

absl::StatusOr<SpinTable> ReadSpinTable(const std::string& path) {
  const ArrayPath parts = SplitArrayPath(path);
  INFOFLOW_ASSIGN_OR_RETURN(const std::string bytes, ReadDataFile(parts.file));
  return TableOf(bytes, parts.name, path);
}

}  // namespace infoflow
