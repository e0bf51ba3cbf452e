#ifndef INFOFLOW_NUMERICS_CONSTANTS_H_
#define INFOFLOW_NUMERICS_CONSTANTS_H_

#include <limits>

// Mathematical constants, rounded to double.

namespace infoflow::numerics {

inline constexpr double kPi = 3.14159265358979323846;
inline constexpr double kLn2 = 0.693147180559945309417;
inline constexpr double kSqrt2 = 1.41421356237309504880;
inline constexpr double kInverseSqrt2 = 0.707106781186547524401;

inline constexpr double kInverseSqrtPi = 0.564189583547756286948;
inline constexpr double kInverseSqrt2Pi = 0.398942280401432677940;  // density of N(0, 1) at 0
inline constexpr double kLn2Pi = 1.83787706640934548356;
inline constexpr double kLn2PiE = 2.83787706640934548356;
inline constexpr double kHalfLn2PiE = 1.41893853320467274178;  // entropy of N(0, 1), nats

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Quotients of smaller numbers have lost digits to underflow: logarithms take over there.
inline constexpr double kNearUnderflow = 1e-290;

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_CONSTANTS_H_
