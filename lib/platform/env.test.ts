import { availableParallelism } from "node:os";
import { describe, expect, test } from "vitest";
import { readEnvironment } from "./env.ts";
import { isLoopback } from "./web-address.ts";
import { SetupProblem } from "./setup-problem.ts";

function problems(source: Record<string, string>): readonly string[] {
  try {
    readEnvironment(source, "/project");
    return [];
  } catch (error) {
    if (error instanceof SetupProblem) return error.sentences;
    throw error;
  }
}

const PUBLIC = { TICKMARK_BASE_URL: "https://tickmark.example.com" };

describe("settings", () => {
  test("nothing set is a private installation with the demo allowed", () => {
    expect(readEnvironment({}, "/project")).toEqual({
      databaseUrl: undefined,
      dataDirectory: "/project/.tickmark",
      checkpointFolder: "/project/.tickmark/checkpoints",
      host: "127.0.0.1",
      port: 3000,
      baseUrl: "http://127.0.0.1:3000",
      previewUrl: "http://preview.localhost:3000",
      isPublic: false,
      demoAllowed: true,
      signUpAllowed: true,
      deletionGraceDays: 30,
      secret: undefined,
      mail: { kind: "outbox", directory: "/project/.tickmark/outbox" },
      s3: undefined,
      logLevel: "info",
      metricsToken: undefined,
      workerPort: undefined,
      webProcesses: Math.min(availableParallelism(), 4),
      tracing: undefined,
      outboundAllowed: [],
      gallery: false,
    });
  });

  test("strangers may create an organization on this machine's own address, elsewhere only where somebody said so", () => {
    const allowed = (source: Record<string, string>): boolean => readEnvironment(source, "/project").signUpAllowed;
    expect(allowed({ TICKMARK_SIGN_UP: "closed" })).toBe(false);
    expect(allowed(PUBLIC)).toBe(false);
    expect(allowed({ ...PUBLIC, TICKMARK_SIGN_UP: "open" })).toBe(true);
    expect(allowed({ TICKMARK_BASE_URL: "http://localhost:8080", TICKMARK_HOST: "0.0.0.0" })).toBe(false);
    expect(problems({ TICKMARK_SIGN_UP: "yes" })).toEqual(["TICKMARK_SIGN_UP must be open, closed or auto."]);
  });

  test("an empty variable counts as unset", () => {
    expect(readEnvironment({ TICKMARK_PORT: "", DATABASE_URL: " " }, "/project").port).toBe(3000);
  });

  test("everything set is taken over", () => {
    const found = readEnvironment(
      {
        ...PUBLIC,
        DATABASE_URL: "postgresql://t:p@db.example.com/tickmark?sslmode=verify-full",
        TICKMARK_DATA: "/var/lib/data",
        TICKMARK_HOST: "0.0.0.0",
        TICKMARK_PORT: "8080",
        TICKMARK_SECRET: "s".repeat(32),
        SMTP_URL: "smtps://u:p@mail.example.com",
        MAIL_FROM: "Tickmark <tickmark@example.com>",
        TICKMARK_S3_URL: "https://s3.example.com/bucket/folder/",
        TICKMARK_S3_REGION: "eu-central-1",
        TICKMARK_S3_KEY_ID: "key",
        TICKMARK_S3_SECRET: "a secret",
        TICKMARK_LOG_LEVEL: "warn",
        TICKMARK_METRICS_TOKEN: "m".repeat(32),
        TICKMARK_WORKER_PORT: "9100",
        TICKMARK_WEB_PROCESSES: "3",
        TICKMARK_GALLERY: "on",
      },
      "/project",
    );
    expect(found).toMatchObject({
      dataDirectory: "/var/lib/data",
      baseUrl: "https://tickmark.example.com",
      isPublic: true,
      demoAllowed: false,
      mail: { kind: "smtp", url: "smtps://u:p@mail.example.com", from: "Tickmark <tickmark@example.com>" },
      s3: { url: "https://s3.example.com/bucket/folder", region: "eu-central-1", keyId: "key", secret: "a secret" },
      logLevel: "warn",
      metricsToken: "m".repeat(32),
      workerPort: 9100,
      webProcesses: 3,
      gallery: true,
    });
  });

  test("the demo follows `auto` only where nobody else can reach it", () => {
    const local = { TICKMARK_BASE_URL: "http://localhost:3000" };
    expect(readEnvironment(local, "/p").demoAllowed).toBe(true);
    expect(readEnvironment({ ...local, TICKMARK_HOST: "0.0.0.0" }, "/p").demoAllowed).toBe(false);
    expect(readEnvironment({ ...local, TICKMARK_HOST: "0.0.0.0", TICKMARK_DEMO: "on" }, "/p").demoAllowed).toBe(true);
    expect(readEnvironment(PUBLIC, "/p").demoAllowed).toBe(false);
    expect(readEnvironment({ TICKMARK_DEMO: "off" }, "/p").demoAllowed).toBe(false);
  });

  test("an IPv6 address is shown in brackets", () => {
    expect(readEnvironment({ TICKMARK_HOST: "::1" }, "/p").baseUrl).toBe("http://[::1]:3000");
  });

  test("loopback is known by name and by number", () => {
    expect(["localhost", "a.localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]"].map(isLoopback)).not.toContain(false);
    expect(["0.0.0.0", "::", "127.example.com", "10.0.0.1", "localhost.example.com"].map(isLoopback)).not.toContain(true);
  });
});

