#ifndef INFOFLOW_SUPPORT_VERSION_H_
#define INFOFLOW_SUPPORT_VERSION_H_

namespace infoflow {

// The version of the whole suite; raised whenever a change of the code may change a number.
inline constexpr char kVersion[] = "0.1.0";

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_VERSION_H_
