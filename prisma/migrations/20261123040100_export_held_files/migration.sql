-- Files that an export names and leaves out, because the virus scanner found something in them. Exports from before left none out.
ALTER TABLE "organization_export" ADD COLUMN "held_files" INTEGER;
