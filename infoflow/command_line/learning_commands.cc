#include "infoflow/command_line/learning_commands.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "infoflow/activation/batch.h"
#include "infoflow/command_line/flag_values.h"
#include "infoflow/replica/learning/learning_experiment.h"
#include "infoflow/replica/spectra/spectrum_singular_values.h"
#include "infoflow/support/file.h"
#include "infoflow/support/flag_set.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/memory.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"
#include "infoflow/support/user_path.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::command_line {

namespace {

using replica::LearningCurve;
using replica::LearningExperiment;
using replica::LearningTask;

constexpr char kNatsPerPrior[] = "nats per prior variable";
constexpr std::int64_t kMostInteger = std::numeric_limits<int>::max();

absl::StatusOr<std::vector<int>> ParseIntegers(absl::string_view flag, const std::string& text,
                                               int least) {
  std::vector<int> numbers;
  for (const absl::string_view word : absl::StrSplit(text, ',')) {
    int number = 0;
    if (!absl::SimpleAtoi(word, &number) || number < least) {
      return absl::InvalidArgumentError(absl::StrCat("--", flag, "=", text, ": '", word,
                                                     "' must be an integer, at least ", least));
    }
    numbers.push_back(number);
  }
  return numbers;
}

// About evenly spaced in the logarithm, and the end.
std::vector<int> DefaultMeasuredEpochs(int epochs) {
  std::vector<int> measured = {0};
  for (std::int64_t scale = 1; scale < epochs; scale *= 10) {
    for (const int factor : {1, 2, 3, 5, 8}) {
      if (factor * scale < epochs) measured.push_back(static_cast<int>(factor * scale));
    }
  }
  measured.push_back(epochs);
  return measured;
}

// A file that --layers=...:spectrum=FILE of the command replica reads.
absl::Status WriteNumbers(absl::string_view title, absl::Span<const double> numbers,
                          const std::string& path) {
  std::string text = absl::StrCat("# ", title, "\n");
  for (const double number : numbers) absl::StrAppend(&text, FormatDouble(number), "\n");
  return WriteFile(text, path);
}

absl::Status WriteSpectrum(absl::string_view name, absl::Span<const double> singular_values,
                           int inputs, int outputs, const std::string& folder) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> eigenvalues,
                            replica::EigenvaluesOfSingularValues(singular_values, inputs, outputs));
  INFOFLOW_RETURN_IF_ERROR(
      WriteNumbers(absl::StrCat("eigenvalues of W^T W, ", inputs, " inputs, ", outputs, " outputs"),
                   eigenvalues, absl::StrCat(folder, "/", name, "_spectrum.txt")));
  return WriteNumbers("singular values, signed, in the order of the singular vectors",
                      singular_values, absl::StrCat(folder, "/", name, "_singular_values.txt"));
}

class TrainUsvCommand : public Command {
 public:
  std::string name() const override { return "train-usv"; }

  std::string summary() const override {
    return "Trains a network with fixed singular vectors while its entropies are followed";
  }

  void DeclareFlags(FlagSet& flags) override {
    flags_ = &flags;
    flags.AddChoice("experiment", &experiment_.task,
                    {{"teacher-student", LearningTask::kTeacherStudent},
                     {"recognition", LearningTask::kRecognition}},
                    "targets of a linear teacher, or two classes of generated inputs");
    flags.AddText("sizes", &sizes_,
                  "units from input to output, such as 50,100,50,2; all layers but the last have "
                  "weights U S V with U and V fixed",
                  FlagSet::Presence::kRequired);
    flags.AddText("activations", &activations_,
                  "of all layers but the last, which is linear: one name, or one for each, such as "
                  "linear,relu");
    flags.AddInteger("codes", &experiment_.codes, {1, kMostInteger},
                     "prior variables that inputs are generated from (recognition); by default a "
                     "fifth of the inputs");
    flags.AddNumber("initial_scale", &experiment_.architecture.initial_scale,
                    "root of the initial weights' variance times fan-in");
    flags.AddInteger("samples", &experiment_.samples, {1, kMostInteger},
                     "to learn from, and as many to validate; by default 100 per input");
    flags.AddInteger("epochs", &experiment_.epochs, {1, kMostInteger},
                     "passes over the samples to learn from");
    flags.AddNumber("learning_rate", &experiment_.learning_rate, "above 0");
    flags.AddInteger("batch", &experiment_.batch, {1, kMostInteger}, "samples per step");
    flags.AddInteger("seed", &experiment_.seed, 0, "of data, weights and order of samples");
    flags.AddBool("no_data_noise", &experiment_.leave_out_data_noise,
                  "leave the noise out of the data, though not out of the entropies' model");
    flags.AddBool("permute_labels", &experiment_.permute_answers,
                  "give answers to other samples: nothing to learn");
    flags.AddBool("unconstrained", &experiment_.unconstrained,
                  "train whole weight matrices, from the same ones");
    flags.AddText("measure", &measure_,
                  "epochs after which is measured, such as 0,1,2,5; 0 is before training");
    flags.AddChoice("table", &table_, {"entropies", "losses"}, "what is printed");
    flags.AddText("out_spectra", &out_spectra_,
                  "folder for S of each layer at the end, and its squares as the command replica "
                  "takes them");
    flags.Writes("out_spectra");
    flags.AddInteger("threads", &threads_, {0, 4096}, "0: one per core; never changes a number");
    flags.OnlyWhere("experiment", {"recognition"}, {"codes"});
  }

