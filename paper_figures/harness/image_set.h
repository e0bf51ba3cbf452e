#ifndef PAPER_FIGURES_HARNESS_IMAGE_SET_H_
#define PAPER_FIGURES_HARNESS_IMAGE_SET_H_

#include <cstdint>
#include <string>
#include <vector>

namespace infoflow::paper_figures {

// A file or generator that images come from, and the checksum of a file.
struct ImageSource {
  std::string source;
  std::string sha256;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("source", self.source);
    visit("sha256", self.sha256);
  }
};

// Which images: all that decides their pixels, and nothing of where their files lie.
struct ImageSet {
  std::string dataset;     // one of datasets::DatasetNames()
  std::uint64_t seed = 0;  // of generated images
  int train_count = 0;
  int test_count = 0;
  std::vector<ImageSource> sources;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("dataset", self.dataset);
    visit("seed", self.seed);
    visit("train_count", self.train_count);
    visit("test_count", self.test_count);
    visit("sources", self.sources);
  }
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_IMAGE_SET_H_
