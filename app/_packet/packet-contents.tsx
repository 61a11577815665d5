import { ChevronRight, File, Folder } from "lucide-react";
import { Hash } from "#app/_ui/hash.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import type { SealedPart } from "#lib/packets/index.ts";
import { fileTree, type TreeFile, type TreeFolder, type TreeNode } from "./manifest-tree.ts";

/** A folder that holds more than this is drawn closed: one click away, and the page stays one that can be read. */
const DRAWN_OPEN = 12;
/** Files of one folder that a page draws; the manifest in the ZIP has all of them. */
const FILES_DRAWN = 1_000;

const LINE = "grid min-h-8 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 border-b border-line-soft py-1 sm:grid-cols-[minmax(0,1fr)_96px_84px_56px] sm:py-0";

type Notes = (node: TreeNode) => string;

/** The tree of the ZIP with the hash of every file. */
export function PacketContents({ sealed }: { sealed: SealedPart }) {
  const { manifest, omissions } = sealed;
  const notes = notesOf(manifest, omissions.length);
  return (
    <Section title="Contents" count={`${numberText(manifest.files.length)} files, same tree as the ZIP`} aside="SHA-256, first 8" flush={false}>
      <FolderLines folder={fileTree(manifest.rootName, manifest.files)} notes={notes} open />
    </Section>
  );
}

function FolderLines({ folder, notes, open }: { folder: TreeFolder; notes: Notes; open: boolean }) {
  const drawn = folder.holds.slice(0, FILES_DRAWN);
  const rest = folder.holds.length - drawn.length;
  return (
    <details open={open}>
      <summary className={`${LINE} cursor-pointer list-none hover:bg-hover`}>
        <span className="flex min-w-0 items-center gap-1.5 font-medium">
          <ChevronRight aria-hidden="true" className="size-3 flex-none text-muted [[open]>summary_&]:rotate-90" strokeWidth={2} />
          <Folder aria-hidden="true" className="size-3.5 flex-none text-muted" strokeWidth={1.5} />
          <span className="wrap-anywhere">{folder.name}</span>
        </span>
        <span className="hidden text-muted sm:block">{notes(folder)}</span>
        <span className="hidden sm:block" />
        <span className="num text-right">{exactSize(folder.bytes)}</span>
      </summary>
      <ul className="pl-4">
        {drawn.map((node) => <li key={node.path}>{node.kind === "folder" ? <FolderLines folder={node} notes={notes} open={node.files <= DRAWN_OPEN || !node.path.includes("/")} /> : <FileLine file={node} note={notes(node)} />}</li>)}
        {rest > 0 ? <li className="py-2 text-muted">{numberText(rest)} more are in manifest-sha256.txt inside the ZIP.</li> : null}
      </ul>
    </details>
  );
}

function FileLine({ file, note }: { file: TreeFile; note: string }) {
  return (
    <div className={LINE}>
      <span className="col-span-2 flex min-w-0 items-start gap-1.5 pl-4.5 sm:col-span-1">
        <File aria-hidden="true" className="mt-0.75 size-3.5 flex-none text-muted" strokeWidth={1.5} />
        <span className="mono wrap-anywhere">{file.name}</span>
      </span>
      <span className="hidden text-muted sm:block">{note}</span>
      <span className="pl-9.5 sm:pl-0"><Hash value={file.sha256} /></span>
      <span className="num text-right">{exactSize(file.bytes)}</span>
    </div>
  );
}

/** Bytes below a kilobyte as they are: the smallest files are the ones that people compare. */
function exactSize(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : sizeText(bytes);
}

function count(many: number, noun: string): string {
  return `${numberText(many)} ${noun}${many === 1 ? "" : "s"}`;
}

function notesOf(manifest: SealedPart["manifest"], omissions: number): Notes {
  const rows = new Map(manifest.populations.map((one) => [`data/populations/${one.name}.jsonl`, count(one.rows, "row")]));
  const fixed: Readonly<Record<string, string>> = {
    "data/report.pdf": "the report",
    "data/omissions.json": count(omissions, "omission"),
    "data/requests.json": count(manifest.requests.length, "request"),
    "VERIFY.txt": "how to check",
    "tagmanifest-sha256.txt": "stands for all",
  };
  return (node) => {
    if (node.kind === "folder") return count(node.files, "file");
    if (node.path.endsWith(".meta.json")) return "about the file";
    if (node.path.endsWith(".ipe.json")) return "about the rows";
    if (node.path.endsWith(".view.csv")) return "copy to read";
    if (node.path.startsWith("data/logs/")) return "log lines";
    return rows.get(node.path) ?? fixed[node.path] ?? "";
  };
}
