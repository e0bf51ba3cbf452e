#!/bin/bash
# Builds the program of docs/using as other projects would: in a Bazel workspace of its own, and
# from the archive by g++ and by CMake (left out where it is not installed). Fails where one does not
# build, or prints other numbers than it should.
set -eu
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Usage: judge NAME PROGRAM
judge() {
  "$2" > "$folder/output"
  awk -v name="$1" '
    { value[$1] = $2 }
    function off(a, b) { return a < b ? b - a : a - b }
    END {
      if (off(value["energy"], sqrt(2)) > 1e-14 || value["exact"] == "" ||
          off(value["replica"], value["exact"]) > 1e-9) {
        print name ": not what docs/using.md says"
        exit 1
      }
      print name ": energy " value["energy"] ", entropy " value["replica"]
    }' "$folder/output"
}

# A server of its own, which is not needed for long.
(cd docs/using && bazel --max_idle_secs=30 build //:entropies)
judge "another workspace" docs/using/bazel-bin/entropies

bazel build //infoflow:archive
mkdir "$folder/infoflow"
tar -x -f bazel-bin/infoflow/archive.tar -C "$folder/infoflow"
export PKG_CONFIG_PATH="$folder/infoflow/lib/pkgconfig"
# shellcheck disable=SC2046
g++ -O2 -std=c++17 docs/using/entropies.cc $(pkg-config --cflags --libs infoflow) \
  -o "$folder/entropies"
judge "g++" "$folder/entropies"

if command -v cmake >/dev/null; then
  cmake -S docs/using -B "$folder/cmake" >/dev/null
  cmake --build "$folder/cmake" >/dev/null
  judge "CMake" "$folder/cmake/entropies"
else
  echo "CMake: not installed, not tried"
fi
