#ifndef BENCHMARKS_PEERS_ROW_H_
#define BENCHMARKS_PEERS_ROW_H_

#include <string>
#include <vector>

namespace infoflow::peers {

// What decides the time of a work, and with it how much faster ours is to be.
enum class Kind {
  kProduct,      // both sides are one matrix product or factorization by the same BLAS: 1.3
  kElementwise,  // memory or elementwise work decides: 3
  kNaive,        // the peer is a general method where ours is made for the case: 100
};

double WantedRatio(Kind kind);
const char* KindName(Kind kind);

// A number that both sides must find.
struct SharedValue {
  std::string name;
  double tolerance;  // absolute
};

// One line of the table: a work of both sides.
struct Row {
  std::string title;
  std::string work;        // its name in the conversation
  std::vector<int> sizes;  // what the functions of the peer's script say they are
  std::string script;      // the peer's, in benchmarks/peers
  std::string peer;        // what does the work there
  Kind kind;
  std::vector<SharedValue> values;

  // "work/size/size": what --filter is compared with.
  std::string Name() const;
};

// All of them; rows of one script stand together.
const std::vector<Row>& Rows();

}  // namespace infoflow::peers

#endif  // BENCHMARKS_PEERS_ROW_H_
