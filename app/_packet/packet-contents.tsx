import { File, Folder } from "lucide-react";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { Hash } from "#app/_ui/hash.tsx";
import { Section } from "#app/_ui/section.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import type { SealedPart } from "#lib/packets/index.ts";
import { cutFolders, treeLines, type TreeLine } from "./manifest-tree.ts";

/** Folders with one entry per item, and how many of them a page draws; the manifest in the ZIP has all. */
const LONG_FOLDERS = ["data/evidence", "data/logs"];
const ITEMS_SHOWN = 5;
const INDENTS = ["", "pl-4", "pl-8", "pl-12", "pl-16"] as const;

/** The tree of the ZIP with the hash of every file. */
export function PacketContents({ sealed }: { sealed: SealedPart }) {
  const { manifest, omissions } = sealed;
  const lines = cutFolders(treeLines(manifest.rootName, manifest.files), LONG_FOLDERS, ITEMS_SHOWN);
  const column = columnsOf<TreeLine>();
  const notes = noteOf(manifest, omissions.length);
  const columns = column.columns([
    column.accessor("name", { header: "File", enableSorting: false, cell: ({ row }) => <Name line={row.original} />, meta: { rowHeader: true } }),
    column.display({ id: "note", header: "What it is", cell: ({ row }) => notes(row.original), meta: { width: 112, muted: true, narrow: "left" } }),
    column.display({ id: "hash", header: "SHA-256", cell: ({ row }) => (row.original.kind === "file" ? <Hash value={row.original.sha256} /> : null), meta: { width: 112, narrow: "right" } }),
    column.accessor("bytes", { header: "Size", enableSorting: false, cell: (cell) => exactSize(cell.getValue()), meta: { width: 72, align: "right", narrow: "right", narrowLabel: false } }),
  ]);
  return (
    <Section title="Contents" count={`${manifest.files.length.toLocaleString("en-GB")} files, same tree as the ZIP`} aside="SHA-256, first 8">
      <DataTable caption="Files of the packet" columns={columns} rows={lines} rowId={(line) => line.key} density="compact" empty={null} />
    </Section>
  );
}

function Name({ line }: { line: TreeLine }) {
  if (line.kind === "more") return <span className={`font-normal text-muted ${INDENTS[Math.min(line.depth, INDENTS.length - 1)]}`}>{line.name}</span>;
  const Icon = line.kind === "folder" ? Folder : File;
  return (
    <span className={`flex items-start gap-1.5 ${INDENTS[Math.min(line.depth, INDENTS.length - 1)]}`}>
      <Icon aria-hidden="true" className="mt-0.75 size-3.5 flex-none text-muted" strokeWidth={1.5} />
      <span className={line.kind === "folder" ? "wrap-anywhere" : "mono font-normal wrap-anywhere"}>{line.name}</span>
      {line.kind === "folder" ? <span className="sr-only"> (folder)</span> : null}
    </span>
  );
}

/** Bytes below a kilobyte as they are: the smallest files are the ones that people compare. */
function exactSize(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : sizeText(bytes);
}

function noteOf(manifest: SealedPart["manifest"], omissions: number): (line: TreeLine) => string {
  const rows = new Map(manifest.populations.map((one) => [`data/populations/${one.name}.jsonl`, `${one.rows.toLocaleString("en-GB")} rows`]));
  const count = (many: number, noun: string): string => `${many.toLocaleString("en-GB")} ${noun}${many === 1 ? "" : "s"}`;
  const fixed: Readonly<Record<string, string>> = {
    "data/report.pdf": "the report",
    "data/omissions.json": count(omissions, "omission"),
    "data/requests.json": count(manifest.requests.length, "request"),
    "VERIFY.txt": "how to check",
    "tagmanifest-sha256.txt": "stands for all",
  };
  return (line) => {
    if (line.kind !== "file") return count(line.files, "file");
    if (line.key.endsWith(".meta.json")) return "about the file";
    if (line.key.endsWith(".ipe.json")) return "how it was read";
    if (line.key.endsWith(".view.csv")) return "copy to read";
    if (line.key.startsWith("data/logs/")) return "log lines";
    return rows.get(line.key) ?? fixed[line.key] ?? "";
  };
}
