#include "infoflow/random/philox.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::random {
namespace {

using ::infoflow::testing::ReferenceTable;

TEST(PhiloxTest, KnownAnswers) {
  for (ReferenceTable& table : ReferenceTable::Open("rbm", "philox4x32_10.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const auto word = [&](absl::string_view letter, int i) {
        return static_cast<std::uint32_t>(table.Input(row, absl::StrCat(letter, i)));
      };
      const PhiloxCounter counter = {word("c", 0), word("c", 1), word("c", 2), word("c", 3)};
      const PhiloxKey key = {word("k", 0), word("k", 1)};
      const PhiloxBlock block = Philox4x32(counter, key);
      for (int i = 0; i < 4; ++i) table.Compare(row, absl::StrCat("o", i), block[i], {});
    }
  }
}

}  // namespace
}  // namespace infoflow::random
