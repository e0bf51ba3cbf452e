// Tables with named columns: what is read is written so that it reads as the same.

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "infoflow/support/check.h"
#include "infoflow/support/table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto table = infoflow::ParseCsv(bytes, "input");
  if (!table.ok()) return 0;
  const auto again = infoflow::ParseCsv(infoflow::FormatCsv(*table), "output");
  INFOFLOW_CHECK(again.ok());
  INFOFLOW_CHECK(again->num_rows() == table->num_rows());
  for (int row = 0; row < table->num_rows(); ++row) {
    for (int column = 0; column < table->num_columns(); ++column) {
      INFOFLOW_CHECK(again->cell(row, column) == table->cell(row, column));
    }
  }
  return 0;
}
