// Records that other programs kept: a line with the right checksum, and the fields of one.

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/sha256.h"
#include "infoflow/testing/fuzz/scratch_file.h"
#include "paper_figures/harness/field_reader.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/record_store.h"

namespace infoflow::paper_figures {
namespace {

struct Inner {
  double value = 0.0;
  std::vector<int> counts;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("value", self.value);
    visit("counts", self.counts);
  }
};

struct Record {
  bool flag = false;
  std::uint64_t seed = 0;
  float single = 0.0f;
  std::string text;
  std::vector<Inner> inner;
  std::array<double, 2> pair = {0.0, 0.0};
  linalg::Matrix<double> matrix;
  std::optional<double> perhaps;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("flag", self.flag);
    visit("seed", self.seed);
    visit("single", self.single);
    visit("text", self.text);
    visit("inner", self.inner);
    visit("pair", self.pair);
    visit("matrix", self.matrix);
    visit("perhaps", self.perhaps);
  }
};

}  // namespace
}  // namespace infoflow::paper_figures

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  using namespace infoflow::paper_figures;
  Record record;
  ReadFields(bytes, &record).IgnoreError();
  const std::string path = infoflow::testing::ScratchFile(
      "input.records", absl::StrCat(infoflow::Sha256(bytes), " ", bytes, "\n", bytes));
  const std::string folder = std::filesystem::path(path).parent_path().string();
  RecordStore::Open(folder, {"code", "blas"}, RecordStore::Reading::kKept).status().IgnoreError();
  return 0;
}
