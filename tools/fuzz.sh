#!/bin/sh
# Looks for inputs that break readers: tools/fuzz.sh [SECONDS [TARGET...]], 600 seconds and all
# targets when not given, which are the files *_fuzz.cc. Needs Clang. A file that breaks one is
# written to the folder fuzz_findings; once the fault is mended it belongs into testdata/fuzz/TARGET.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-600}
[ $# -gt 0 ] && shift
sources=$(ls infoflow/testing/fuzz/*_fuzz.cc paper_figures/harness/fuzz/*_fuzz.cc)
if [ $# -gt 0 ]; then
  chosen=
  for target in "$@"; do
    chosen="$chosen $(echo "$sources" | grep "/$target.cc\$")" || {
      echo "there is no target $target" >&2
      exit 1
    }
  done
  sources=$chosen
fi
labels=
for source in $sources; do
  labels="$labels //$(dirname "$source"):$(basename "$source" .cc)"
done
# shellcheck disable=SC2086  # labels hold no blanks
bazel build --config=fuzz $labels
mkdir -p fuzz_findings
for source in $sources; do
  target=$(basename "$source" .cc)
  new=$(mktemp -d)
  # 64 MB for inputs below 1 MB: readers must not believe what a header promises.
  "bazel-bin/${source%.cc}" -max_total_time="$seconds" -max_len=100000 \
    -malloc_limit_mb=64 -rss_limit_mb=1024 -timeout=10 -print_final_stats=1 \
    -artifact_prefix="fuzz_findings/$target-" "$new" "testdata/fuzz/$target"
  rm -r "$new"
done
