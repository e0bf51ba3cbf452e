# Completion for bash: source tools/completion.bash
#
# For figure programs (fig1, ..., paper_figures) and infoflow, also behind `bazel run //paper_figures:fig1
# --` and `bazel run //infoflow --` once they are built: flags, their choices, commands, and names of
# parameters behind --set=. All is read from what the program itself says (--help, --list_parameters).

# The program that a command line runs: sets `program` (a path) and `first`, the index of its first
# argument. Fails where it is none of ours.
_infoflow_program() {
  first=1
  program=${words[0]}
  if [[ ${program##*/} == bazel ]]; then
    local label=
    for ((first = 1; first < ${#words[@]}; ++first)); do
      [[ ${words[first]} == -- ]] && break
      [[ ${words[first]} == //* ]] && label=${words[first]}
    done
    [[ -n $label ]] && ((first < cword)) || return 1
    first=$((first + 1))
    label=${label#//}
    local name=${label##*[:/]}
    local root
    root=$(git rev-parse --show-toplevel 2>/dev/null) || return 1
    program=$root/bazel-bin/${label%%:*}/$name
  fi
  [[ ${program##*/} =~ ^(fig[0-9]+|paper_figures|infoflow|infoflow_small)$ ]] &&
    command -v "$program" >/dev/null
}

# What may stand where `current` is, for `program` with its command if it has any.
_infoflow_words() {
  local current=$1
  shift
  case $current in
    --set=*)
      local before=${current#--set=}
      before=${before%"${before##*,}"}
      "$program" --list_parameters 2>/dev/null |
        sed -n "s/^ *\([a-z][a-z0-9_]*\) *=.*/--set=$before\1=/p"
      ;;
    --*=*)
      # Choices stand in the last brackets of the flag's line.
      "$program" "$@" --help 2>/dev/null |
        sed -n "s/^ *${current%%=*} .*(\([a-z0-9, -]*\)) \[.*/\1/p" | tr -d ' ' | tr ',' '\n' |
        sed "s/^/${current%%=*}=/"
      ;;
    -*)
      "$program" "$@" --help 2>/dev/null | sed -n 's/^  \(--[a-z_]*\) .*/\1/p'
      ;;
    *)
      [[ ${program##*/} == infoflow* && $# -eq 0 ]] || return
      "$program" --help 2>/dev/null | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p'
      ;;
  esac
}

_infoflow() {
  local words cword program first
  # "=" and ":" do not separate words here.
  local line=${COMP_LINE:0:COMP_POINT}
  read -r -a words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  cword=$((${#words[@]} - 1))
  _infoflow_program || return
  local command=()
  if [[ ${program##*/} == infoflow* && $cword -gt $first && ${words[first]} != -* ]]; then
    command=("${words[first]}")
  fi
  local current=${words[cword]}
  mapfile -t COMPREPLY < <(_infoflow_words "$current" "${command[@]}" | grep -F -- "$current" |
    awk -v start="$current" 'index($0, start) == 1')
  # bash puts in place what stands behind its own last "=".
  if [[ $current == *=* && $COMP_WORDBREAKS == *=* ]]; then
    COMPREPLY=("${COMPREPLY[@]#"${current%"${current##*=}"}"}")
  fi
  if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} != *= ]]; then return; fi
  compopt -o nospace 2>/dev/null
}

complete -F _infoflow infoflow infoflow_small paper_figures
for _infoflow_number in {1..30}; do complete -F _infoflow "fig$_infoflow_number"; done
unset _infoflow_number
# Bazel's own completion, where there is any, keeps what is in front of "--".
_infoflow_bazel() {
  if [[ " ${COMP_LINE:0:COMP_POINT} " == *" -- "* ]]; then
    _infoflow
  elif declare -F _bazel__complete >/dev/null; then
    _bazel__complete
  fi
}
complete -F _infoflow_bazel bazel
