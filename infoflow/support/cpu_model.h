#ifndef INFOFLOW_SUPPORT_CPU_MODEL_H_
#define INFOFLOW_SUPPORT_CPU_MODEL_H_

#include <string>

namespace infoflow {

// The processor as the system names it ("AMD EPYC"); "unknown" where it does not say.
std::string CpuModel();

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_CPU_MODEL_H_
