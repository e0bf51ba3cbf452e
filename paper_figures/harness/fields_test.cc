// Structs are written and read back: every type of field, every fault.

#include "paper_figures/harness/fields.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"
#include "paper_figures/harness/field_reader.h"
#include "paper_figures/harness/field_writer.h"
#include "paper_figures/harness/parameter_set.h"

namespace infoflow::paper_figures {
namespace {

using ::testing::HasSubstr;

enum class Kind { kPlain, kFancy };

struct Inner {
  double value = 0.0;
  std::vector<int> counts;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("value", self.value, "nats");
    visit("counts", self.counts);
  }
};

struct Everything {
  bool flag = false;
  int small = 0;
  std::uint64_t seed = 0;
  float single = 0.0f;
  Kind kind = Kind::kPlain;
  std::string text;
  std::vector<Inner> inner;
  std::array<double, 2> pair = {0.0, 0.0};
  linalg::Matrix<double> matrix;
  std::optional<Inner> some, none;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("flag", self.flag);
    visit("small", self.small);
    visit("seed", self.seed);
    visit("single", self.single);
    visit("kind", self.kind);
    visit("text", self.text);
    visit("inner", self.inner);
    visit("pair", self.pair);
    visit("matrix", self.matrix);
    visit("some", self.some);
    visit("none", self.none);
  }
};

Everything Example() {
  Everything e;
  e.flag = true;
  e.small = -7;
  e.seed = std::numeric_limits<std::uint64_t>::max();
  e.single = 0.1f;
  e.kind = Kind::kFancy;
  e.text = "tab\t\"quote\" and \xc3\xa9";
  e.inner = {{1.0 / 3.0, {1, 2}}, {std::nan(""), {}}};
  e.pair = {-std::numeric_limits<double>::infinity(), 5e-324};
  e.matrix = linalg::Matrix<double>(2, 1);
  e.matrix(1, 0) = -0.0;
  e.some = Inner{2.5, {3}};
  return e;
}

TEST(FieldsTest, EveryTypeReadsBackAsItWas) {
  const std::string text = FieldText(Example());
  EXPECT_EQ(text.find('\n'), std::string::npos);
  Everything back;
  ASSERT_TRUE(ReadFields(text, &back).ok()) << ReadFields(text, &back);
  EXPECT_EQ(FieldText(back), text);
  EXPECT_EQ(back.seed, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(back.single, 0.1f);
  EXPECT_EQ(back.kind, Kind::kFancy);
  EXPECT_EQ(back.inner[0].value, 1.0 / 3.0);
  EXPECT_TRUE(std::isnan(back.inner[1].value));
  EXPECT_EQ(back.pair[1], 5e-324);
  EXPECT_TRUE(std::signbit(back.matrix(1, 0)));
  EXPECT_EQ(back.some->value, 2.5);
  EXPECT_FALSE(back.none.has_value());
}

struct Row {
  int step = 3;
  double entropy = 0.5;
  bool found = true;

  INFOFLOW_COLUMNS(step, "", entropy, "nats, per site", found, "")
};

struct UnitCollector {
  std::string text;
  template <typename T>
  void operator()(const char* name, const T&, const char* unit = "") {
    absl::StrAppend(&text, name, "[", unit, "] ");
  }
};

TEST(FieldsTest, MembersUnderTheirOwnNames) {
  EXPECT_EQ(FieldText(Row()), "{\"step\":3,\"entropy\":0.5,\"found\":true}");
  UnitCollector units;
  Row row;
  Row::Fields(row, units);
  EXPECT_EQ(units.text, "step[] entropy[nats, per site] found[] ");
}

TEST(FieldsTest, WhatIsNotAsDeclaredIsAFault) {
  const std::string text = FieldText(Example());
  const auto fault = [&](const std::string& from, const std::string& to) {
    EXPECT_THAT(text, HasSubstr(from));
    Everything back;
    return std::string(ReadFields(absl::StrReplaceAll(text, {{from, to}}), &back).message());
  };
  EXPECT_EQ(fault("\"small\":-7", "\"small\":0.5"), "small is no integer of its type");
  EXPECT_EQ(fault("\"small\":-7", "\"small\":2147483648"), "small is no integer of its type");
  EXPECT_EQ(fault("\"small\":-7", "\"tall\":-7"), "the record has no field 'small'");
  EXPECT_EQ(fault("\"small\":-7", "\"small\":-7,\"more\":1"), "the record has unknown fields");
  EXPECT_EQ(fault("\"counts\":[1,2]", "\"counts\":[1,\"2\"]"),
            "inner.0.counts.1 is no integer of its type");
  EXPECT_EQ(fault("\"value\":\"nan\"", "\"value\":\"none\""), "inner.1.value is no number");
  EXPECT_EQ(fault("\"rows\":2", "\"rows\":3"), "matrix does not hold rows x columns values");
  EXPECT_EQ(fault("\"pair\":[", "\"pair\":[1,"), "pair has another number of elements");
  EXPECT_EQ(fault("\"flag\":true", "\"flag\":1"), "flag is neither true nor false");
  Everything back;
  EXPECT_FALSE(ReadFields(text.substr(0, text.size() - 1), &back).ok());
  EXPECT_FALSE(ReadFields("", &back).ok());
  EXPECT_FALSE(ReadFields("[1]", &back).ok());
}

struct Settings {
  int steps;
  std::vector<double> couplings;
  Kind kind;

  void Register(ParameterSet& set) {
    set.Add("steps", &steps, "steps", {1, 2, 3}, {1, 9});
    set.Add("couplings", &couplings, "couplings", {{0.1}, {0.2}, {0.3}}, {0.0, 1.0});
    set.AddChoice("kind", &kind, "kind", {Kind::kPlain, Kind::kPlain, Kind::kPlain},
                  {{"plain", Kind::kPlain}, {"fancy", Kind::kFancy}});
  }
};

enum class Side { kLeft, kRight };
std::string NameOf(Side side) { return side == Side::kLeft ? "left" : "right"; }

struct KeyedPoint {
  double variance = 0.1;
  int layer = 3;
  Side side = Side::kRight;
  Settings settings = {7, {0.5}, Kind::kFancy};

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("variance", self.variance);
    visit.Key("layer", self.layer);
    visit.Key("side", self.side);
    visit("settings", self.settings);
  }
};

TEST(FieldsTest, APointHasAKeyAndWritesItsParameters) {
  FieldWriter writer;
  KeyedPoint::Fields(static_cast<const KeyedPoint&>(KeyedPoint()), writer);
  EXPECT_EQ(writer.KeyText(), "variance=0.1 layer=3 side=right");
  EXPECT_EQ(writer.Text(),
            "{\"variance\":0.1,\"layer\":3,\"side\":1,\"settings\":"
            "{\"steps\":7,\"couplings\":[0.5],\"kind\":\"fancy\"}}");
}

}  // namespace
}  // namespace infoflow::paper_figures
