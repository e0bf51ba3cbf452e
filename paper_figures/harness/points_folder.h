#ifndef PAPER_FIGURES_HARNESS_POINTS_FOLDER_H_
#define PAPER_FIGURES_HARNESS_POINTS_FOLDER_H_

#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

// The finished points of a figure that takes long, by their keys: what figure_points.h keeps in
// context.points_folder, for figures that learn only on their way which points they need.
class PointsFolder {
 public:
  // Reads the points of the same code, seed and `settings`, and opens this shard's file for more.
  // With an empty context.points_folder nothing is there and nothing is kept. Errors: files that
  // cannot be read or written.
  static absl::StatusOr<std::unique_ptr<PointsFolder>> Open(const FigureContext& context,
                                                            absl::string_view settings);
  ~PointsFolder();
  PointsFolder(const PointsFolder&) = delete;
  PointsFolder& operator=(const PointsFolder&) = delete;

  // The values of a point that was there at Open; nullptr if it was not.
  const std::vector<double>* Find(absl::string_view key) const;

  // Adds a line that is complete on the disk, or skipped when it is read. Domain: keys without
  // tabs or line breaks. May be called from several threads.
  absl::Status Add(absl::string_view key, const std::vector<double>& values);

 private:
  explicit PointsFolder(std::string stamp) : stamp_(std::move(stamp)) {}
  absl::Status Write(const std::string& text);

  std::string stamp_;
  std::map<std::string, std::vector<double>, std::less<>> points_;
  std::string path_;
  std::mutex mutex_;
  std::FILE* file_ = nullptr;
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_POINTS_FOLDER_H_
