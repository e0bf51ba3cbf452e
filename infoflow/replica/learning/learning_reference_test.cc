// Entropies of trained and initial spectra against an independent prototype's, which iterates to
// machine precision with another quadrature of the scalar channels.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/replica/learning/learning_entropy.h"
#include "infoflow/replica/learning/linear_chain_entropy.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::replica {
namespace {

using testing::ReferenceTable;
using testing::Tolerance;

constexpr Tolerance kEntropy = {1e-9, 1e-9};
constexpr Tolerance kMessage = {1e-7, 0.0};

struct Spectrum {
  int inputs = 0, outputs = 0;
  std::vector<double> singular_values;
};
// By network and layer; layer 0 is the generator.
using Spectra = std::map<std::pair<std::string, int>, Spectrum>;

Spectra ReadSpectra() {
  Spectra spectra;
  for (ReferenceTable& table : ReferenceTable::Open("replica", "usv_entropy_spectra.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const int layer = static_cast<int>(table.Input(row, "layer"));
      Spectrum& spectrum = spectra[{table.Text(row, "network"), layer}];
      EXPECT_EQ(table.Input(row, "index"), static_cast<double>(spectrum.singular_values.size()));
      spectrum.inputs = static_cast<int>(table.Input(row, "inputs"));
      spectrum.outputs = static_cast<int>(table.Input(row, "outputs"));
      spectrum.singular_values.push_back(table.Input(row, "S"));
    }
  }
  return spectra;
}

std::vector<double> Numbers(const std::string& text) {
  std::vector<double> numbers;
  for (const absl::string_view word : absl::StrSplit(text, ';')) {
    double number = 0.0;
    EXPECT_TRUE(absl::SimpleAtod(word, &number)) << word;
    numbers.push_back(number);
  }
  return numbers;
}

// The network of a row, and S of its layers.
struct Case {
  LearningModel model;
  std::vector<std::vector<double>> singular_values;
};

Case CaseOf(ReferenceTable& table, int row, const Spectra& spectra) {
  Case result;
  const std::string name = table.Text(row, "network");
  const std::vector<std::string> activations = absl::StrSplit(table.Text(row, "activations"), ';');
  const std::vector<std::string> sizes = absl::StrSplit(table.Text(row, "sizes"), '-');
  EXPECT_EQ(sizes.size(), activations.size() + 1);
  EXPECT_EQ(static_cast<double>(activations.size()), table.Input(row, "layer"));
  result.model.measurement_noise = table.Input(row, "noise");
  if (!table.Text(row, "generator_noise").empty()) {
    const Spectrum& generator = spectra.at({name, 0});
    result.model.generator = {generator.singular_values, generator.inputs, generator.outputs,
                              table.Input(row, "generator_noise")};
  }
  for (std::size_t l = 0; l < activations.size(); ++l) {
    const Spectrum& spectrum = spectra.at({name, static_cast<int>(l) + 1});
    EXPECT_EQ(absl::StrCat(spectrum.inputs, "-", spectrum.outputs),
              absl::StrCat(sizes[l], "-", sizes[l + 1]));
    result.model.layers.push_back({spectrum.inputs, spectrum.outputs, activations[l]});
    result.singular_values.push_back(spectrum.singular_values);
  }
  return result;
}

void CompareMessages(ReferenceTable& table, int row, const std::string& column,
                     const std::vector<double>& got) {
  const std::vector<double> want = Numbers(table.Text(row, column));
  ASSERT_EQ(got.size(), want.size());
  for (std::size_t l = 0; l < want.size(); ++l) {
    EXPECT_NEAR(got[l], want[l], kMessage.relative * want[l])
        << table.file() << " row " << row + 1 << ", " << column << " of layer " << l + 1;
  }
}

void CheckRow(ReferenceTable& table, int row, const Spectra& spectra) {
  const Case problem = CaseOf(table, row, spectra);
  LearningEntropies entropies = LearningEntropies::Create(problem.model).value();
  const auto measured = entropies.Measure(problem.singular_values, LearningStarts::kAll);
  ASSERT_TRUE(measured.ok()) << measured.status();
  const LayerEntropy& last = measured->back();
  const FixedPoint& best = last.solution.best();
  table.Compare(row, "H", last.entropy, kEntropy);
  table.Compare(row, "MI", last.mutual_information, kEntropy);
  table.Compare(row, "mmse", last.mean_squared_error, kMessage);
  table.Compare(row, "n_fixed_points", static_cast<double>(last.solution.fixed_points.size()),
                {0.0, 0.0});
  if (!table.Text(row, "H_next_fixed_point").empty()) {
    ASSERT_GE(last.solution.fixed_points.size(), 2u);
    table.Compare(row, "H_next_fixed_point", last.solution.fixed_points[1].potential, kEntropy);
  }
  CompareMessages(table, row, "V", best.state.input_error);
  CompareMessages(table, row, "A", best.state.output_score);
  CompareMessages(table, row, "At", best.state.input_precision);
  CompareMessages(table, row, "Vt", best.state.output_noise);
  // The matrices are not in the table: only of one linear layer do their directions not matter.
  const bool one_layer = problem.model.layers.size() == 1 && !problem.model.generator.has_value();
  if (table.Text(row, "H_logdet").empty() || !one_layer) return;
  const LearningLayer& shape = problem.model.layers[0];
  linalg::Matrix<double> weights(shape.inputs, shape.outputs);
  for (std::size_t i = 0; i < problem.singular_values[0].size(); ++i) {
    weights(static_cast<int>(i), static_cast<int>(i)) = problem.singular_values[0][i];
  }
  const std::vector<double> exact =
      LinearChainEntropies({}, {weights}, problem.model.measurement_noise, shape.inputs).value();
  table.Compare(row, "H_logdet", exact[0], kEntropy);
  EXPECT_NEAR(last.entropy, exact[0], 1e-10);
}

TEST(LearningReferenceTest, EntropiesOfSpectra) {
  const Spectra spectra = ReadSpectra();
  for (ReferenceTable& table : ReferenceTable::Open("replica", "usv_entropy.csv")) {
    if (spectra.empty()) GTEST_SKIP() << "the table has no spectra beside it";
    for (int row = 0; row < table.num_rows(); ++row) CheckRow(table, row, spectra);
    table.Ignore("prior_size");
    table.Ignore("quadrature_change");
    table.Ignore("residual");
    table.Ignore("H_logdet");
    table.Ignore("H_next_fixed_point");
  }
}

}  // namespace
}  // namespace infoflow::replica
