#ifndef INFOFLOW_NUMERICS_QUIET_POLICY_H_
#define INFOFLOW_NUMERICS_QUIET_POLICY_H_

#include "boost/math/policies/policy.hpp"

namespace infoflow::numerics::internal {

// For functions of Boost.Math: no exceptions, what does not exist is NaN or infinite; and
// double stays double, so that results do not depend on the size of long double.
using QuietPolicy = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::pole_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::underflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>,
    boost::math::policies::promote_double<false>>;

}  // namespace infoflow::numerics::internal

#endif  // INFOFLOW_NUMERICS_QUIET_POLICY_H_
