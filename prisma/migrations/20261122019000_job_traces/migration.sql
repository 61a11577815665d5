-- A job goes on with the trace of whoever asked for it.
ALTER TABLE "job_run" ADD COLUMN "trace_parent" TEXT;
