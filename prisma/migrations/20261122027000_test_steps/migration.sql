-- Tests of a control as steps, of design and of operating effectiveness. Versions recorded before keep their one text.
ALTER TABLE "control_version" ADD COLUMN     "design_test" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "operating_test" JSONB NOT NULL DEFAULT '[]';
