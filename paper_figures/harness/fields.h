#ifndef PAPER_FIGURES_HARNESS_FIELDS_H_
#define PAPER_FIGURES_HARNESS_FIELDS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "infoflow/linalg/matrix.h"

namespace infoflow::paper_figures {

// How a struct names its fields, once, for all who write, read, compare or tabulate it:
//
//   struct Layer {
//     double entropy = 0.0;
//     std::vector<int> classes;
//
//     template <typename Self, typename Visit>
//     static void Fields(Self& self, Visit& visit) {
//       visit("entropy", self.entropy, "nats per pixel");
//       visit("classes", self.classes);
//     }
//   };
//
// or, where fields are called as the members are, INFOFLOW_COLUMNS(entropy, "nats per pixel",
// classes, "") with units and INFOFLOW_FIELDS(entropy, classes) without.
//
// A field is a bool, a number, an enum, text, a matrix, a struct with fields, or a vector, array or
// optional of these. Structs of the library, which know nothing of fields, get theirs by a
// specialization of FieldsOf.
template <typename T>
struct FieldsOf {
  template <typename Self, typename Visit>
  static void VisitFields(Self& self, Visit& visit) {
    T::Fields(self, visit);
  }
};

template <typename T>
struct FieldsOf<linalg::Matrix<T>> {
  template <typename Visit>
  static void VisitFields(const linalg::Matrix<T>& self, Visit& visit) {
    visit("rows", self.rows());
    visit("columns", self.columns());
    visit("values", std::vector<T>(self.values().begin(), self.values().end()));
  }
  template <typename Visit>
  static void VisitFields(linalg::Matrix<T>& self, Visit& visit) {
    int rows = 0;
    int columns = 0;
    std::vector<T> values;
    visit("rows", rows);
    visit("columns", columns);
    visit("values", values);
    if (visit.Require(
            rows >= 0 && columns >= 0 && values.size() == static_cast<std::size_t>(rows) * columns,
            "does not hold rows x columns values")) {
      self = linalg::Matrix<T>(rows, columns);
      std::copy(values.begin(), values.end(), self.values().begin());
    }
  }
};

// Defines Fields() for members under their own names: INFOFLOW_FIELDS(step, entropy).
#define INFOFLOW_FIELDS(...) INFOFLOW_DEFINE_FIELDS_(VisitNamed, __VA_ARGS__)

// The same with a unit behind each: INFOFLOW_COLUMNS(step, "", entropy, "nats per site").
#define INFOFLOW_COLUMNS(...) INFOFLOW_DEFINE_FIELDS_(VisitWithUnits, __VA_ARGS__)

#define INFOFLOW_DEFINE_FIELDS_(visitor, ...)                                          \
  template <typename Self, typename Visit>                                             \
  static void Fields(Self& self, Visit& visit) {                                       \
    self.VisitMembers(visit);                                                          \
  }                                                                                    \
  template <typename Visit>                                                            \
  void VisitMembers(Visit& visit) {                                                    \
    ::infoflow::paper_figures::internal::visitor(visit, 0, #__VA_ARGS__, __VA_ARGS__); \
  }                                                                                    \
  template <typename Visit>                                                            \
  void VisitMembers(Visit& visit) const {                                              \
    ::infoflow::paper_figures::internal::visitor(visit, 0, #__VA_ARGS__, __VA_ARGS__); \
  }

namespace internal {

// Word `index` of the text of a macro's arguments, none of which before it holds a comma.
std::string MacroArgument(const char* arguments, int index);

template <typename Visit>
void VisitNamed(Visit&, int, const char*) {}
template <typename Visit, typename T, typename... Rest>
void VisitNamed(Visit& visit, int index, const char* names, T& value, Rest&... rest) {
  visit(MacroArgument(names, index).c_str(), value);
  VisitNamed(visit, index + 1, names, rest...);
}

template <typename Visit>
void VisitPairs(Visit&, int, const char*) {}
template <typename Visit, typename T, typename... Rest>
void VisitPairs(Visit& visit, int index, const char* names, T& value, const char* unit,
                Rest&... rest) {
  visit(MacroArgument(names, index).c_str(), value, unit);
  VisitPairs(visit, index + 2, names, rest...);
}
template <typename Visit, typename... Pairs>
void VisitWithUnits(Visit& visit, int index, const char* names, Pairs&... pairs) {
  static_assert(sizeof...(Pairs) % 2 == 0, "INFOFLOW_COLUMNS: each member needs its unit, or \"\"");
  VisitPairs(visit, index, names, pairs...);
}

}  // namespace internal

// What kind of field a type is.
template <typename T>
struct IsSequence : std::false_type {};
template <typename T>
struct IsSequence<std::vector<T>> : std::true_type {};
template <typename T, std::size_t n>
struct IsSequence<std::array<T, n>> : std::true_type {};
template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_FIELDS_H_
