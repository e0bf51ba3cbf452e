// Figures that are killed at any moment, while they compute points or draw, come out as if nothing
// had been.

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "infoflow/support/runfiles.h"
#include "infoflow/testing/killed_program.h"

namespace infoflow::paper_figures {
namespace {

constexpr int kKills = 20;

std::string Program(absl::string_view figure) {
  return FindRunfile("infoflow", absl::StrCat("paper_figures/", figure)).value();
}

// Provenance tells time; a program that goes on writes a file of records of its own.
bool Differs(absl::string_view path) {
  return absl::EndsWith(path, "provenance.json") || absl::EndsWith(path, ".records");
}

void ExpectKillsLoseNothing(absl::string_view figure) {
  testing::ExpectKillsLoseNothing(
      {{Program(figure), "--preset=smoke", "--threads=1", "--out=figures"}, Differs}, kKills);
}

TEST(KillTest, Sweep) { ExpectKillsLoseNothing("fig6"); }

// Most of its time gnuplot is at work.
TEST(KillTest, Drawing) { ExpectKillsLoseNothing("fig1"); }

}  // namespace
}  // namespace infoflow::paper_figures
