import { defineConfig } from "prisma/config";

// Only `prisma generate` reads this file: migrations are applied by lib/platform/migrate.ts, and the connection
// is made by lib/platform/db.ts, so no datasource URL stands here.
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
});
