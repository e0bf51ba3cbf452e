#!/bin/sh
# Runs a script with the module that stands beside this file.
PYTHONPATH="$(dirname "$0")" exec /usr/bin/python3 -B "$@"
