#ifndef INFOFLOW_SUPPORT_FREED_MEMORY_H_
#define INFOFLOW_SUPPORT_FREED_MEMORY_H_

namespace infoflow {

// From now on memory that is freed stays with the process for its next arrays, up to 1 GB, where it
// would go back to the system and come again as pages that have to be cleared: buffers of some MB
// that come and go cost more that way than the work in them. For main() of programs that compute
// one thing after another. Does nothing where the C library is another than glibc.
void KeepFreedMemory();

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_FREED_MEMORY_H_
