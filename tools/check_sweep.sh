#!/bin/bash
# Builds a sweep of two points, twice: the second time nothing is left to do, and its tables are those
# of the figure's program. Without gnuplot (hidden by Bazel's sandbox) there is an error, not a result
# that caches would keep.
set -eu
cd "$(dirname "$0")/.."
build=(bazel build //paper_figures:example_sweep //paper_figures:fig20)
build+=(--//paper_figures:preset=smoke --subcommands)
log=$(mktemp)
direct=$(mktemp -d)
trap 'rm -rf "$log" "$direct"' EXIT

"${build[@]}"
"${build[@]}" > "$log" 2>&1 || { cat "$log"; exit 1; }
if grep -q '^SUBCOMMAND' "$log"; then
  echo "the second build had something to do:"
  grep '^SUBCOMMAND' "$log"
  exit 1
fi
# Claims of so small a figure may fail (exit code 3).
bazel-bin/paper_figures/fig20 --preset=smoke --out="$direct" > /dev/null \
  --set=batches=20,depth=12,train_count=256,weight_variances=0.4,1.6 || [ $? -eq 3 ]
for table in "$direct"/cascade_phase_boundary/data/*.csv; do
  cmp "$table" "bazel-bin/paper_figures/example_sweep/cascade_phase_boundary/data/${table##*/}"
done
echo "the sweep has the tables of the program"

# At another preset, which is never built to its end: there is no result to take instead.
if bazel build //paper_figures:example_sweep --//paper_figures:preset=default \
  --sandbox_block_path="$(realpath "$(command -v gnuplot)")" > "$log" 2>&1; then
  echo "a sweep without gnuplot has a result"
  exit 1
fi
grep -q '^gnuplot is not in the PATH' "$log" || { cat "$log"; exit 1; }
echo "a sweep without gnuplot fails"
