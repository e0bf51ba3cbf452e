// Our side alone: that of every row is there, and does what it says at small sizes.

#include "benchmarks/peers/work.h"

#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "benchmarks/peers/row.h"
#include "benchmarks/peers/shared_numbers.h"
#include "gtest/gtest.h"

namespace infoflow::peers {
namespace {

Works AllWorks() {
  Works works;
  AddTrainingWorks(works);
  AddBoltzmannWorks(works);
  AddEstimatorWorks(works);
  AddEigenvalueWorks(works);
  AddIsingWorks(works);
  AddMeanFieldWorks(works);
  return works;
}

const std::map<std::string, std::vector<int>>& SmallSizes() {
  static const auto* const sizes = new std::map<std::string, std::vector<int>>{
      {"training_step", {2, 10}},       {"decoder_batch", {2, 10}},
      {"torus_step", {2, 10}},          {"residual_step", {2, 10}},
      {"reconstructions", {2, 10}},     {"image_entropies", {2, 10}},
      {"mixture_bounds", {50, 3}},      {"contrastive_divergence", {20, 10}},
      {"persistent_chain", {20, 10}},   {"persistent_chains", {20, 10}},
      {"tree_entropy", {100, 2}},       {"maximum_norm_entropy", {100, 20}},
      {"euclidean_entropy", {100, 20}}, {"gaussian_entropy", {100, 20}},
      {"mutual_information", {100}},    {"numpy_eigenvalues", {20}},
      {"scipy_eigenvalues", {20}},      {"metropolis", {1, 16, 40}},
      {"ordered_point", {100}},         {"chaotic_point", {250}},
  };
  return *sizes;
}

TEST(WorkTest, EveryRowHasOurSide) {
  const Works works = AllWorks();
  std::set<std::string> names;
  for (const Row& row : Rows()) {
    EXPECT_EQ(works.count(row.work), 1) << row.work;
    EXPECT_TRUE(names.insert(row.Name() + row.script).second) << row.Name();
  }
}

TEST(WorkTest, WorksFindTheValuesOfTheirRows) {
  const Works works = AllWorks();
  std::set<std::string> tried;
  for (const Row& row : Rows()) {
    if (!tried.insert(row.work).second) continue;
    SCOPED_TRACE(row.work);
    const absl::StatusOr<Work> work = works.at(row.work)(SmallSizes().at(row.work));
    ASSERT_TRUE(work.ok()) << work.status();
    ASSERT_EQ(work->values.size(), row.values.size());
    for (const double value : work->values) EXPECT_TRUE(std::isfinite(value));
    EXPECT_TRUE(work->run(2).ok());
  }
}

TEST(WorkTest, LatticesAreOneOrASetOfReplicas) {
  const Works works = AllWorks();
  EXPECT_FALSE(works.at("metropolis")({2, 16, 40}).ok());
}

// As shared_numbers.py prints them; the first is that of the authors of splitmix64 for seed 0.
TEST(SharedNumbersTest, AreThoseOfThePeers) {
  EXPECT_EQ(UniformAt(0, 0), static_cast<double>(0xe220a8397b1dcdafu >> 11) * 0x1p-53);
  EXPECT_EQ(UniformAt(3, 1), 0.6846946298290858);
  EXPECT_NEAR(NormalAt(5, 0), 1.3662875686735452, 1e-15);
  EXPECT_NEAR(NormalAt(5, 1), -1.4267541424070225, 1e-15);
  EXPECT_EQ(Normals<float>(5, 2, 2.0)[1], static_cast<float>(2.0 * NormalAt(5, 1)));
  EXPECT_EQ(SymmetricUniforms<double>(3, 2, 0.5)[1], 0.6846946298290858 - 0.5);
}

}  // namespace
}  // namespace infoflow::peers
