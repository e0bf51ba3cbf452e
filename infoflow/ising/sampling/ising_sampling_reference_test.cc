// Tables about samples of the square lattice and their exact counterparts.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"
#include "infoflow/ising/sampling/block_spins.h"
#include "infoflow/ising/sampling/spin_correlations.h"
#include "infoflow/ising/sampling/spin_observables.h"
#include "infoflow/ising/sampling/spin_sample_file.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/ising/sampling/torus_thermometer.h"
#include "infoflow/ising/square/torus.h"
#include "infoflow/ising/square/torus_correlators.h"
#include "infoflow/ising/square/torus_heat_capacity.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::ising {
namespace {

using ::infoflow::testing::ReferencePath;
using ::infoflow::testing::ReferenceTable;
using ::infoflow::testing::Tolerance;

constexpr Tolerance kInteger = {0.0, 0.0};
// Sums of some thousand terms of order 1.
constexpr Tolerance kSum = {1e-12, 1e-12};
constexpr Tolerance kLogPartition = {2e-15, 2e-15};
constexpr Tolerance kEnergy = {2e-14, 0.0};
constexpr Tolerance kTheta = {1e-13, 1e-14};

// What torus_heat_capacity.h promises.
Tolerance HeatCapacityTolerance(double coupling) {
  return {1e-10, 3e-14 * (1.0 + coupling * coupling)};
}

// The number between `prefix` and `suffix` of a file's name.
int SideInName(absl::string_view file, absl::string_view prefix, absl::string_view suffix) {
  int side = 0;
  EXPECT_TRUE(absl::ConsumePrefix(&file, prefix) && absl::ConsumeSuffix(&file, suffix) &&
              absl::SimpleAtoi(file, &side));
  return side;
}

SpinSamples Configurations(int side) {
  const auto samples =
      ReadSpinSamples(ReferencePath("rbm", absl::StrCat("config_L", side, ".csv")));
  EXPECT_TRUE(samples.ok()) << samples.status();
  if (!samples.ok()) return *SpinSamples::Create(0, side);
  EXPECT_EQ(samples->side(), side);
  return *samples;
}

TEST(IsingSamplingReferenceTest, ConfigurationsAndTotals) {
  for (ReferenceTable& table : ReferenceTable::Open("rbm", "config_L*_observables.csv")) {
    const int side = SideInName(table.file(), "config_L", "_observables.csv");
    const SpinSamples samples = Configurations(side);
    for (ReferenceTable& cells :
         ReferenceTable::Open("rbm", absl::StrCat("config_L", side, ".csv"))) {
      for (int row = 0; row < cells.num_rows(); ++row) {
        const int image = row / side;
        cells.Compare(row, "k", image, kInteger);
        cells.Compare(row, "y", row % side, kInteger);
        for (int x = 0; x < side; ++x) {
          cells.Compare(row, absl::StrCat("x", x), samples.spin(row / side, row % side * side + x),
                        kInteger);
        }
      }
    }
    const auto totals = MeasureTotals(samples);
    const auto blocks = BlockSpins(samples, BlockRule::kMajorityTopLeft);
    ASSERT_TRUE(blocks.ok());
    const auto block_totals = MeasureTotals(*blocks);
    ASSERT_EQ(table.num_rows(), samples.count());
    for (int row = 0; row < table.num_rows(); ++row) {
      const int k = static_cast<int>(table.Input(row, "k"));
      table.Compare(row, "E", totals[k].energy, kInteger);
      table.Compare(row, "M", totals[k].magnetization, kInteger);
      table.Compare(row, "E_block_majority", block_totals[k].energy, kInteger);
      table.Compare(row, "M_block_majority", block_totals[k].magnetization, kInteger);
    }
  }
}

TEST(IsingSamplingReferenceTest, BlockSpins) {
  for (ReferenceTable& table : ReferenceTable::Open("rbm", "block_L*.csv")) {
    const int side = SideInName(table.file(), "block_L", ".csv");
    const int half = side / 2;
    const SpinSamples samples = Configurations(side);
    const auto averages = BlockAverages(samples);
    const auto majority = BlockSpins(samples, BlockRule::kMajorityTopLeft);
    const auto decimated = BlockSpins(samples, BlockRule::kDecimate);
    ASSERT_TRUE(averages.ok() && majority.ok() && decimated.ok());
    for (int row = 0; row < table.num_rows(); ++row) {
      const std::string rule = table.Text(row, "rule");
      const int k = static_cast<int>(table.Input(row, "k"));
      const int y = static_cast<int>(table.Input(row, "Y"));
      ASSERT_TRUE(rule == "average" || rule == "majority_tie_topleft" || rule == "decimate");
      for (int x = 0; x < half; ++x) {
        const int block = y * half + x;
        const double got = rule == "average"    ? (*averages)(k, block)
                           : rule == "decimate" ? decimated->spin(k, block)
                                                : majority->spin(k, block);
        table.Compare(row, absl::StrCat("X", x), got, kInteger);
      }
    }
  }
}

TEST(IsingSamplingReferenceTest, Correlations) {
  for (ReferenceTable& table : ReferenceTable::Open("rbm", "corr_L*.csv")) {
    const int side = SideInName(table.file(), "corr_L", ".csv");
    const auto correlations = MeasureCorrelations(Configurations(side), 1);
    ASSERT_TRUE(correlations.ok());
    const linalg::Matrix<double> spin = MeanSpinCorrelation(*correlations);
    const linalg::Matrix<double> energy = MeanEnergyCorrelation(*correlations);
    for (int row = 0; row < table.num_rows(); ++row) {
      const int dy = static_cast<int>(table.Input(row, "dy"));
      const int dx = static_cast<int>(table.Input(row, "dx"));
      table.Compare(row, "ss", spin(dy, dx), kSum);
      table.Compare(row, "ee_connected_with_sample_mean_over_all", energy(dy, dx), kSum);
    }
  }
}

TEST(IsingSamplingReferenceTest, RadialAverages) {
  for (ReferenceTable& table : ReferenceTable::Open("rbm", "corr_radial_L*.csv")) {
    const int side = SideInName(table.file(), "corr_radial_L", ".csv");
    const auto correlations = MeasureCorrelations(Configurations(side), 1);
    ASSERT_TRUE(correlations.ok());
    const auto spin = RadialAverage(MeanSpinCorrelation(*correlations));
    const auto energy = RadialAverage(MeanEnergyCorrelation(*correlations));
    ASSERT_EQ(table.num_rows(), static_cast<int>(spin.size()));
    for (int row = 0; row < table.num_rows(); ++row) {
      table.Compare(row, "r2", spin[row].squared_distance, kInteger);
      table.Compare(row, "multiplicity", spin[row].multiplicity, kInteger);
      table.Compare(row, "ss", spin[row].value, kSum);
      table.Compare(row, "ee", energy[row].value, kSum);
    }
  }
}

// Every configuration of a small torus as a sample, weighted exactly.
class AllConfigurations {
 public:
  explicit AllConfigurations(int side) : side_(side) {
    SpinSamples all = *SpinSamples::Create(std::int64_t{1} << (side * side), side);
    for (int k = 0; k < all.count(); ++k) all.words(k)[0] = static_cast<std::uint64_t>(k);
    totals_ = MeasureTotals(all);
    correlations_ = *MeasureCorrelations(all, all.count());
  }

