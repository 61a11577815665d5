-- How an organization writes days, times and numbers: a region of lib/platform/region.ts.
ALTER TABLE "organization" ADD COLUMN "region" TEXT NOT NULL DEFAULT 'GB';
