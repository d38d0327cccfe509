"""The version of the library, in the one place where it is written.

The build reads it from here, and so does every module that names the version in a
result: the package root would pull in every floor, and the metadata of an installed
distribution is missing when the package runs from a checkout.
"""

__version__ = "0.1.0"
