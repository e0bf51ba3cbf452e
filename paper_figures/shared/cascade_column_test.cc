#include "paper_figures/shared/cascade_column.h"

#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/cascade/collapse_depth.h"
#include "paper_figures/harness/field_writer.h"

namespace infoflow::paper_figures {
namespace {

constexpr std::uint64_t kSeed = 3;

struct Example {
  ColumnParameters column = {6, 20, 0.05, 5, 32, 1e-4};
  paper_figures::Run run;
  ImageSet images;

  Example() {
    run.seed = kSeed;
    images = ColumnImages{"synthetic-digits", 128, 16}.Choose(run).value();
  }
  const datasets::SplitDataset& data() const { return *run.images->Get(images); }
};

TEST(CascadeColumnTest, ImagesAreWhatWasAskedFor) {
  const Example example;
  EXPECT_EQ(example.images.dataset, "synthetic-digits");
  EXPECT_EQ(example.images.seed, kSeed);
  EXPECT_EQ(example.data().train.size(), 128);
  EXPECT_EQ(example.data().test.size(), 16);
  EXPECT_EQ(ColumnImages({"synthetic-digits", 128, 16}).Choose(example.run, 40)->test_count, 40);
}

TEST(CascadeColumnTest, SizesAreUniformOrThePapersWideOnes) {
  Example example;
  EXPECT_EQ(ColumnSizes(example.column, example.data()).value(),
            (std::vector<int>{784, 20, 20, 20, 20, 20, 10}));
  example.column.hidden_width = 0;
  const std::vector<int> wide = ColumnSizes(example.column, example.data()).value();
  EXPECT_EQ(wide.size(), 7u);
  EXPECT_EQ(wide[1], 784);
}

// Decoders of every kind are for the same random network, which neither kind nor threads change.
TEST(CascadeColumnTest, EveryKindDecodesTheSameNetwork) {
  const Example example;
  WorkerPool one(1), two(2);
  std::vector<float> weights;
  for (const DecoderKind kind :
       {DecoderKind::kAdam, DecoderKind::kRidge, DecoderKind::kUntrained}) {
    for (WorkerPool* workers : {&one, &two}) {
      const auto cascade = MakeColumn(example.column, example.data(), 1.2, kind, kSeed, *workers);
      ASSERT_TRUE(cascade.ok()) << cascade.status();
      const absl::Span<const float> parameters = cascade->network().parameters(2);
      if (weights.empty()) weights.assign(parameters.begin(), parameters.end());
      EXPECT_EQ(weights, std::vector<float>(parameters.begin(), parameters.end()));
    }
  }
}

// What decoders learn from images lowers the error of the first layer's reconstructions.
TEST(CascadeColumnTest, TrainedDecodersReconstructBetterThanUntrainedOnes) {
  Example example;
  example.column.batches = 100;
  WorkerPool workers(1);
  const auto error = [&](DecoderKind kind) {
    return ComputeColumn(example.column, example.data(), 1.2, kind, kSeed, workers)
        ->layers[0]
        .reconstruction_mse;
  };
  const double untrained = error(DecoderKind::kUntrained);
  EXPECT_LT(error(DecoderKind::kAdam), 0.8 * untrained);
  EXPECT_LT(error(DecoderKind::kRidge), 0.8 * untrained);
}

TEST(ColumnTheoryTest, IsTanhAtTheColumnsBias) {
  // sigma_w^2 = 1.76095463960677 is critical for tanh at sigma_b^2 = 0.05 (testdata/reference/
  // reconstruction/meanfield_tanh_critical_line.csv).
  const ColumnTheory theory = ColumnTheory::Create(0.05).value();
  EXPECT_NEAR(theory.MeanField(1.76095463960677)->equal_input_slope, 1.0, 1e-9);
  EXPECT_LT(theory.MeanField(1.7)->equal_input_slope, 1.0);
  // At another bias it is elsewhere.
  EXPECT_GT(ColumnTheory::Create(0.01)->MeanField(1.76095463960677)->equal_input_slope, 1.01);
}

TEST(ColumnTheoryTest, CollapseIsThatOfTheLibrary) {
  const ColumnTheory theory = ColumnTheory::Create(0.05).value();
  const cascade::ImageStatistics images = {0.1, 0.4};
  const cascade::CollapseDepth depth = theory.Collapse(1.0, images, -13.0, 784).value();
  cascade::CollapseDepthOptions options;
  options.images = images;
  options.resolution = cascade::CollapsedVariance(-13.0, 784);
  EXPECT_EQ(depth.layer, cascade::PredictCollapseDepth(
                             network::MakeMeanFieldActivation("tanh").value(), 1.0, 0.05, options)
                             ->layer);
  EXPECT_TRUE(depth.collapses);
  EXPECT_FALSE(theory.Collapse(3.0, images, -13.0, 784)->collapses);
}

}  // namespace
}  // namespace infoflow::paper_figures
