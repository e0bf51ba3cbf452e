#ifndef BENCHMARKS_PEERS_WORK_H_
#define BENCHMARKS_PEERS_WORK_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

// Our side of what //benchmarks:peers compares. The peers' side of a work is the function of the
// same name, or that of its row (rows.cc), in a script beside this file, which also says what its
// sizes are.

namespace infoflow::peers {

// Work that is set up, on one thread.
struct Work {
  // Numbers that the peer must find too.
  std::vector<double> values;
  // Does it `count` times.
  std::function<absl::Status(int count)> run;
};

using Sizes = absl::Span<const int>;
// By name; each takes as many sizes as the row has.
using Works = std::map<std::string, std::function<absl::StatusOr<Work>(Sizes)>>;

// One function for each file *_work.cc.
void AddTrainingWorks(Works& works);
void AddBoltzmannWorks(Works& works);
void AddEstimatorWorks(Works& works);
void AddEigenvalueWorks(Works& works);
void AddIsingWorks(Works& works);
void AddMeanFieldWorks(Works& works);

}  // namespace infoflow::peers

#endif  // BENCHMARKS_PEERS_WORK_H_
