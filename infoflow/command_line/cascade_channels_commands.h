#ifndef INFOFLOW_COMMAND_LINE_CASCADE_CHANNELS_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_CASCADE_CHANNELS_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// cascade-channels: what single channels of a trained network of VGG's kind decode to.
Commands CascadeChannelsCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_CASCADE_CHANNELS_COMMANDS_H_