  void SetCoupling(double coupling) {
    const double log_partition = SolveTorus(side_, side_, coupling)->log_partition;
    weights_.clear();
    for (const ConfigurationTotals& total : totals_) {
      weights_.push_back(std::exp(-coupling * total.energy - log_partition));
    }
  }
  // <|m|^power>.
  double Moment(int power) const {
    return Mean([&](int k) {
      return std::pow(std::abs(totals_[k].magnetization) / static_cast<double>(side_ * side_),
                      power);
    });
  }
  double Spin(int dx, int dy) const {
    return Mean([&](int k) { return correlations_.spin(k, dy * side_ + dx); });
  }
  // About the mean density, so that nothing cancels: a translation does not change the mean.
  double ConnectedEnergy(int dx, int dy) const {
    const double mean = Mean([&](int k) { return correlations_.energy_density[k]; });
    return Mean([&](int k) {
      return correlations_.energy(k, dy * side_ + dx) -
             mean * (2.0 * correlations_.energy_density[k] - mean);
    });
  }
  // <|m|^2> - <|m|>^2.
  double AbsoluteVariance() const {
    const double mean = Moment(1);
    return Mean([&](int k) {
      const double m = std::abs(totals_[k].magnetization) / static_cast<double>(side_ * side_);
      return (m - mean) * (m - mean);
    });
  }

 private:
  template <typename F>
  double Mean(const F& f) const {
    long double sum = 0.0L;
    long double weight = 0.0L;
    for (std::size_t k = 0; k < weights_.size(); ++k) {
      sum += static_cast<long double>(weights_[k]) * f(static_cast<int>(k));
      weight += weights_[k];
    }
    return static_cast<double>(sum / weight);
  }

