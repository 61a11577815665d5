-- How often each person did something of a kind of late. Unlogged: a count costs no flush of the log, and a crash, which
-- empties it, gives everybody a fresh minute.
CREATE UNLOGGED TABLE "rate_counter" (
    "subject" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "window_start_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rate_counter_pkey" PRIMARY KEY ("subject")
);
-- Counters change all the time and are few: room in each page keeps every change in its page.
ALTER TABLE rate_counter SET (fillfactor = 50);

GRANT SELECT, INSERT, UPDATE ON rate_counter TO tickmark_app;
