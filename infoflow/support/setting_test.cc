#include "infoflow/support/setting.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace infoflow {
namespace {

enum class Colour { kRed, kBlue };
const Choices<Colour> kColours = {{"red", Colour::kRed}, {"blue", Colour::kBlue}};

// What Assign says of `words`, "" when it takes them.
std::string Error(const Setting& setting, const std::vector<absl::string_view>& words) {
  std::string failed;
  const absl::Status status = setting.Assign(words, &failed);
  return status.ok() ? "" : failed + ": " + std::string(status.message());
}

TEST(SettingTest, NumbersKeepTheirTypeAndRange) {
  int small = 3;
  const Setting integer = Setting::OfNumber(&small, {1, 9});
  EXPECT_EQ(Error(integer, {"7"}), "");
  EXPECT_EQ(small, 7);
  EXPECT_EQ(integer.value(), Setting::Value(std::int64_t{7}));
  EXPECT_EQ(Error(integer, {"10"}), "10: must be an integer from 1 to 9");
  EXPECT_EQ(Error(integer, {"2.5"}), "2.5: must be an integer from 1 to 9");
  EXPECT_EQ(small, 7);

  double number = 0.1;
  const Setting real = Setting::OfNumber(&number, {-1.0, 1.0});
  EXPECT_EQ(real.Text(), "0.1");
  EXPECT_EQ(Error(real, {"nan"}), "nan: must be a number from -1 to 1");
  EXPECT_EQ(Error(real, {"-1"}), "");
  EXPECT_EQ(number, -1.0);
}

TEST(SettingTest, IntegersAboveTwoToThe53AreExact) {
  std::int64_t wide = 0;
  const Setting setting = Setting::OfNumber(&wide, {0, std::numeric_limits<std::int64_t>::max()});
  EXPECT_EQ(Error(setting, {"9007199254740993"}), "");
  EXPECT_EQ(wide, 9007199254740993);
  EXPECT_EQ(Error(setting, {"-1"}), "-1: must be an integer of at least 0");
}

TEST(SettingTest, ATypeLimitsItsRange) {
  int small = 0;
  const Setting setting = Setting::OfNumber(&small, {0, std::numeric_limits<std::int64_t>::max()});
  EXPECT_EQ(Error(setting, {"2147483648"}), "2147483648: must be an integer of at most 2147483647");
  EXPECT_EQ(Error(setting, {"-1"}), "-1: must be an integer of at least 0");
  std::uint64_t seed = 0;
  EXPECT_EQ(Error(Setting::OfNumber(&seed, {-5, 10}), {"-1"}),
            "-1: must be an integer from 0 to 10");
}

TEST(SettingTest, ListsAreSetAsAWhole) {
  std::vector<double> numbers = {1.0};
  const Setting setting = Setting::OfNumber(&numbers, {0.0, 10.0});
  EXPECT_TRUE(setting.is_list());
  EXPECT_EQ(Error(setting, {"2", "0.5"}), "");
  EXPECT_EQ(numbers, (std::vector<double>{2.0, 0.5}));
  EXPECT_EQ(setting.Text(), "2,0.5");
  EXPECT_EQ(Error(setting, {"3", "11", "x"}), "11: must be a number from 0 to 10");
  EXPECT_EQ(numbers, (std::vector<double>{2.0, 0.5}));
}

TEST(SettingTest, ChoicesAreEnums) {
  Colour colour = Colour::kRed;
  const Setting one = Setting::OfChoice(&colour, kColours);
  EXPECT_EQ(Error(one, {"blue"}), "");
  EXPECT_EQ(colour, Colour::kBlue);
  EXPECT_EQ(one.Text(), "blue");
  EXPECT_EQ(one.value(), Setting::Value(std::string("blue")));
  EXPECT_EQ(Error(one, {"Blue"}), "Blue: must be one of red, blue");

  std::vector<Colour> colours = {Colour::kRed};
  const Setting many = Setting::OfChoice(&colours, kColours);
  EXPECT_EQ(Error(many, {"blue", "red"}), "");
  EXPECT_EQ(colours, (std::vector<Colour>{Colour::kBlue, Colour::kRed}));
  EXPECT_EQ(many.value(), Setting::Value(std::vector<std::string>{"blue", "red"}));
}

TEST(SettingTest, TextAndBools) {
  std::string text = "before";
  EXPECT_EQ(Error(Setting::OfText(&text), {""}), ": must not be empty");
  EXPECT_EQ(text, "before");
  bool flag = false;
  const Setting setting = Setting::OfBool(&flag);
  EXPECT_EQ(Error(setting, {"true"}), "");
  EXPECT_TRUE(flag);
  EXPECT_EQ(Error(setting, {"maybe"}), "maybe: must be true or false");
}

}  // namespace
}  // namespace infoflow
