#include "paper_figures/harness/claim.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

constexpr const char* kRelationSigns[] = {"<=", ">=", "<", ">"};
constexpr const char* kVerdicts[] = {"reproduced", "refined", "not decided", "FAILS"};

bool IsName(absl::string_view name) {
  return !name.empty() && absl::ascii_islower(name[0]) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

// The inverse of OriginName.
absl::Status ParseOrigin(const std::string& text, Claim& claim) {
  constexpr absl::string_view kQuoted = "quoted (";
  if (text == "ours") {
    claim.origin = Claim::Origin::kOurs;
  } else if (text == "inferred") {
    claim.origin = Claim::Origin::kInferred;
  } else if (absl::StartsWith(text, kQuoted) && absl::EndsWith(text, ")")) {
    claim.origin = Claim::Origin::kQuoted;
    claim.text_read = text.substr(kQuoted.size(), text.size() - kQuoted.size() - 1);
  } else {
    return absl::InvalidArgumentError(absl::StrCat("unknown origin '", text, "'"));
  }
  return absl::OkStatus();
}

}  // namespace

bool Claim::Holds() const {
  if (!undecided.empty()) return false;
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

Claim::Verdict Claim::verdict() const {
  if (!undecided.empty()) return Verdict::kNotDecided;
  if (!Holds()) return Verdict::kFails;
  return paper_says.empty() ? Verdict::kReproduced : Verdict::kRefined;
}

std::string Claim::VerdictName() const { return kVerdicts[static_cast<int>(verdict())]; }

std::string Claim::Comparison() const {
  if (!undecided.empty()) return absl::StrCat("not decided at these parameters: ", undecided);
  return absl::StrFormat("%.6g %s %.6g", measured, kRelationSigns[static_cast<int>(relation)],
                         bound);
}

std::string Claim::OriginName() const {
  switch (origin) {
    case Origin::kQuoted:
      return absl::StrCat("quoted (", text_read, ")");
    case Origin::kInferred:
      return "inferred";
    case Origin::kOurs:
      return "ours";
  }
  return "";
}

std::string Claim::PaperSentence() const {
  if (paper_says.empty()) return "";
  return absl::StrCat(origin == Origin::kQuoted ? "the paper says: " : "the paper, as inferred: ",
                      paper_says);
}

ClaimBuilder& ClaimBuilder::Quoted(absl::string_view text_read) {
  claim_->origin = Claim::Origin::kQuoted;
  claim_->text_read = std::string(text_read);
  return *this;
}

ClaimBuilder& ClaimBuilder::Inferred() {
  claim_->origin = Claim::Origin::kInferred;
  return *this;
}

ClaimBuilder& ClaimBuilder::Refines(absl::string_view paper_says) {
  claim_->paper_says = std::string(paper_says);
  return *this;
}

ClaimBuilder& ClaimBuilder::Measured(absl::string_view quantity, double measured) {
  claim_->quantity = std::string(quantity);
  claim_->measured = measured;
  return *this;
}

ClaimBuilder& ClaimBuilder::DecidedIf(bool condition, absl::string_view why) {
  if (!condition && claim_->undecided.empty()) claim_->undecided = std::string(why);
  return *this;
}

ClaimBuilder& ClaimBuilder::Compare(Claim::Relation relation, double bound) {
  claim_->relation = relation;
  claim_->bound = bound;
  return *this;
}

ClaimBuilder ClaimList::Add(absl::string_view name, absl::string_view sentence) {
  INFOFLOW_CHECK(IsName(name));
  for (const Claim& claim : claims_) INFOFLOW_CHECK(claim.id != name);
  claims_.emplace_back();
  claims_.back().id = std::string(name);
  claims_.back().sentence = std::string(sentence);
  return ClaimBuilder(&claims_.back());
}

std::vector<Claim> ClaimList::ForFigure(absl::string_view id) const {
  std::vector<Claim> claims = claims_;
  for (Claim& claim : claims) {
    INFOFLOW_CHECK(!claim.quantity.empty());
    claim.id = absl::StrCat(id, "/", claim.id);
  }
  return claims;
}

Table ClaimsTable(const std::vector<Claim>& claims) {
  Table table({{"id", ""},
               {"claim", ""},
               {"origin", ""},
               {"quantity", ""},
               {"measured", ""},
               {"relation", ""},
               {"bound", ""},
               {"verdict", ""},
               {"paper_says", ""},
               {"undecided", ""}});
  for (const Claim& claim : claims) {
    table.AddRow({claim.id, claim.sentence, claim.OriginName(), claim.quantity, claim.measured,
                  kRelationSigns[static_cast<int>(claim.relation)], claim.bound,
                  claim.VerdictName(), claim.paper_says, claim.undecided});
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
    INFOFLOW_ASSIGN_OR_RETURN(claim.undecided, table.Text(row, "undecided"));
    INFOFLOW_ASSIGN_OR_RETURN(const std::string origin, table.Text(row, "origin"));
    INFOFLOW_RETURN_IF_ERROR(ParseOrigin(origin, claim));
    INFOFLOW_ASSIGN_OR_RETURN(const std::string sign, table.Text(row, "relation"));
    const auto known = std::find(std::begin(kRelationSigns), std::end(kRelationSigns), sign);
    if (known == std::end(kRelationSigns)) {
      return absl::InvalidArgumentError(absl::StrCat("unknown relation '", sign, "'"));
    }
    claim.relation = static_cast<Claim::Relation>(known - std::begin(kRelationSigns));
    claims.push_back(claim);
  }
  return claims;
}

}  // namespace infoflow::paper_figures
