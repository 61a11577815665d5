-- How often a control operates, apart from its words: occurrences follow from it. Criticality stands beside; nobody said it before.
ALTER TABLE "control_version" ADD COLUMN     "frequency" TEXT,
ADD COLUMN     "criticality" TEXT;

-- Versions that are there already say it in the first words of `operates`, as lib/controls/operates.ts writes them; other
-- words are somebody's own, and say nothing certain. Rewriting the column, unlike an update, asks neither the rows' locks nor their tenant.
ALTER TABLE "control_version" ALTER COLUMN "frequency" TYPE TEXT USING (
  CASE CASE WHEN strpos("operates", '. Trigger: ') > 0 THEN split_part("operates", '. Trigger: ', 1) ELSE "operates" END
    WHEN 'Continuously' THEN 'continuous'
    WHEN 'Daily' THEN 'daily'
    WHEN 'Weekly' THEN 'weekly'
    WHEN 'Monthly' THEN 'monthly'
    WHEN 'Quarterly' THEN 'quarterly'
    WHEN 'Twice a year' THEN 'semiannual'
    WHEN 'Once a year' THEN 'annual'
  END
);

ALTER TABLE "control_version" ADD CONSTRAINT control_version_frequency CHECK ("frequency" IN ('continuous', 'daily', 'weekly', 'monthly', 'quarterly', 'semiannual', 'annual'));
ALTER TABLE "control_version" ADD CONSTRAINT control_version_criticality CHECK ("criticality" IN ('low', 'medium', 'high', 'critical'));
