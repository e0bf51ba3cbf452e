#ifndef PAPER_FIGURES_HARNESS_RUN_H_
#define PAPER_FIGURES_HARNESS_RUN_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "paper_figures/harness/preset.h"

namespace infoflow::paper_figures {

class ImageStore;

// What a computation is given besides its parameters.
struct Run {
  // Whose parameters these are, before overrides: some claims speak of the paper's own.
  Preset preset = Preset::kDefault;
  std::uint64_t seed = 1;
  // Threads for independent work items; 0 means one per core. Never changes a number.
  int threads = 0;
  // The images to compute with, for figures with Figure::open_images.
  std::shared_ptr<ImageStore> images;
  // A folder where work that takes long may be kept on its way, such as machines in training;
  // empty: nowhere. Never changes a number.
  std::string work_folder;
  // While a point is computed: the beginning of names of files that may keep unfinished work on it;
  // empty: none. They are removed once there is a record.
  std::string unfinished;

  // A file of that kind for a piece of the work that others do not share; empty: none.
  std::string UnfinishedFile(absl::string_view piece) const {
    return unfinished.empty() ? "" : absl::StrCat(unfinished, piece, ".checkpoint");
  }

  // The same on one thread, for work that is itself an item of parallel work.
  Run OnOneThread() const {
    Run run = *this;
    run.threads = 1;
    return run;
  }
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_RUN_H_
