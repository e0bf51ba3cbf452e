"""Macros that turn one .cc and one .gp file into a figure with its program and tests."""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library", "cc_test")
load("//paper_figures/harness:figure_sweep.bzl", "figure_sweep")

_SourcesInfo = provider(
    doc = "The files that a library is made of.",
    fields = ["files"],
)

def _sources_impl(_target, ctx):
    files = []
    for attribute in ["srcs", "hdrs", "textual_hdrs", "data"]:
        for target in getattr(ctx.rule.attr, attribute, []):
            # Libraries of the system are left out: results name the BLAS that matters.
            files += [f for f in target.files.to_list() if not f.owner.workspace_name]
    return [_SourcesInfo(files = depset(
        files,
        transitive = [
            dep[_SourcesInfo].files
            for dep in getattr(ctx.rule.attr, "deps", [])
            if _SourcesInfo in dep
        ],
    ))]

_sources = aspect(
    doc = "Collects the sources of a library and of all that it is linked with.",
    attr_aspects = ["deps"],
    implementation = _sources_impl,
)

def _camel_case(slug):
    return "".join([word.capitalize() for word in slug.split("_")])

def _figure_resources_impl(ctx):
    sources = ctx.attr.library[_SourcesInfo].files.to_list()
    flags = ctx.fragments.cpp.copts + ctx.fragments.cpp.cxxopts + [ctx.var["COMPILATION_MODE"]]
    ctx.actions.run(
        executable = ctx.file.script,
        inputs = sources + [ctx.file.recipe],
        outputs = [ctx.outputs.out],
        arguments = [" ".join(flags), ctx.file.recipe.path, ctx.outputs.out.path, ctx.attr.symbol] +
                    sorted([f.path for f in sources]),
        mnemonic = "FigureResources",
    )

_figure_resources = rule(
    doc = "A source file with a figure's recipe and identities (figure_resources.sh).",
    attrs = {
        "library": attr.label(aspects = [_sources], mandatory = True),
        "out": attr.output(mandatory = True),
        "recipe": attr.label(allow_single_file = [".gp"], mandatory = True),
        "script": attr.label(
            allow_single_file = True,
            default = "//paper_figures/harness:figure_resources.sh",
        ),
        "symbol": attr.string(mandatory = True),
    },
    fragments = ["cpp"],
    implementation = _figure_resources_impl,
)

# What every figure includes.
_FIGURE_DEPS = [
    "//infoflow/support:status_macros",
    "//paper_figures/harness:figure_of",
    "//paper_figures/harness:row_table",
    "@com_google_absl//absl/status",
    "@com_google_absl//absl/status:statusor",
]

def figure_library(name, srcs = [], deps = [], data = [], visibility = []):
    """The figure `name`: name.cc defines `Figure Name()`, name.gp is its gnuplot recipe.

    The identity of the code is a checksum of all sources that name.cc is linked with and of the
    compiler's flags: the same in every program, on every machine and in every checkout. Claims
    (files *_claims.cc) and what stands in name.cc below a line "// Presentation: ..." are not part
    of it, so that records stay when they change.

    Args:
      name: the figure's slug.
      srcs: further sources of the figure, such as name_claims.cc and .h.
      deps: what they need besides the harness.
      data: files that the figure reads (infoflow/support/runfiles.h).
      visibility: of `Figure Name()`, for tests; the catalogue sees it anyway.
    """
    cc_library(
        name = name,
        srcs = [name + ".cc"] + srcs,
        data = data,
        visibility = ["//paper_figures:__pkg__"] + visibility,
        deps = deps + [dep for dep in _FIGURE_DEPS if dep not in deps],
    )
    _figure_resources(
        name = name + "_resources_source",
        library = ":" + name,
        out = name + "_resources.cc",
        recipe = name + ".gp",
        symbol = _camel_case(name),
    )
    cc_library(
        name = name + "_resources",
        srcs = [name + "_resources.cc"],
        visibility = ["//paper_figures:__pkg__"],
    )

def _catalogue_source_impl(ctx):
    lines = ["// Generated from paper_figures/BUILD.", ""]
    lines.append("#include \"paper_figures/harness/catalogue.h\"")
    lines += ["", "namespace infoflow::paper_figures {", ""]
    entries = []
    for i in range(len(ctx.attr.slugs)):
        slug = ctx.attr.slugs[i]
        symbol = _camel_case(slug)
        lines += [
            "Figure %s();" % symbol,
            "extern const char* const kRecipe%s;" % symbol,
            "extern const char* const kCode%s;" % symbol,
            "extern const char* const kPresentation%s;" % symbol,
        ]
        entries.append("      {\"%s\", \"%s\", kRecipe%s, kCode%s, kPresentation%s, %s()}," %
                       (ctx.attr.ids[i], slug, symbol, symbol, symbol, symbol))
    lines += ["", "std::vector<CatalogueEntry> Catalogue() {", "  return {"] + entries
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
    libraries = ["//paper_figures/%s:%s" % (entry[1], entry[2]) for entry in entries]
    resources = [library + "_resources" for library in libraries]
    return ["//paper_figures/harness:catalogue"] + libraries + resources

def _figure_program(name, entries, main):
    """A program of the figures `entries`, a list of (id, folder, slug), by `main`."""
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
        deps = ["//paper_figures/harness:" + main] + _libraries(entries),
    )

_PRESETS = ["smoke", "default", "paper"]

def figure_program(name, folder, slug, parts = None):
    """The program `name` of one figure, `name`_golden_test, and `name`_sweep with its test.

    Args:
      name: "fig1", the figure's id.
      folder: the folder of paper_figures that holds the figure.
      slug: its name there.
      parts: into how many actions a sweep cuts its points, at each of _PRESETS; None: there is
        nothing to cut.
    """
    _figure_program(name, [(name, folder, slug)], "figure_program_main")
    if parts:
        figure_sweep(
            name = name + "_sweep",
            figure = ":" + name,
            points = {preset: str(count) for preset, count in zip(_PRESETS, parts)},
            slug = slug,
            tags = ["manual"],
        )

        # buildifier: disable=native-sh-test
        native.sh_test(
            name = name + "_sweep_test",
            size = "small",
            srcs = ["//paper_figures/harness:sweep_test.sh"],
            args = ["$(location :%s)" % name] +
                   ["%s=%d" % (preset, count) for preset, count in zip(_PRESETS, parts)],
            data = [":" + name],
        )
    cc_test(
        name = name + "_golden_test",
        size = "medium",
        srcs = [name + "_catalogue.cc"],
        data = ["//testdata:golden"],
        deps = ["//paper_figures/harness:golden_test_main"] + _libraries([(name, folder, slug)]),
    )

def figure_catalogue(name, figures, parts):
    """The program `name` of all figures, catalogue_test, and per figure its program and golden test.

    Args:
      name: the program that computes every figure.
      figures: a list of (id, folder, slug).
      parts: those of figure_program, by id.
    """
    _figure_program(name, figures, "catalogue_program_main")
    cc_test(
        name = "catalogue_test",
        size = "small",
        srcs = [name + "_catalogue.cc"],
        deps = ["//paper_figures/harness:catalogue_test_main"] + _libraries(figures),
    )
    for entry in figures:
        figure_program(entry[0], entry[1], entry[2], parts.get(entry[0]))
