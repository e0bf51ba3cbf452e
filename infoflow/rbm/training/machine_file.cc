#include "infoflow/rbm/training/machine_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "infoflow/support/data_file.h"
#include "infoflow/support/delimited_text.h"
#include "infoflow/support/file.h"
#include "infoflow/support/npy.h"
#include "infoflow/support/number_text.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::rbm {

namespace {

constexpr char kCsvEnd[] = "_params.csv";

bool Exists(const std::string& path) {
  std::error_code code;
  return std::filesystem::exists(path, code);
}

absl::Status InFile(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
}

absl::Status RowError(const std::string& path, std::size_t row, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": row ", row + 1, " ", what));
}

// As FormatCsv has it; a Table of so many cells would not fit into memory.
std::string FormatMachine(const Machine& machine) {
  const std::size_t lines = machine.weights.size() + machine.visible_units() +
                            static_cast<std::size_t>(machine.hidden_units());
  std::string text;
  text.reserve((lines + 1) * kMachineLineBytes);
  text += "name,i,a,value\n";
  for (int i = 0; i < machine.visible_units(); ++i) {
    for (int a = 0; a < machine.hidden_units(); ++a) {
      absl::StrAppend(&text, "W,", i, ",", a, ",", FormatDouble(machine.weights(i, a)), "\n");
    }
  }
  for (int i = 0; i < machine.visible_units(); ++i) {
    absl::StrAppend(&text, "b,", i, ",0,", FormatDouble(machine.visible_bias[i]), "\n");
  }
  for (int a = 0; a < machine.hidden_units(); ++a) {
    absl::StrAppend(&text, "c,0,", a, ",", FormatDouble(machine.hidden_bias[a]), "\n");
  }
  return text;
}

struct CsvEntry {
  char name;
  int i;
  int a;
  double value;
};

// Where the columns name, i, a and value are.
absl::StatusOr<std::array<std::size_t, 4>> CsvColumns(const DelimitedText& lines) {
  constexpr const char* kNames[] = {"name", "i", "a", "value"};
  std::array<std::size_t, 4> columns;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    columns[k] = lines.cells().size();
    for (std::size_t c = 0; c < lines.cells().size(); ++c) {
      if (lines.cells()[c] != kNames[k]) continue;
      if (columns[k] < c) {
        return lines.ErrorAt(lines.line(),
                             absl::StrCat("two columns are called '", kNames[k], "'"));
      }
      columns[k] = c;
    }
    if (columns[k] < lines.cells().size()) continue;
    return lines.ErrorAt(lines.line(), absl::StrCat("no column '", kNames[k], "'; there are: ",
                                                    absl::StrJoin(lines.cells(), ", ")));
  }
  return columns;
}

absl::StatusOr<CsvEntry> ParseCsvEntry(absl::string_view name, absl::string_view i_text,
                                       absl::string_view a_text, absl::string_view value) {
  CsvEntry entry{name.empty() ? ' ' : name[0], 0, 0, 0.0};
  if (name != "W" && name != "b" && name != "c") {
    return absl::InvalidArgumentError(absl::StrCat("has the name '", name, "', not W, b or c"));
  }
  if (!absl::SimpleAtoi(i_text, &entry.i) || !absl::SimpleAtoi(a_text, &entry.a) || entry.i < 0 ||
      entry.a < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("has the indices '", i_text, "' and '", a_text, "'"));
  }
  if (entry.i >= kMostParameters || entry.a >= kMostParameters) {
    return absl::InvalidArgumentError(absl::StrCat("has the indices ", entry.i, " and ", entry.a,
                                                   "; they must be below ", kMostParameters));
  }
  const absl::StatusOr<double> number = ParseDouble(value);
  if (!number.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("has no number in column value: ", number.status().message()));
  }
  entry.value = *number;
  return entry;
}

// A Table of so many cells would not fit into memory.
absl::StatusOr<std::vector<CsvEntry>> ReadCsvEntries(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::string text, ReadDataFile(path));
  INFOFLOW_ASSIGN_OR_RETURN(DelimitedText lines, DelimitedText::Open(text, path));
  INFOFLOW_ASSIGN_OR_RETURN(bool more, lines.Next());
  if (!more) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": no header line, the file is empty"));
  }
  const std::size_t cells = lines.cells().size();
  INFOFLOW_ASSIGN_OR_RETURN(const auto columns, CsvColumns(lines));
  std::vector<CsvEntry> entries;
  entries.reserve(std::min<std::size_t>(std::count(text.begin(), text.end(), '\n'),
                                        static_cast<std::size_t>(kMostParameters)));
  for (;;) {
    INFOFLOW_ASSIGN_OR_RETURN(more, lines.Next());
    if (!more) return entries;
    if (lines.cells().size() != cells) {
      return lines.ErrorAt(lines.line(),
                           absl::StrCat(lines.cells().size(), " cells, the header has ", cells));
    }
    const absl::StatusOr<CsvEntry> entry =
        ParseCsvEntry(lines.cells()[columns[0]], lines.cells()[columns[1]],
                      lines.cells()[columns[2]], lines.cells()[columns[3]]);
    if (!entry.ok()) return RowError(path, entries.size(), entry.status().message());
    entries.push_back(*entry);
  }
}

