#include "paper_figures/harness/toy_figure.h"

#include <algorithm>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"

namespace infoflow::paper_figures {

namespace {

enum class Mode { kPlain, kFancy };

struct Parameters {
  std::vector<double> values;
  int power;
  Mode mode;

  void Register(ParameterSet& set) {
    set.Add("values", &values, {"what is squared", "m"}, {{1.0, 2.0}, {1.0, 2.0, 3.0}, {4.0}},
            {-10.0, 10.0});
    set.Add("power", &power, "exponent", {2, 2, 3}, {1, 9});
    set.AddChoice("mode", &mode, "kind", {Mode::kPlain, Mode::kPlain, Mode::kPlain},
                  {{"plain", Mode::kPlain}, {"fancy", Mode::kFancy}});
  }
};

struct Square {
  double value = 0.0;
  double square = 0.0;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("value", self.value);
    visit("square", self.square, "units");
  }
};

struct Record {
  std::vector<Square> squares;

  INFOFLOW_FIELDS(squares)
};

absl::StatusOr<Record> Compute(const Parameters& p, const Run&) {
  if (p.mode == Mode::kFancy) {
    return absl::FailedPreconditionError("mode fancy does not converge");
  }
  Record record;
  for (const double value : p.values) record.squares.push_back({value, value * value});
  return record;
}

}  // namespace

CatalogueEntry Toy(double bound) {
  SinglePointFigureOf<Parameters, Record> figure;
  figure.title = "Squares";
  figure.paper = "arXiv:0000.00000";
  figure.source = "nowhere";
  figure.description = "Squares of numbers.";
  figure.oracle = "multiplication";
  figure.compute = Compute;
  figure.present = [bound](const Parameters& p, const Run&,
                           const Record& record) -> absl::StatusOr<Presentation> {
    Presentation presentation;
    presentation.tables = {{"squares", "Squares", TableOf(record.squares)}};
    double largest = 0.0;
    for (const Square& row : record.squares) largest = std::max(largest, row.square);
    presentation.claims.Add("small", "squares are small, \"really\"")
        .Inferred()
        .Refines("squares are tiny")
        .Measured("largest square", largest)
        .AtMost(bound);
    presentation.claims.Add("different", "squares differ")
        .Measured("largest - smallest", largest - record.squares[0].square)
        .DecidedIf(p.values.size() > 1, "there is one value")
        .Above(0.0);
    presentation.keys.Add("largest", largest);
    return presentation;
  };
  return {"fig0",
          "toy",
          "plot 'data/squares.csv' using 1:2 with linespoints\n",
          "code 1",
          "presentation 1",
          figure.Build()};
}

CatalogueEntry BrokenToy() {
  SinglePointFigureOf<Parameters, Record> figure;
  figure.compute = [](const Parameters&, const Run&) -> absl::StatusOr<Record> {
    return absl::InternalError("does not converge");
  };
  figure.present = [](const Parameters&, const Run&, const Record&) {
    return absl::StatusOr<Presentation>(Presentation());
  };
  CatalogueEntry broken = Toy();
  broken.id = "fig00";
  broken.slug = "broken";
  broken.figure = figure.Build();
  return broken;
}

}  // namespace infoflow::paper_figures
