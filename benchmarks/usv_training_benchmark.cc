// Training with fixed singular vectors, in double on one thread, and the entropies along it.
//
// A step of a USV layer needs, for each sample, x U and (p S) V forward and their transposes
// backward; where a layer before is linear its V and this U are one matrix, and x U of the first
// layer is had once for all samples. The bound is what these products, and the three of the last
// layer, need at the rate that BLAS reaches on the same shapes when it does nothing else, measured
// here; scaling by S, activations, loss, update and the copy of the batch come on top.
//
// An entropy costs what the solver's channel evaluations do (replica_network_benchmark.cc). Peer:
// CPU seconds of the paper's authors' package dnner for the same kind of measurement, measured
// elsewhere: all starts, and one warm start.

#include <time.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "benchmark/benchmark.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/training/training.h"
#include "infoflow/network/usv/synthetic_task.h"
#include "infoflow/network/usv/usv_network.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/replica/learning/learning_entropy.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::network {
namespace {

using activation::Kind;
using linalg::Gemm;
using linalg::Matrix;
using linalg::Transpose;

const UsvArchitecture& RecognitionArchitecture() {
  static const UsvArchitecture& architecture = *new UsvArchitecture{
      {50, 100, 50, 25, 10, 2}, {Kind::kLinear, Kind::kRelu, Kind::kLinear, Kind::kRelu}, 1.0};
  return architecture;
}

UsvArchitecture TeacherStudentArchitecture(int units) {
  return {{units, units, units, units, 4}, {Kind::kLinear, Kind::kLinear, Kind::kLinear}, 1.0};
}

Matrix<double> NormalMatrix(int rows, int columns) {
  random::Stream stream(1, random::StreamUse::kTest, 0);
  Matrix<double> a(rows, columns);
  random::FillNormal(stream, a.values());
  return a;
}

double SecondsNow() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// One product of a step: op(A) is m x k, op(B) is k x n; which of them is transposed.
struct StepProduct {
  int m, n, k;
  Transpose a, b;
};

std::vector<StepProduct> StepProducts(const UsvArchitecture& architecture, int batch) {
  constexpr Transpose kNo = Transpose::kNo, kYes = Transpose::kYes;
  std::vector<StepProduct> products;
  const int depth = static_cast<int>(architecture.activations.size());
  const auto rank = [&](int l) {
    return std::min(architecture.sizes[l], architecture.sizes[l + 1]);
  };
  for (int l = 0; l < depth; ++l) {
    const bool merges = l + 1 < depth && architecture.activations[l] == Kind::kLinear;
    const int in = architecture.sizes[l];
    const int out = merges ? rank(l + 1) : architecture.sizes[l + 1];
    products.push_back({batch, out, rank(l), kNo, kNo});
    products.push_back({batch, rank(l), out, kNo, kYes});
    if (l == 0 || architecture.activations[l - 1] == Kind::kLinear) continue;
    products.push_back({batch, rank(l), in, kNo, kNo});
    products.push_back({batch, in, rank(l), kNo, kYes});
  }
  const int in = architecture.sizes[depth], out = architecture.sizes[depth + 1];
  products.push_back({batch, out, in, kNo, kYes});
  products.push_back({out, in, batch, kYes, kNo});
  products.push_back({batch, in, out, kNo, kNo});
  return products;
}

double Flops(const std::vector<StepProduct>& products) {
  double flops = 0.0;
  for (const StepProduct& p : products) flops += 2.0 * p.m * p.n * p.k;
  return flops;
}

// The least of some repetitions; every product has matrices of its own.
double ProductSeconds(const std::vector<StepProduct>& products) {
  std::vector<Matrix<double>> a, b, c;
  for (const StepProduct& p : products) {
    a.push_back(p.a == Transpose::kNo ? NormalMatrix(p.m, p.k) : NormalMatrix(p.k, p.m));
    b.push_back(p.b == Transpose::kNo ? NormalMatrix(p.k, p.n) : NormalMatrix(p.n, p.k));
    c.emplace_back(p.m, p.n);
  }
  const int repetitions = Flops(products) < 1e9 ? 200 : 5;
  double least = 1e300;
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    const double start = SecondsNow();
    for (std::size_t i = 0; i < products.size(); ++i) {
      Gemm(products[i].a, products[i].b, 1.0, a[i], b[i], 0.0, c[i]);
    }
    least = std::min(least, SecondsNow() - start);
  }
  return least;
}

TrainingOptions Options(LossConvention loss, int batch) {
  TrainingOptions options;
  options.loss = loss;
  options.optimizer.learning_rate = 1e-3;
  options.optimizer.momentum = 0.0;
  options.minibatches.batch = batch;
  return options;
}

void Report(benchmark::State& state, const UsvArchitecture& architecture, int batch, double steps) {
  const std::vector<StepProduct> products = StepProducts(architecture, batch);
  const double seconds = ProductSeconds(products);
  state.counters["flop/s"] =
      benchmark::Counter(Flops(products) * steps * static_cast<double>(state.iterations()),
                         benchmark::Counter::kIsRate);
  state.counters["bound"] = steps * seconds;
  state.SetLabel(
      absl::StrFormat("its products alone at %.0f Gflop/s", Flops(products) / seconds * 1e-9));
}

