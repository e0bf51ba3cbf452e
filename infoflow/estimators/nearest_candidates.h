#ifndef INFOFLOW_ESTIMATORS_NEAREST_CANDIDATES_H_
#define INFOFLOW_ESTIMATORS_NEAREST_CANDIDATES_H_

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

#include "infoflow/support/check.h"

namespace infoflow::estimators {

// Points that may be among the k nearest, from distances that are known within a tolerance.
//
// A point whose distance is certainly above k upper bounds seen so far is not among the k
// nearest; all others are kept, so that their exact distances can be looked at in the end.
class NearestCandidates {
 public:
  explicit NearestCandidates(int k) : k_(k) { INFOFLOW_CHECK(k >= 1); }

  void Clear() {
    uppers_.clear();
    candidates_.clear();
  }

  // A lower bound above this rules a point out; infinite until k points are there.
  float cap() const {
    return uppers_.size() < k_ ? std::numeric_limits<float>::infinity() : uppers_.front();
  }

  // Domain: lower <= upper, lower <= cap().
  void Add(int index, float lower, float upper) {
    candidates_.push_back({index, lower});
    if (uppers_.size() == k_) {
      if (upper >= uppers_.front()) return;
      std::pop_heap(uppers_.begin(), uppers_.end());
      uppers_.pop_back();
    }
    uppers_.push_back(upper);
    std::push_heap(uppers_.begin(), uppers_.end());
  }

  // The k-th smallest of distance(index) over all points added, if the bounds hold.
  // Domain: at least k points were added.
  template <typename Distance>
  double KthDistance(Distance distance) {
    exact_.clear();
    for (const Candidate& candidate : candidates_) {
      if (candidate.lower <= cap()) exact_.push_back(distance(candidate.index));
    }
    INFOFLOW_CHECK(exact_.size() >= k_);
    std::nth_element(exact_.begin(), exact_.begin() + (k_ - 1), exact_.end());
    return exact_[k_ - 1];
  }

 private:
  struct Candidate {
    int index = 0;
    float lower = 0.0f;
  };

  std::size_t k_;
  std::vector<float> uppers_;  // max-heap of the k smallest upper bounds
  std::vector<Candidate> candidates_;
  std::vector<double> exact_;
};

}  // namespace infoflow::estimators

#endif  // INFOFLOW_ESTIMATORS_NEAREST_CANDIDATES_H_
