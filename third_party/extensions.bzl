"""The module extension that MODULE.bazel uses; nothing else loads this file."""

load("//third_party:datasets.bzl", "infoflow_datasets")
load("//third_party:dependencies.bzl", "infoflow_dependencies")

def _infoflow_impl(_module_ctx):
    infoflow_dependencies()
    infoflow_datasets()

infoflow = module_extension(implementation = _infoflow_impl)
