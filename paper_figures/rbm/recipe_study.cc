#include "paper_figures/rbm/recipe_study.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/patterns/correlator.h"
#include "infoflow/rbm/patterns/pattern_statistics.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/shared/extremes.h"

namespace infoflow::paper_figures {

namespace {

// Of the local recipe.
constexpr double kLocalRate = 0.01;
constexpr double kSmallStart = 0.01;
constexpr double kWideStart = 0.05;
constexpr double kPenalty = 3e-3;

// Below as many, nothing has become local, and nothing is claimed.
constexpr std::int64_t kLeastUpdates = 20000;
constexpr int kClaimedSide = 16;

rbm::TrainingOptions LocalTraining(const StudyParameters& p, std::uint64_t seed) {
  rbm::TrainingOptions options;
  options.hidden_units = p.hidden;
  options.schedule = {{kLocalRate, 1}};
  options.updates = p.updates;
  options.initial_deviation = kSmallStart;
  options.seed = seed;
  return options;
}

std::vector<StudyCase> AuthorsCases(const rbm::TrainingOptions& base) {
  std::vector<StudyCase> cases;
  const auto add = [&](Ingredient ingredient, const char* change, auto&& apply) {
    cases.push_back({Recipe::kAuthors, ingredient, change, base});
    apply(cases.back().training);
  };
  using O = rbm::TrainingOptions;
  add(Ingredient::kNone, "as it is", [](O&) {});
  add(Ingredient::kStart, "start of deviation 0.01",
      [](O& o) { o.initial_deviation = kSmallStart; });
  add(Ingredient::kBiases, "no biases", [](O& o) { o.rule.train_biases = false; });
  add(Ingredient::kHidden, "tanh in both phases",
      [](O& o) { o.rule.hidden_samples = rbm::HiddenSamples::kChain; });
  add(Ingredient::kOptimizer, "plain gradient at 0.001",
      [](O& o) { o.rule.optimizer = rbm::Optimizer::kGradient; });
  add(Ingredient::kRate, "rate 0.01", [](O& o) { o.schedule = {{1e-2, 1}}; });
  add(Ingredient::kPenalty, "L1 penalty 0.003", [](O& o) { o.rule.l1 = kPenalty; });
  add(Ingredient::kManyChains, "100 persistent chains", [](O& o) { o.persistent_chains = 100; });
  add(Ingredient::kChain, "chains from the data", [](O& o) {
    o.rule.persistent = false;
    o.persistent_chains = 0;
  });
  return cases;
}

std::vector<StudyCase> LocalCases(const rbm::TrainingOptions& base) {
  std::vector<StudyCase> cases;
  const auto add = [&](Ingredient ingredient, const char* change, auto&& apply) {
    cases.push_back({Recipe::kLocal, ingredient, change, base});
    apply(cases.back().training);
  };
  using O = rbm::TrainingOptions;
  add(Ingredient::kNone, "as it is", [](O&) {});
  add(Ingredient::kStart, "start of deviation 0.05",
      [](O& o) { o.initial_deviation = kWideStart; });
  add(Ingredient::kBiases, "biases", [](O& o) { o.rule.train_biases = true; });
  add(Ingredient::kHidden, "sampled in both phases",
      [](O& o) { o.rule.hidden_samples = rbm::HiddenSamples::kBoth; });
  add(Ingredient::kOptimizer, "Adam at 0.001", [](O& o) {
    o.rule.optimizer = rbm::Optimizer::kAdam;
    o.rule.epsilon = 1e-2;
    o.schedule = {{1e-3, 1}};
  });
  add(Ingredient::kRate, "rate 0.001", [](O& o) { o.schedule = {{1e-3, 1}}; });
  add(Ingredient::kPenalty, "L1 penalty 0.003", [](O& o) { o.rule.l1 = kPenalty; });
  add(Ingredient::kManyChains, "100 persistent chains", [](O& o) {
    o.rule.persistent = true;
    o.persistent_chains = 100;
  });
  add(Ingredient::kChain, "one persistent chain", [](O& o) {
    o.rule.persistent = true;
    o.persistent_chains = 1;
  });
  return cases;
}

absl::StatusOr<StudyMachine> Measure(const rbm::Machine& machine, rbm::SpinsView samples,
                                     int side) {
  INFOFLOW_ASSIGN_OR_RETURN(const linalg::Matrix<double> patterns,
                            rbm::MachineCorrelator(machine, samples));
  const linalg::Matrix<double> weights = linalg::Transposed(machine.weights);
  std::vector<double> w_part, w_conc, part, conc;
  for (int a = 0; a < patterns.rows(); ++a) {
    const rbm::PatternStatistics s = rbm::ComputePatternStatistics(patterns.row(a), side);
    part.push_back(s.participation);
    conc.push_back(s.concentration);
    w_part.push_back(rbm::ParticipationRatio(weights.row(a)));
    w_conc.push_back(rbm::Concentration(weights.row(a), side, 2.0));
  }
  return StudyMachine{numerics::Median(w_part), numerics::Median(w_conc), numerics::Median(part),
                      numerics::Median(conc)};
}

// Of one number over the seeds.
struct OverSeeds {
  double median, least, greatest;
};
OverSeeds Over(const std::vector<StudyMachine>& machines, double StudyMachine::*field) {
  std::vector<double> values;
  Extremes extremes;
  for (const StudyMachine& machine : machines) {
    values.push_back(machine.*field);
    extremes.Add(machine.*field);
  }
  return {numerics::Median(values), extremes.least, extremes.greatest};
}

StudyTableRow TableRow(std::string recipe, std::string change, bool one_chain,
                       const std::vector<StudyMachine>& machines) {
  StudyTableRow row;
  row.recipe = std::move(recipe);
  row.change = std::move(change);
  row.one_chain = one_chain ? 1 : 0;
  row.seeds = static_cast<int>(machines.size());
  const auto fill = [&](double StudyMachine::*field, double& median, double& least,
                        double& greatest) {
    const OverSeeds over = Over(machines, field);
    median = over.median;
    least = over.least;
    greatest = over.greatest;
  };
  fill(&StudyMachine::weight_participation, row.weight_participation,
       row.weight_participation_least, row.weight_participation_greatest);
  fill(&StudyMachine::weight_concentration, row.weight_concentration,
       row.weight_concentration_least, row.weight_concentration_greatest);
  fill(&StudyMachine::participation, row.participation, row.participation_least,
       row.participation_greatest);
  fill(&StudyMachine::concentration, row.concentration, row.concentration_least,
       row.concentration_greatest);
  return row;
}

}  // namespace

void StudyParameters::Register(ParameterSet& set) {
  set.Add("study_seeds", &seeds, "seeds of the study over recipes", {1, 1, 5}, {1, 1000});
  set.Add("study_side", &side, "side of its lattice", {8, kClaimedSide, kClaimedSide}, {4, 64});
  set.Add("study_hidden", &hidden, "hidden units of its machines", {16, 64, 64}, {1, 4096});
  set.Add("study_samples", &samples, "Ising samples of each seed", {2000, 20000, 20000},
          {100, 10000000});
  set.Add("study_updates", &updates, "updates of each of its machines", {500, 20000, 40000},
          {1, 100000000});
}

std::vector<StudyCase> StudyCases(const StudyParameters& parameters, std::uint64_t seed) {
  std::vector<StudyCase> cases =
      AuthorsCases(AuthorsTraining(parameters.hidden, parameters.updates, seed));
  for (StudyCase& local : LocalCases(LocalTraining(parameters, seed))) {
    cases.push_back(std::move(local));
  }
  return cases;
}

absl::StatusOr<StudyRecord> StudyRecipes(const StudyParameters& parameters, const Run& run) {
  const StudyParameters& p = parameters;
  StudyRecord record;
  for (const StudyCase& kind : StudyCases(p, run.seed)) {
    const rbm::TrainingOptions& training = kind.training;
    record.rows.push_back({kind.recipe, kind.ingredient, kind.change,
                           training.rule.persistent && training.persistent_chains == 1,
                           std::vector<StudyMachine>(p.seeds)});
  }
  record.random.resize(p.seeds);
  for (int k = 0; k < p.seeds; ++k) {
    const std::uint64_t seed = run.seed + k;
    INFOFLOW_ASSIGN_OR_RETURN(
        const ising::SpinSamples spins,
        ising::SampleIsing(p.side, kCriticalTemperature, p.samples, SamplingOf(seed, run.threads)));
    const rbm::Spins samples = SpinsOf(spins);
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::Machine random,
                              rbm::RandomMachine(samples.columns(), p.hidden, kWideStart, seed));
    INFOFLOW_ASSIGN_OR_RETURN(record.random[k], Measure(random, samples, p.side));
    const std::vector<StudyCase> cases = StudyCases(p, seed);
    INFOFLOW_RETURN_IF_ERROR(
        ParallelFor(static_cast<int>(cases.size()), run.threads, [&](int c) -> absl::Status {
          const linalg::SingleThreadedBlas single_threaded_blas;
          INFOFLOW_ASSIGN_OR_RETURN(const rbm::Machine machine,
                                    MachineCache(run).Get(cases[c].training, samples));
          INFOFLOW_ASSIGN_OR_RETURN(record.rows[c].machines[k], Measure(machine, samples, p.side));
          return absl::OkStatus();
        }));
  }
  return record;
}

