"""The inner loops, compiled: extending, joining and aligning by the hundred thousand.

An analysis asks the same small questions of every segment and of every member of every
family. In Python each takes some 50 µs, most of it for taking numbers apart and putting them
together; here it takes a few. The kernels are C and know nothing of Python: they are given
the addresses of arrays and give arrays back, so that one library serves every version of
Python, and other threads run meanwhile. `lineage.native.build` compiles them when the
package is installed.

Why not numba or Cython: the one compiles for half a minute when it is first used, and brings
150 MB; the other needs Python's headers, which many machines lack. mypyc made these loops
1.5 times as fast.
"""
