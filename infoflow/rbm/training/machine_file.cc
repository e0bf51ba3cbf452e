#include "infoflow/rbm/training/machine_file.h"

#include <algorithm>
#include <cmath>
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
#include "absl/strings/str_format.h"
#include "infoflow/support/file.h"
#include "infoflow/support/npy.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::rbm {

namespace {

constexpr char kCsvEnd[] = "_params.csv";

// A machine of this many parameters takes 1 GB.
constexpr int kMostParameters = 125000000;

bool Exists(const std::string& path) {
  std::error_code code;
  return std::filesystem::exists(path, code);
}

absl::Status InFile(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
}

Table MachineTable(const Machine& machine) {
  Table table({{"name", ""}, {"i", ""}, {"a", ""}, {"value", ""}});
  for (int i = 0; i < machine.visible_units(); ++i) {
    for (int a = 0; a < machine.hidden_units(); ++a) {
      table.AddRow({"W", absl::StrCat(i), absl::StrCat(a), FormatDouble(machine.weights(i, a))});
    }
  }
  for (int i = 0; i < machine.visible_units(); ++i) {
    table.AddRow({"b", absl::StrCat(i), "0", FormatDouble(machine.visible_bias[i])});
  }
  for (int a = 0; a < machine.hidden_units(); ++a) {
    table.AddRow({"c", "0", absl::StrCat(a), FormatDouble(machine.hidden_bias[a])});
  }
  return table;
}

absl::StatusOr<Machine> LoadCsv(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const Table table, ReadCsvFile(path));
  struct Entry {
    char name;
    int i;
    int a;
    double value;
  };
  std::vector<Entry> entries;
  int visible = 0;
  int hidden = 0;
  const auto row_error = [&](int row, absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": row ", row + 1, " ", what));
  };
  for (int row = 0; row < table.num_rows(); ++row) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::string name, table.Text(row, "name"));
    INFOFLOW_ASSIGN_OR_RETURN(const std::string i_text, table.Text(row, "i"));
    INFOFLOW_ASSIGN_OR_RETURN(const std::string a_text, table.Text(row, "a"));
    const absl::StatusOr<double> value = table.Number(row, "value");
    if (!value.ok()) return InFile(path, value.status());
    Entry entry{name.empty() ? ' ' : name[0], 0, 0, *value};
    if (name != "W" && name != "b" && name != "c") {
      return row_error(row, absl::StrCat("has the name '", name, "', not W, b or c"));
    }
    if (!absl::SimpleAtoi(i_text, &entry.i) || !absl::SimpleAtoi(a_text, &entry.a) || entry.i < 0 ||
        entry.a < 0) {
      return row_error(row, absl::StrCat("has the indices '", i_text, "' and '", a_text, "'"));
    }
    if (entry.i >= kMostParameters || entry.a >= kMostParameters) {
      return row_error(row, absl::StrCat("has the indices ", entry.i, " and ", entry.a,
                                         "; they must be below ", kMostParameters));
    }
    visible = std::max(visible, entry.i + 1);
    hidden = std::max(hidden, entry.a + 1);
    entries.push_back(entry);
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
    const Entry& entry = entries[row];
    if (!std::isfinite(entry.value)) {
      return row_error(static_cast<int>(row), absl::StrCat("has the value ", entry.value));
    }
    double& slot = entry.name == 'W'   ? machine.weights(entry.i, entry.a)
                   : entry.name == 'b' ? machine.visible_bias[entry.i]
                                       : machine.hidden_bias[entry.a];
    if (!std::isnan(slot)) return row_error(static_cast<int>(row), "gives a parameter again");
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
  if (layout == MachineLayout::kCsv) return WriteCsvFile(MachineTable(machine), prefix + kCsvEnd);
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
