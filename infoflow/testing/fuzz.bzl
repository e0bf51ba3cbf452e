"""Targets that feed readers with arbitrary bytes."""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_test")

def fuzz_target(name, deps):
    """NAME.cc with LLVMFuzzerTestOneInput, in two ways.

    NAME_replay_test runs it on every file of testdata/fuzz/NAME, an empty input and cut ones;
    NAME is the program that looks for new inputs with Clang's libFuzzer (tools/fuzz.sh builds it).

    Args:
      name: of the target and its file.
      deps: what the file includes.
    """
    cc_test(
        name = name + "_replay_test",
        size = "small",
        srcs = [name + ".cc"],
        args = ["testdata/fuzz/" + name],
        data = ["//testdata:fuzz_" + name],
        deps = deps + ["//infoflow/testing/fuzz:replay_main"],
    )
    cc_binary(
        name = name,
        testonly = True,
        srcs = [name + ".cc"],
        linkopts = ["-fsanitize=fuzzer"],
        tags = ["manual"],
        deps = deps,
    )
