"""One benchmark program per domain, and one of them all."""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library")

def infoflow_benchmarks(performance, benchmarks):
    """Makes a program of every benchmark file.

    Args:
      performance: name of the program that runs all benchmarks and writes docs/performance.md.
      benchmarks: name of the file without .cc -> what it depends on.
    """
    for name in benchmarks:
        cc_library(
            name = name + "_library",
            testonly = True,
            srcs = [name + ".cc"],
            # Benchmarks register themselves: nothing else refers to them.
            alwayslink = True,
            tags = ["benchmark"],
            deps = benchmarks[name] + ["@com_github_google_benchmark//:benchmark"],
        )
        cc_binary(
            name = name,
            testonly = True,
            tags = ["benchmark"],
            deps = [
                ":%s_library" % name,
                "@com_github_google_benchmark//:benchmark_main",
            ],
        )
    cc_binary(
        name = performance,
        testonly = True,
        srcs = [performance + "_main.cc"],
        tags = ["benchmark"],
        deps = [":%s_library" % name for name in benchmarks] + [
            ":core_clock",
            ":machine",
            ":performance_page",
            ":stored_results",
            "//infoflow/support:file",
            "//infoflow/support:status_macros",
            "@com_github_google_benchmark//:benchmark",
            "@com_google_absl//absl/status",
            "@com_google_absl//absl/status:statusor",
            "@com_google_absl//absl/strings",
            "@com_google_absl//absl/strings:str_format",
        ],
    )