  absl::StatusOr<Table> Run() override {
    INFOFLOW_RETURN_IF_ERROR(TakeFlags());
    INFOFLOW_RETURN_IF_ERROR(replica::CheckLearningExperiment(experiment_));
    const std::string folder = UserPath(out_spectra_);
    // Known before any work is done.
    if (!folder.empty()) {
      if (const absl::Status made = MakeFolders(folder); !made.ok()) {
        return InFlag("out_spectra", made);
      }
    }
    CatchInterrupts();
    WorkerPool workers(threads_);
    INFOFLOW_ASSIGN_OR_RETURN(const LearningCurve curve,
                              replica::RunLearning(experiment_, workers));
    if (!folder.empty()) INFOFLOW_RETURN_IF_ERROR(WriteSpectra(curve, folder));
    return table_ == "losses" ? LossTable(curve) : EntropyTable(curve);
  }

 private:
  // U, V and the weights that they make with S, and the samples.
  absl::Status CheckSizes(const std::vector<int>& sizes) const {
    double numbers = static_cast<double>(experiment_.samples) * sizes.front();
    for (std::size_t l = 1; l + 1 < sizes.size(); ++l) {
      const double in = sizes[l - 1], out = sizes[l];
      numbers += in * in + out * out + in * out;
    }
    return CheckMemory(sizeof(double) * numbers,
                       absl::StrCat("--sizes=", sizes_, " with ", experiment_.samples, " samples"));
  }

  absl::Status TakeFlags() {
    network::UsvArchitecture& architecture = experiment_.architecture;
    INFOFLOW_ASSIGN_OR_RETURN(architecture.sizes, ParseIntegers("sizes", sizes_, 1));
    architecture.activations.clear();
    for (const absl::string_view word : absl::StrSplit(activations_, ',')) {
      const absl::StatusOr<activation::Kind> kind = activation::ParseKind(word);
      if (!kind.ok()) return InFlag("activations", kind.status());
      architecture.activations.push_back(*kind);
    }
    if (architecture.activations.size() == 1 && architecture.sizes.size() > 3) {
      architecture.activations.resize(architecture.sizes.size() - 2, architecture.activations[0]);
    }
    const int inputs = architecture.sizes.front();
    if (!flags_->Given("codes")) experiment_.codes = inputs < 5 ? 1 : inputs / 5;
    if (!flags_->Given("samples")) {
      if (inputs > kMostInteger / 100) {
        return absl::InvalidArgumentError(
            absl::StrCat("--sizes=", sizes_, ": too many inputs for 100 samples each"));
      }
      experiment_.samples = 100 * inputs;
    }
    INFOFLOW_RETURN_IF_ERROR(CheckSizes(architecture.sizes));
    if (measure_.empty()) {
      experiment_.measured_epochs = DefaultMeasuredEpochs(experiment_.epochs);
      return absl::OkStatus();
    }
    INFOFLOW_ASSIGN_OR_RETURN(experiment_.measured_epochs, ParseIntegers("measure", measure_, 0));
    return absl::OkStatus();
  }

  absl::Status WriteSpectra(const LearningCurve& curve, const std::string& folder) const {
    const std::vector<int>& sizes = experiment_.architecture.sizes;
    if (!curve.generator_singular_values.empty()) {
      INFOFLOW_RETURN_IF_ERROR(WriteSpectrum("generator", curve.generator_singular_values,
                                             experiment_.codes, sizes.front(), folder));
    }
    for (std::size_t l = 0; l < curve.singular_values.size(); ++l) {
      INFOFLOW_RETURN_IF_ERROR(WriteSpectrum(absl::StrCat("layer", l + 1), curve.singular_values[l],
                                             sizes[l], sizes[l + 1], folder));
    }
    return absl::OkStatus();
  }

  static Table EntropyTable(const LearningCurve& curve) {
    Table table(std::vector<Column>{{"epoch", ""},
                                    {"layer", ""},
                                    {"entropy", kNatsPerPrior},
                                    {"mutual_information", kNatsPerPrior},
                                    {"mmse", "prior variable squared"},
                                    {"exact_entropy", kNatsPerPrior},
                                    {"fixed_points", ""}});
    table.AddComment(
        "mutual_information is I(X; T_l); exact_entropy is the log-determinant of this "
        "network's own matrices, nan unless all layers up to here are linear");
    for (const replica::LayerMeasurement& layer : curve.layers) {
      table.AddRow({layer.epoch, layer.layer, layer.entropy, layer.mutual_information,
                    layer.mean_squared_error, layer.exact_entropy, layer.fixed_points});
    }
    return table;
  }

  Table LossTable(const LearningCurve& curve) const {
    const char* unit = experiment_.task == LearningTask::kRecognition ? "nats per sample" : "";
    Table table(std::vector<Column>{{"epoch", ""},
                                    {"train_loss", unit},
                                    {"validation_loss", unit},
                                    {"train_accuracy", ""},
                                    {"validation_accuracy", ""}});
    for (const replica::LossMeasurement& loss : curve.losses) {
      table.AddRow({loss.epoch, loss.train_loss, loss.validation_loss, loss.train_accuracy,
                    loss.validation_accuracy});
    }
    return table;
  }

  const FlagSet* flags_ = nullptr;
  LearningExperiment experiment_;
  std::string sizes_;
  std::string activations_ = "linear";
  std::string measure_;
  std::string table_ = "entropies";
  std::string out_spectra_;
  int threads_ = 0;
};

}  // namespace

Commands LearningCommands() {
  Commands commands;
  commands.push_back(std::make_unique<TrainUsvCommand>());
  return commands;
}

}  // namespace infoflow::command_line
