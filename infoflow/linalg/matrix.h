#ifndef INFOFLOW_LINALG_MATRIX_H_
#define INFOFLOW_LINALG_MATRIX_H_

#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/support/check.h"

namespace infoflow::linalg {

// A row-major matrix that somebody else owns: element (i, j) is data[i * stride + j].
//
// `T` is const for a view that only reads; MatrixView converts to ConstMatrixView. Views are
// cheap to copy and are passed by value. Shapes: rows, columns >= 0, stride >= columns. The
// accessors row() and Block() check their arguments, operator() does not.
template <typename T>
class BasicMatrixView {
 public:
  BasicMatrixView() = default;
  BasicMatrixView(T* data, int rows, int columns, std::ptrdiff_t stride)
      : data_(data), rows_(rows), columns_(columns), stride_(stride) {
    INFOFLOW_CHECK(rows >= 0 && columns >= 0 && stride >= columns);
  }
  // The elements of `values` as `rows` x `columns` without gaps; sizes must agree.
  BasicMatrixView(absl::Span<T> values, int rows, int columns)
      : BasicMatrixView(values.data(), rows, columns, columns) {
    INFOFLOW_CHECK(values.size() == static_cast<std::size_t>(rows) * columns);
  }
  template <typename U,
            typename = std::enable_if_t<std::is_same_v<const U, T> && !std::is_const_v<U>>>
  BasicMatrixView(BasicMatrixView<U> other)  // NOLINT: reading what may be written is safe
      : data_(other.data()),
        rows_(other.rows()),
        columns_(other.columns()),
        stride_(other.stride()) {}

  int rows() const { return rows_; }
  int columns() const { return columns_; }
  std::ptrdiff_t stride() const { return stride_; }
  bool empty() const { return rows_ == 0 || columns_ == 0; }
  // For the wrappers of numerical libraries only; elsewhere use row() and operator().
  T* data() const { return data_; }

  T& operator()(int row, int column) const { return data_[row * stride_ + column]; }
  absl::Span<T> row(int row) const {
    INFOFLOW_CHECK(row >= 0 && row < rows_);
    return absl::Span<T>(data_ + row * stride_, columns_);
  }

  // The `rows` x `columns` part whose upper left element is (first_row, first_column).
  BasicMatrixView Block(int first_row, int first_column, int rows, int columns) const {
    INFOFLOW_CHECK(first_row >= 0 && rows >= 0 && rows <= rows_ - first_row);
    INFOFLOW_CHECK(first_column >= 0 && columns >= 0 && columns <= columns_ - first_column);
    if (rows == 0 || columns == 0) return BasicMatrixView(data_, rows, columns, stride_);
    return BasicMatrixView(data_ + first_row * stride_ + first_column, rows, columns, stride_);
  }

 private:
  T* data_ = nullptr;
  int rows_ = 0;
  int columns_ = 0;
  std::ptrdiff_t stride_ = 0;
};

template <typename T>
using MatrixView = BasicMatrixView<T>;
template <typename T>
using ConstMatrixView = BasicMatrixView<const T>;

// A row-major matrix without gaps that owns its elements; they start as zero.
template <typename T>
class Matrix {
 public:
  Matrix() = default;
  Matrix(int rows, int columns) : Matrix(rows, columns, T()) {}
  Matrix(int rows, int columns, T value) : rows_(rows), columns_(columns) {
    INFOFLOW_CHECK(rows >= 0 && columns >= 0);
    values_.assign(static_cast<std::size_t>(rows) * columns, value);
  }
  // A copy of what `view` shows, without gaps.
  explicit Matrix(ConstMatrixView<T> view) : rows_(view.rows()), columns_(view.columns()) {
    values_.reserve(static_cast<std::size_t>(rows_) * columns_);
    for (int i = 0; i < rows_; ++i) {
      const absl::Span<const T> row = view.row(i);
      values_.insert(values_.end(), row.begin(), row.end());
    }
  }
  // A moved-from matrix is 0 x 0.
  Matrix(const Matrix&) = default;
  Matrix& operator=(const Matrix&) = default;
  Matrix(Matrix&& other) noexcept { *this = std::move(other); }
  Matrix& operator=(Matrix&& other) noexcept {
    if (this == &other) return *this;
    rows_ = std::exchange(other.rows_, 0);
    columns_ = std::exchange(other.columns_, 0);
    values_ = std::move(other.values_);
    other.values_.clear();
    return *this;
  }

  static Matrix Identity(int size) {
    Matrix identity(size, size);
    for (int i = 0; i < size; ++i) identity(i, i) = T(1);
    return identity;
  }

  int rows() const { return rows_; }
  int columns() const { return columns_; }
  bool empty() const { return values_.empty(); }
  std::size_t size() const { return values_.size(); }

  T& operator()(int row, int column) { return values_[Index(row, column)]; }
  const T& operator()(int row, int column) const { return values_[Index(row, column)]; }
  absl::Span<T> row(int row) { return view().row(row); }
  absl::Span<const T> row(int row) const { return view().row(row); }
  // All elements, row after row.
  absl::Span<T> values() { return absl::MakeSpan(values_); }
  absl::Span<const T> values() const { return values_; }

  MatrixView<T> view() { return MatrixView<T>(values_.data(), rows_, columns_, columns_); }
  ConstMatrixView<T> view() const {
    return ConstMatrixView<T>(values_.data(), rows_, columns_, columns_);
  }
  operator MatrixView<T>() { return view(); }             // NOLINT: a matrix is its own view
  operator ConstMatrixView<T>() const { return view(); }  // NOLINT
  MatrixView<T> Block(int first_row, int first_column, int rows, int columns) {
    return view().Block(first_row, first_column, rows, columns);
  }
  ConstMatrixView<T> Block(int first_row, int first_column, int rows, int columns) const {
    return view().Block(first_row, first_column, rows, columns);
  }

  friend bool operator==(const Matrix& a, const Matrix& b) {
    return a.rows_ == b.rows_ && a.columns_ == b.columns_ && a.values_ == b.values_;
  }
  friend bool operator!=(const Matrix& a, const Matrix& b) { return !(a == b); }

 private:
  std::size_t Index(int row, int column) const {
    return static_cast<std::size_t>(row) * columns_ + column;
  }

  int rows_ = 0;
  int columns_ = 0;
  std::vector<T> values_;
};

// The columns x rows matrix with B(j, i) = A(i, j). Cost: O(rows * columns).
template <typename T>
Matrix<T> Transposed(ConstMatrixView<T> a) {
  // Square tiles, so that both matrices are touched a cache line at a time.
  constexpr int kTile = 16;
  Matrix<T> b(a.columns(), a.rows());
  for (int i0 = 0; i0 < a.rows(); i0 += kTile) {
    for (int j0 = 0; j0 < a.columns(); j0 += kTile) {
      for (int i = i0; i < a.rows() && i < i0 + kTile; ++i) {
        for (int j = j0; j < a.columns() && j < j0 + kTile; ++j) b(j, i) = a(i, j);
      }
    }
  }
  return b;
}
template <typename T>
Matrix<T> Transposed(const Matrix<T>& a) {
  return Transposed(a.view());
}

}  // namespace infoflow::linalg

#endif  // INFOFLOW_LINALG_MATRIX_H_
