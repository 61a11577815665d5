/** Types that a name's ending stands for. Endings that say nothing certain (.log, .bin, .dat) are not among them. */
const OF_ENDING: Readonly<Record<string, readonly RegExp[]>> = {
  pdf: [/^application\/pdf$/], png: [/^image\/png$/], jpg: [/^image\/jpeg$/], jpeg: [/^image\/jpeg$/], gif: [/^image\/gif$/], webp: [/^image\/webp$/], svg: [/^image\/svg\+xml$/],
  docx: [/wordprocessingml/], xlsx: [/spreadsheetml/], pptx: [/presentationml/], doc: [/ole-storage|rtf/], xls: [/ole-storage/], ppt: [/ole-storage/],
  odt: [/opendocument\.text/], ods: [/opendocument\.spreadsheet/], zip: [/^application\/zip$/], csv: [/^text\//, /^application\/json$/], txt: [/^text\//, /^application\/(json|xml)$/], md: [/^text\//],
  json: [/^application\/json$/, /^text\/plain$/], html: [/^text\/html$/, /^text\/plain$/], htm: [/^text\/html$/, /^text\/plain$/], xml: [/xml$/, /^text\/html$/],
};

/** Whether a file's content is of the type that its name says; true where the name says nothing certain. */
export function nameFits(fileName: string, mediaType: string): boolean {
  const ending = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? "";
  const fitting = Object.hasOwn(OF_ENDING, ending) ? OF_ENDING[ending] : undefined;
  // A type without content of its own, such as an empty text, fits everything.
  return fitting === undefined || fitting.some((one) => one.test(mediaType));
}

/** Kinds of plain text that only a name tells apart. */
const TEXT_BY_ENDING: Readonly<Record<string, string>> = { csv: "text/csv", tsv: "text/tab-separated-values", md: "text/markdown", markdown: "text/markdown", log: "text/x-log", json: "application/json", jsonl: "application/json" };

/** A type by content, plain text told further by the name. */
export function shownType(mediaType: string, fileName: string): string {
  const ending = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? "";
  return mediaType === "text/plain" && Object.hasOwn(TEXT_BY_ENDING, ending) ? TEXT_BY_ENDING[ending] ?? mediaType : mediaType;
}
