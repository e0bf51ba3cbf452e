#ifndef INFOFLOW_SUPPORT_STATUS_MACROS_H_
#define INFOFLOW_SUPPORT_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the enclosing function with the status of `expression` unless it is OK.
#define INFOFLOW_RETURN_IF_ERROR(expression)           \
  do {                                                 \
    const absl::Status infoflow_status = (expression); \
    if (!infoflow_status.ok()) {                       \
      return infoflow_status;                          \
    }                                                  \
  } while (false)

// Assigns the value of the StatusOr `expression` to `declaration`, or returns its status.
#define INFOFLOW_ASSIGN_OR_RETURN(declaration, expression)                                      \
  INFOFLOW_ASSIGN_OR_RETURN_IMPL_(INFOFLOW_STATUS_CONCAT_(infoflow_or_, __LINE__), declaration, \
                                  expression)

#define INFOFLOW_ASSIGN_OR_RETURN_IMPL_(result, declaration, expression) \
  auto result = (expression);                                            \
  if (!result.ok()) {                                                    \
    return result.status();                                              \
  }                                                                      \
  declaration = *std::move(result)

#define INFOFLOW_STATUS_CONCAT_(a, b) INFOFLOW_STATUS_CONCAT_IMPL_(a, b)
#define INFOFLOW_STATUS_CONCAT_IMPL_(a, b) a##b

#endif  // INFOFLOW_SUPPORT_STATUS_MACROS_H_
