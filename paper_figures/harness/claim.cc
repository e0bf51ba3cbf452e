#include "paper_figures/harness/claim.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

constexpr const char* kRelationSigns[] = {"<=", ">=", "<", ">"};

}  // namespace

bool Claim::Holds() const {
  switch (relation) {
    case Relation::kAtMost:
      return measured <= bound;
    case Relation::kAtLeast:
      return measured >= bound;
    case Relation::kLess:
      return measured < bound;
    case Relation::kGreater:
      return measured > bound;
  }
  return false;
}

std::string Claim::Verdict() const {
  if (!Holds()) return "FAILS";
  return paper_says.empty() ? "reproduced" : "refined";
}

std::string Claim::Comparison() const {
  return absl::StrFormat("%.6g %s %.6g", measured, kRelationSigns[static_cast<int>(relation)],
                         bound);
}

Table ClaimsTable(const std::vector<Claim>& claims) {
  Table table({{"id", ""},
               {"claim", ""},
               {"quantity", ""},
               {"measured", ""},
               {"relation", ""},
               {"bound", ""},
               {"verdict", ""},
               {"paper_says", ""}});
  for (const Claim& claim : claims) {
    table.AddRow({claim.id, claim.sentence, claim.quantity, FormatDouble(claim.measured),
                  kRelationSigns[static_cast<int>(claim.relation)], FormatDouble(claim.bound),
                  claim.Verdict(), claim.paper_says});
  }
  return table;
}

absl::StatusOr<std::vector<Claim>> ParseClaimsTable(const Table& table) {
  std::vector<Claim> claims;
  for (int row = 0; row < table.num_rows(); ++row) {
    Claim claim;
    INFOFLOW_ASSIGN_OR_RETURN(claim.id, table.Text(row, "id"));
    INFOFLOW_ASSIGN_OR_RETURN(claim.sentence, table.Text(row, "claim"));
    INFOFLOW_ASSIGN_OR_RETURN(claim.quantity, table.Text(row, "quantity"));
    INFOFLOW_ASSIGN_OR_RETURN(claim.measured, table.Number(row, "measured"));
    INFOFLOW_ASSIGN_OR_RETURN(claim.bound, table.Number(row, "bound"));
    INFOFLOW_ASSIGN_OR_RETURN(claim.paper_says, table.Text(row, "paper_says"));
    INFOFLOW_ASSIGN_OR_RETURN(const std::string sign, table.Text(row, "relation"));
    bool known = false;
    for (int i = 0; i < 4; ++i) {
      if (sign != kRelationSigns[i]) continue;
      claim.relation = static_cast<Claim::Relation>(i);
      known = true;
    }
    if (!known) return absl::InvalidArgumentError(absl::StrCat("unknown relation '", sign, "'"));
    claims.push_back(claim);
  }
  return claims;
}

}  // namespace infoflow::paper_figures
