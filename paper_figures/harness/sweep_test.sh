#!/bin/bash
# sweep_test.sh PROGRAM PRESET=PARTS...: no part of a sweep that the BUILD file declares is without a
# point. Points of published images are counted with synthetic ones: their files may not be there.
set -u
program=$1
shift
result=0
for declared in "$@"; do
  preset=${declared%=*} parts=${declared#*=}
  points=$("$program" --list_points --preset="$preset" --set=dataset=synthetic-digits 2> /dev/null ||
    "$program" --list_points --preset="$preset")
  count=$(grep -c . <<< "$points")
  echo "$program at preset $preset: $parts parts of $count points"
  if [ "$parts" -lt 1 ] || [ "$parts" -gt "$count" ]; then result=1; fi
done
exit $result
