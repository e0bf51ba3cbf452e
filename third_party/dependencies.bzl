"""Every library that infoflow uses, and the Debian package it comes from."""

load("//third_party:python_headers.bzl", "python_headers")
load("//third_party:system_library.bzl", "system_library")

_ABSL_TARGETS = [
    "//absl/base:core_headers",
    "//absl/cleanup:cleanup",
    "//absl/container:flat_hash_map",
    "//absl/functional:function_ref",
    "//absl/status:status",
    "//absl/status:statusor",
    "//absl/strings:str_format",
    "//absl/strings:strings",
    "//absl/time:time",
    "//absl/types:span",
]

# What Boost.Math and Boost.Multiprecision include; all of Boost would be 14,000 inputs an action.
_BOOST_FOLDERS = [
    "assert",
    "concept",
    "config",
    "container",
    "container_hash",
    "core",
    "detail",
    "exception",
    "functional",
    "integer",
    "iterator",
    "lexical_cast",
    "math",
    "move",
    "mpl",
    "multiprecision",
    "numeric/conversion",
    "predef",
    "preprocessor",
    "range",
    "smart_ptr",
    "type_traits",
    "utility",
]

def infoflow_dependencies():
    """Declares the system's libraries under their upstream names."""
    system_library(
        name = "com_google_absl",
        headers = ["absl"],
        least_version = "20220623",
        modules = [
            "absl_flat_hash_map",
            "absl_status",
            "absl_statusor",
            "absl_str_format",
            "absl_strings",
            "absl_time",
        ],
        package = "libabsl-dev",
        targets = {target: [] for target in _ABSL_TARGETS},
        version_module = "absl_base",
    )
    system_library(
        name = "com_google_googletest",
        headers = ["gtest", "gmock"],
        least_version = "1.12.0",
        libraries = ["gmock", "gtest"],
        linkopts = ["-pthread"],
        package = "libgtest-dev and libgmock-dev",
        targets = {
            "//:gtest": [],
            "//:gtest_main": ["@googletest_main//:main"],
        },
        version_module = "gtest",
    )
    system_library(
        name = "googletest_main",
        libraries = ["gtest_main"],
        package = "libgtest-dev",
        targets = {"//:main": []},
    )
    system_library(
        name = "com_github_google_benchmark",
        headers = ["benchmark"],
        least_version = "1.7.0",
        libraries = ["benchmark"],
        linkopts = ["-pthread"],
        package = "libbenchmark-dev",
        shared = ["benchmark"],
        targets = {
            "//:benchmark": [],
            "//:benchmark_main": ["@benchmark_main//:main"],
        },
        version_module = "benchmark",
    )
    system_library(
        name = "benchmark_main",
        libraries = ["benchmark_main"],
        package = "libbenchmark-dev",
        targets = {"//:main": []},
    )
    system_library(
        name = "openblas",
        headers = ["cblas.h", "openblas_config.h"],
        least_version = "0.3.20",
        libraries = ["openblas"],
        linkopts = ["-lpthread"],
        package = "libopenblas-dev",
        shared = ["openblas"],
        targets = {"//:openblas_with_lapack": []},
        version_define = "OPENBLAS_VERSION",
        version_header = "openblas_config.h",
    )
    system_library(
        name = "random123",
        headers = ["Random123"],
        package = "librandom123-dev",
        targets = {"//:philox": []},
    )
    system_library(
        name = "boost",
        header_globs = ["include/boost/*.hpp"] +
                       ["include/boost/%s/**" % folder for folder in _BOOST_FOLDERS],
        headers = ["boost"],
        least_version = "1.71",
        package = "libboost-dev",
        targets = {
            "//:math": [],
            "//:multiprecision": [],
        },
        version_define = "BOOST_LIB_VERSION",
        version_header = "boost/version.hpp",
    )
    system_library(
        name = "nlohmann_json",
        headers = ["nlohmann"],
        least_version = "3.10.0",
        package = "nlohmann-json3-dev",
        targets = {"//:json": []},
        version_module = "nlohmann_json",
    )
    python_headers(name = "python_headers")
    system_library(
        name = "pybind11",
        headers = ["pybind11"],
        least_version = "2.10.0",
        package = "pybind11-dev",
        targets = {"//:pybind11": ["@python_headers//:python_headers"]},
        version_module = "pybind11",
    )
    system_library(
        name = "zlib",
        headers = ["zlib.h", "zconf.h"],
        least_version = "1.2.11",
        libraries = ["z"],
        package = "zlib1g-dev",
        targets = {"//:zlib": []},
        version_module = "zlib",
    )
