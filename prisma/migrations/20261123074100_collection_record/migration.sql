-- The record of a run as the text that its hash is of: what evidence rests on, and what packets carry.
ALTER TABLE "collection" ADD COLUMN "record" TEXT;

-- No credential, and no part of one: what tells two of them apart.
ALTER TABLE "collection" RENAME COLUMN "credential_fingerprint" TO "fingerprint";
