-- What a packet was made of is kept with it, and a schedule makes one packet per period.

-- AlterTable
ALTER TABLE "packet_state" ADD COLUMN     "content_sha256" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "packet_organization_id_schedule_id_first_day_key" ON "packet"("organization_id", "schedule_id", "first_day");
