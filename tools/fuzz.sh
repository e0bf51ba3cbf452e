#!/bin/sh
# Looks for inputs that break readers: tools/fuzz.sh [SECONDS [TARGET...]], 600 seconds and all
# targets of infoflow/testing/fuzz when not given. Needs Clang. A file that breaks one is written to
# the folder fuzz_findings; once the fault is mended it belongs into testdata/fuzz/TARGET.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-600}
[ $# -gt 0 ] && shift
if [ $# -eq 0 ]; then
  for file in infoflow/testing/fuzz/*_fuzz.cc; do set -- "$@" "$(basename "$file" .cc)"; done
fi
labels=
for target in "$@"; do labels="$labels //infoflow/testing/fuzz:$target"; done
# shellcheck disable=SC2086  # labels hold no blanks
bazel build --config=fuzz $labels
mkdir -p fuzz_findings
for target in "$@"; do
  new=$(mktemp -d)
  # 64 MB for inputs below 1 MB: readers must not believe what a header promises.
  "bazel-bin/infoflow/testing/fuzz/$target" -max_total_time="$seconds" -max_len=100000 \
    -malloc_limit_mb=64 -rss_limit_mb=1024 -timeout=10 -print_final_stats=1 \
    -artifact_prefix="fuzz_findings/$target-" "$new" "testdata/fuzz/$target"
  rm -r "$new"
done
