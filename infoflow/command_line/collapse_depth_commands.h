#ifndef INFOFLOW_COMMAND_LINE_COLLAPSE_DEPTH_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_COLLAPSE_DEPTH_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// collapse-depth: the depth at which images become alike, in mean field.
Commands CollapseDepthCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_COLLAPSE_DEPTH_COMMANDS_H_
