import type { EventRecord } from "../fields.ts";
import { readRecord } from "../read-record.ts";
import { rowPerLine, type RowReader } from "./row.ts";

/** Sigma's names for the logs that Windows keeps. */
const SERVICES: Readonly<Record<string, string>> = {
  security: "security",
  system: "system",
  application: "application",
  "windows powershell": "powershell-classic",
  "microsoft-windows-powershell/operational": "powershell",
  "microsoft-windows-sysmon/operational": "sysmon",
  "microsoft-windows-windows defender/operational": "windefend",
  "microsoft-windows-taskscheduler/operational": "taskscheduler",
  "microsoft-windows-wmi-activity/operational": "wmi",
  "microsoft-windows-dns-client/operational": "dns-client",
  "microsoft-windows-bits-client/operational": "bits-client",
};

/** Reads Windows events that a tool wrote as JSON, one a line: what `System` and `EventData` hold become the event's fields. */
export function createEvtxReader(): RowReader {
  return rowPerLine((text) => {
    const record = readRecord(text);
    return record === null ? "The line is no JSON object." : (windowsEvent(record) ?? "The record has no Event with a System.");
  });
}

/** A record as rules name its fields; null when it is none of Windows. */
function windowsEvent(record: EventRecord): EventRecord | null {
  const event = objectOf(record["Event"]);
  const system = event && objectOf(event["System"]);
  if (!event || !system) return null;
  const provider = attributesOf(system["Provider"])?.["Name"];
  const channel = textOf(system["Channel"]);
  const service = typeof channel === "string" ? SERVICES[channel.toLowerCase()] : undefined;
  const time = attributesOf(system["TimeCreated"])?.["SystemTime"] ?? system["TimeCreated"];
  const fields = { ...plainFields(system), ...plainFields(dataOf(event)) };
  return {
    ...fields,
    ...(typeof provider === "string" ? { Provider_Name: provider } : {}),
    ...(typeof time === "string" ? { timestamp: time } : {}),
    product: "windows",
    ...(service === undefined ? {} : { service }),
  };
}

/** `EventData`, or the one element that `UserData` wraps. */
function dataOf(event: EventRecord): EventRecord {
  const data = objectOf(event["EventData"]);
  if (data) return named(data);
  const user = objectOf(event["UserData"]);
  if (!user) return {};
  const inner = Object.entries(user).filter(([name]) => !name.startsWith("#") && name !== "xmlns");
  const [first] = inner;
  const wrapped = inner.length === 1 ? objectOf(first![1]) : null;
  return wrapped ?? user;
}

/** Some tools leave `<Data Name="x">y</Data>` as a list of its own. */
function named(data: EventRecord): EventRecord {
  const list: readonly unknown[] | null = Array.isArray(data["Data"]) ? data["Data"] : null;
  const pairs = (list ?? []).flatMap((item): [string, unknown][] => {
    const member = objectOf(item);
    const name = member && (attributesOf(member)?.["Name"] ?? member["@Name"]);
    return member && typeof name === "string" ? [[name, textOf(member)]] : [];
  });
  return pairs.length === 0 ? data : { ...data, ...Object.fromEntries(pairs) };
}

function plainFields(record: EventRecord): EventRecord {
  return Object.fromEntries(Object.entries(record).flatMap(([name, value]) => (name.startsWith("#") || value === null ? [] : [[name, textOf(value)]])));
}

/** The value of `{"#text": value, "#attributes": ...}`; anything else as it is. */
function textOf(value: unknown): unknown {
  const wrapped = objectOf(value);
  if (!wrapped) return value;
  return Object.hasOwn(wrapped, "#text") ? wrapped["#text"] : value;
}

function attributesOf(value: unknown): EventRecord | null {
  const wrapped = objectOf(value);
  return wrapped && objectOf(wrapped["#attributes"]);
}

function objectOf(value: unknown): EventRecord | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as EventRecord) : null;
}
