// Every row and column of the tables rbm_*: small machines whose joint states another program
// enumerated, and the log-partition functions of larger ones given by a formula. The sizes are
// those of the files' contents.

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"
#include "infoflow/rbm/machine/couplings.h"
#include "infoflow/rbm/machine/exact_gibbs.h"
#include "infoflow/rbm/machine/exact_sum.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/machine/spin_file.h"
#include "infoflow/rbm/training/machine_file.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::rbm {
namespace {

using ::infoflow::testing::ReferencePath;
using ::infoflow::testing::ReferenceTable;
using ::infoflow::testing::Tolerance;

// Sums of thousands of terms in double precision.
constexpr Tolerance kExact = {1e-12, 1e-12};

constexpr char kFolder[] = "rbm";

struct Case {
  std::string prefix;  // of the file names, "rbm_6x4"
  Machine machine;
  Spins data;  // no rows when the table is absent
};

int Index(ReferenceTable& table, int row, absl::string_view column) {
  return static_cast<int>(table.Input(row, column));
}

std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (ReferenceTable& table : ReferenceTable::Open(kFolder, "rbm_*_params.csv")) {
    Case one;
    one.prefix = std::string(absl::StripSuffix(table.file(), "_params.csv"));
    one.machine = LoadMachine(ReferencePath(kFolder, one.prefix)).value();
    for (int row = 0; row < table.num_rows(); ++row) {
      const std::string name = table.Text(row, "name");
      const int i = Index(table, row, "i");
      const int a = Index(table, row, "a");
      table.Compare(row, "value",
                    name == "W"   ? one.machine.weights(i, a)
                    : name == "b" ? one.machine.visible_bias[i]
                                  : one.machine.hidden_bias[a],
                    {});
    }
    cases.push_back(std::move(one));
  }
  for (Case& one : cases) {
    for (ReferenceTable& table : ReferenceTable::Open(kFolder, one.prefix + "_data.csv")) {
      one.data = ReadSpins(ReferencePath(kFolder, table.file())).value();
      EXPECT_EQ(one.data.columns(), one.machine.visible_units());
      for (int row = 0; row < table.num_rows(); ++row) {
        EXPECT_EQ(table.Input(row, "k"), row);
        for (int i = 0; i < one.data.columns(); ++i) {
          table.Compare(row, absl::StrCat("v", i), one.data(row, i), {});
        }
      }
    }
  }
  return cases;
}

