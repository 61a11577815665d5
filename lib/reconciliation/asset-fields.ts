/** The lists that a company keeps of what it has. Devices of people are machines, too. */
export const ASSET_KINDS = {
  machine: { label: "Machines", one: "machine" },
  endpoint: { label: "Endpoints", one: "endpoint" },
  domain: { label: "Domains", one: "domain or subdomain" },
  third_party: { label: "Third-party systems", one: "third-party system" },
} as const;
export type AssetKind = keyof typeof ASSET_KINDS;
export const ASSET_KIND_NAMES = Object.keys(ASSET_KINDS) as [AssetKind, ...AssetKind[]];

/** Codes of the library's controls whose populations begin with lists of a kind. */
export const CONTROLS_OF_KIND: Readonly<Record<AssetKind, readonly string[]>> = {
  machine: ["AST.1.01", "SYS.1.01", "SYS.2.07"],
  endpoint: ["AST.1.01", "SYS.2.07"],
  domain: ["AST.1.01", "SYS.2.07"],
  third_party: ["AST.1.01", "SYS.2.07", "VEN.1.01", "VEN.1.03"],
};

/** What a column of a company's asset list can hold, and the words by which headers name it. */
export const ASSET_FIELDS = {
  name: { label: "Name", required: true, words: ["name", "assetname", "asset", "hostname", "host", "servername", "server", "instancename", "displayname", "device", "devicename", "endpoint", "domain", "domainname", "subdomain", "record", "system", "systemname", "vendor", "supplier", "provider", "service", "application", "url"] },
  identifier: { label: "Identifier", required: false, words: ["identifier", "id", "assetid", "instanceid", "resourceid", "arn", "serialnumber", "serial", "inventorynumber", "assettag", "uuid"] },
  address: { label: "Host name or address", required: false, words: ["fqdn", "dns", "dnsname", "hostname", "ip", "ipaddress", "ips", "address", "privateip", "publicip"] },
  owner: { label: "Owner", required: false, words: ["owner", "assetowner", "owneremail", "responsible", "responsibleperson", "team", "custodian", "accountable"] },
  environment: { label: "Environment", required: false, words: ["environment", "env", "stage", "tier"] },
  purpose: { label: "Purpose", required: false, words: ["purpose", "description", "use", "usedfor", "whatfor", "function", "data", "dataheld", "notes", "comment"] },
  criticality: { label: "Criticality", required: false, words: ["criticality", "critical", "priority", "importance", "classification", "businesscriticality"] },
} as const;

export type AssetField = keyof typeof ASSET_FIELDS;
export const ASSET_FIELD_NAMES = Object.keys(ASSET_FIELDS) as [AssetField, ...AssetField[]];

/** Which column holds what, by index from 0. A field without an entry is not taken. */
export type AssetColumns = Partial<Record<AssetField, number>>;

type Row = { number: number; cells: readonly string[] };

const LOOKED_AT = 20;
const plain = (header: string): string => header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/**
 * Where headers stand, and what each column holds, as far as their words tell: a person looks it over before anything is taken.
 *
 * @returns header null when no row names two fields or more
 */
export function guessAssetColumns(rows: readonly Row[], remembered: Readonly<Record<string, string>> = {}): { header: Row | null; columns: AssetColumns } {
  const guesses = rows.slice(0, LOOKED_AT).map((header) => ({ header, columns: columnsIn(header.cells, remembered) }));
  const best = guesses.sort((a, b) => Object.keys(b.columns).length - Object.keys(a.columns).length || a.header.number - b.header.number)[0];
  return best === undefined || Object.keys(best.columns).length < 2 ? { header: null, columns: {} } : best;
}

function columnsIn(cells: readonly string[], remembered: Readonly<Record<string, string>>): AssetColumns {
  const columns: AssetColumns = {};
  const headers = cells.map(plain);
  const free = (index: number): boolean => !Object.values(columns).includes(index);
  const take = (field: AssetField, words: readonly string[]): void => {
    const found = words.map((word) => headers.findIndex((header, index) => header !== "" && header === word && free(index))).find((index) => index !== -1);
    if (columns[field] === undefined && found !== undefined) columns[field] = found;
  };
  for (const field of ASSET_FIELD_NAMES) take(field, [plain(remembered[field] ?? "")]);
  for (const field of ASSET_FIELD_NAMES) take(field, ASSET_FIELDS[field].words);
  return columns;
}

/** An asset in the words of its list. */
export type ListedAsset = { row: number; name: string; identifiers: readonly string[]; owner: string; environment: string; criticality: string; /** What it is for, what it holds. */ purpose: string };

/** A row that was not taken, and why. */
export type LeftOut = { row: number; why: string };

const LONGEST = 300;
const MOST_IDENTIFIERS = 20;

/** The assets of rows, and which of them were not taken. Pure: the same rows give the same list. */
export function assetsOf(rows: readonly Row[], columns: AssetColumns): { assets: ListedAsset[]; leftOut: LeftOut[] } {
  const assets: ListedAsset[] = [];
  const leftOut: LeftOut[] = [];
  const cellOf = ({ cells }: Row, field: AssetField): string => (columns[field] === undefined ? "" : (cells[columns[field]] ?? "").trim().slice(0, LONGEST).toWellFormed().replace(/\p{Cc}+/gu, " "));
  const manyOf = (row: Row, field: AssetField): string[] => cellOf(row, field).split(/[,;|\s]+/).filter((part) => part !== "");
  for (const row of rows) {
    const identifiers = [...new Set([...manyOf(row, "identifier"), ...manyOf(row, "address")])].slice(0, MOST_IDENTIFIERS);
    const name = cellOf(row, "name") || (identifiers[0] ?? "");
    if (row.cells.every((cell) => cell.trim() === "")) continue;
    if (name === "") leftOut.push({ row: row.number, why: "It has neither a name nor an identifier." });
    else assets.push({ row: row.number, name, identifiers, owner: cellOf(row, "owner"), environment: cellOf(row, "environment"), criticality: cellOf(row, "criticality"), purpose: cellOf(row, "purpose") });
  }
  return { assets, leftOut };
}