absl::StatusOr<Machine> LoadCsv(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<CsvEntry> entries, ReadCsvEntries(path));
  int visible = 0;
  int hidden = 0;
  for (const CsvEntry& entry : entries) {
    visible = std::max(visible, entry.i + 1);
    hidden = std::max(hidden, entry.a + 1);
  }
  const double parameters = static_cast<double>(visible) * hidden + visible + hidden;
  if (static_cast<double>(entries.size()) != parameters || parameters > kMostParameters) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", entries.size(),
                                                   " rows; a machine of ", visible, " x ", hidden,
                                                   " units has ", parameters, " parameters"));
  }
  // NaN marks what has not been given.
  const double kMissing = std::numeric_limits<double>::quiet_NaN();
  Machine machine(visible, hidden);
  for (double& value : machine.weights.values()) value = kMissing;
  machine.visible_bias.assign(visible, kMissing);
  machine.hidden_bias.assign(hidden, kMissing);
  for (std::size_t row = 0; row < entries.size(); ++row) {
    const CsvEntry& entry = entries[row];
    if (!std::isfinite(entry.value)) {
      return RowError(path, row, absl::StrCat("has the value ", entry.value));
    }
    double& slot = entry.name == 'W'   ? machine.weights(entry.i, entry.a)
                   : entry.name == 'b' ? machine.visible_bias[entry.i]
                                       : machine.hidden_bias[entry.a];
    if (!std::isnan(slot)) return RowError(path, row, "gives a parameter again");
    slot = entry.value;
  }
  // As many rows as parameters and none twice: none is missing unless b or c has another index.
  const absl::Status status = CheckMachine(machine);
  if (!status.ok()) return InFile(path, status);
  return machine;
}

absl::StatusOr<std::vector<double>> LoadVector(const std::string& path, std::int64_t size) {
  INFOFLOW_ASSIGN_OR_RETURN(const NpyArray array, ReadNpyFile(path));
  if (array.shape != std::vector<std::int64_t>{size}) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": the shape must be (", size, ",) to fit the weights"));
  }
  return NpyDoubles(array);
}

// From the arrays BEFOREweightsAFTER and so on: of three .npy files, or of one .npz file.
absl::StatusOr<Machine> LoadArrays(const std::string& before, const std::string& after) {
  const std::string path = absl::StrCat(before, "weights", after);
  INFOFLOW_ASSIGN_OR_RETURN(const NpyArray array, ReadNpyFile(path));
  if (array.shape.size() != 2 || array.size() < 1 || array.size() > kMostParameters) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": weights must be an array visible x hidden, not of ",
                     array.shape.size(), " dimensions with ", array.size(), " elements"));
  }
  Machine machine(static_cast<int>(array.shape[0]), static_cast<int>(array.shape[1]));
  const std::vector<double> weights = NpyDoubles(array);
  std::copy(weights.begin(), weights.end(), machine.weights.values().begin());
  INFOFLOW_ASSIGN_OR_RETURN(
      machine.visible_bias,
      LoadVector(absl::StrCat(before, "visible_bias", after), array.shape[0]));
  INFOFLOW_ASSIGN_OR_RETURN(machine.hidden_bias,
                            LoadVector(absl::StrCat(before, "hidden_bias", after), array.shape[1]));
  const absl::Status status = CheckMachine(machine);
  if (!status.ok()) return InFile(path, status);
  return machine;
}

}  // namespace

absl::Status SaveMachine(const Machine& machine, const std::string& prefix, MachineLayout layout) {
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(machine));
  if (layout == MachineLayout::kCsv) return WriteFile(FormatMachine(machine), prefix + kCsvEnd);
  const std::int64_t visible = machine.visible_units();
  const std::int64_t hidden = machine.hidden_units();
  INFOFLOW_RETURN_IF_ERROR(WriteNpyFile(
      MakeNpy(absl::MakeConstSpan(machine.visible_bias), {visible}), prefix + "_visible_bias.npy"));
  INFOFLOW_RETURN_IF_ERROR(WriteNpyFile(MakeNpy(absl::MakeConstSpan(machine.hidden_bias), {hidden}),
                                        prefix + "_hidden_bias.npy"));
  // Last, since it is what says that there is a machine.
  return WriteNpyFile(MakeNpy(machine.weights.values(), {visible, hidden}),
                      prefix + "_weights.npy");
}

std::vector<std::string> MachineFiles(const std::string& prefix, MachineLayout layout) {
  if (layout == MachineLayout::kCsv) return {prefix + kCsvEnd};
  std::vector<std::string> files;
  for (const char* array : {"weights", "visible_bias", "hidden_bias"}) {
    files.push_back(absl::StrCat(prefix, "_", array, ".npy"));
  }
  return files;
}

std::vector<std::string> PossibleMachineFiles(const std::string& prefix) {
  std::vector<std::string> files = MachineFiles(prefix, MachineLayout::kNpy);
  files.insert(files.end(), {prefix, prefix + kCsvEnd});
  return files;
}

absl::Status CheckMachineWritable(const std::string& prefix, MachineLayout layout) {
  for (const std::string& file : MachineFiles(prefix, layout)) {
    INFOFLOW_RETURN_IF_ERROR(CheckWritable(file));
  }
  return absl::OkStatus();
}

absl::StatusOr<Machine> LoadMachine(const std::string& prefix) {
  if (absl::EndsWith(prefix, kCsvEnd)) return LoadCsv(prefix);
  if (Exists(prefix + kCsvEnd)) return LoadCsv(prefix + kCsvEnd);
  if (absl::EndsWith(prefix, ".npz")) return LoadArrays(prefix + ":", "");
  if (Exists(prefix + "_weights.npy")) return LoadArrays(prefix + "_", ".npy");
  return absl::InvalidArgumentError(absl::StrCat("there is no machine ", prefix, ": neither ",
                                                 prefix, kCsvEnd, " nor ", prefix,
                                                 "_weights.npy exists"));
}

}  // namespace infoflow::rbm
