#include "paper_figures/harness/picture_keys.h"

#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

TEST(PictureKeysTest, WritesGnuplotAssignments) {
  PictureKeys keys;
  keys.Add("critical", 0.1);
  keys.Add("whole", 3.0);
  keys.Add("count", 3);
  keys.Add("label", "K's \"field\" {/:Italic x}");
  keys.Add("couplings", std::vector<double>{0.25, 1.0});
  keys.Add("steps", std::vector<int>{1, 10});
  keys.Add("names", std::vector<std::string>{"a", "b c"});
  keys.Add("none", std::vector<double>{});
  EXPECT_EQ(keys.script(),
            "critical = 0.10000000000000001\n"
            "whole = 3.0\n"
            "count = 3\n"
            "label = 'K''s \"field\" {/:Italic x}'\n"
            "num_couplings = 2\narray couplings[2] = [0.25,1.0]\n"
            "num_steps = 2\narray steps[2] = [1,10]\n"
            "num_names = 2\narray names[2] = ['a','b c']\n"
            "num_none = 0\narray none[1]\n");
}

TEST(PictureKeysTest, NumbersThatAreNotFinite) {
  PictureKeys keys;
  keys.Add("a", std::numeric_limits<double>::quiet_NaN());
  keys.Add("b", -std::numeric_limits<double>::infinity());
  EXPECT_EQ(keys.script(), "a = NaN\nb = (-1e300*1e300)\n");
}

TEST(PictureKeysDeathTest, NamesAreIdentifiersAndUnique) {
  EXPECT_DEATH(PictureKeys().Add("two words", 1.0), "check failed");
  EXPECT_DEATH(
      {
        PictureKeys keys;
        keys.Add("a", 1.0);
        keys.Add("a", 2.0);
      },
      "check failed");
}

TEST(NumberNamesTest, TellsApartWhatDiffers) {
  EXPECT_EQ(NumberNames({0.3, 1.0}), (std::vector<std::string>{"0.3", "1"}));
  EXPECT_EQ(NumberNames({0.3, 0.3000001}), (std::vector<std::string>{"0.3", "0.3000001"}));
  EXPECT_EQ(NumberNames({0.5, 0.5}), (std::vector<std::string>{"0.5", "0.5"}));
  EXPECT_EQ(NumberNames({2.2691853142130221, 2.3}), (std::vector<std::string>{"2.26919", "2.3"}));
}

}  // namespace
}  // namespace infoflow::paper_figures
