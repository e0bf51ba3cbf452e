#include "paper_figures/shared/cascade_column.h"

#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "paper_figures/harness/field_writer.h"
#include "paper_figures/harness/images.h"

namespace infoflow::paper_figures {
namespace {

constexpr std::uint64_t kSeed = 3;

struct Example {
  ColumnPoint point = {1.2, {6, 20, 0.05, 5, 32, 1e-4}, kSeed, {}};
  paper_figures::Run run;

  Example() {
    run.seed = kSeed;
    run.images = OpenImages("");
    point.images = ColumnImages{"synthetic-digits", 128, 16}.Choose(run).value();
  }
  const datasets::SplitDataset& data() const { return *run.images->Get(point.images); }
};

TEST(CascadeColumnTest, ImagesAreWhatWasAskedFor) {
  const Example example;
  EXPECT_EQ(example.point.images.dataset, "synthetic-digits");
  EXPECT_EQ(example.point.images.seed, kSeed);
  EXPECT_EQ(example.data().train.size(), 128);
  EXPECT_EQ(example.data().test.size(), 16);
  EXPECT_EQ(ColumnImages({"synthetic-digits", 128, 16}).Choose(example.run, 40)->test_count, 40);
}

TEST(CascadeColumnTest, SizesAreUniformOrThePapersWideOnes) {
  Example example;
  EXPECT_EQ(ColumnSizes(example.point.column, example.data()).value(),
            (std::vector<int>{784, 20, 20, 20, 20, 20, 10}));
  example.point.column.hidden_width = 0;
  const std::vector<int> wide = ColumnSizes(example.point.column, example.data()).value();
  EXPECT_EQ(wide.size(), 7u);
  EXPECT_EQ(wide[1], 784);
}

TEST(CascadeColumnTest, PointsAreByIncreasingWeightVariance) {
  const Example example;
  const std::vector<ColumnPoint> points =
      ColumnPoints({2.0, 0.5}, example.point.column, kSeed, example.point.images);
  ASSERT_EQ(points.size(), 2u);
  EXPECT_EQ(points[0].weight_variance, 0.5);
  EXPECT_EQ(points[1].weight_variance, 2.0);
  EXPECT_EQ(FieldText(points[1].images), FieldText(example.point.images));
}

// Decoders of every kind are for the same random network, which neither kind nor threads change.
TEST(CascadeColumnTest, EveryKindDecodesTheSameNetwork) {
  Example example;
  std::vector<float> weights;
  for (const DecoderKind kind :
       {DecoderKind::kAdam, DecoderKind::kRidge, DecoderKind::kUntrained}) {
    for (const int threads : {1, 2}) {
      example.run.threads = threads;
      const auto cascade = MakeColumn(example.point, kind, example.run);
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
  example.point.column.batches = 100;
  const auto error = [&](DecoderKind kind) {
    return ComputeColumn(example.point, kind, example.run)->layers[0].reconstruction_mse;
  };
  const double untrained = error(DecoderKind::kUntrained);
  EXPECT_LT(error(DecoderKind::kAdam), 0.8 * untrained);
  EXPECT_LT(error(DecoderKind::kRidge), 0.8 * untrained);
}

}  // namespace
}  // namespace infoflow::paper_figures
