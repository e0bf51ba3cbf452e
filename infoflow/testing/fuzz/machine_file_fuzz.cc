// Restricted Boltzmann machines as tables and as .npz archives.

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/training/machine_file.h"
#include "infoflow/support/check.h"
#include "infoflow/testing/fuzz/scratch_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const char* name : {"m_params.csv", "m.npz"}) {
    const auto machine = infoflow::rbm::LoadMachine(infoflow::testing::ScratchFile(name, bytes));
    if (machine.ok()) INFOFLOW_CHECK(infoflow::rbm::CheckMachine(*machine).ok());
  }
  return 0;
}
