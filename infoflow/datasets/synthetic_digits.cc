#include "infoflow/datasets/synthetic_digits.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::datasets {

namespace {

constexpr int kSide = 28;

struct Point {
  double x, y;
};

// The points of a chain of quadratic Bezier curves: end, control, end, control, end, ...; x to
// the right and y down, the digit in [0, 1]^2.
using Stroke = std::vector<Point>;
using Glyph = std::vector<Stroke>;

// The forms of one digit.
const std::vector<Glyph>& Glyphs(int digit) {
  static const std::vector<std::vector<Glyph>>& glyphs = *new std::vector<std::vector<Glyph>>{
      // 0: an oval, and one with a stroke through it.
      {{{{.5, 0}, {.1, 0}, {.1, .5}, {.1, 1}, {.5, 1}, {.9, 1}, {.9, .5}, {.9, 0}, {.5, 0}}},
       {{{.55, 0}, {.2, .05}, {.2, .5}, {.2, 1}, {.5, 1}, {.8, 1}, {.8, .5}, {.8, .05}, {.45, 0}}}},
      // 1: with and without serifs.
      {{{{.5, 0}, {.5, .5}, {.5, 1}}},
       {{{.3, .22}, {.45, .12}, {.55, 0}, {.55, .5}, {.55, 1}}},
       {{{.3, .22}, {.45, .12}, {.55, 0}, {.55, .5}, {.55, 1}}, {{.3, 1}, {.55, 1}, {.8, 1}}}},
      // 2: straight, and with a loop at the bottom.
      {{{{.12, .25}, {.2, 0}, {.5, 0}, {.85, 0}, {.85, .28}, {.85, .5}, {.1, 1}, {.5, 1}, {.9, 1}}},
       {{{.15, .2},
         {.25, 0},
         {.55, 0},
         {.85, .05},
         {.8, .3},
         {.7, .7},
         {.3, .95},
         {.1, 1},
         {.15, .85},
         {.25, .7},
         {.5, .95},
         {.7, 1.05},
         {.9, .9}}}},
      // 3: round, and with a flat top.
      {{{{.15, .12},
         {.3, 0},
         {.5, 0},
         {.85, 0},
         {.82, .25},
         {.8, .48},
         {.45, .48},
         {.9, .48},
         {.88, .75},
         {.85, 1},
         {.5, 1},
         {.25, 1},
         {.12, .85}}},
       {{{.15, 0},
         {.5, 0},
         {.85, 0},
         {.6, .2},
         {.42, .42},
         {.9, .4},
         {.88, .72},
         {.85, 1},
         {.5, 1},
         {.25, 1},
         {.12, .88}}}},
      // 4: open and closed.
      {{{{.25, 0}, {.2, .3}, {.1, .6}, {.5, .6}, {.92, .6}}, {{.7, .05}, {.7, .5}, {.68, 1}}},
       {{{.65, 0}, {.4, .3}, {.08, .65}, {.5, .65}, {.92, .65}}, {{.65, 0}, {.65, .5}, {.65, 1}}}},
      // 5.
      {{{{.85, 0},
         {.5, 0},
         {.22, 0},
         {.2, .2},
         {.17, .42},
         {.5, .3},
         {.7, .4},
         {.92, .5},
         {.86, .75},
         {.8, 1},
         {.45, 1},
         {.25, 1},
         {.12, .88}}},
       {{{.22, .02},
         {.2, .2},
         {.18, .42},
         {.85, .3},
         {.85, .68},
         {.85, 1},
         {.45, 1},
         {.25, 1},
         {.12, .88}},
        {{.22, .02}, {.5, .03}, {.88, .02}}}},
      // 6: a round and a straight back.
      {{{{.75, .05},
         {.2, .1},
         {.15, .65},
         {.15, 1},
         {.5, 1},
         {.85, 1},
         {.85, .7},
         {.85, .45},
         {.5, .45},
         {.2, .45},
         {.15, .68}}},
       {{{.6, 0},
         {.3, .35},
         {.2, .65},
         {.12, 1},
         {.48, 1},
         {.82, 1},
         {.8, .75},
         {.75, .5},
         {.48, .55},
         {.28, .6},
         {.2, .78}}}},
      // 7: with and without a bar.
      {{{{.1, 0}, {.5, 0}, {.9, 0}, {.55, .45}, {.4, 1}}},
       {{{.1, .05}, {.5, 0}, {.9, .02}, {.6, .45}, {.35, 1}}, {{.3, .5}, {.5, .5}, {.8, .48}}}},
      // 8: an S that closes, and two ovals.
      {{{{.8, .12},
         {.6, 0},
         {.45, 0},
         {.15, .02},
         {.18, .22},
         {.22, .4},
         {.5, .48},
         {.9, .58},
         {.85, .8},
         {.8, 1},
         {.48, 1},
         {.12, 1},
         {.14, .78},
         {.18, .58},
         {.5, .47},
         {.8, .35},
         {.8, .12}}},
       {{{.5, 0}, {.2, 0}, {.2, .24}, {.2, .47}, {.5, .47}, {.8, .47}, {.8, .24}, {.8, 0}, {.5, 0}},
        {{.5, .47},
         {.12, .47},
         {.12, .74},
         {.12, 1},
         {.5, 1},
         {.88, 1},
         {.88, .74},
         {.88, .47},
         {.5, .47}}}},
      // 9: a straight and a round leg.
      {{{{.82, .28},
         {.8, 0},
         {.48, 0},
         {.15, 0},
         {.15, .28},
         {.15, .55},
         {.48, .55},
         {.78, .55},
         {.82, .28},
         {.82, .6},
         {.75, 1}}},
       {{{.85, .3},
         {.85, 0},
         {.5, 0},
         {.15, 0},
         {.15, .28},
         {.15, .52},
         {.5, .52},
         {.82, .52},
         {.85, .3},
         {.9, .95},
         {.5, 1},
         {.35, 1},
         {.22, .92}}}}};
  return glyphs[digit];
}

// A straight piece of a stroke, in pixels: from (x, y) by (dx, dy).
struct Segment {
  float x, y, dx, dy;
  float inverse_square;  // 1 / (dx^2 + dy^2)
};

// ink := largest over the segments of how dark their pen is at each pixel's centre.
INFOFLOW_KERNEL void Draw(const Segment* segments, int count, float radius, float* image) {
  // Pixels over which the pen's edge falls off.
  constexpr float kSoftness = 1.0f;
  for (int i = 0; i < kSide; ++i) {
    float squares[kSide];
    for (float& square : squares) square = 1e9f;
    for (int s = 0; s < count; ++s) {
      const Segment segment = segments[s];
      for (int j = 0; j < kSide; ++j) {
        const float px = static_cast<float>(j) + 0.5f - segment.x;
        const float py = static_cast<float>(i) + 0.5f - segment.y;
        float t = (px * segment.dx + py * segment.dy) * segment.inverse_square;
        t = t < 0.0f ? 0.0f : t;
        t = t > 1.0f ? 1.0f : t;
        const float ex = px - t * segment.dx;
        const float ey = py - t * segment.dy;
        const float square = ex * ex + ey * ey;
        squares[j] = square < squares[j] ? square : squares[j];
      }
    }
    for (int j = 0; j < kSide; ++j) {
      const float ink = 0.5f + (radius - __builtin_sqrtf(squares[j])) / kSoftness;
      image[i * kSide + j] = ink < 0.0f ? 0.0f : ink > 1.0f ? 1.0f : ink;
    }
  }
}

// Uniform on (-bound, bound).
double Symmetric(random::Stream& stream, double bound) {
  return bound * (2.0 * random::UniformDouble(stream) - 1.0);
}

// A random affinity from the template's square to pixels.
class Affinity {
 public:
  Affinity(random::Stream& stream, const SyntheticDigitsOptions& options) {
    // Twenty of the 28 pixels at most, as in MNIST.
    const double height = 20.0 * (1.0 - options.shrinkage * random::UniformDouble(stream));
    const double width = 16.0 * (1.0 - options.shrinkage * random::UniformDouble(stream));
    const double shear = Symmetric(stream, options.shear);
    // The angle by the tangent of its half, which needs no trigonometric function.
    const double t = 0.5 * Symmetric(stream, options.rotation);
    const double cosine = (1.0 - t * t) / (1.0 + t * t);
    const double sine = 2.0 * t / (1.0 + t * t);
    xx_ = cosine * width;
    xy_ = -cosine * shear * height - sine * height;
    yx_ = sine * width;
    yy_ = -sine * shear * height + cosine * height;
    x0_ = 0.5 * kSide + kSide * Symmetric(stream, options.translation);
    y0_ = 0.5 * kSide + kSide * Symmetric(stream, options.translation);
  }