  int side_;
  std::vector<ConfigurationTotals> totals_;
  SpinCorrelations correlations_;
  std::vector<double> weights_;
};

// "ising4x4_exact.csv" -> 4.
int SquareSide(absl::string_view file, absl::string_view suffix) {
  absl::ConsumePrefix(&file, "ising");
  absl::ConsumeSuffix(&file, suffix);
  const std::vector<std::string> sides = absl::StrSplit(file, 'x');
  int side = 0;
  EXPECT_TRUE(sides.size() == 2 && sides[0] == sides[1] && absl::SimpleAtoi(sides[0], &side));
  return side;
}

TEST(IsingSamplingReferenceTest, SmallTorus) {
  for (ReferenceTable& table : ReferenceTable::Open("rbm", "ising*x*_exact.csv")) {
    const int side = SquareSide(table.file(), "_exact.csv");
    ASSERT_LE(side, 4);
    const double sites = side * side;
    AllConfigurations all(side);
    for (int row = 0; row < table.num_rows(); ++row) {
      const double k = table.Input(row, "K");
      all.SetCoupling(k);
      const auto torus = SolveTorus(side, side, k);
      table.Compare(row, "lnZ", torus->log_partition, kLogPartition);
      table.Compare(row, "u", -torus->energy / sites, kEnergy);
      table.Compare(row, "c", *TorusHeatCapacity(side, side, k), HeatCapacityTolerance(k));
      const double abs_m = all.Moment(1), m2 = all.Moment(2), m4 = all.Moment(4);
      table.Compare(row, "abs_m", abs_m, kSum);
      table.Compare(row, "m2", m2, kSum);
      table.Compare(row, "m4", m4, kSum);
      table.Compare(row, "binder_1_minus_m4_over_3m2sq", 1.0 - m4 / (3.0 * m2 * m2), kSum);
      table.Compare(row, "chi_K_N_m2", k * sites * m2, kSum);
      table.Compare(row, "chi_conn_K_N_m2_minus_absm2", k * sites * all.AbsoluteVariance(), kSum);
      for (const Column& column : table.table().columns()) {
        const std::vector<std::string> parts = absl::StrSplit(column.name, '_');
        int dx, dy;
        if (parts.size() != 3 || !absl::SimpleAtoi(parts[1], &dx) ||
            !absl::SimpleAtoi(parts[2], &dy)) {
          continue;
        }
        if (parts[0] == "ss") table.Compare(row, column.name, all.Spin(dx, dy), kSum);
        if (parts[0] == "ee") table.Compare(row, column.name, all.ConnectedEnergy(dx, dy), kSum);
      }
    }
  }
}

TEST(IsingSamplingReferenceTest, SmallTorusPairs) {
  for (ReferenceTable& table : ReferenceTable::Open("rbm", "ising*x*_sisj_matrix.csv")) {
    const int side = SquareSide(table.file(), "_sisj_matrix.csv");
    ASSERT_LE(side, 4);
    AllConfigurations all(side);
    for (int row = 0; row < table.num_rows(); ++row) {
      all.SetCoupling(table.Input(row, "K"));
      const int i = static_cast<int>(table.Input(row, "i"));
      for (int j = 0; j < side * side; ++j) {
        const int dx = (j % side - i % side + side) % side;
        const int dy = (j / side - i / side + side) % side;
        table.Compare(row, absl::StrCat("j", j), all.Spin(dx, dy), kSum);
      }
    }
  }
}

TEST(IsingSamplingReferenceTest, KaufmanHeatCapacity) {
  for (ReferenceTable& table : ReferenceTable::Open("rbm", "ising_kaufman.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const double k = table.Input(row, "K");
      const auto got = TorusHeatCapacity(static_cast<int>(table.Input(row, "Lx")),
                                         static_cast<int>(table.Input(row, "Ly")), k);
      ASSERT_TRUE(got.ok()) << got.status();
      table.Compare(row, "c_per_site", *got, HeatCapacityTolerance(k));
    }
    // square_reference_test.cc compares these.
    for (const char* column : {"lnZ", "u_per_site", "free_energy_density_minus_lnZ_over_N"}) {
      table.Ignore(column);
    }
  }
}

TEST(IsingSamplingReferenceTest, Thermometer) {
  for (ReferenceTable& table : ReferenceTable::Open("rbm", "thermometer_u_to_K.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const int side = static_cast<int>(table.Input(row, "L"));
      const double t = table.Input(row, "T");
      const double u = table.Input(row, "u_per_site");
      const double k = 1.0 / t;
      table.Compare(row, "K", k, {1e-15, 0.0});
      table.Compare(row, "u_per_site", -SolveTorus(side, side, k)->energy / (side * side), kEnergy);
      const double c = *TorusHeatCapacity(side, side, k);
      table.Compare(row, "c_per_site", c, HeatCapacityTolerance(k));
      // dT = du / C, and the table's u is rounded.
      table.Compare(row, "T", *TemperatureFromEnergy(u, side), {0.0, 1e-12 + 1e-15 / c});
    }
  }
}

TEST(IsingSamplingReferenceTest, TorusCorrelators) {
  for (ReferenceTable& table : ReferenceTable::Open("rbm", "torus_correlators.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const int side = static_cast<int>(table.Input(row, "L"));
      const int r = static_cast<int>(table.Input(row, "r"));
      const double z = static_cast<double>(r) / side;
      table.Compare(row, "Fs", TorusSpinCorrelator(z), kTheta);
      table.Compare(row, "Fe", TorusEnergyCorrelator(z), kTheta);
      table.Compare(row, "Fe1", TorusEnergyOnePoint(), kTheta);
      table.Compare(row, "L^-1/4*Fs", TorusSpinShape(side, r), kTheta);
      table.Compare(row, "L^-2*(Fe-Fe1^2)", TorusEnergyShape(side, r), kTheta);
    }
  }
}

}  // namespace
}  // namespace infoflow::ising
