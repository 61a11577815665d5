/** What the schemas say of the names that our mappings use: read off their published definitions, a fact a line. */

export type SchemaType = "text" | "number" | "flag" | "address" | "any" | { readonly object: string };

const object = (name: string): SchemaType => ({ object: name });
const texts = <Name extends string>(...names: Name[]): Record<string, SchemaType> => Object.fromEntries(names.map((name) => [name, "text"]));
const numbers = (...names: string[]): Record<string, SchemaType> => Object.fromEntries(names.map((name) => [name, "number"]));

/** Objects of OCSF 1.8 by name, with those of their attributes that are used here. */
export const OCSF_OBJECTS: Readonly<Record<string, Readonly<Record<string, SchemaType>>>> = {
  account: texts("uid"),
  actor: { process: object("process"), session: object("session"), user: object("user") },
  api: { ...texts("operation"), service: object("service"), request: object("request"), response: object("response") },
  cloud: { ...texts("region"), account: object("account") },
  database: texts("name"),
  device: texts("hostname", "uid"),
  dns_answer: texts("rdata"),
  dns_query: texts("hostname", "type"),
  email: { ...texts("from", "to", "subject", "message_uid", "uid"), ...numbers("size"), files: object("file") },
  endpoint: { ...texts("hostname", "domain"), ip: "address", port: "number" },
  file: { ...texts("path", "name", "internal_name", "company_name", "desc", "version"), ...numbers("size"), product: object("product"), hashes: object("fingerprint") },
  fingerprint: texts("value"),
  group: texts("name", "uid"),
  http_request: { ...texts("user_agent", "http_method", "referrer"), url: object("url") },
  http_response: numbers("code"),
  job: texts("name", "cmd_line"),
  metadata: { ...texts("original_time", "log_name", "log_provider", "uid", "event_code", "version"), product: object("product") },
  module: { file: object("file") },
  network_connection_info: texts("protocol_name"),
  network_traffic: numbers("bytes"),
  process: { ...texts("cmd_line", "working_directory", "uid", "integrity", "name"), ...numbers("pid"), file: object("file"), user: object("user"), parent_process: object("process") },
  product: texts("name"),
  query_info: { ...texts("query_string"), ...numbers("bytes") },
  reg_key: texts("path"),
  reg_value: texts("path", "data"),
  request: { data: "any" },
  resource_details: texts("name"),
  response: { ...texts("error", "error_message"), data: "any" },
  service: texts("name"),
  session: texts("uid", "terminal"),
  table: texts("name"),
  url: texts("url_string", "path", "query_string", "hostname"),
  user: texts("name", "uid", "uid_alt", "type"),
};

/** Attributes of every event of OCSF 1.8 under its profiles "host" and "cloud". */
const ANY_EVENT: Readonly<Record<string, SchemaType>> = {
  ...texts("message", "raw_data", "status_code", "status_detail", "severity"), ...numbers("count", "class_uid", "activity_id"),
  metadata: object("metadata"), device: object("device"), actor: object("actor"), cloud: object("cloud"), api: object("api"),
};
const ENDPOINTS = { src_endpoint: object("endpoint"), dst_endpoint: object("endpoint") };
const HTTP = { http_request: object("http_request"), http_response: object("http_response") };
const NETWORK = { ...ENDPOINTS, connection_info: object("network_connection_info"), traffic: object("network_traffic") };

