#ifndef INFOFLOW_NETWORK_CONVOLUTION_REFERENCE_MAPS_H_
#define INFOFLOW_NETWORK_CONVOLUTION_REFERENCE_MAPS_H_

#include <algorithm>
#include <vector>

#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/channel_order.h"
#include "infoflow/testing/reference_tensors.h"

namespace infoflow::network {

// The maps of a reference tensor images x channels x height x width, or images x units.
inline MapShape ReferenceMapShape(const testing::ReferenceTensor& tensor) {
  if (tensor.sizes.size() == 2) return {tensor.sizes[1], 1, 1};
  return {tensor.sizes[1], tensor.sizes[2], tensor.sizes[3]};
}

// Its values, an image a row in the order of layers (PixelMajor).
inline linalg::Matrix<double> ReferenceMaps(const testing::ReferenceTensor& tensor) {
  const MapShape shape = ReferenceMapShape(tensor);
  linalg::Matrix<double> maps(tensor.sizes[0], shape.size());
  const std::vector<double> values = PixelMajor<double>(tensor.values, shape);
  std::copy(values.begin(), values.end(), maps.values().begin());
  return maps;
}

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_CONVOLUTION_REFERENCE_MAPS_H_
