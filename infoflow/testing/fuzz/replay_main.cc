// Runs LLVMFuzzerTestOneInput on the files of a folder, on nothing, and on each file cut to halves,
// quarters and so on: what a fuzzer would begin with.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "infoflow/support/file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void RunOn(const std::string& content) {
  // A copy of just this size, so that reading beyond its end is found.
  const std::vector<std::uint8_t> exact(content.begin(), content.end());
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 1;
  int files = 0;
  RunOn("");
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
    const auto content = infoflow::ReadFile(entry.path().string());
    if (!content.ok()) return 1;
    ++files;
    for (std::size_t size = content->size(); size > 0; size /= 2) RunOn(content->substr(0, size));
  }
  std::printf("%d files\n", files);
  return files > 0 ? 0 : 1;
}
