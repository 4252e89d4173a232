"""Background work: a *job* is a row written in the same transaction as whatever wants it; huey only rings the bell.

A *consumer* claims jobs that are due and runs their *handler*. A job may run twice if a consumer dies at the wrong
moment, so handlers look at what is already done. The *sweeper* gives lost jobs back and rings for jobs whose bell was
not heard.
"""