double Mean(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

TEST(MachineReferenceTest, Scalars) {
  for (const Case& one : Cases()) {
    for (ReferenceTable& table : ReferenceTable::Open(kFolder, one.prefix + "_scalars.csv")) {
      std::map<std::string, double> values;
      values["logZ"] = LogPartition(one.machine).value();
      values["logZ_base_W0_bc"] = LogPartitionWithoutCouplings(one.machine);
      values["entropy_v"] = Entropy(VisibleProbabilities(one.machine).value());
      if (one.data.rows() > 0) {
        values["mean_loglik_data"] = MeanLogLikelihood(one.machine, one.data).value();
        values["mean_free_energy_data"] = Mean(FreeEnergies(one.machine, one.data));
        values["pseudo_loglik_data_exact"] = Mean(PseudoLogLikelihoods(one.machine, one.data));
      }
      for (int row = 0; row < table.num_rows(); ++row) {
        const std::string name = table.Text(row, "name");
        ASSERT_EQ(values.count(name), 1) << name;
        table.Compare(row, "value", values[name], kExact);
      }
    }
  }
}

TEST(MachineReferenceTest, FreeEnergies) {
  for (const Case& one : Cases()) {
    for (ReferenceTable& table : ReferenceTable::Open(kFolder, one.prefix + "_freeenergy.csv")) {
      const std::vector<double> energies = FreeEnergies(one.machine, one.data);
      const double log_partition = LogPartition(one.machine).value();
      for (int row = 0; row < table.num_rows(); ++row) {
        const int k = Index(table, row, "k");
        table.Compare(row, "free_energy", energies[k], kExact);
        table.Compare(row, "log_p", -energies[k] - log_partition, kExact);
      }
    }
  }
}

TEST(MachineReferenceTest, VisibleProbabilities) {
  for (const Case& one : Cases()) {
    for (ReferenceTable& table : ReferenceTable::Open(kFolder, one.prefix + "_pv.csv")) {
      const std::vector<double> p = VisibleProbabilities(one.machine).value();
      EXPECT_EQ(table.num_rows(), static_cast<int>(p.size()));
      for (int row = 0; row < table.num_rows(); ++row) {
        table.Compare(row, "p", p[Index(table, row, "state_index_bit_i_set_means_v_i_plus1")],
                      {1e-11, 1e-300});
      }
    }
  }
}

TEST(MachineReferenceTest, Moments) {
  for (const Case& one : Cases()) {
    for (ReferenceTable& table : ReferenceTable::Open(kFolder, one.prefix + "_moments.csv")) {
      const Moments moments = ExactMoments(one.machine).value();
      for (int row = 0; row < table.num_rows(); ++row) {
        const std::string name = table.Text(row, "name");
        const int i = Index(table, row, "i");
        const int j = Index(table, row, "j");
        double got = NAN;
        if (name == "v") got = moments.visible[i];
        if (name == "h") got = moments.hidden[j];
        if (name == "vh") got = moments.visible_hidden(i, j);
        if (name == "vv") got = moments.visible_visible(i, j);
        table.Compare(row, "value", got, kExact);
      }
    }
  }
}

TEST(MachineReferenceTest, Gradients) {
  for (const Case& one : Cases()) {
    for (ReferenceTable& table : ReferenceTable::Open(kFolder, one.prefix + "_gradients.csv")) {
      std::map<std::string, Gradient> gradients;
      for (int row = 0; row < table.num_rows(); ++row) {
        const std::string kind = table.Text(row, "kind");
        if (gradients.count(kind) == 0) {
          int steps = 0;
          absl::string_view number = kind;
          if (absl::ConsumePrefix(&number, "cd") && absl::SimpleAtoi(number, &steps)) {
            gradients[kind] = ExpectedContrastiveDivergence(one.machine, one.data, steps).value();
          } else {
            ASSERT_EQ(kind, "grad");
            gradients[kind] = LogLikelihoodGradient(one.machine, one.data).value();
          }
        }
        const Gradient& gradient = gradients[kind];
        const std::string name = table.Text(row, "name");
        const int i = Index(table, row, "i");
        const int a = Index(table, row, "a");
        table.Compare(row, "value",
                      name == "W"   ? gradient.weights(i, a)
                      : name == "b" ? gradient.visible_bias[i]
                                    : gradient.hidden_bias[a],
                      kExact);
      }
    }
  }
}

TEST(MachineReferenceTest, WalshCouplings) {
  for (const Case& one : Cases()) {
    for (ReferenceTable& table :
         ReferenceTable::Open(kFolder, one.prefix + "_couplings_walsh.csv")) {
      const std::vector<double> couplings = WalshCouplings(one.machine).value();
      for (int row = 0; row < table.num_rows(); ++row) {
        int subset = 0;
        for (const char* column : {"i", "j", "k"}) {
          const int unit = Index(table, row, column);
          if (unit >= 0) subset |= 1 << unit;
        }
        // Order 4 carries its fourth unit behind an underscore.
        const std::string order = table.Text(row, "order");
        int fourth = 0;
        absl::string_view number = order;
        if (absl::ConsumePrefix(&number, "4_") && absl::SimpleAtoi(number, &fourth)) {
          subset |= 1 << fourth;
        }
        table.Compare(row, "value", couplings[subset], kExact);
      }
    }
  }
}

TEST(MachineReferenceTest, LeadingCouplings) {
  for (const Case& one : Cases()) {
    for (ReferenceTable& table :
         ReferenceTable::Open(kFolder, one.prefix + "_couplings_leading.csv")) {
      const linalg::Matrix<double> couplings = LeadingCouplings(one.machine);
      for (int row = 0; row < table.num_rows(); ++row) {
        table.Compare(row, "leading_sum_a_WiaWja_sech2ca",
                      couplings(Index(table, row, "i"), Index(table, row, "j")), kExact);
      }
    }
  }
}

TEST(MachineReferenceTest, ExactFlow) {
  for (const Case& one : Cases()) {
    for (ReferenceTable& table : ReferenceTable::Open(kFolder, one.prefix + "_flow_exact.csv")) {
      const ExactGibbs chain = ExactGibbs::Create(one.machine).value();
      const std::vector<double> p = VisibleProbabilities(one.machine).value();
      std::vector<double> law(p.size(), 0.0);
      law.back() = 1.0;  // all units up
      int step = 0;
      for (int row = 0; row < table.num_rows(); ++row) {
        for (; step < Index(table, row, "step"); ++step) law = chain.Step(law);
        double mean = 0.0;
        double distance = 0.0;
        double divergence = 0.0;
        for (std::size_t s = 0; s < p.size(); ++s) {
          const int up = __builtin_popcountll(s);
          mean += law[s] * (2.0 * up / one.machine.visible_units() - 1.0);
          distance += 0.5 * std::abs(law[s] - p[s]);
          if (law[s] > 0.0) divergence += law[s] * std::log(law[s] / p[s]);
        }
        table.Compare(row, "mean_v_avg_over_sites", mean, kExact);
        table.Compare(row, "tv_distance_to_p", distance, kExact);
        table.Compare(row, "kl_x_p", divergence, kExact);
      }
    }
  }
}

TEST(MachineReferenceTest, FormulaMachines) {
  for (ReferenceTable& table : ReferenceTable::Open(kFolder, "rbm_formula_logZ*.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const int visible = Index(table, row, "nv");
      const int hidden = Index(table, row, "nh");
      const double amplitude = table.Input(row, "amp");
      Machine machine(visible, hidden);
      for (int i = 0; i < visible; ++i) {
        machine.visible_bias[i] = 0.05 * std::cos(0.5 * i);
        for (int a = 0; a < hidden; ++a) {
          machine.weights(i, a) = amplitude * std::sin(1.0 + 0.37 * i + 0.91 * a + 0.013 * i * a);
        }
      }
      for (int a = 0; a < hidden; ++a) machine.hidden_bias[a] = 0.05 * std::sin(0.7 * a + 0.2);
      const Moments moments = ExactMoments(machine, 0).value();
      table.Compare(row, "logZ", moments.log_partition, kExact);
      table.Compare(row, "logZ_W0", LogPartitionWithoutCouplings(machine), kExact);
      table.Compare(row, "mean_v_avg", Mean(moments.visible), kExact);
      table.Compare(row, "v0", moments.visible[0], kExact);
      table.Compare(row, "h0", moments.hidden[0], kExact);
      table.Compare(row, "hlast", moments.hidden[hidden - 1], kExact);
    }
  }
}

}  // namespace
}  // namespace infoflow::rbm
