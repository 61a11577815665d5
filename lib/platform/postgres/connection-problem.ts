import pg from "pg";
import { SetupProblem } from "../setup-problem.ts";

/** A database URL as it may be shown: host, port and database, without role and password. */
export function shownDatabase(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url);
  const host = hostname === "" ? (searchParams.get("host") ?? "localhost") : hostname;
  return `${host}:${port === "" ? "5432" : port}${pathname}`;
}

const TLS_CODES = ["SELF_SIGNED_CERT_IN_CHAIN", "DEPTH_ZERO_SELF_SIGNED_CERT", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"];

function reason(code: string, message: string): string | undefined {
  switch (code) {
    case "ECONNREFUSED":
      return "nothing listens there";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "its host name is unknown";
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "it does not answer";
    case "28P01":
      return "the password is wrong";
    case "28000":
      return "the server does not let this role in from here";
    case "3D000":
      return "there is no database of that name";
    case "53300":
      return "it has no connection left";
    case "57P03":
      return "it is starting or stopping";
    default:
      if (TLS_CODES.includes(code)) return "its certificate is not trusted";
      if (/timeout expired|terminated due to connection timeout/i.test(message)) return "it does not answer";
      if (/does not support SSL/i.test(message)) return "it offers no TLS";
      return undefined;
  }
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "";
}

/** The error of a failed connection as a sentence about `name` (such as DATABASE_URL); other errors unchanged. */
function connectionProblem(error: unknown, name: string, url: string): unknown {
  const why = reason(codeOf(error), error instanceof Error ? error.message : "");
  if (why === undefined) return error;
  return new SetupProblem(`${name} cannot be used: PostgreSQL at ${shownDatabase(url)}: ${why}.`, { cause: error });
}

/** How long connecting may take before the server counts as not answering, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Runs `work` on one connection and closes it.
 * @param name what the URL is called in the sentence about a failed connection
 * @throws SetupProblem when the connection fails for a reason that a person can put right
 */
export async function withConnection<T>(url: string, name: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection lost between two queries makes the next query fail; without a listener it would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw connectionProblem(error, name, url);
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
