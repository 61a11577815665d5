-- Whether a packet names people, or tells them by role and pseudonym.
ALTER TABLE "packet" ADD COLUMN "people" TEXT NOT NULL DEFAULT 'named';
ALTER TABLE "packet" ADD CONSTRAINT packet_people CHECK ("people" IN ('named', 'pseudonyms'));
ALTER TABLE "packet_schedule" ADD COLUMN "people" TEXT NOT NULL DEFAULT 'named';
ALTER TABLE "packet_schedule" ADD CONSTRAINT packet_schedule_people CHECK ("people" IN ('named', 'pseudonyms'));
