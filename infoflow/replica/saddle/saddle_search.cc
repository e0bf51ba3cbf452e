#include "infoflow/replica/saddle/saddle_search.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "infoflow/support/status_macros.h"

namespace infoflow::replica {

namespace {

// Newton steps begin after this many sweeps, when the residual is below kNewtonResidual and
// sweeps contract more slowly than kFastContraction.
constexpr int kFirstSweeps = 2;
constexpr double kNewtonResidual = 1.0;
constexpr double kFastContraction = 0.02;

// Largest change of ln At, ln Vt in one step, halved whenever a step is taken back. While V
// grows out of the noise a Newton step is about 1.
constexpr double kLargestStep = 2.0;

// Largest extrapolated change of ln Vt where sweeps move away from an unstable fixed point.
constexpr double kLongestLeap = 0.5;

// A step that enlarges the residual by more than this is taken back. Through a bottleneck
// between two branches the residual first falls and then rises.
constexpr double kLargestGrowth = 2.0;

// Slopes of a known fixed point serve in this neighbourhood of it.
constexpr double kNeighbourhood = 0.3;
// A search ends in a known fixed point when its Newton step is below kSmallStep and points to
// it within kCertain; the square of the first is below the second.
constexpr double kSmallStep = 1e-3;
constexpr double kCertain = 1e-5;

// The residual that the channels' own errors leave.
constexpr double kNoise = 1e-13;
// Iterations below the tolerance after which the error estimate is no longer waited for.
constexpr int kPatience = 6;

// A state with everything that follows from it without asking a channel.
struct Visit {
  explicit Visit(int depth) : state(depth), answers(depth), memory(depth) {}

  SaddleState state;
  std::vector<LayerAnswer> answers;
  std::vector<LayerMemory> memory;  // from which the next sweep starts
  double residual = 0.0;
};

class Search {
 public:
  Search(const Network& network, const std::vector<LayerRule>& rules,
         absl::Span<const SearchResult> known, const SearchOptions& options,
         SaddleChannels& channels)
      : network_(network),
        rules_(rules),
        known_(known),
        options_(options),
        channels_(channels),
        current_(network.depth()),
        slopes_state_(network.depth()) {}

  absl::StatusOr<SearchResult> Run(absl::Span<const double> errors);

 private:
  // One sweep from `memory`.
  absl::StatusOr<Visit> Sweep(std::vector<LayerMemory> memory);
  // Brings slopes_ to the current state.
  absl::Status RefreshSlopes();
  bool WantsNewton() const;
  // The state moved by `factor` times `step`, as the start of a sweep.
  std::vector<LayerMemory> Moved(const NewtonStep& step, double factor) const;
  // The start of the next sweep with the change of ln Vt multiplied by `factor`.
  std::vector<LayerMemory> Extrapolated(double factor) const;
  bool PointsForward(const NewtonStep& step) const;
  int KnownAhead(const NewtonStep& step) const;
  SearchResult Result(bool converged, bool stable) const;

  const Network& network_;
  const std::vector<LayerRule>& rules_;
  absl::Span<const SearchResult> known_;
  const SearchOptions& options_;
  SaddleChannels& channels_;

