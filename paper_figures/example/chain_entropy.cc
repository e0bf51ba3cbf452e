// Entropy per site of the Ising chain against its coupling. The smallest figure, to copy: what
// every figure has, in the order in which every figure file is read.
//
// Symbols: K coupling, h field, s entropy per site. Mathematics: docs/renormalization.md, part I.

#include <cmath>
#include <vector>

#include "infoflow/ising/chain/chain.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"

namespace infoflow::paper_figures {

namespace {

// 1. Parameters: each field once, with name, meaning, values at presets smoke, default and paper,
// and what is allowed. Users set them with --set fields=0,0.5,points=20.
struct Parameters {
  std::vector<double> fields;
  int points;
  double greatest_coupling;

  void Register(ParameterSet& set) {
    set.Add("fields", &fields, "fields h, a curve each", {{0.0, 0.5}, {0.0, 0.1, 0.5}, {0.0}},
            {-10.0, 10.0});
    set.Add("points", &points, "couplings K of a curve", {8, 200, 1000}, {2, 100000});
    set.Add("greatest_coupling", &greatest_coupling, "where curves end", {2.0, 3.0, 3.0},
            {0.1, 10.0});
  }
};

// 2. Record: what is computed. A row of a table names its columns, with their units; a struct
// without units names its fields.
struct Entropy {
  double field = 0.0;
  double coupling = 0.0;
  double entropy = 0.0;

  INFOFLOW_COLUMNS(field, "", coupling, "", entropy, "nats per site")
};

struct Record {
  std::vector<Entropy> curves;

  INFOFLOW_FIELDS(curves)
};

// 3. Computing it: physics, and nothing of files, flags or text. A figure that takes long has
// points (FigureOf in figure_of.h) instead, which are kept, resumed and shared out one by one.
absl::StatusOr<Record> Compute(const Parameters& p, const Run&) {
  Record record;
  for (const double field : p.fields) {
    for (int i = 0; i < p.points; ++i) {
      const double coupling = p.greatest_coupling * i / (p.points - 1);
      INFOFLOW_ASSIGN_OR_RETURN(const ising::Chain chain, ising::Chain::Create({coupling, field}));
      record.curves.push_back({field, coupling, chain.entropy_per_site()});
    }
  }
  return record;
}

// 4. Claims: sentences that can fail, each with the number that was measured and a bound that was
// fixed before. Whose sentence it is: .Quoted("text that was read"), .Inferred(), or ours.
ClaimList Claims(const Record& record) {
  int rises = 0;
  for (std::size_t i = 1; i < record.curves.size(); ++i) {
    const Entropy &before = record.curves[i - 1], &now = record.curves[i];
    rises += now.field == before.field && now.entropy > before.entropy;
  }
  ClaimList claims;
  claims.Add("falls", "The entropy never grows with the coupling.")
      .Measured("steps at which it does", rises)
      .AtMost(0.0);
  claims.Add("free_spins", "Without field and coupling a site has the entropy ln 2.")
      .Measured("|s - ln 2| (nats per site)",
                std::abs(record.curves.front().entropy - std::log(2.0)))
      .DecidedIf(record.curves.front().field == 0.0, "the first curve has a field")
      .AtMost(1e-15);
  return claims;
}

// 5. What a reader sees: tables, claims, and the keys that the picture needs besides
// (chain_entropy.gp).
absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, const Record& record) {
  Presentation presentation;
  presentation.tables = {
      {"entropy", "Entropy per site against the coupling", TableOf(record.curves)}};
  presentation.claims = Claims(record);
  presentation.keys.Add("fields", p.fields);
  presentation.keys.Add("field_names", NumberNames(p.fields));
  return presentation;
}

}  // namespace

// 6. The figure: its texts and its steps. The name is that of the file, in camel case.
Figure ChainEntropy() {
  SinglePointFigureOf<Parameters, Record> figure;
  figure.title = "Entropy of the Ising chain";
  figure.paper = "arXiv:2107.06898";
  figure.source = "an example: this figure is in no paper";
  figure.description = "Entropy per site of the Ising chain against its coupling.";
  figure.oracle = "closed forms checked in infoflow/ising/chain/chain_test.cc";
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
