#ifndef INFOFLOW_COMMAND_LINE_RBM_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_RBM_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// rbm-train: trains a restricted Boltzmann machine on samples +-1 and saves it.
// rbm-exact: log-partition function and likelihoods by summing over the smaller layer.
// rbm-ais: log-partition function by annealed importance sampling from both sides.
// rbm-correlators: statistics of the patterns <v h> of a machine on images.
// rbm-flow: samples passed through a machine again and again.
Commands RbmCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_RBM_COMMANDS_H_
