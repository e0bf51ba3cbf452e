#ifndef INFOFLOW_REPLICA_MODEL_NETWORK_PARSER_H_
#define INFOFLOW_REPLICA_MODEL_NETWORK_PARSER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/replica/model/network.h"

namespace infoflow::replica {

// Layers from text, as the command line takes them: separated by ';', each an activation's name
// and, after a colon, name=value pairs separated by ',':
//
//   hardtanh:alpha=1.5,noise=0,weight_var=1;relu:alpha=0.75,noise=1e-5,weight_var=2
//
//   alpha       outputs per input; required unless `weights` is given
//   noise       variance of the noise inside the activation, 0 when left out
//   weight_var  N_{l-1} times the variance of independent Gaussian weights, 1 when left out
//   spectrum    file with the eigenvalues of W^T W, one per line, in place of weight_var
//   weights     CSV file with the weight matrix, one line per output, in place of weight_var
//   header      yes, no or auto: whether the first line of that file names its columns
//   others      parameters of the activation, such as threshold
//
// Relative paths are taken from `directory`. Errors, one sentence that names the layer: what
// cannot be parsed or read, a value out of range, a name that is unknown or given twice.
absl::StatusOr<std::vector<Layer>> ParseLayers(absl::string_view text,
                                               const std::string& directory = "");

// The network of a prior such as "spike-slab:p=0.3,mean=1,var=0.5" and of layers as above.
absl::StatusOr<Network> ParseNetwork(absl::string_view prior, absl::string_view layers,
                                     const std::string& directory = "");

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_MODEL_NETWORK_PARSER_H_
