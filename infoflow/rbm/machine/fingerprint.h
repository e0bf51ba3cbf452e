#ifndef INFOFLOW_RBM_MACHINE_FINGERPRINT_H_
#define INFOFLOW_RBM_MACHINE_FINGERPRINT_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace infoflow::rbm {

// 64-bit FNV-1a of bytes: names files and tells whether two arrays are the same, no more; two
// different inputs agree by chance with probability 2^-64. Source: Fowler, Noll, Vo, offset
// 14695981039346656037, prime 1099511628211.
class Fingerprint {
 public:
  void Add(absl::string_view bytes) {
    for (const char byte : bytes) {
      hash_ = (hash_ ^ static_cast<unsigned char>(byte)) * 1099511628211u;
    }
  }
  template <typename T>
  void Add(absl::Span<const T> values) {
    Add(absl::string_view(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)));
  }
  template <typename Values>
  void Add(const Values& values) {
    Add(absl::MakeConstSpan(values));
  }

  std::uint64_t value() const { return hash_; }
  std::string Text() const { return absl::StrFormat("%016x", hash_); }

 private:
  std::uint64_t hash_ = 14695981039346656037u;
};

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_MACHINE_FINGERPRINT_H_