  Point operator()(Point p) const {
    const double x = p.x - 0.5;
    const double y = p.y - 0.5;
    return {x0_ + xx_ * x + xy_ * y, y0_ + yx_ * x + yy_ * y};
  }

 private:
  double xx_, xy_, yx_, yy_, x0_, y0_;
};

void AppendSegment(Point from, Point to, std::vector<Segment>& segments) {
  const double dx = to.x - from.x;
  const double dy = to.y - from.y;
  const double square = dx * dx + dy * dy;
  segments.push_back({static_cast<float>(from.x), static_cast<float>(from.y),
                      static_cast<float>(dx), static_cast<float>(dy),
                      static_cast<float>(square > 0.0 ? 1.0 / square : 0.0)});
}

void DrawDigit(int digit, random::Stream& stream, const SyntheticDigitsOptions& options,
               absl::Span<float> image) {
  constexpr int kPiecesPerCurve = 6;
  const std::vector<Glyph>& glyphs = Glyphs(digit);
  const Glyph& glyph = glyphs[random::UniformInteger(stream, glyphs.size())];
  const Affinity affinity(stream, options);
  std::vector<Segment> segments;
  for (const Stroke& stroke : glyph) {
    std::vector<Point> points;
    for (const Point point : stroke) {
      const double x = point.x + options.jitter * random::Normal(stream);
      const double y = point.y + options.jitter * random::Normal(stream);
      points.push_back(affinity({x, y}));
    }
    for (std::size_t i = 0; i + 2 < points.size(); i += 2) {
      Point from = points[i];
      for (int piece = 1; piece <= kPiecesPerCurve; ++piece) {
        const double t = static_cast<double>(piece) / kPiecesPerCurve;
        const double a = (1 - t) * (1 - t), b = 2 * t * (1 - t), c = t * t;
        const Point to = {a * points[i].x + b * points[i + 1].x + c * points[i + 2].x,
                          a * points[i].y + b * points[i + 1].y + c * points[i + 2].y};
        AppendSegment(from, to, segments);
        from = to;
      }
    }
  }
  const double thickness =
      options.least_thickness +
      (options.most_thickness - options.least_thickness) * random::UniformDouble(stream);
  RunKernel<Draw>(segments.data(), static_cast<int>(segments.size()),
                  static_cast<float>(0.5 * kSide * thickness), image.data());
  const float darkness = 0.6f + 0.4f * random::UniformFloat(stream);
  const float noise = static_cast<float>(options.noise);
  for (float& pixel : image) {
    const float value = darkness * pixel + noise * random::NormalFloat(stream);
    pixel = std::min(1.0f, std::max(0.0f, value));
  }
}

}  // namespace

Dataset SyntheticDigits(std::uint64_t seed, std::uint32_t first, int count,
                        const SyntheticDigitsOptions& options) {
  INFOFLOW_CHECK(count >= 1);
  Dataset dataset;
  dataset.name = "synthetic-digits";
  dataset.shape = {kSide, kSide, 1};
  dataset.images = linalg::Matrix<float>(count, kSide * kSide);
  dataset.labels.resize(count);
  for (int i = 0; i < count; ++i) {
    random::Stream stream(seed, random::StreamUse::kData, first + i);
    dataset.labels[i] = static_cast<int>(random::UniformInteger(stream, 10));
    DrawDigit(dataset.labels[i], stream, options, dataset.images.row(i));
  }
  dataset.origins = {
      {absl::StrCat("synthetic-digits seed=", seed, " first=", first, " count=", count), ""}};
  return dataset;
}

}  // namespace infoflow::datasets
