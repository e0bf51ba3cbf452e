// OpenBLAS under limits: no threads of its own, and an end where it would ask for memory for ever.
//
// The functions at the end have the names of functions of OpenBLAS, which calls its own through the
// dynamic linker, so that these, which are nearer, take their places:
//
// - openblas_num_threads_env says how many threads the environment asks for. OpenBLAS starts them
//   when it is loaded, before main, with 128 MB of buffers each, and ends the program by a signal
//   where they are refused. BLAS is used on one thread everywhere (blas_threads.h): the answer
//   is 1.
// - blas_memory_alloc finds a buffer for a product, or maps a new one, and tries again for ever
// where
//   it is refused one. Here it is asked for on trial first.
//
// Weak, so that a static OpenBLAS, which has both itself, links as well; blas_threads_test.cc and
// limits_test.cc see whether they are in place.
#include <dlfcn.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <mutex>

namespace {

// Of a buffer: OpenBLAS's BUFFER_SIZE for x86-64, and what it adds for alignment.
constexpr std::size_t kBufferSize = (std::size_t{128} << 20) + (std::size_t{1} << 20);

std::mutex buffers_mutex;
int buffers_in_use = 0;
int buffers_mapped = 0;  // most that were ever in use: OpenBLAS keeps them

using Allocate = void* (*)(int);
using Free = void (*)(void*);

// The function of OpenBLAS itself.
template <typename Function>
Function Original(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

// Whether another buffer can be mapped.
bool BufferFits() {
  void* const trial = mmap(nullptr, kBufferSize, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (trial == MAP_FAILED) return false;
  munmap(trial, kBufferSize);
  return true;
}

}  // namespace

extern "C" {

__attribute__((weak, visibility("default"))) int openblas_num_threads_env() { return 1; }

__attribute__((weak, visibility("default"))) void* blas_memory_alloc(int position) {
  static const Allocate original = Original<Allocate>("blas_memory_alloc");
  const std::lock_guard<std::mutex> lock(buffers_mutex);
  if (buffers_in_use == buffers_mapped && !BufferFits()) {
    std::fputs(
        "infoflow: OpenBLAS needs 128 MB of address space for each thread that computes, and the "
        "limit (ulimit -v) leaves less; raise it, or ask for fewer threads\n",
        stderr);
    std::_Exit(1);
  }
  void* const buffer = original(position);
  buffers_mapped = std::max(buffers_mapped, ++buffers_in_use);
  return buffer;
}

__attribute__((weak, visibility("default"))) void blas_memory_free(void* buffer) {
  static const Free original = Original<Free>("blas_memory_free");
  const std::lock_guard<std::mutex> lock(buffers_mutex);
  --buffers_in_use;
  original(buffer);
}

}  // extern "C"
