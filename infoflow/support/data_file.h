#ifndef INFOFLOW_SUPPORT_DATA_FILE_H_
#define INFOFLOW_SUPPORT_DATA_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow {

// What a compressed file of `compressed` bytes may hold: enough for arrays of zeros, and too little
// to fill the memory from a small file.
std::size_t MostUncompressedBytes(std::size_t compressed);

// The same of an array, whose header says its size: as much as fits into the memory many times.
std::size_t MostArrayBytes(std::size_t compressed);

// The content of a file that a user names, unpacked when it is one of gzip, which its first bytes
// tell, not its name. Arrays are those of .npy and IDX. Errors name the path.
absl::StatusOr<std::string> ReadDataFile(const std::string& path);

// `text` as a message quotes it: at most 40 bytes, what is longer ends in "...".
std::string Quoted(absl::string_view text);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_DATA_FILE_H_
