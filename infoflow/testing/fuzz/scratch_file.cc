#include "infoflow/testing/fuzz/scratch_file.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "infoflow/support/check.h"

namespace infoflow::testing {

namespace {

class Folder {
 public:
  Folder() {
    path_ = (std::filesystem::temp_directory_path() / "infoflow_fuzz_XXXXXX").string();
    INFOFLOW_CHECK(mkdtemp(path_.data()) != nullptr);
  }
  ~Folder() {
    std::error_code code;
    std::filesystem::remove_all(path_, code);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

std::string ScratchFile(absl::string_view name, absl::string_view content) {
  static const Folder folder;
  const std::string path = absl::StrCat(folder.path(), "/", name);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  INFOFLOW_CHECK(file.good());
  return path;
}

}  // namespace infoflow::testing
