#!/bin/sh
# figure_resources.sh FLAGS RECIPE OUT SYMBOL SOURCE...: writes the C++ file OUT with a figure's recipe
# and two checksums, of the compiler's FLAGS and of all SOURCEs that the figure is linked with:
#   kCode          of what decides its records: without *_claims.cc, and without the part of the
#                  figure's own source from the line "// Presentation: ..." to the end of the unnamed
#                  namespace. That part stands behind all that computes records, which therefore
#                  cannot call it.
#   kPresentation  of everything, and of the recipe.
set -eu
flags=$1 recipe=$2 out=$3 symbol=$4
shift 4
figure=${recipe%.gp}.cc

# Paths without the folder of the configuration, which is not the same everywhere.
checksums() { sha256sum -- "$@" | sed 's# bazel-out/[^/]*/bin/# #'; }
whole() { sha256sum | sed 's/ .*//'; }

presentation=$({ echo "$flags"; checksums "$@" "$recipe"; } | whole)
for source in "$@"; do
  shift
  case $source in
    *_claims.cc | "$figure") ;;
    *) set -- "$@" "$source" ;;
  esac
done
code=$({
  echo "$flags"
  checksums "$@"
  sed '/^\/\/ Presentation: /,/^}  \/\/ namespace$/d' "$figure"
} | whole)
cat > "$out" <<EOF
namespace infoflow::paper_figures {
extern const char* const kRecipe$symbol;
extern const char* const kCode$symbol;
extern const char* const kPresentation$symbol;
const char* const kRecipe$symbol =
R"gp($(cat "$recipe")
)gp";
const char* const kCode$symbol = "$code";
const char* const kPresentation$symbol = "$presentation";
}  // namespace infoflow::paper_figures
EOF
