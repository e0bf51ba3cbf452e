#!/bin/bash
# What tools/completion.bash offers for a figure and for infoflow.
# Usage: completion_test.sh COMPLETION FIGURE INFOFLOW (the programs' paths)
set -u
completion=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ln -s "$(realpath "$2")" "$folder/fig7"
ln -s "$(realpath "$3")" "$folder/infoflow"
PATH=$folder:$PATH
# shellcheck source=/dev/null
source "$completion"

failed=0
# Usage: offers LINE WORDS: all that is offered for a line.
offers() {
  # shellcheck disable=SC2034
  COMP_LINE=$1 COMP_POINT=${#1}
  COMPREPLY=()
  _infoflow
  if [ "${COMPREPLY[*]}" != "$2" ]; then
    echo "$1: offers '${COMPREPLY[*]}' in place of '$2'"
    failed=1
  fi
}

offers "fig7 --pres" "--preset"
offers "fig7 --preset=" "smoke default paper"
offers "fig7 --preset=s" "smoke"
offers "fig7 --force --list_para" "--list_parameters"
offers "fig7 --set=sam" "samples="
# bash puts in place what stands behind its last "=".
offers "fig7 --set=units=20,no" "20,noise="
offers "fig7 --nothing" ""
offers "infoflow replica-l" "replica-landscape"
offers "infoflow replica --pri" "--prior"
offers "infoflow replica --solver=" "auto fixed-point vamp"
offers "infoflow ising-chain --coup" "--coupling"
exit "$failed"
