#include "infoflow/command_line/collapse_depth_commands.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/activation/function.h"
#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/support/flag_set.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::command_line {

namespace {

class CollapseDepthCommand : public Command {
 public:
  std::string name() const override { return "collapse-depth"; }

  std::string summary() const override {
    return "Mean-field depth at which a tanh network has made all images alike";
  }

  void DeclareFlags(FlagSet& flags) override {
    flags.AddNumber("weight_variance", &weight_variance_, "of weights times fan-in, sigma_w^2",
                    FlagSet::Presence::kRequired);
    flags.AddNumber("bias_variance", &bias_variance_, "of biases, sigma_b^2");
    flags.AddNumber("input_mean_square", &options_.images.mean_square, "of pixels");
    flags.AddNumber("input_correlation", &options_.images.correlation,
                    "of two images: mean scalar product over mean square");
    flags.AddNumber("resolution", &options_.resolution,
                    "1 - c at which images count as alike; default: differential entropy -13 of "
                    "784 pixels");
    flags.AddInteger(
        "max_depth", &max_depth_, 1,
        "where the search ends; collapse_depth is empty when no layer up to there collapses");
  }

  absl::StatusOr<Table> Run() override {
    options_.max_depth = max_depth_;
    INFOFLOW_ASSIGN_OR_RETURN(const activation::Function tanh, activation::MakeFunction("tanh"));
    INFOFLOW_ASSIGN_OR_RETURN(
        const cascade::CollapseDepth depth,
        cascade::PredictCollapseDepth(tanh, weight_variance_, bias_variance_, options_));
    Table table(std::vector<Column>{{"weight_variance", ""},
                                    {"bias_variance", ""},
                                    {"correlation_depth", "layers"},
                                    {"collapse_depth", "layers"},
                                    {"collapses", ""}});
    table.AddRow({FormatDouble(weight_variance_), FormatDouble(bias_variance_),
                  FormatDouble(depth.correlation_depth),
                  depth.collapses ? absl::StrCat(depth.layer) : "", depth.collapses ? "1" : "0"});
    return table;
  }

 private:
  double weight_variance_ = 1.0;
  double bias_variance_ = 0.05;
  int max_depth_ = 10000;
  cascade::CollapseDepthOptions options_;
};

}  // namespace

Commands CollapseDepthCommands() {
  Commands commands;
  commands.push_back(std::make_unique<CollapseDepthCommand>());
  return commands;
}

}  // namespace infoflow::command_line
