import { z } from "zod";

/** Where traces go, and what of them. */
export type TraceSetting = {
  /** The collector's address for traces. */
  url: string;
  /** Sent with every batch. Hold secrets: never log them. */
  headers: Readonly<Record<string, string>>;
  /** 0 to 1. */
  share: number;
  /** Whether spans name organizations, members and jobs by their ids. */
  withIds: boolean;
};

const PAIR = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)=([ -~]*)$/;

const isCollector = (value: string): boolean =>
  URL.canParse(value) && ["http:", "https:"].includes(new URL(value).protocol) && new URL(value).search === "" && new URL(value).hash === "" && new URL(value).username === "";

/** The headers of the standard's list `name=value,name=value`, whose values are percent-encoded; undefined where it is none. */
function headersOf(value: string): Record<string, string> | undefined {
  const headers: Record<string, string> = {};
  for (const pair of value.split(",")) {
    const [, name = "", encoded = ""] = PAIR.exec(pair.trim()) ?? [];
    const decoded = percentDecoded(encoded.trim());
    if (name === "" || decoded === undefined) return undefined;
    headers[name.toLowerCase()] = decoded;
  }
  return headers;
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** The variables that decide on traces. The two names of OpenTelemetry mean what its specification says. */
export const TRACE_VARIABLES = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z.string().refine(isCollector, "OTEL_EXPORTER_OTLP_ENDPOINT must be the address of a collector, like http://127.0.0.1:4318.").optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().refine((value) => headersOf(value) !== undefined, "OTEL_EXPORTER_OTLP_HEADERS must be a list like name=value,name=value.").optional(),
  TICKMARK_TRACE_SHARE: z.string().regex(/^(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)$/, "TICKMARK_TRACE_SHARE must be a number from 0 to 1.").default("1").transform(Number),
  TICKMARK_TRACE_IDS: z.enum(["on", "off"], "TICKMARK_TRACE_IDS must be on or off.").default("off"),
};

type TraceVariables = z.output<z.ZodObject<typeof TRACE_VARIABLES>>;

export function traceSetting(variables: TraceVariables): TraceSetting | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = variables;
  if (endpoint === undefined) return undefined;
  return {
    url: `${endpoint.replace(/\/+$/, "")}/v1/traces`,
    headers: headers === undefined ? {} : (headersOf(headers) ?? {}),
    share: variables.TICKMARK_TRACE_SHARE,
    withIds: variables.TICKMARK_TRACE_IDS === "on",
  };
}
