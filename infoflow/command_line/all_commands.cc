#include "infoflow/command_line/all_commands.h"

#include <utility>

#include "infoflow/command_line/cascade_channels_commands.h"
#include "infoflow/command_line/cascade_commands.h"
#include "infoflow/command_line/collapse_depth_commands.h"
#include "infoflow/command_line/estimator_commands.h"
#include "infoflow/command_line/ising_chain_commands.h"
#include "infoflow/command_line/ising_sampling_commands.h"
#include "infoflow/command_line/ising_square_commands.h"
#include "infoflow/command_line/learning_commands.h"
#include "infoflow/command_line/network_theory_commands.h"
#include "infoflow/command_line/network_training_commands.h"
#include "infoflow/command_line/rbm_commands.h"
#include "infoflow/command_line/replica_commands.h"
#include "infoflow/command_line/trainable_range_commands.h"

namespace infoflow::command_line {

namespace {

void Append(Commands more, Commands& commands) {
  for (auto& command : more) commands.push_back(std::move(command));
}

}  // namespace

Commands AllCommands() {
  Commands commands;
  Append(CascadeChannelsCommands(), commands);
  Append(CascadeCommands(), commands);
  Append(CollapseDepthCommands(), commands);
  Append(EstimatorCommands(), commands);
  Append(IsingChainCommands(), commands);
  Append(IsingSamplingCommands(), commands);
  Append(IsingSquareCommands(), commands);
  Append(LearningCommands(), commands);
  Append(NetworkTheoryCommands(), commands);
  Append(NetworkTrainingCommands(), commands);
  Append(RbmCommands(), commands);
  Append(ReplicaCommands(), commands);
  Append(TrainableRangeCommands(), commands);
  return commands;
}

}  // namespace infoflow::command_line
