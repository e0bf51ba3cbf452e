#!/bin/bash
# What changes the identities of a figure.
set -eu
script=$PWD/paper_figures/harness/figure_resources.sh
cd "$TEST_TMPDIR"
mkdir -p bazel-out/k8-opt/bin figures
cat > figures/toy.cc <<'EOF'
#include "toy_claims.h"
namespace {
double Compute() { return 1.0; }
// Presentation: nothing below decides a record.
double Present() { return 2.0; }
}  // namespace
double Toy() { return Compute(); }
EOF
echo 'double Claim() { return 3.0; }' > figures/toy_claims.cc
echo 'double Claim();' > figures/toy_claims.h
echo 'int kTable = 1;' > bazel-out/k8-opt/bin/table.cc
echo 'plot x' > figures/toy.gp

run() {
  local flags=$1
  shift
  "$script" "$flags" figures/toy.gp out.cc Toy "$@" figures/toy.cc figures/toy_claims.cc \
    figures/toy_claims.h
}
checksum() { sed -n "s/^const char\* const k$1Toy = \"\([0-9a-f]*\)\";\$/\1/p" out.cc; }

# expect NAME same|other same|other: records' and the presentation's identity since the first run.
expect() {
  local code presentation
  [ "$(checksum Code)" = "$first_code" ] && code=same || code=other
  [ "$(checksum Presentation)" = "$first_presentation" ] && presentation=same || presentation=other
  if [ "$code $presentation" != "$2 $3" ]; then
    echo "$1: $code $presentation, want $2 $3"
    exit 1
  fi
}

run -O2 bazel-out/k8-opt/bin/table.cc
grep -q '^R"gp(plot x$' out.cc
first_code=$(checksum Code)
first_presentation=$(checksum Presentation)
[ ${#first_code} -eq 64 ]

run -O2 bazel-out/k8-opt/bin/table.cc
expect "nothing" same same
run -O3 bazel-out/k8-opt/bin/table.cc
expect "flags" other other
mkdir -p bazel-out/k8-dbg/bin && cp bazel-out/k8-opt/bin/table.cc bazel-out/k8-dbg/bin
run -O2 bazel-out/k8-dbg/bin/table.cc
expect "folder of the configuration" same same

# change FILE OLD NEW same|other same|other: on a copy that is put back.
change() {
  cp "$1" before
  sed -i "s/$2/$3/" "$1"
  run -O2 bazel-out/k8-opt/bin/table.cc
  expect "$1: $3" "$4" "$5"
  cp before "$1"
}
change figures/toy.gp 'plot x' 'plot x*x' same other
change figures/toy_claims.cc 3.0 4.0 same other
change figures/toy_claims.h Claim Assertion other other
change figures/toy.cc 2.0 5.0 same other
change figures/toy.cc 'return 1.0' 'return 6.0' other other
change figures/toy.cc 'return Compute()' 'return 7.0' other other
change bazel-out/k8-opt/bin/table.cc 1 8 other other
