#ifndef INFOFLOW_REPLICA_CHANNELS_SMOOTH_GRIDS_H_
#define INFOFLOW_REPLICA_CHANNELS_SMOOTH_GRIDS_H_

#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/activation/function.h"
#include "infoflow/replica/channels/smooth_kernel.h"

// Where smooth_interface.h evaluates its integrands: trapezoidal rules in coordinates in which they
// vary evenly. Symbols: A precision, v noise.

namespace infoflow::replica::internal {

// f, f' and ln f' at equidistant points of the real line that hold all its curvature.
struct SmoothTable {
  // Cost: 500 evaluations of f.
  explicit SmoothTable(const activation::Function& function);

  // Whether f' is constant to rounding beyond the last point (`upper`) or before the first.
  bool StraightBeyond(bool upper) const;

  std::vector<double> u;
  std::vector<double> value;
  std::vector<double> derivative;
  std::vector<double> log_derivative;
};

// The lengths that belong to one pair of A and v.
struct SmoothScales {
  SmoothScales(const activation::Function& function, const SmoothTable& table, double precision,
               double noise);

  double root_a;
  double root_v;
  // Over this length f' changes as that of tanh does over its analytic width, where sqrt(A v) f'
  // is about 1 and there is curvature that matters.
  double curvature;
  // Of p(y|w) in x = f^{-1}(y), where it is seen through little noise.
  double pushed;
  // Where x / pushed turns from there into the noise beyond f, see SmoothObservations::At.
  double lower_turn;
  double upper_turn;
};

// The step of the trapezoidal rule for int N(x; 0, variance) F(x) dx with F analytic within
// `distance` of the real line, whose error is exp(-log_error): on the line of height y in the
// complex plane the integrand grows by exp(y^2 / 2 variance) while the error falls by
// exp(-2 pi y / step); y is the best one within the distance.
double GaussianStep(double variance, double distance, double log_error);

// Nodes in u. Arrays may be read, with weight 0, for kSmoothLanes - 1 elements past count().
class SmoothNodeGrid {
 public:
  SmoothNodeGrid(const activation::Function& function, const SmoothTable& table,
                 const SmoothScales& scales, double step);
  // Leaves its memory to the next grid of this thread: fresh memory costs as much as the nodes.
  ~SmoothNodeGrid();
  SmoothNodeGrid(const SmoothNodeGrid&) = delete;
  SmoothNodeGrid& operator=(const SmoothNodeGrid&) = delete;

  // The trapezoidal rule for int F(u) du / sqrt(2 pi v) over [lower, upper], equidistant in
  //
  //   s(u) = u/sqrt(v) + c u/sqrt(1 + (u/L)^2) + sqrt(A) f(u),
  //
  // in which both factors of N(u; w, v) N(y; f(u), 1/A) vary over a length of order one, with c and
  // L from the curvature of f. Cost: 20 ns a node.
  void Cover(double lower, double upper);

  std::size_t count() const { return count_; }
  const std::vector<double>& u() const { return arrays_.u; }
  const std::vector<double>& value() const { return arrays_.value; }
  const std::vector<double>& derivative() const { return arrays_.derivative; }
  const std::vector<double>& weight() const { return arrays_.weight; }

 private:
  struct Arrays {
    std::vector<double> s;
    std::vector<double> u;
    std::vector<double> value;
    std::vector<double> derivative;
    std::vector<double> weight;
  };
  static Arrays& ThreadArrays();
  struct Point {
    double s;
    double slope;
  };
  Point At(double u, double value, double derivative) const;
  void Guess(double lower, double upper);
  void Solve();

  const activation::Function& function_;
  const SmoothTable& table_;
  double root_v_;
  double step_;
  SmoothCoordinate coordinate_;
  std::size_t count_ = 0;
  Arrays arrays_;
};

// Nodes in y.
class SmoothObservationGrid {
 public:
  SmoothObservationGrid(const activation::Function& function, const SmoothScales& scales);

  // The trapezoidal rule for int F(y) dy, equidistant in r:
  //
  //   y(r) = f(x) + [ln(1 + e^{r - r_+}) - ln(1 + e^{r_- - r})] / sqrt A,  x = pushed r.
  //
  // Between the turns r_+- that is f(x), beyond them, where f is flatter than the noise, steps
  // of 1/sqrt A. Makes nodes that cover [lower, upper], which holds f(w), and one beyond either
  // end, and returns the index of the first one, and one past that of the last. `step` is of r, or
  // finer where y(r) is coarser than f'(w) pushed + 1/sqrt A. Nodes stay as long as steps are the
  // same; `changed` says whether they did not. Cost: 10 ns a new node.
  struct Range {
    int begin;
    int end;
    bool changed;
  };
  Range Cover(double w, double lower, double upper, double step);

  // Node i of y, and its dy.
  double y(int i) const { return y_[i - first_]; }
  double weight(int i) const { return weight_[i - first_]; }

 private:
  activation::Value At(double r) const;
  double Start(double w, double lower, double upper) const;
  void Fill(double first);
  void ExtendUp();
  void ExtendDown();

  const activation::Function& function_;
  const SmoothScales& scales_;
  double step_ = 0.0;
  int first_ = 0;
  std::vector<double> y_;
  std::vector<double> weight_;
  std::vector<double> block_y_;
  std::vector<double> block_weight_;
};

}  // namespace infoflow::replica::internal

#endif  // INFOFLOW_REPLICA_CHANNELS_SMOOTH_GRIDS_H_
