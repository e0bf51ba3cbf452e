"""Macros that turn one .cc and one .gp file into a figure with its program and tests."""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library", "cc_test")

def figure_library(name, deps = [], data = []):
    """The figure `name`: name.cc defines `Figure Name()`, name.gp is its gnuplot recipe.

    Args:
      name: the figure's slug.
      deps: what name.cc needs besides the harness.
      data: files that it reads (infoflow/support/runfiles.h).
    """
    native.genrule(
        name = name + "_recipe",
        srcs = [name + ".gp"],
        outs = [name + ".gp.inc"],
        cmd = "(echo 'R\"gp('; cat $<; echo ')gp\"') > $@",
    )
    cc_library(
        name = name,
        srcs = [
            name + ".cc",
            name + ".gp.inc",
        ],
        data = data,
        visibility = ["//paper_figures:__pkg__"],
        deps = deps + [
            "//paper_figures/harness:figure",
            "@com_google_absl//absl/status:statusor",
        ],
    )

def _camel_case(slug):
    return "".join([word.capitalize() for word in slug.split("_")])

def _catalogue_source_impl(ctx):
    functions = [_camel_case(slug) for slug in ctx.attr.slugs]
    lines = ["// Generated from paper_figures/BUILD.", ""]
    lines.append("#include \"paper_figures/harness/figure_main.h\"")
    lines += ["", "namespace infoflow::paper_figures {", ""]
    lines += ["Figure %s();" % function for function in functions]
    lines += ["", "std::vector<CatalogueEntry> Catalogue() {", "  return {"]
    for i in range(len(functions)):
        lines.append("      {\"%s\", %s()}," % (ctx.attr.ids[i], functions[i]))
    lines += ["  };", "}", "", "}  // namespace infoflow::paper_figures", ""]
    ctx.actions.write(ctx.outputs.out, "\n".join(lines))

_catalogue_source = rule(
    implementation = _catalogue_source_impl,
    attrs = {
        "ids": attr.string_list(mandatory = True),
        "out": attr.output(mandatory = True),
        "slugs": attr.string_list(mandatory = True),
    },
)

def _libraries(entries):
    return ["//paper_figures/%s:%s" % (entry[1], entry[2]) for entry in entries]

def _figure_program(name, entries):
    """A program of the figures `entries`, a list of (id, folder, slug)."""
    _catalogue_source(
        name = name + "_catalogue_source",
        out = name + "_catalogue.cc",
        ids = [entry[0] for entry in entries],
        slugs = [entry[2] for entry in entries],
    )
    cc_binary(
        name = name,
        srcs = [name + "_catalogue.cc"],
        visibility = ["//visibility:public"],
        deps = ["//paper_figures/harness:main"] + _libraries(entries),
    )

def figure_catalogue(name, figures):
    """The program `name` of all figures, and per figure a program and its golden test.

    Args:
      name: the program that computes every figure.
      figures: a list of (id, folder, slug).
    """
    _figure_program(name, figures)
    for entry in figures:
        id, _, slug = entry
        _figure_program(id, [entry])
        cc_test(
            name = id + "_golden_test",
            size = "medium",
            srcs = [id + "_catalogue.cc"],
            data = ["//testdata:golden"],
            deps = ["//paper_figures/harness:golden_test_main"] + _libraries([entry]),
        )
