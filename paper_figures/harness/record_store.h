#ifndef PAPER_FIGURES_HARNESS_RECORD_STORE_H_
#define PAPER_FIGURES_HARNESS_RECORD_STORE_H_

#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow::paper_figures {

// What decides a record besides its point: by which program, and by which BLAS kernels, whose sums
// differ in the last digits.
struct RecordMaker {
  std::string code;
  std::string blas;
};

// One line of a file of records: the SHA-256 checksum of what follows, a blank, and one line of
// JSON with the members code, blas, point and record. The same bytes for the same maker, point and
// record.
std::string RecordLine(const RecordMaker& maker, absl::string_view point, absl::string_view record);

// The finished records of a figure that takes long, in a folder that several programs, also on
// several machines, may share: each writes a file of its own and reads all. A line counts when its
// checksum is right and its code is ours; damaged and unfinished lines are as if they were not
// there.
class RecordStore {
 public:
  // Which records count: by our kernel; by any, ours before the others; none (all are computed
  // anew).
  enum class Reading { kKept, kKeptByAnyKernel, kNothing };

  // Reads the records of `folder`. With an empty folder nothing is there and nothing is kept.
  // Errors: files that cannot be read; two records of one point and one kernel that differ.
  static absl::StatusOr<std::unique_ptr<RecordStore>> Open(const std::string& folder,
                                                           RecordMaker maker, Reading reading);
  ~RecordStore();
  RecordStore(const RecordStore&) = delete;
  RecordStore& operator=(const RecordStore&) = delete;

  // The record of a point that was there at Open; nullptr if it was not.
  const std::string* Find(absl::string_view point) const;
  // The kernel by which the record was made that Find gives; ours if it gives none.
  const std::string& KernelOf(absl::string_view point) const;
  // Other kernels whose records of our code are there.
  const std::set<std::string>& other_kernels() const { return other_kernels_; }

  // Adds a record, which is on the disk when this returns. May be called from several threads.
  absl::Status Add(absl::string_view point, absl::string_view record);
  // The same for lines that RecordLine made.
  absl::Status AddLines(absl::string_view lines);
  // The beginning of names of files that may keep unfinished work on a point until its record is
  // added, which removes them; work by another maker has other files. Empty: nothing is kept, or
  // nothing that is kept counts.
  std::string UnfinishedPrefix(absl::string_view point) const;
  // Where records were added; "" before.
  const std::string& path() const { return path_; }

 private:
  RecordStore(RecordMaker maker, Reading reading) : maker_(std::move(maker)), reading_(reading) {}
  absl::Status Read();
  absl::Status ReadLines(const std::string& path, absl::string_view content);
  absl::Status OpenFile();
  void RemoveUnfinished(absl::string_view point) const;
  // By kernel and record; nullptr if there is none that counts.
  const std::pair<const std::string, std::string>* Kept(absl::string_view point) const;

  const RecordMaker maker_;
  const Reading reading_;
  std::string folder_;  // empty: nothing is kept
  // By point and kernel.
  std::map<std::string, std::map<std::string, std::string>, std::less<>> records_;
  std::set<std::string> other_kernels_;
  std::string path_;
  std::mutex mutex_;
  std::FILE* file_ = nullptr;
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_RECORD_STORE_H_