describe("a wrong setting has one sentence", () => {
  test.each([
    [{ DATABASE_URL: "mysql://u:secret@h/d" }, "DATABASE_URL must look like postgresql://user:password@host:5432/database."],
    [{ DATABASE_URL: "postgresql://u:secret@h" }, "DATABASE_URL must look like postgresql://user:password@host:5432/database."],
    [{ TICKMARK_PORT: "0" }, "TICKMARK_PORT must be a whole number from 1 to 65535."],
    [{ TICKMARK_PORT: "70000" }, "TICKMARK_PORT must be a whole number from 1 to 65535."],
    [{ TICKMARK_PORT: "3e3" }, "TICKMARK_PORT must be a whole number from 1 to 65535."],
    [{ TICKMARK_S3_URL: "https://s3.example.com", TICKMARK_S3_KEY_ID: "k", TICKMARK_S3_SECRET: "12345678" }, "TICKMARK_S3_URL must name a bucket, like https://s3.eu-central-1.amazonaws.com/bucket."],
    [{ TICKMARK_S3_URL: "https://s3.example.com/b" }, "TICKMARK_S3_URL, TICKMARK_S3_KEY_ID and TICKMARK_S3_SECRET belong together: set all three, or none to keep blobs in the data folder."],
    [{ TICKMARK_HOST: "http://x" }, "TICKMARK_HOST must be an address or a host name, like 127.0.0.1."],
    [{ TICKMARK_BASE_URL: "tickmark.example.com" }, "TICKMARK_BASE_URL must be an address without a path, like https://tickmark.example.com."],
    [{ TICKMARK_BASE_URL: "https://a.example/x" }, "TICKMARK_BASE_URL must be an address without a path, like https://tickmark.example.com."],
    [{ TICKMARK_BASE_URL: "http://a.example" }, "TICKMARK_BASE_URL must begin with https:// unless it is this machine's own address."],
    [{ TICKMARK_DEMO: "yes" }, "TICKMARK_DEMO must be on, off or auto."],
    [{ TICKMARK_SECRET: "short" }, "TICKMARK_SECRET must have at least 32 characters."],
    [{ SMTP_URL: "mail.example.com", MAIL_FROM: "a@b.example" }, "SMTP_URL must look like smtps://user:password@mail.example.com."],
    [{ SMTP_URL: "smtp://m.example", MAIL_FROM: "nobody" }, "MAIL_FROM must be a mail address, like Tickmark <tickmark@example.com>."],
    [{ TICKMARK_LOG_LEVEL: "loud" }, "TICKMARK_LOG_LEVEL must be one of debug, info, warn, error."],
    [{ TICKMARK_GALLERY: "1" }, "TICKMARK_GALLERY must be on or off."],
    [{ TICKMARK_POTR: "1" }, 'TICKMARK_POTR is not a setting of Tickmark: see "tickmark --help" for their names.'],
  ])("%o", (source, sentence) => {
    expect(problems(source)).toEqual([sentence]);
  });

  test.each([
    [{ SMTP_URL: "smtp://m.example" }, "SMTP_URL is set but MAIL_FROM is not: set both, or neither to write mail to the outbox folder."],
    [{ MAIL_FROM: "a@b.example" }, "MAIL_FROM is set but SMTP_URL is not: set both, or neither to write mail to the outbox folder."],
    [{ TICKMARK_HOST: "0.0.0.0" }, "TICKMARK_HOST is 0.0.0.0, which other machines can reach, so TICKMARK_BASE_URL must say the address that browsers use."],
    [{ ...PUBLIC, TICKMARK_DEMO: "on" }, "TICKMARK_DEMO is on but TICKMARK_BASE_URL is public: the demo runs on this machine's own address only."],
  ])("half-set: %o", (source, sentence) => {
    expect(problems(source)).toEqual([sentence]);
  });

  test("several problems are told at once, and none repeats a secret", () => {
    const found = problems({ DATABASE_URL: "http://u:hunter2@h/d", TICKMARK_SECRET: "hunter2", TICKMARK_PORT: "x" });
    expect(found).toHaveLength(3);
    expect(found.join(" ")).not.toContain("hunter2");
  });
});

test("previews have a host name of their own: on this machine by itself, elsewhere when it is named", () => {
  const preview = (source: Record<string, string>) => readEnvironment(source, "/project").previewUrl;
  expect(preview({ TICKMARK_BASE_URL: "https://tickmark.example.com" })).toBeUndefined();
  expect(preview({ TICKMARK_BASE_URL: "https://tickmark.example.com", TICKMARK_PREVIEW_URL: "https://files.example.com/" })).toBe("https://files.example.com");
  expect(() => preview({ TICKMARK_BASE_URL: "https://tickmark.example.com", TICKMARK_PREVIEW_URL: "https://tickmark.example.com:8443" })).toThrow(/another host name/);
  expect(() => preview({ TICKMARK_BASE_URL: "https://tickmark.example.com", TICKMARK_PREVIEW_URL: "http://files.example.com" })).toThrow(/https/);
});
