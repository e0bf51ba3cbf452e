#include "infoflow/command_line/rbm_commands.h"

#include <utility>

#include "infoflow/command_line/rbm_partition_commands.h"
#include "infoflow/command_line/rbm_sample_commands.h"
#include "infoflow/command_line/rbm_training_commands.h"

namespace infoflow::command_line {

Commands RbmCommands() {
  Commands commands = RbmTrainingCommands();
  for (auto& command : RbmPartitionCommands()) commands.push_back(std::move(command));
  for (auto& command : RbmSampleCommands()) commands.push_back(std::move(command));
  return commands;
}

}  // namespace infoflow::command_line
