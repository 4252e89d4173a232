"""Copies of everything that Kelim keeps, and the way back from them.

An *archive* is one file: each table as PostgreSQL's COPY text, and a *manifest* with rows and digests. A *place* is a
database that an archive is restored into; a *drill* restores a fresh archive into a *scratch* place and compares. The
*list of erasures* lies beside the archives: who asked to be forgotten stays forgotten after a restore.
"""