// One epoch of a recognition model at the figures' default scale: 5,000 samples.
void BM_UsvRecognitionEpoch(benchmark::State& state) {
  const linalg::SingleThreadedBlas single_threaded_blas;
  constexpr int kBatch = 100;
  const UsvArchitecture& architecture = RecognitionArchitecture();
  SyntheticTaskOptions task_options;
  task_options.samples = 5000;
  SyntheticTask task = MakeRecognitionTask(10, 50, task_options, 1).value();
  const UsvInitialState initial = InitializeUsv(architecture, 1).value();
  task.train.inputs = linalg::Product(task.train.inputs, *initial.layers[0].input_directions);
  auto training = Training<double>::Create(
                      MakeUsvNetwork(architecture, initial, UsvForm::kMerged).value(),
                      task.train.view(), Options(LossConvention::kCrossEntropyOnLogits, kBatch))
                      .value();
  WorkerPool workers(1);
  for (auto _ : state) benchmark::DoNotOptimize(training.RunEpoch(workers).value());
  Report(state, architecture, kBatch, 50.0);
}
BENCHMARK(BM_UsvRecognitionEpoch)->Unit(benchmark::kMillisecond);

// One step of 50 samples of a teacher-student network with N units; an epoch has 2 N of them.
void BM_UsvTeacherStudentStep(benchmark::State& state) {
  const linalg::SingleThreadedBlas single_threaded_blas;
  constexpr int kBatch = 50;
  const int units = static_cast<int>(state.range(0));
  const UsvArchitecture architecture = TeacherStudentArchitecture(units);
  // Of speed alone: directions need not be orthonormal, which would take minutes at N = 1500.
  UsvInitialState initial;
  Matrix<double> directions = NormalMatrix(units, units);
  linalg::Scale(1.0 / std::sqrt(static_cast<double>(units)), directions.values());
  const auto shared = std::make_shared<const Matrix<double>>(std::move(directions));
  initial.layers.assign(3, {shared, std::vector<double>(units, 1.0), shared});
  initial.last = NormalMatrix(4, units);
  const Matrix<double> inputs = NormalMatrix(kBatch, units);
  const Matrix<double> targets = NormalMatrix(kBatch, 4);
  auto training = Training<double>::Create(
                      MakeUsvNetwork(architecture, initial, UsvForm::kMerged).value(),
                      {inputs, {}, targets}, Options(LossConvention::kMeanSquaredError, kBatch))
                      .value();
  std::vector<int> indices(kBatch);
  std::iota(indices.begin(), indices.end(), 0);
  WorkerPool workers(1);
  for (auto _ : state) benchmark::DoNotOptimize(training.Step(indices, workers));
  Report(state, architecture, kBatch, 1.0);
  state.counters["steps/epoch"] = 2.0 * units;
}
BENCHMARK(BM_UsvTeacherStudentStep)->Arg(100)->Arg(1500)->Unit(benchmark::kMillisecond);

// Entropies of all four layers of a recognition model. Arguments: 0 ReLU, 1 hardtanh in every
// second layer, 2 hardtanh in all; 0 all starts, 1 from the last measurement and from ignorance,
// after S has moved by 1 %.
void BM_LearningEntropies(benchmark::State& state) {
  const char* kind = state.range(0) == 0 ? "relu" : "hardtanh";
  const UsvArchitecture& architecture = RecognitionArchitecture();
  const UsvInitialState initial = InitializeUsv(architecture, 1).value();
  replica::LearningModel model;
  model.generator = {linalg::SingularValues(NormalMatrix(10, 50).view()).value(), 10, 50, 0.01};
  for (double& value : model.generator->singular_values) value /= std::sqrt(10.0);
  std::vector<std::vector<double>> now, moved;
  for (int l = 0; l < 4; ++l) {
    const bool linear = l % 2 == 0 && state.range(0) != 2;
    model.layers.push_back(
        {architecture.sizes[l], architecture.sizes[l + 1], linear ? "linear" : kind});
    now.push_back(initial.layers[l].singular_values);
    moved.push_back(now.back());
    for (double& value : moved.back()) value *= 1.01;
  }
  auto entropies = replica::LearningEntropies::Create(model).value();
  const bool warm = state.range(1) == 1;
  const auto starts =
      warm ? replica::LearningStarts::kWarmAndIgnorant : replica::LearningStarts::kAll;
  bool turn = false;
  for (auto _ : state) {
    benchmark::DoNotOptimize(entropies.Measure(turn ? moved : now, starts).value());
    turn = !turn;
  }
  const char* peers[3][2] = {
      {"dnner 10.2 s", "dnner 1.02 s"}, {"dnner 16.1 s", "dnner 1.77 s"}, {"", ""}};
  state.SetLabel(peers[state.range(0)][state.range(1)]);
}
BENCHMARK(BM_LearningEntropies)->ArgsProduct({{0, 1, 2}, {0, 1}})->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace infoflow::network
