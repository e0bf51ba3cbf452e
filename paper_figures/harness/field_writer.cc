#include "paper_figures/harness/field_writer.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "infoflow/support/check.h"
#include "infoflow/support/number_text.h"
#include "paper_figures/harness/json.h"

namespace infoflow::paper_figures {

// The objects and arrays that are open, innermost last; each is put into its parent when it ends.
class FieldWriter::Tree {
 public:
  Tree() { open_.push_back({"", Json::object()}); }

  void Put(const char* name, Json value) {
    Json& parent = open_.back().value;
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return;
    }
    INFOFLOW_CHECK(name != nullptr && !parent.contains(name));
    parent[name] = std::move(value);
  }
  void Begin(const char* name, Json value) {
    open_.push_back({name == nullptr ? "" : name, std::move(value)});
  }
  void End() {
    Open ended = std::move(open_.back());
    open_.pop_back();
    Put(ended.name.c_str(), std::move(ended.value));
  }
  const Json& root() const { return open_.front().value; }

 private:
  struct Open {
    std::string name;
    Json value;
  };
  std::vector<Open> open_;
};

FieldWriter::FieldWriter() : tree_(std::make_unique<Tree>()) {}
FieldWriter::~FieldWriter() = default;

std::string FieldWriter::Text() const { return Dump(tree_->root()); }

std::string FieldWriter::KeyText() const {
  return absl::StrJoin(keys_, " ", [&](std::string* out, const KeyField& field) {
    const Json& value = tree_->root()[field.name];
    absl::StrAppend(out, field.name, "=",
                    !field.text.empty()       ? field.text
                    : value.is_string()       ? value.get<std::string>()
                    : value.is_number_float() ? FormatShortest(value.get<double>())
                                              : Dump(value));
  });
}

void FieldWriter::WriteBool(const char* name, bool value) { tree_->Put(name, value); }
void FieldWriter::WriteInteger(const char* name, std::int64_t value) { tree_->Put(name, value); }
void FieldWriter::WriteUnsigned(const char* name, std::uint64_t value) { tree_->Put(name, value); }
void FieldWriter::WriteNumber(const char* name, double value) {
  tree_->Put(name, JsonNumber(value));
}
void FieldWriter::WriteText(const char* name, absl::string_view value) {
  tree_->Put(name, std::string(value));
}
void FieldWriter::WriteNothing(const char* name) { tree_->Put(name, nullptr); }
void FieldWriter::WriteSet(const char* name, const ParameterSet& set) {
  tree_->Put(name, JsonParameters(set));
}
void FieldWriter::BeginObject(const char* name) { tree_->Begin(name, Json::object()); }
void FieldWriter::BeginArray(const char* name) { tree_->Begin(name, Json::array()); }
void FieldWriter::End() { tree_->End(); }

}  // namespace infoflow::paper_figures
