// Random numbers on one core.
//
// Bound: a Philox block of four words takes 20 widening 32-bit multiplications; with AVX-512
// eight of them per cycle and unit, so 4 words x 3 GHz x 8 / 20 = 5e9 words/s on one unit.

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "benchmark/benchmark.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::random {
namespace {

constexpr int kCount = 4096;

Stream BenchmarkStream() { return Stream(1, StreamUse::kTest, 0); }

void SetRate(benchmark::State& state, const char* what, int count) {
  state.counters[what] = benchmark::Counter(static_cast<double>(count * state.iterations()),
                                            benchmark::Counter::kIsRate);
}

void BM_Words(benchmark::State& state) {
  Stream stream = BenchmarkStream();
  for (auto _ : state) benchmark::DoNotOptimize(stream());
  SetRate(state, "words/s", 1);
}
BENCHMARK(BM_Words);

void BM_FillWords(benchmark::State& state) {
  Stream stream = BenchmarkStream();
  std::vector<std::uint32_t> words(kCount);
  for (auto _ : state) {
    stream.Fill(absl::MakeSpan(words));
    benchmark::DoNotOptimize(words.data());
  }
  SetRate(state, "words/s", kCount);
}
BENCHMARK(BM_FillWords);

template <typename T>
void BM_FillUniform(benchmark::State& state) {
  Stream stream = BenchmarkStream();
  std::vector<T> values(kCount);
  for (auto _ : state) {
    FillUniform(stream, absl::MakeSpan(values));
    benchmark::DoNotOptimize(values.data());
  }
  SetRate(state, "uniforms/s", kCount);
}
BENCHMARK_TEMPLATE(BM_FillUniform, float);
BENCHMARK_TEMPLATE(BM_FillUniform, double);

void BM_Normal(benchmark::State& state) {
  Stream stream = BenchmarkStream();
  for (auto _ : state) benchmark::DoNotOptimize(Normal(stream));
  SetRate(state, "normals/s", 1);
}
BENCHMARK(BM_Normal);

template <typename T>
void BM_FillNormal(benchmark::State& state) {
  Stream stream = BenchmarkStream();
  std::vector<T> values(kCount);
  for (auto _ : state) {
    FillNormal(stream, absl::MakeSpan(values));
    benchmark::DoNotOptimize(values.data());
  }
  SetRate(state, "normals/s", kCount);
}
BENCHMARK_TEMPLATE(BM_FillNormal, float);
BENCHMARK_TEMPLATE(BM_FillNormal, double);

void BM_UniformInteger(benchmark::State& state) {
  Stream stream = BenchmarkStream();
  for (auto _ : state) benchmark::DoNotOptimize(UniformInteger(stream, 1000));
  SetRate(state, "integers/s", 1);
}
BENCHMARK(BM_UniformInteger);

void BM_RandomPermutation(benchmark::State& state) {
  Stream stream = BenchmarkStream();
  const int n = static_cast<int>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(RandomPermutation(stream, n).data());
  SetRate(state, "elements/s", n);
}
BENCHMARK(BM_RandomPermutation)->Arg(60000);

}  // namespace
}  // namespace infoflow::random
