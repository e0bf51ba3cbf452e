"""Bazel's built-in Java rules, as far as its own tools load them."""

java_import = native.java_import
java_runtime = native.java_runtime
java_toolchain = native.java_toolchain
