#ifndef PAPER_FIGURES_HARNESS_FIGURE_H_
#define PAPER_FIGURES_HARNESS_FIGURE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/image_set.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/harness/picture_keys.h"
#include "paper_figures/harness/result_table.h"
#include "paper_figures/harness/run.h"

namespace infoflow::paper_figures {

// What a figure makes of its records: all that a reader sees.
struct Presentation {
  // The first table is the one that is printed.
  std::vector<ResultTable> tables;
  ClaimList claims;
  PictureKeys keys;
  // Not empty when the figure had to do without something: one sentence, for stderr.
  std::string warning = {};
};

// A figure at work with one set of parameters: its points and their records without their types.
// Made by FigureOf (figure_of.h); used by the harness.
class FigureWork {
 public:
  // What the harness knows of a point.
  struct Point {
    std::string key;   // "weight_variance=0.4", unique in a list
    std::string text;  // all that decides its numbers, as one line of JSON
    // The shard group: points of one group are computed by the same shard; -1: by every shard.
    int group = 0;
    std::vector<ImageSet> images;
  };

  virtual ~FigureWork() = default;

  // Set by the harness before anything else.
  virtual ParameterSet& parameters() = 0;

  // The indices of the points that are needed as far as the records show, in their order. An index
  // keeps its meaning in later calls. Errors: parameters that do not go together; images that
  // cannot be had.
  virtual absl::StatusOr<std::vector<int>> ListPoints(const Run& run) = 0;
  virtual const Point& point(int index) const = 0;

  // What computes the record of a point, as a line of JSON; it may be called in another thread
  // while this object is used.
  virtual std::function<absl::StatusOr<std::string>()> Job(int index, const Run& run) const = 0;
  // Keeps a record that a job wrote. Errors: what is none.
  virtual absl::Status TakeRecord(int index, absl::string_view text) = 0;
  virtual bool HasRecord(int index) const = 0;
  // The record that was taken, as a line of JSON.
  virtual std::string RecordText(int index) const = 0;

  // Tables, claims and keys, once all points have records.
  virtual absl::StatusOr<Presentation> Present(const Run& run) const = 0;
};

// One figure of a paper, as a value. All but the work is text; flags, files, pictures, comparisons
// and reports are the harness's business.
struct Figure {
  std::string title;        // one line
  std::string paper;        // "arXiv:2107.06898"
  std::string source;       // section, figure or equation of the paper
  std::string description;  // what the picture shows, a sentence or two
  // What independent method confirmed the golden file's numbers.
  std::string oracle;
  // Size of the picture in pixels.
  int width = 1000;
  int height = 700;
  // True when finished points are kept, so that a run can be stopped, resumed and shared out.
  bool keeps_points = false;
  // True when unfinished work is kept in Run::work_folder.
  bool keeps_work = false;
  // Of figures that compute with images: OpenImages (images.h).
  std::function<std::shared_ptr<ImageStore>(std::string data_dir)> open_images;
  std::function<std::unique_ptr<FigureWork>()> start;
};

// A figure in the catalogue. All but `figure` is written by the build (figure.bzl).
struct CatalogueEntry {
  std::string id;      // "fig1"
  std::string slug;    // "ising_chain_relative_entropy"
  std::string recipe;  // gnuplot commands that draw the picture from data/*.csv and keys.gp
  // Checksums (figure_resources.sh): of the sources that decide its records, and of all that
  // decides what is made of them.
  std::string code;
  std::string presentation;
  Figure figure;
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_FIGURE_H_
