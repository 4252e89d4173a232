"""Running Kelim: *health* says the process lives, *readiness* that it can serve; a *request id* joins a reader's
error page to the log; the *supervisor* keeps the web server and the job consumer alive, and leaves no orphan."""