  Visit current_;
  std::vector<SiteSlopes> slopes_;  // empty until the first Newton step
  SaddleState slopes_state_;        // where slopes_ belong to
  int updates_ = 0;                 // of slopes_ since they came from differences
  int iterations_ = 0;
  double contraction_ = 1.0;  // of the residual by the last sweep
};

absl::StatusOr<Visit> Search::Sweep(std::vector<LayerMemory> memory) {
  const int depth = network_.depth();
  Visit visit(depth);
  SaddleState& state = visit.state;
  ++iterations_;
  for (int l = depth; l >= 1; --l) {
    // The output is not observed through another channel: its precision is not read.
    const double precision = l < depth ? state.input_precision[l] : 0.0;
    INFOFLOW_ASSIGN_OR_RETURN(const ChannelResponse response,
                              channels_.Ask(l, precision, memory[l - 1].output_noise));
    state.information[l] = response.information;
    state.output_noise[l - 1] = memory[l - 1].output_noise;
    state.output_score[l - 1] = response.precision;
    if (response.output_excess >= 0.0) {
      state.output_excess[l - 1] = response.output_excess + network_.layer(l - 1).noise;
    }
    if (l < depth) {
      state.input_error[l] = response.variance;
      state.input_excess[l] = std::max(0.0, response.input_excess);
    }
    state.input_precision[l - 1] =
        BackwardMessage(network_, l - 1, rules_[l - 1], state, memory[l - 1]);
  }
  INFOFLOW_ASSIGN_OR_RETURN(const ChannelResponse prior,
                            channels_.Ask(0, state.input_precision[0], 0.0));
  state.information[0] = prior.information;
  state.input_error[0] = prior.variance;
  state.input_excess[0] = std::max(0.0, prior.input_excess);
  for (int l = 0; l < depth; ++l) {
    LayerMemory& next = visit.memory[l];
    next.spectral_argument = memory[l].spectral_argument;
    visit.answers[l] = AnswerOf(network_, l, rules_[l], state, next.spectral_argument);
    next.input_error = state.input_error[l];
    next.input_excess = InputExcess(state, l);
    next.output_noise = std::exp(visit.answers[l].log_output_noise);
    visit.residual = std::max(
        {visit.residual,
         std::abs(visit.answers[l].log_output_noise - std::log(state.output_noise[l])),
         std::abs(visit.answers[l].log_input_precision - std::log(state.input_precision[l]))});
  }
  return visit;
}

bool Search::WantsNewton() const {
  return options_.accelerate && iterations_ > kFirstSweeps && current_.residual < kNewtonResidual &&
         contraction_ > kFastContraction;
}

absl::Status Search::RefreshSlopes() {
  // Updates lose their worth after long ways; differences are dear.
  constexpr int kMostUpdates = 12;
  if (slopes_.empty()) {
    updates_ = 0;
    for (const SearchResult& known : known_) {
      if (!known.slopes.empty() && LogDistance(known.state, current_.state) < kNeighbourhood) {
        slopes_ = known.slopes;
        slopes_state_ = known.state;
      }
    }
  }
  if (slopes_.empty() || updates_ >= kMostUpdates) {
    updates_ = 0;
    INFOFLOW_ASSIGN_OR_RETURN(slopes_, channels_.Slopes(current_.state));
  } else {
    ++updates_;
    INFOFLOW_RETURN_IF_ERROR(channels_.UpdateSlopes(slopes_state_, current_.state, slopes_));
  }
  slopes_state_ = current_.state;
  return absl::OkStatus();
}

std::vector<LayerMemory> Search::Moved(const NewtonStep& step, double factor) const {
  std::vector<LayerMemory> memory = current_.memory;
  for (int l = 0; l < network_.depth(); ++l) {
    const SaddleState& state = current_.state;
    memory[l].output_noise = state.output_noise[l] * std::exp(factor * step.noise[l]);
    memory[l].input_error = state.input_error[l] * std::exp(factor * step.error[l]);
    memory[l].input_excess *= std::exp(factor * step.excess[l]);
  }
  return memory;
}

std::vector<LayerMemory> Search::Extrapolated(double factor) const {
  std::vector<LayerMemory> memory = current_.memory;
  for (int l = 0; l < network_.depth(); ++l) {
    const double here = current_.state.output_noise[l];
    memory[l].output_noise = here * std::pow(memory[l].output_noise / here, factor);
  }
  return memory;
}

bool Search::PointsForward(const NewtonStep& step) const {
  double product = 0.0;
  for (int l = 0; l < network_.depth(); ++l) {
    const SaddleState& state = current_.state;
    product +=
        step.noise[l] * (current_.answers[l].log_output_noise - std::log(state.output_noise[l]));
    product += step.precision[l] *
               (current_.answers[l].log_input_precision - std::log(state.input_precision[l]));
  }
  return product > 0.0;
}

int Search::KnownAhead(const NewtonStep& step) const {
  if (!(step.size() < kSmallStep)) return -1;
  for (int k = 0; k < static_cast<int>(known_.size()); ++k) {
    double distance = 0.0;
    for (int l = 0; l < network_.depth(); ++l) {
      const SaddleState& there = known_[k].state;
      distance = std::max(
          {distance,
           std::abs(std::log(current_.state.input_precision[l] / there.input_precision[l]) +
                    step.precision[l]),
           std::abs(std::log(current_.state.output_noise[l] / there.output_noise[l]) +
                    step.noise[l])});
    }
    if (distance < kCertain) return k;
  }
  return -1;
}

SearchResult Search::Result(bool converged, bool stable) const {
  SearchResult result{current_.state,    {},        slopes_, iterations_,
                      current_.residual, converged, stable,  -1};
  if (!slopes_.empty()) result.sensitivity = Sensitivity(current_.answers, slopes_);
  for (const LayerMemory& memory : current_.memory) {
    result.spectral_argument.push_back(memory.spectral_argument);
  }
  return result;
}

absl::StatusOr<SearchResult> Search::Run(absl::Span<const double> errors) {
  const int depth = network_.depth();
  std::vector<LayerMemory> memory;
  for (int l = 0; l < depth; ++l) memory.push_back(InitialMemory(network_, l, errors[l]));
  INFOFLOW_ASSIGN_OR_RETURN(current_, Sweep(std::move(memory)));
  double largest_step = kLargestStep;
  int plain_sweeps = 0;  // to be made before the next Newton step
  int patience = kPatience;
  double growth = 1.0;
  std::vector<LayerMemory> next = current_.memory;
  bool is_step = false;
  if (current_.residual <= kNoise) return Result(true, true);
  while (iterations_ < options_.max_iterations) {
    INFOFLOW_ASSIGN_OR_RETURN(Visit visit, Sweep(next));
    if (is_step && !(visit.residual < kLargestGrowth * current_.residual) &&
        visit.residual > options_.tolerance) {
      // Taken back.
      largest_step = std::max(largest_step / 2.0, 0.1);
      plain_sweeps = 1;
      next = current_.memory;
      is_step = false;
      slopes_.clear();
      continue;
    }
    contraction_ = current_.residual > 0.0 ? visit.residual / current_.residual : 1.0;
    current_ = std::move(visit);
    if (OutputDeterminesInput(network_, current_.state)) return Result(true, true);
    next = current_.memory;
    const bool was_step = std::exchange(is_step, false);
    // Where sweeps do not contract, no residual says how far away the fixed point is.
    if (current_.residual <= kNoise && slopes_.empty() &&
        (contraction_ <= kFastContraction || !options_.accelerate)) {
      return Result(true, true);
    }
    if (current_.residual < options_.tolerance && !options_.accelerate) return Result(true, true);
    if (plain_sweeps > 0) {
      --plain_sweeps;
      continue;
    }
    if (!WantsNewton() && !(was_step && !slopes_.empty())) continue;
    INFOFLOW_RETURN_IF_ERROR(RefreshSlopes());
    const NewtonStep step = SolveNewton(current_.state, current_.answers, slopes_);
    if (!step.solved) {
      slopes_.clear();
      continue;
    }
    const double size = step.size();
    if (current_.residual < options_.tolerance) {
      if (size < 10.0 * options_.tolerance || current_.residual <= kNoise || --patience <= 0) {
        return Result(true, step.stable);
      }
    }
    if (const int ahead = KnownAhead(step); ahead >= 0) {
      SearchResult result = Result(true, known_[ahead].stable);
      result.known = ahead;
      return result;
    }
    if (!step.stable && !PointsForward(step)) {
      // Beyond a turning point of the sweep's map Newton would go back to a fixed point that
      // sweeps leave: go on with ever longer steps instead.
      growth *= 2.0;
      next = Extrapolated(std::min(growth, std::max(1.0, kLongestLeap / current_.residual)));
      is_step = true;
      continue;
    }
    growth = 1.0;
    next = Moved(step, std::min(1.0, largest_step / size));
    is_step = true;
  }
  return Result(false, false);
}

}  // namespace

bool OutputDeterminesInput(const Network& network, const SaddleState& state) {
  constexpr double kDetermined = 1e-12;
  return network.layers().back().noise == 0.0 &&
         state.input_error.back() < kDetermined * network.input_moment(network.depth() - 1);
}

absl::StatusOr<SearchResult> SearchSaddle(const Network& network,
                                          const std::vector<LayerRule>& rules,
                                          absl::Span<const double> errors,
                                          absl::Span<const SearchResult> known,
                                          const SearchOptions& options, SaddleChannels& channels) {
  return Search(network, rules, known, options, channels).Run(errors);
}

}  // namespace infoflow::replica
