#include "infoflow/rbm/machine/fingerprint.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::rbm {
namespace {

// The published values of 64-bit FNV-1a.
TEST(FingerprintTest, KnownAnswers) {
  const auto of = [](absl::string_view text) {
    Fingerprint fingerprint;
    fingerprint.Add(text);
    return fingerprint.value();
  };
  EXPECT_EQ(of(""), 0xcbf29ce484222325u);
  EXPECT_EQ(of("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(of("foobar"), 0x85944171f73967e8u);
}

TEST(FingerprintTest, ValuesAreTheirBytes) {
  Fingerprint values;
  values.Add(std::vector<std::int8_t>{'f', 'o'});
  values.Add(absl::string_view("obar"));
  EXPECT_EQ(values.Text(), "85944171f73967e8");
}

}  // namespace
}  // namespace infoflow::rbm
