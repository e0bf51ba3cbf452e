#ifndef INFOFLOW_COMMAND_LINE_RBM_SAMPLE_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_RBM_SAMPLE_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// rbm-correlators and rbm-flow: what machines make of samples.
Commands RbmSampleCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_RBM_SAMPLE_COMMANDS_H_
