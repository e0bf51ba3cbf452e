#ifndef INFOFLOW_TESTING_SANITIZERS_H_
#define INFOFLOW_TESTING_SANITIZERS_H_

namespace infoflow {

// Whether AddressSanitizer or ThreadSanitizer are built in, which map terabytes of address space:
// tests of its limits skip then.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kMapsShadowMemory = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool kMapsShadowMemory = true;
#else
inline constexpr bool kMapsShadowMemory = false;
#endif
#else
inline constexpr bool kMapsShadowMemory = false;
#endif

}  // namespace infoflow

#endif  // INFOFLOW_TESTING_SANITIZERS_H_
