#!/bin/sh
# Fails, naming the files, when a C++ source differs from what clang-format would write.
set -eu
cd "$(dirname "$0")/.."
git ls-files '*.cc' '*.h' | xargs clang-format --dry-run --Werror --style=file
