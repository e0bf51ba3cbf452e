// The program behind one figure and behind the whole catalogue: what is linked in decides.

#include <string>
#include <vector>

#include "infoflow/support/memory.h"
#include "paper_figures/harness/figure_main.h"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const std::vector<infoflow::paper_figures::CatalogueEntry> catalogue =
      infoflow::paper_figures::Catalogue();
  return infoflow::RunWithinMemory("paper_figures", [&] {
    return catalogue.size() == 1 ? infoflow::paper_figures::FigureMain(catalogue.front(), arguments)
                                 : infoflow::paper_figures::CatalogueMain(catalogue, arguments);
  });
}
