#include "infoflow/rbm/training/training.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "infoflow/rbm/machine/exact_sum.h"
#include "infoflow/rbm/training/training_monitor.h"

namespace infoflow::rbm {
namespace {

// Samples of a machine with two strongly coupled groups of units.
Spins TwoGroups(int count) {
  Machine machine(8, 2);
  for (int i = 0; i < 8; ++i) machine.weights(i, i / 4) = 0.8;
  return SampleExactly(machine, count, 5).value();
}

TrainingOptions ShortTraining() {
  TrainingOptions options;
  options.hidden_units = 3;
  options.schedule = {{0.05, 4}, {0.01, 3}};
  options.batch_size = 32;
  options.seed = 8;
  return options;
}

TEST(TrainingTest, LearnsTheLawOfTheSamples) {
  const Spins samples = TwoGroups(2000);
  TrainingOptions options;
  options.hidden_units = 2;
  options.schedule = {{0.05, 40}, {0.01, 10}};
  const Machine machine = Train(options, samples).value();
  Machine truth(8, 2);
  for (int i = 0; i < 8; ++i) truth.weights(i, i / 4) = 0.8;
  // The trained machine is at least nearly as likely as the law the samples were drawn from. An
  // untrained one gives -8 ln 2 = -5.5; contrastive divergence is biased by some 0.01.
  const double best = MeanLogLikelihood(truth, samples).value();
  EXPECT_GT(MeanLogLikelihood(machine, samples).value(), best - 0.05);
  EXPECT_LT(best, -3.0);
}

TEST(TrainingTest, PersistentChainsLearnToo) {
  const Spins samples = TwoGroups(2000);
  TrainingOptions options;
  options.hidden_units = 2;
  options.schedule = {{0.05, 40}, {0.01, 10}};
  options.rule.persistent = true;
  options.rule.train_biases = true;
  options.persistent_chains = 200;
  const Machine machine = Train(options, samples).value();
  Machine truth(8, 2);
  for (int i = 0; i < 8; ++i) truth.weights(i, i / 4) = 0.8;
  EXPECT_GT(MeanLogLikelihood(machine, samples).value(),
            MeanLogLikelihood(truth, samples).value() - 0.05);
}

TEST(TrainingTest, SameSeedSameMachine) {
  const Spins samples = TwoGroups(150);  // the last batch has 22 samples
  const Machine first = Train(ShortTraining(), samples).value();
  EXPECT_EQ(Train(ShortTraining(), samples)->weights, first.weights);
  TrainingOptions other = ShortTraining();
  other.seed = 9;
  EXPECT_NE(Train(other, samples)->weights, first.weights);
  // Without biases nothing breaks the symmetry, and they stay zero.
  for (const double bias : first.visible_bias) EXPECT_EQ(bias, 0.0);
}

TEST(TrainingTest, ResumedIsUninterrupted) {
  const Spins samples = TwoGroups(150);
  for (const bool persistent : {false, true}) {
    TrainingOptions options = ShortTraining();
    options.rule.persistent = persistent;
    options.rule.train_biases = true;
    options.rule.l1 = 1e-3;
    const Machine whole = Train(options, samples).value();
    Trainer first = Trainer::Create(options, samples).value();
    for (int k = 0; k < 3; ++k) ASSERT_TRUE(first.TrainEpoch().ok());
    Trainer second = Trainer::Resume(options, samples, first.state()).value();
    EXPECT_EQ(second.epoch(), 3);
    while (!second.finished()) ASSERT_TRUE(second.TrainEpoch().ok());
    EXPECT_EQ(second.machine().weights, whole.weights);
    EXPECT_EQ(second.machine().visible_bias, whole.visible_bias);
    EXPECT_EQ(second.machine().hidden_bias, whole.hidden_bias);
    EXPECT_EQ(second.learning_rate(), 0.01);
    EXPECT_EQ(second.TrainEpoch().code(), absl::StatusCode::kFailedPrecondition);
  }
}

// The authors' way: one chain, hidden units sampled in both phases, biases, Adam.
TrainingOptions SingleChainTraining() {
  TrainingOptions options;
  options.hidden_units = 2;
  options.schedule = {{0.01, 1}};
  options.updates = 2000;
  options.initial_deviation = 0.05;
  options.persistent_chains = 1;
  options.rule.persistent = true;
  options.rule.train_biases = true;
  options.rule.hidden_samples = HiddenSamples::kBoth;
  options.rule.optimizer = Optimizer::kAdam;
  options.rule.epsilon = 1e-2;
  return options;
}

TEST(TrainingTest, ASingleChainLearnsToo) {
  const Spins samples = TwoGroups(2000);
  const Machine machine = Train(SingleChainTraining(), samples).value();
  Machine truth(8, 2);
  for (int i = 0; i < 8; ++i) truth.weights(i, i / 4) = 0.8;
  // A single chain's noise stays at a constant rate.
  EXPECT_GT(MeanLogLikelihood(machine, samples).value(),
            MeanLogLikelihood(truth, samples).value() - 0.3);
}

// 150 samples are 5 updates an epoch: 13 updates end in the third.
TEST(TrainingTest, EndsAfterUpdatesAndCanBeProlonged) {
  const Spins samples = TwoGroups(150);
  TrainingOptions options = SingleChainTraining();
  options.batch_size = 32;
  options.schedule = {{0.05, 1}, {0.01, 1}};
  options.updates = 13;
  Trainer trainer = Trainer::Create(options, samples).value();
  for (int epoch = 0; epoch < 3; ++epoch) {
    EXPECT_FALSE(trainer.finished());
    ASSERT_TRUE(trainer.TrainEpoch().ok());
    EXPECT_EQ(trainer.learning_rate(), epoch == 0 ? 0.05 : 0.01);
  }
  EXPECT_TRUE(trainer.finished());
  EXPECT_EQ(trainer.updates(), 13u);
  EXPECT_EQ(trainer.epoch(), 2);
  EXPECT_EQ(trainer.TrainEpoch().code(), absl::StatusCode::kFailedPrecondition);
  TrainingOptions longer = options;
  longer.updates = 21;
  Trainer prolonged = Trainer::Resume(longer, samples, trainer.state()).value();
  while (!prolonged.finished()) ASSERT_TRUE(prolonged.TrainEpoch().ok());
  const Machine whole = Train(longer, samples).value();
  EXPECT_EQ(prolonged.machine().weights, whole.weights);
  EXPECT_EQ(prolonged.machine().visible_bias, whole.visible_bias);
  EXPECT_EQ(prolonged.machine().hidden_bias, whole.hidden_bias);
}

// So that machines of other options in a cache are not taken for one another.
TEST(TrainingTest, TextTellsAllOptionsApart) {
  using O = TrainingOptions;
  const std::string text = FormatTrainingOptions(ShortTraining());
  const auto differs = [&](auto&& change) {
    O options = ShortTraining();
    change(options);
    return FormatTrainingOptions(options) != text;
  };
  EXPECT_FALSE(differs([](O&) {}));
  EXPECT_TRUE(differs([](O& o) { o.hidden_units = 4; }));
  EXPECT_TRUE(differs([](O& o) { o.schedule[0].epochs = 5; }));
  EXPECT_TRUE(differs([](O& o) { o.schedule[1].learning_rate = 0.02; }));
  EXPECT_TRUE(differs([](O& o) { o.updates = 10; }));
  EXPECT_TRUE(differs([](O& o) { o.batch_size = 33; }));
  EXPECT_TRUE(differs([](O& o) { o.persistent_chains = 1; }));
  EXPECT_TRUE(differs([](O& o) { o.initial_deviation = 0.05; }));
  EXPECT_TRUE(differs([](O& o) { o.largest_weight = 10.0; }));
  EXPECT_TRUE(differs([](O& o) { o.seed = 9; }));
  EXPECT_TRUE(differs([](O& o) { o.rule.gibbs_steps = 2; }));
  EXPECT_TRUE(differs([](O& o) { o.rule.persistent = true; }));
  EXPECT_TRUE(differs([](O& o) { o.rule.train_biases = true; }));
  EXPECT_TRUE(differs([](O& o) { o.rule.hidden_samples = HiddenSamples::kBoth; }));
  EXPECT_TRUE(differs([](O& o) { o.rule.optimizer = Optimizer::kAdam; }));
  EXPECT_TRUE(differs([](O& o) { o.rule.epsilon = 1e-2; }));
  EXPECT_TRUE(differs([](O& o) { o.rule.l1 = 1e-3; }));
  EXPECT_TRUE(differs([](O& o) { o.rule.l2 = 1e-3; }));
}

TEST(TrainingTest, PenaltiesShrinkWeights) {
  const Spins samples = TwoGroups(300);
  const auto size = [&](double l1, double l2) {
    TrainingOptions options = ShortTraining();
    options.schedule = {{0.05, 20}};
    options.rule.l1 = l1;
    options.rule.l2 = l2;
    return MonitorTraining(Train(options, samples).value(), samples, Spins())->weight_deviation;
  };
  EXPECT_LT(size(0.3, 0.0), 0.5 * size(0.0, 0.0));
  EXPECT_LT(size(0.0, 1.0), 0.8 * size(0.0, 0.0));
}

std::string ErrorOf(const TrainingOptions& options, const Spins& samples) {
  const auto machine = Train(options, samples);
  return machine.ok() ? "no error" : std::string(machine.status().message());
}

TEST(TrainingTest, NamesWhatIsWrong) {
  const Spins samples = TwoGroups(50);
  const auto with = [&](auto&& change) {
    TrainingOptions options = ShortTraining();
    change(options);
    return ErrorOf(options, samples);
  };
  using O = TrainingOptions;
  EXPECT_EQ(with([](O& o) { o.hidden_units = 0; }),
            "the number of hidden units is 0; it must be at least 1");
  EXPECT_EQ(with([](O& o) { o.schedule[1].learning_rate = 0.0; }),
            "the learning rate is 0; it must be finite and above 0");
  EXPECT_EQ(with([](O& o) { o.schedule[0].learning_rate = -1.0; }),
            "the learning rate is -1; it must be finite and above 0");
  EXPECT_EQ(with([](O& o) { o.schedule[0].learning_rate = NAN; }),
            "the learning rate is nan; it must be finite and above 0");
  EXPECT_EQ(with([](O& o) { o.schedule.clear(); }), "the schedule of learning rates is empty");
  EXPECT_EQ(with([](O& o) { o.schedule[0].epochs = 0; }),
            "the number of epochs is 0; it must be at least 1");
  EXPECT_EQ(with([](O& o) { o.batch_size = 0; }), "the batch size is 0; it must be at least 1");
  EXPECT_EQ(with([](O& o) { o.rule.gibbs_steps = 0; }),
            "the number of steps of contrastive divergence is 0; it must be at least 1");
  EXPECT_EQ(with([](O& o) { o.persistent_chains = -1; }),
            "the number of persistent chains is -1; it must be at least 0");
  EXPECT_EQ(with([](O& o) { o.updates = -1; }),
            "the number of updates is -1; it must be at least 0");
  EXPECT_EQ(with([](O& o) { o.rule.epsilon = 0.0; }),
            "epsilon is 0; it must be finite and above 0");
  EXPECT_EQ(with([](O& o) { o.rule.l1 = -1.0; }), "L1 is -1; it must be finite and not negative");
  EXPECT_EQ(with([](O& o) { o.initial_deviation = INFINITY; }),
            "the initial deviation is inf; it must be from 0 to the largest weight, 100");
  Spins wrong = samples;
  wrong(3, 1) = 0;
  EXPECT_EQ(ErrorOf(ShortTraining(), wrong), "sample 3, unit 1 is 0; units must be +1 or -1");
  EXPECT_EQ(ErrorOf(ShortTraining(), Spins(0, 8)), "there are no samples");
  EXPECT_EQ(ErrorOf(ShortTraining(), Spins()), "the samples have no units");
}

TEST(TrainingTest, DivergingTrainingIsAnError) {
  const Spins samples = TwoGroups(200);
  TrainingOptions options = ShortTraining();
  options.schedule = {{1e4, 5}};
  const auto machine = Train(options, samples);
  EXPECT_EQ(machine.status().code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(absl::StartsWith(machine.status().message(),
                               "training diverged in epoch 1 at learning rate 10000: the largest "
                               "weight is "));
  // Beyond the range of float.
  options.schedule = {{1e300, 1}};
  EXPECT_TRUE(absl::StartsWith(ErrorOf(options, samples), "training diverged in epoch 1"));
}

TEST(TrainingTest, AMachineOfTooManyParametersIsRefusedAtOnce) {
  EXPECT_EQ(MostHiddenUnits(16), 7352940);
  EXPECT_EQ(MostHiddenUnits(1), 62499999);
  EXPECT_EQ(MostHiddenUnits(2147483647), 0);
  TrainingOptions options = ShortTraining();
  options.hidden_units = 13888889;
  EXPECT_EQ(Trainer::Create(options, TwoGroups(50)).status().message(),
            "the number of hidden units is 13888889; with 8 visible units it must be at most "
            "13888888 (125000000 parameters)");
}

TEST(TrainingTest, StatesThatDoNotFit) {
  const Spins samples = TwoGroups(50);
  TrainingState state;
  state.machine = Machine(8, 4);
  EXPECT_EQ(Trainer::Resume(ShortTraining(), samples, state).status().message(),
            "the saved machine has 4 hidden units, the options ask for 3");
  state.machine = Machine(9, 3);
  EXPECT_FALSE(Trainer::Resume(ShortTraining(), samples, state).ok());
  state.machine = Machine(8, 3);
  state.epoch = 8;
  EXPECT_EQ(Trainer::Resume(ShortTraining(), samples, state).status().message(),
            "the saved training stands after epoch 8, the options ask for 7");
  state.epoch = 1;
  state.progress.updates = 3;
  TrainingOptions fewer = ShortTraining();
  fewer.updates = 2;
  EXPECT_EQ(Trainer::Resume(fewer, samples, state).status().message(),
            "the saved training stands after update 3, the options ask for 2");
  state.progress.chains = Spins(5, 8, 1);
  EXPECT_EQ(Trainer::Resume(ShortTraining(), samples, state).status().message(),
            "the saved training has 5 persistent chains, the options ask for 0");
  state.progress.chains = Spins();
  state.batches = 2;
  EXPECT_EQ(Trainer::Resume(ShortTraining(), samples, state).status().message(),
            "the saved training stands after batch 2 of an epoch, but there are 50 samples");
  state.batches = 0;
  state.progress.moments.first = ToFloat(Machine(8, 3));
  EXPECT_EQ(Trainer::Resume(ShortTraining(), samples, state).status().message(),
            "the saved training has moments of Adam, the options ask for none");
  TrainingOptions adam = ShortTraining();
  adam.rule.optimizer = Optimizer::kAdam;
  EXPECT_EQ(Trainer::Resume(adam, samples, state).status().message(),
            "the saved training has no moments of Adam that fit the machine");
}

// Machines with so many hidden units that samples are looked at a few at once.
TEST(TrainingMonitorTest, LargeMachinesAreMonitoredInPieces) {
  constexpr int kHidden = 1 << 20;
  Machine machine(2, kHidden);
  for (int a = 0; a < kHidden; ++a) {
    machine.weights(0, a) = 1e-3 * std::sin(a);
    machine.weights(1, a) = 2e-3 * std::cos(2.0 * a);
  }
  Spins samples(21, 2, 1);
  for (int k = 0; k < 21; ++k) samples(k, 1) = k % 3 == 0 ? 1 : -1;
  const TrainingReport report = MonitorTraining(machine, samples, samples).value();
  double pseudo = 0.0;
  for (const double value : PseudoLogLikelihoods(machine, samples)) pseudo += value / 21.0;
  EXPECT_NEAR(report.pseudo_log_likelihood, pseudo, 1e-9);
  EXPECT_EQ(report.free_energy_gap, 0.0);
  EXPECT_GE(report.reconstruction_error, 0.0);
  EXPECT_LE(report.reconstruction_error, 1.0);
  // 2^2 states of 2^20 units are summed, unless fewer terms are allowed.
  EXPECT_TRUE(std::isfinite(report.log_likelihood));
  MonitorOptions fewer;
  fewer.most_terms = 1 << 21;
  EXPECT_TRUE(std::isnan(MonitorTraining(machine, samples, Spins(), fewer)->log_likelihood));
}

// A machine without couplings: everything the monitor reports is known.
TEST(TrainingMonitorTest, MachineWithoutCouplings) {
  Machine machine(6, 4);
  machine.visible_bias.assign(6, 0.5);
  Spins up(300, 6, 1);
  Spins down(10, 6, -1);
  const TrainingReport report = MonitorTraining(machine, up, down).value();
  const double p_up = 1.0 / (1.0 + std::exp(-1.0));
  EXPECT_NEAR(report.pseudo_log_likelihood, 6.0 * std::log(p_up), 1e-12);
  EXPECT_NEAR(report.log_likelihood, 6.0 * std::log(p_up), 1e-12);
  EXPECT_NEAR(report.free_energy_gap, 2.0 * 6.0 * 0.5, 1e-12);
  // 1800 independent flips: 5 standard errors.
  EXPECT_NEAR(report.reconstruction_error, 1.0 - p_up,
              5.0 * std::sqrt(p_up * (1.0 - p_up) / 1800.0));
  EXPECT_EQ(report.weight_deviation, 0.0);
  EXPECT_EQ(report.median_participation, 6.0);
  machine.weights(2, 1) = -3.0;
  const TrainingReport single = MonitorTraining(machine, up, Spins()).value();
  EXPECT_EQ(single.largest_weight, 3.0);
  EXPECT_NEAR(single.weight_deviation, 3.0 / std::sqrt(24.0), 1e-14);
  EXPECT_TRUE(std::isnan(single.free_energy_gap));
  EXPECT_FALSE(MonitorTraining(machine, Spins(3, 5, 1), Spins()).ok());
}

}  // namespace
}  // namespace infoflow::rbm
