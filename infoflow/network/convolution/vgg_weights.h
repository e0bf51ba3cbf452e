#ifndef INFOFLOW_NETWORK_CONVOLUTION_VGG_WEIGHTS_H_
#define INFOFLOW_NETWORK_CONVOLUTION_VGG_WEIGHTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "infoflow/network/convolution/vgg_network.h"
#include "infoflow/network/layers/network.h"

namespace infoflow::network {

template <typename T>
struct VggModel {
  VggOptions options;
  Network<T> network;
};

// A VGG network without batch normalisation (VGG 11, 13, 16, 19 and smaller ones of their kind)
// from a safetensors file or a folder of .npy files (named_tensors.h) with torchvision's names:
// features.I.weight [out,in,3,3] and features.I.bias, where I rises by 2 within a block and by 3
// across a pool, a last pool behind them, and classifier.K.weight [out,in], classifier.K.bias by
// rising K; or with those of timm, pre_logits.fc1, pre_logits.fc2 and head.fc, whose weights may be
// convolutions over the whole map, [out,channels,height,width]. Other tensors are left alone.
//
// `height` x `width` are the images' pixels; channels are those of the first weights. Dropout and
// adaptive pooling, which change nothing at the size that the classifier was made for, are left
// out. Weights are read one tensor at a time. Errors, one sentence with file and tensor: those of
// NamedTensors; batch normalisation; missing or misplaced tensors; shapes that do not fit each
// other or the images.
template <typename T>
absl::StatusOr<VggModel<T>> ReadVggModel(const std::string& path, int height, int width);

// OK where torchvision's names, which have none for pools, can tell these units: a convolution
// before each pool, a pool behind the last one, dense units behind that. Else one sentence.
absl::Status CheckVggNames(const VggOptions& options);

// Writes such a file: safetensors with torchvision's names, numbers as F32, which ReadVggModel
// reads back to the same bits. Errors: those of CheckVggNames and of WriteFile.
absl::Status WriteVggModel(const VggOptions& options, const Network<float>& network,
                           const std::string& path);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_CONVOLUTION_VGG_WEIGHTS_H_
