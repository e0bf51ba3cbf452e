#ifndef INFOFLOW_SUPPORT_STAGED_FOLDER_H_
#define INFOFLOW_SUPPORT_STAGED_FOLDER_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow {

// A folder while it is being filled: a hidden one beside its final place, .NAME.N.staged, which
// takes that place as a whole in Commit(), or vanishes.
//
// It is locked as long as the object lives: unlocked ones, which killed programs left, are removed
// by the next to stage the same folder. Process ids are of no use for that, since programs in
// different containers may share a folder.
class StagedFolder {
 public:
  // Errors: `path` or its parent cannot be written; `path` is a file, a link, or holds anything for
  // which `is_ours` (of the name of an entry) is false, which will not be replaced.
  static absl::StatusOr<StagedFolder> Create(const std::string& path,
                                             const std::function<bool(absl::string_view)>& is_ours);

  StagedFolder(StagedFolder&& other) noexcept;
  StagedFolder& operator=(StagedFolder&&) = delete;
  ~StagedFolder();

  // Where the files are until Commit().
  const std::string& path() const { return staged_; }
  const std::string& final_path() const { return final_; }

  absl::Status Commit();

 private:
  StagedFolder(std::string staged, std::string final_path, int lock);

  std::string staged_;
  std::string final_;
  int lock_;
};

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_STAGED_FOLDER_H_
