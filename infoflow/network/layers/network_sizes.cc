#include "infoflow/network/layers/network_sizes.h"

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace infoflow::network {

const std::vector<std::string>& SizeFamilyNames() {
  static const std::vector<std::string>& names =
      *new std::vector<std::string>{"wide", "shrinking-floor", "shrinking-ceiling"};
  return names;
}

absl::StatusOr<SizeFamily> ParseSizeFamily(absl::string_view name) {
  const std::vector<std::string>& names = SizeFamilyNames();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<SizeFamily>(found - names.begin());
  return absl::InvalidArgumentError(
      absl::StrCat("family '", name, "': must be one of ", absl::StrJoin(names, ", ")));
}

absl::StatusOr<std::vector<int>> NetworkSizes(SizeFamily family, int in, int out, int depth) {
  const int least_depth = family == SizeFamily::kShrinkingFloor ? 1 : 2;
  if (depth < least_depth) {
    return absl::InvalidArgumentError(
        absl::StrCat("depth=", depth, ": must be at least ", least_depth, " for a ",
                     SizeFamilyNames()[static_cast<int>(family)], " network"));
  }
  if (in < 1 || out < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("sizes ", in, " and ", out, ": must be at least 1"));
  }
  if (family != SizeFamily::kWide && in < out) {
    return absl::InvalidArgumentError(
        absl::StrCat("a shrinking network from ", in, " to ", out, " units does not shrink"));
  }
  std::vector<int> sizes;
  switch (family) {
    case SizeFamily::kWide:
      sizes.assign(depth - 1, in);
      sizes.push_back(kWidePenultimateSize);
      sizes.push_back(out);
      break;
    case SizeFamily::kShrinkingFloor:
      for (int i = 0; i < depth; ++i) sizes.push_back(in - i * ((in - out) / depth));
      sizes.push_back(out);
      break;
    case SizeFamily::kShrinkingCeiling:
      for (std::int64_t k = 0; k < depth; ++k) {
        // ceil(in - (in - out) k / (depth - 1)) = in - floor(...)
        sizes.push_back(static_cast<int>(in - std::int64_t{in - out} * k / (depth - 1)));
      }
      break;
  }
  return sizes;
}

}  // namespace infoflow::network