std::vector<StudyTableRow> StudyTable(const StudyRecord& record) {
  std::vector<StudyTableRow> table;
  for (const StudyRow& row : record.rows) {
    table.push_back(TableRow(NameOf(row.recipe), row.change, row.one_chain, row.machines));
  }
  table.push_back(TableRow("none", "random weights", false, record.random));
  return table;
}

void AddStudyClaims(const StudyParameters& parameters, const StudyRecord& record,
                    ClaimList& claims) {
  const bool decided = parameters.side == kClaimedSide && parameters.updates >= kLeastUpdates;
  constexpr char kTooShort[] = "the study has other sizes, or too few updates";
  // Median PR of W over the seeds, in units of that of random weights.
  const double random = Over(record.random, &StudyMachine::weight_participation).median;
  double authors = 0.0, authors_from_data = 0.0, local_one_chain = 0.0;
  Extremes others_of_authors, others_of_local;
  for (const StudyRow& row : record.rows) {
    const double width = Over(row.machines, &StudyMachine::weight_participation).median / random;
    const bool of_authors = row.recipe == Recipe::kAuthors;
    if (row.ingredient == Ingredient::kChain) {
      (of_authors ? authors_from_data : local_one_chain) = width;
    } else if (of_authors && row.ingredient == Ingredient::kNone) {
      authors = width;
    } else if (of_authors && row.ingredient != Ingredient::kManyChains) {
      others_of_authors.Add(width);
    } else if (!of_authors) {
      others_of_local.Add(width);
    }
  }
  claims
      .Add("study_chains_narrow",
           "Of the authors' recipe the single persistent chain keeps patterns wide: with chains "
           "from the data weights become narrower.")
      .Measured("median PR of W, chains from the data / the authors' recipe",
                authors_from_data / authors)
      .DecidedIf(decided, kTooShort)
      .AtMost(0.75);
  claims
      .Add("study_other_changes",
           "No other ingredient does: small weights, no biases, tanh, the plain gradient, a larger "
           "rate or a penalty leave weights nearly as wide as random ones.")
      .Measured("least median PR of W, authors' recipe with one change / random",
                others_of_authors.least)
      .DecidedIf(decided, kTooShort)
      .AtLeast(0.65);
  claims
      .Add(
          "study_one_chain_wide",
          "With a single persistent chain in place of chains from the data the local recipe leaves "
          "weights as wide as random ones.")
      .Measured("median PR of W, local recipe with one chain / random", local_one_chain)
      .DecidedIf(decided, kTooShort)
      .AtLeast(0.9);
  claims.Add("study_local_changes", "With any other change, or as it is, it makes them narrower.")
      .Measured("greatest median PR of W, local recipe and its other changes / random",
                others_of_local.greatest)
      .DecidedIf(decided, kTooShort)
      .AtMost(0.75);
}

}  // namespace infoflow::paper_figures