/** Classes of OCSF 1.8 that are used, with their attributes and the numbers of their activities; 0 and 99 are everywhere. */
export const OCSF_CLASS_FACTS: Readonly<Record<number, { readonly attributes: Readonly<Record<string, SchemaType>>; readonly activities: Readonly<Record<number, string>> }>> = {
  0: { attributes: ANY_EVENT, activities: {} },
  1001: { attributes: { ...ANY_EVENT, file: object("file") }, activities: { 1: "Create", 2: "Read", 3: "Update", 4: "Delete", 5: "Rename" } },
  1005: { attributes: { ...ANY_EVENT, module: object("module") }, activities: { 1: "Load" } },
  1006: { attributes: { ...ANY_EVENT, job: object("job") }, activities: { 6: "Start" } },
  1007: { attributes: { ...ANY_EVENT, process: object("process") }, activities: { 1: "Launch" } },
  3001: { attributes: { ...ANY_EVENT, src_endpoint: object("endpoint"), user: object("user"), http_request: HTTP.http_request }, activities: { 1: "Create", 3: "Password Change", 6: "Delete", 7: "Attach Policy", 8: "Detach Policy" } },
  3002: { attributes: { ...ANY_EVENT, ...ENDPOINTS, auth_protocol: "text", user: object("user"), http_request: HTTP.http_request }, activities: { 1: "Logon", 2: "Logoff" } },
  3006: { attributes: { ...ANY_EVENT, src_endpoint: object("endpoint"), user: object("user"), group: object("group"), http_request: HTTP.http_request }, activities: { 3: "Add User", 4: "Remove User", 5: "Delete", 6: "Create" } },
  4001: { attributes: { ...ANY_EVENT, ...NETWORK }, activities: { 1: "Open", 2: "Close", 5: "Refuse" } },
  4002: { attributes: { ...ANY_EVENT, ...NETWORK, ...HTTP }, activities: { 1: "Connect", 2: "Delete", 3: "Get", 4: "Head", 5: "Options", 6: "Post", 7: "Put", 8: "Trace", 9: "Patch" } },
  4003: { attributes: { ...ANY_EVENT, ...NETWORK, query: object("dns_query"), answers: object("dns_answer") }, activities: { 1: "Query" } },
  4009: { attributes: { ...ANY_EVENT, ...ENDPOINTS, email: object("email") }, activities: { 1: "Send", 2: "Receive", 3: "Scan" } },
  6002: { attributes: { ...ANY_EVENT, app: object("product") }, activities: { 3: "Start", 4: "Stop" } },
  6003: { attributes: { ...ANY_EVENT, ...ENDPOINTS, ...HTTP, resources: object("resource_details") }, activities: { 1: "Create", 2: "Read", 3: "Update", 4: "Delete" } },
  6005: { attributes: { ...ANY_EVENT, ...ENDPOINTS, ...HTTP, database: object("database"), query_info: object("query_info"), table: object("table") }, activities: { 1: "Read", 2: "Update", 5: "Write", 7: "Delete" } },
  6006: { attributes: { ...ANY_EVENT, ...ENDPOINTS, http_request: HTTP.http_request, file: object("file") }, activities: { 1: "Upload", 2: "Download" } },
  201001: { attributes: { ...ANY_EVENT, reg_key: object("reg_key") }, activities: {} },
  201002: { attributes: { ...ANY_EVENT, reg_value: object("reg_value") }, activities: {} },
};

/** Fields of ECS 9.4. */
export const ECS_FIELDS: Readonly<Record<string, SchemaType>> = {
  ...texts(
    "cloud.account.id", "cloud.region", "destination.domain", "dns.answers.data", "dns.question.name", "dns.question.type", "event.action", "event.code", "event.provider", "file.code_signature.status",
    "file.code_signature.subject_name", "file.name", "file.path", "file.pe.company", "file.pe.description", "file.pe.imphash", "file.pe.original_file_name", "file.pe.product", "http.request.method", "http.request.referrer",
    "network.transport", "process.command_line", "process.entity_id", "process.executable", "process.hash.md5", "process.hash.sha1", "process.hash.sha256", "process.name", "process.parent.command_line",
    "process.parent.executable", "process.pe.company", "process.pe.description", "process.pe.file_version", "process.pe.imphash", "process.pe.original_file_name", "process.pe.product", "process.working_directory",
    "registry.data.strings", "registry.path", "source.address", "source.domain", "url.domain", "url.extension", "url.full", "url.original", "url.path", "url.query", "user.domain", "user.name", "user_agent.original",
  ),
  ...numbers("destination.port", "http.response.status_code", "process.parent.pid", "process.pid", "source.port"),
  "destination.ip": "address", "source.ip": "address", "file.code_signature.exists": "flag",
};

/** What shippers write besides ECS, under names of their own; Winlogbeat's flag of Sysmon is older than that of ECS. */
export const SHIPPERS_OWN = ["winlog.", "powershell.", "aws.cloudtrail.", "okta.", "auditd.", "file.code_signature.signed"];
