// The program behind one figure.

#include <string>
#include <vector>

#include "infoflow/support/freed_memory.h"
#include "infoflow/support/memory.h"
#include "paper_figures/harness/catalogue.h"
#include "paper_figures/harness/figure_main.h"

int main(int argc, char** argv) {
  infoflow::KeepFreedMemory();
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return infoflow::RunWithinMemory("paper_figures", [&] {
    return infoflow::paper_figures::FigureMain(infoflow::paper_figures::Catalogue().front(),
                                               arguments);
  });
}
