import { existsSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { z } from "zod";

const DOMAIN = /^(?=.{1,200}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/;
const isServer = (entry: string): boolean => isIP(entry.replace(/^\[(.*)\](?::\d{1,5})?$/, "$1").replace(/^([\d.]+):\d{1,5}$/, "$1")) !== 0;
const isReadable = (value: string): boolean => value.startsWith("/") && existsSync(/* turbopackIgnore: true */ value);

/** The variables that decide whether mail is taken, and where. */
export const MAIL_INTAKE_VARIABLES = {
  TICKMARK_MAIL_PORT: z
    .string()
    .refine((value) => /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535, "TICKMARK_MAIL_PORT must be a whole number from 1 to 65535.")
    .transform(Number)
    .optional(),
  TICKMARK_MAIL_HOST: z.string().regex(/^[A-Za-z0-9.:-]+$/, "TICKMARK_MAIL_HOST must be an address or a host name, like 0.0.0.0.").default("127.0.0.1"),
  TICKMARK_MAIL_DOMAIN: z.string().regex(DOMAIN, "TICKMARK_MAIL_DOMAIN must be a domain, like in.tickmark.example.com.").transform((value) => value.toLowerCase()).optional(),
  TICKMARK_MAIL_CERTIFICATE: z.string().refine(isReadable, "TICKMARK_MAIL_CERTIFICATE must be the whole path of a file that is there.").optional(),
  TICKMARK_MAIL_KEY: z.string().refine(isReadable, "TICKMARK_MAIL_KEY must be the whole path of a file that is there.").optional(),
  TICKMARK_MAIL_DNS: z
    .string()
    .transform((value) => value.split(",").map((entry) => entry.trim()))
    .refine((servers) => servers.length <= 10 && servers.every(isServer), "TICKMARK_MAIL_DNS must be addresses of DNS servers, with a port if wanted, like 127.0.0.1:53,[::1]:53.")
    .optional(),
};

type MailIntakeVariables = z.output<z.ZodObject<typeof MAIL_INTAKE_VARIABLES>>;

/** Where mail for connections is taken. */
export type MailIntake = {
  host: string;
  port: number;
  /** What stands behind the at-sign of every address. */
  domain: string;
  /** Paths of the certificate (with its chain) and its key, as PEM; undefined: without TLS. */
  tls: { certificate: string; key: string } | undefined;
  /** Servers that are asked for SPF, DKIM and DMARC; empty: the machine's own. */
  dnsServers: readonly string[];
};

/** @param host of the address that browsers use */
export function mailIntake(variables: MailIntakeVariables, host: string): MailIntake | undefined {
  const { TICKMARK_MAIL_PORT: port, TICKMARK_MAIL_CERTIFICATE: certificate, TICKMARK_MAIL_KEY: key } = variables;
  if (port === undefined) return undefined;
  return {
    host: variables.TICKMARK_MAIL_HOST, port, domain: variables.TICKMARK_MAIL_DOMAIN ?? host.toLowerCase(),
    tls: certificate === undefined || key === undefined ? undefined : { certificate, key }, dnsServers: variables.TICKMARK_MAIL_DNS ?? [],
  };
}

/** What does not fit together, a sentence each. @param host of the address that browsers use */
export function mailIntakeProblems({ TICKMARK_MAIL_PORT: port, TICKMARK_MAIL_DOMAIN: domain, TICKMARK_MAIL_CERTIFICATE: certificate, TICKMARK_MAIL_KEY: key }: MailIntakeVariables, host: string): string[] {
  const problems = (certificate === undefined) === (key === undefined) ? [] : ["TICKMARK_MAIL_CERTIFICATE and TICKMARK_MAIL_KEY belong together: set both, or neither to take mail without TLS."];
  if (port === undefined && (domain !== undefined || certificate !== undefined || key !== undefined)) problems.push("TICKMARK_MAIL_DOMAIN, TICKMARK_MAIL_CERTIFICATE and TICKMARK_MAIL_KEY say how mail is taken, and TICKMARK_MAIL_PORT is not set: without it none is.");
  if (port !== undefined && domain === undefined && (isIP(host.replace(/^\[|\]$/g, "")) !== 0 || !DOMAIN.test(host))) problems.push("TICKMARK_MAIL_PORT is set, and TICKMARK_BASE_URL has no host name that a mail address could end with: set TICKMARK_MAIL_DOMAIN.");
  return problems;
}

/** The certificate and its key. @throws when they cannot be read any more */
export function readCertificate({ certificate, key }: NonNullable<MailIntake["tls"]>): { cert: Buffer; key: Buffer } {
  return { cert: readFileSync(certificate), key: readFileSync(key) };
}
