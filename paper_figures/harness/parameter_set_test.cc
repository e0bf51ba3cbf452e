#include "paper_figures/harness/parameter_set.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

enum class Mode { kPlain, kFancy };

struct Example {
  int steps;
  std::vector<double> couplings;
  std::vector<Mode> modes;
  bool keep;
  std::string file;

  void Register(ParameterSet& set) {
    const Choices<Mode> choices = {{"plain", Mode::kPlain}, {"fancy", Mode::kFancy}};
    set.Add("steps", &steps, "how far", {1, 2, 3}, {1, 9});
    set.Add("couplings", &couplings, {"where", "J"}, {{0.1}, {0.2, 0.3}, {0.4}}, {0.0, 1.0});
    set.AddChoice("modes", &modes, "which", {{Mode::kPlain}, {Mode::kPlain}, {Mode::kFancy}},
                  choices);
    set.AddChoice("keep", &keep, "whether", {false, true, true}, {{"off", false}, {"on", true}});
    set.AddText("file", &file, "from where", {"none", "none", "a.npy"});
  }
};

class ParameterSetTest : public ::testing::Test {
 protected:
  ParameterSetTest() { example_.Register(set_); }

  std::string Error(const std::string& assignments) {
    return std::string(set_.Override(assignments).message());
  }

  Example example_;
  ParameterSet set_;
};

TEST_F(ParameterSetTest, PresetsFillTheFields) {
  EXPECT_EQ(set_.Assignments(), "steps=2,couplings=0.2,0.3,modes=plain,keep=on,file=none");
  set_.UsePreset(Preset::kSmoke);
  EXPECT_EQ(example_.steps, 1);
  EXPECT_FALSE(example_.keep);
  set_.UsePreset(Preset::kPaper);
  EXPECT_EQ(example_.file, "a.npy");
  EXPECT_EQ(example_.couplings, (std::vector<double>{0.4}));
  EXPECT_EQ(example_.modes, (std::vector<Mode>{Mode::kFancy}));
}

TEST_F(ParameterSetTest, OverridesReadListsAcrossCommas) {
  ASSERT_TRUE(
      set_.Override("couplings=0.5,0.25,steps=7,modes=fancy,plain,keep=off,file=/x/b.npy").ok());
  EXPECT_EQ(example_.couplings, (std::vector<double>{0.5, 0.25}));
  EXPECT_EQ(example_.steps, 7);
  EXPECT_EQ(example_.modes, (std::vector<Mode>{Mode::kFancy, Mode::kPlain}));
  EXPECT_EQ(example_.file, "/x/b.npy");
  EXPECT_FALSE(example_.keep);
  // What is listed is taken back.
  const std::string all = set_.Assignments();
  set_.UsePreset(Preset::kDefault);
  ASSERT_TRUE(set_.Override(all).ok());
  EXPECT_EQ(set_.Assignments(), all);
}

TEST_F(ParameterSetTest, ErrorsNameParameterValueAndWhatIsAllowed) {
  EXPECT_EQ(Error("colour=red"),
            "--set colour: no such parameter; there are: steps, couplings, modes, keep, file");
  EXPECT_EQ(Error("steps=0"), "--set steps=0: '0' must be an integer from 1 to 9");
  EXPECT_EQ(Error("steps=3,4"), "--set steps=3,4: must be a single value");
  EXPECT_EQ(Error("couplings=0.5,2"), "--set couplings=0.5,2: '2' must be a number from 0 to 1");
  EXPECT_EQ(Error("modes=odd"), "--set modes=odd: 'odd' must be one of plain, fancy");
  EXPECT_EQ(Error("keep=maybe"), "--set keep=maybe: 'maybe' must be one of off, on");
  EXPECT_EQ(Error("steps=3,steps=4"), "--set steps: given twice");
  EXPECT_EQ(Error("file="), "--set file=: '' must not be empty");
  EXPECT_EQ(Error("3"), "--set 3: expected name=value,name=value,...");
  EXPECT_EQ(Error("couplings=0.5,0.25,0.50"),
            "--set couplings=0.5,0.25,0.50: '0.5' is given twice");
}

TEST_F(ParameterSetTest, MeaningsHaveUnits) {
  EXPECT_EQ(set_.entries()[1].meaning.text, "where");
  EXPECT_EQ(set_.entries()[1].meaning.unit, "J");
  EXPECT_EQ(set_.entries()[0].meaning.unit, "");
}

}  // namespace
}  // namespace infoflow::paper_figures
