/** What a column of a spreadsheet can hold, and the words by which headers name it. */
export const IMPORT_FIELDS = {
  code: { label: "Code", required: true, words: ["code", "id", "controlid", "controlcode", "controlnumber", "controlno", "controlref", "reference", "ref", "number", "no", "nr", "key"] },
  title: { label: "Title", required: true, words: ["title", "name", "controltitle", "controlname", "control", "shortdescription", "summary"] },
  statement: { label: "Statement", required: false, words: ["statement", "description", "controldescription", "controlstatement", "controlactivity", "activity", "text", "details", "wording"] },
  owner: { label: "Owner", required: false, words: ["owner", "controlowner", "owneremail", "owneremailaddress", "ownername", "responsible", "responsibleperson", "accountable", "assignee", "email"] },
  frequency: { label: "Frequency", required: false, words: ["frequency", "controlfrequency", "cadence", "interval", "howoften", "periodicity", "schedule"] },
  kind: { label: "Type", required: false, words: ["type", "controltype", "kind", "automation", "automatedmanual", "manualautomated", "manualorautomated", "nature"] },
  mappings: { label: "Requirements", required: false, words: ["requirements", "requirement", "mapping", "mappings", "mappedto", "criteria", "frameworks", "frameworkmapping", "soc2", "tsc", "soc2criteria", "iso27001", "iso", "annexa", "annexacontrol", "pcidss", "pci", "clause", "clauses", "references"] },
  request: { label: "Evidence request", required: false, words: ["evidence", "evidencerequest", "evidencerequests", "evidencerequired", "requiredevidence", "evidencedescription", "proof", "artifacts", "artefacts", "testevidence"] },
  satisfies: { label: "Satisfies", required: false, words: ["satisfies", "satisfied", "fullysatisfies"] },
  contributes: { label: "Contributes to", required: false, words: ["contributesto", "contributes", "partlysatisfies"] },
  designTest: { label: "Test of design", required: false, words: ["testofdesign", "designtest", "designtests", "tod"] },
  operatingTest: { label: "Test of operating effectiveness", required: false, words: ["testofoperatingeffectiveness", "operatingtest", "testofeffectiveness", "operatingeffectiveness", "toe"] },
  effectiveFrom: { label: "Effective from", required: false, words: ["effectivefrom", "effectivedate", "effective", "validfrom", "inforcesince", "since"] },
  retiredOn: { label: "Retired on", required: false, words: ["retiredon", "retired", "retirementdate", "endedon", "validuntil"] },
  successor: { label: "Successor", required: false, words: ["successor", "replacedby", "supersededby", "followedby"] },
  retiredReason: { label: "Why it was retired", required: false, words: ["whyitwasretired", "retirementreason", "reasonforretirement"] },
} as const;

export type ImportField = keyof typeof IMPORT_FIELDS;
export const IMPORT_FIELD_NAMES = Object.keys(IMPORT_FIELDS) as [ImportField, ...ImportField[]];

/** Which column holds what, by index from 0. A field without an entry is not taken. */
export type ColumnChoice = Partial<Record<ImportField, number>>;

const plain = (header: string): string => header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/**
 * Where headers stand, and what each column holds, as far as their words tell. `remembered` are headers that a person
 * chose before: they win.
 *
 * @returns header null when no row names two fields or more
 */
export function guessColumns(rows: readonly { number: number; cells: readonly string[] }[], remembered: Readonly<Record<string, string>> = {}): { header: { number: number; cells: readonly string[] } | null; columns: ColumnChoice } {
  const guesses = rows.slice(0, 20).map((header) => ({ header, columns: columnsIn(header.cells, remembered) }));
  const best = guesses.sort((a, b) => Object.keys(b.columns).length - Object.keys(a.columns).length || a.header.number - b.header.number)[0];
  return best === undefined || Object.keys(best.columns).length < 2 ? { header: null, columns: {} } : best;
}

function columnsIn(cells: readonly string[], remembered: Readonly<Record<string, string>>): ColumnChoice {
  const columns: ColumnChoice = {};
  const taken = new Set<number>();
  const take = (field: ImportField, matches: (header: string) => number): void => {
    if (columns[field] !== undefined) return;
    const ranked = cells.map((header, index) => ({ index, rank: header === "" || taken.has(index) ? -1 : matches(plain(header)) })).filter((one) => one.rank >= 0).sort((a, b) => a.rank - b.rank);
    const [first] = ranked;
    if (first === undefined) return;
    columns[field] = first.index;
    taken.add(first.index);
  };
  for (const field of IMPORT_FIELD_NAMES) if (remembered[field] !== undefined) take(field, (header) => (header === plain(remembered[field] ?? "") ? 0 : -1));
  for (const field of IMPORT_FIELD_NAMES) take(field, (header) => (IMPORT_FIELDS[field].words as readonly string[]).indexOf(header));
  return columns;
}
