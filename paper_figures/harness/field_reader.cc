#include "paper_figures/harness/field_reader.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/support/number_text.h"
#include "paper_figures/harness/json.h"

namespace infoflow::paper_figures {

// The values on the way from the root to the one that is being read, and how many of the members
// of each object have been read.
class FieldReader::Tree {
 public:
  explicit Tree(absl::string_view text) : root_(ParseJson(text)) {
    if (root_.is_object()) {
      path_.push_back({"", &root_});
    } else {
      Fail("is no JSON object");
    }
  }

  bool Failed() const { return !fault_.empty(); }
  void Fail(absl::string_view fault) {
    if (Failed()) return;
    std::string where;
    for (const Step& step : path_) absl::StrAppend(&where, where.empty() ? "" : ".", step.name);
    fault_ = absl::StrCat(where.empty() ? "the record" : where, " ", fault);
  }
  bool Require(bool condition, absl::string_view fault) {
    if (!Failed() && !condition) Fail(fault);
    return !Failed();
  }
  const Json& value() const { return *path_.back().value; }
  void Enter(std::string name, const Json* value) { path_.push_back({std::move(name), value}); }
  void Leave() {
    if (path_.size() > 1) path_.pop_back();
  }
  int& fields_read() { return path_.back().fields_read; }
  void EndObject() {
    Require(static_cast<std::size_t>(fields_read()) == value().size(), "has unknown fields");
  }
  const std::string& fault() const { return fault_; }

 private:
  struct Step {
    std::string name;
    const Json* value;
    int fields_read = 0;
  };
  const Json root_;
  std::vector<Step> path_;
  std::string fault_;
};

FieldReader::FieldReader(absl::string_view text) : tree_(std::make_unique<Tree>(text)) {}
FieldReader::~FieldReader() = default;

absl::Status FieldReader::status() const {
  if (!tree_->Failed()) tree_->EndObject();
  if (tree_->Failed()) return absl::DataLossError(tree_->fault());
  return absl::OkStatus();
}

bool FieldReader::Require(bool condition, absl::string_view fault) {
  return tree_->Require(condition, fault);
}

bool FieldReader::Enter(const char* name) {
  if (tree_->Failed()) return false;
  const Json& object = tree_->value();
  const auto found = object.find(name);
  if (!Require(found != object.end(), absl::StrCat("has no field '", name, "'"))) return false;
  ++tree_->fields_read();
  tree_->Enter(name, &*found);
  return true;
}

bool FieldReader::EnterElement(std::size_t index) {
  if (tree_->Failed()) return false;
  tree_->Enter(absl::StrCat(index), &tree_->value()[index]);
  return true;
}

void FieldReader::Leave() { tree_->Leave(); }
void FieldReader::BeginObject() { Require(tree_->value().is_object(), "is no object"); }
void FieldReader::EndObject() {
  if (!tree_->Failed()) tree_->EndObject();
}

std::size_t FieldReader::ArraySize() {
  return Require(tree_->value().is_array(), "is no list") ? tree_->value().size() : 0;
}

bool FieldReader::IsNothing() const { return !tree_->Failed() && tree_->value().is_null(); }

bool FieldReader::ReadBool(bool* value) {
  if (!Require(tree_->value().is_boolean(), "is neither true nor false")) return false;
  *value = tree_->value().get<bool>();
  return true;
}

bool FieldReader::ReadSigned(std::int64_t least, std::int64_t greatest, std::int64_t* value) {
  const Json& json = tree_->value();
  // A number without a sign that fits has been read as unsigned.
  const bool fits = json.is_number_unsigned()
                        ? json.get<std::uint64_t>() <= static_cast<std::uint64_t>(greatest)
                        : json.is_number_integer() && json.get<std::int64_t>() >= least;
  if (!Require(fits, "is no integer of its type")) return false;
  *value = json.get<std::int64_t>();
  return true;
}

bool FieldReader::ReadUnsigned(std::uint64_t greatest, std::uint64_t* value) {
  const Json& json = tree_->value();
  if (!Require(json.is_number_unsigned() && json.get<std::uint64_t>() <= greatest,
               "is no integer of its type")) {
    return false;
  }
  *value = json.get<std::uint64_t>();
  return true;
}

bool FieldReader::ReadNumber(double* value) {
  const Json& json = tree_->value();
  if (json.is_string()) {
    const absl::StatusOr<double> special = ParseDouble(json.get<std::string>());
    if (!Require(special.ok(), "is no number")) return false;
    *value = *special;
    return true;
  }
  if (!Require(json.is_number(), "is no number")) return false;
  *value = json.get<double>();
  return true;
}

bool FieldReader::ReadText(std::string* value) {
  if (!Require(tree_->value().is_string(), "is no text")) return false;
  *value = tree_->value().get<std::string>();
  return true;
}

}  // namespace infoflow::paper_figures
