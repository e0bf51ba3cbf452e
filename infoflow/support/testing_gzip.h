#ifndef INFOFLOW_SUPPORT_TESTING_GZIP_H_
#define INFOFLOW_SUPPORT_TESTING_GZIP_H_

#include <zlib.h>

#include <string>

#include "gtest/gtest.h"

namespace infoflow {

// `text` as gzip compresses it, for fixtures of tests.
inline std::string Gzip(const std::string& text) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY),
            Z_OK);
  std::string result(deflateBound(&stream, text.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(result.data());
  stream.avail_out = static_cast<uInt>(result.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  result.resize(stream.total_out);
  deflateEnd(&stream);
  return result;
}

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_TESTING_GZIP_H_
