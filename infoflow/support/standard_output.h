#ifndef INFOFLOW_SUPPORT_STANDARD_OUTPUT_H_
#define INFOFLOW_SUPPORT_STANDARD_OUTPUT_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace infoflow {

// Appends `text` to standard output, which may keep it back.
void PrintOut(absl::string_view text);

// Appends `text` to standard error, at once. Control bytes but line breaks become \xNN, so that
// what an error quotes of a file cannot steer the terminal.
void PrintError(absl::string_view text);

// An error unless everything that PrintOut was ever given has left the program: a full device
// takes part of it without complaint and is found out here.
absl::Status FlushOut();

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_STANDARD_OUTPUT_H_
