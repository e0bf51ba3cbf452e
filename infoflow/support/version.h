#ifndef INFOFLOW_SUPPORT_VERSION_H_
#define INFOFLOW_SUPPORT_VERSION_H_

namespace infoflow {

// The version of the whole suite; CONTRIBUTING.md says when it moves.
inline constexpr char kVersion[] = "0.3.0";

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_VERSION_H_
