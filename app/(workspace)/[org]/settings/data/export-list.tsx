import { Download } from "lucide-react";
import { RefreshWhile } from "#app/_packet/refresh-while.tsx";
import { buttonClass } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import { Hash } from "#app/_ui/hash.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { Meter } from "#app/_ui/meter.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { sizeText } from "#app/_ui/size-text.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { EXPORT_STEPS } from "#lib/leaving/client.ts";
import type { ExportView } from "#lib/leaving/index.ts";
import { RemoveExport, type RemoveAction } from "./remove-export.tsx";

type ExportListProps = { org: string; exports: readonly ExportView[]; zone: string; remove: RemoveAction };

/** The organization's exports, newest first: what is being made, what can be downloaded, what is over. */
export function ExportList({ org, exports, zone, remove }: ExportListProps) {
  if (exports.length === 0) return <EmptyState kind="first" title="No export yet">An archive of everything takes minutes. You get a mail when it is ready, and may leave meanwhile.</EmptyState>;
  return (
    <>
      <RefreshWhile active={exports.some(({ status }) => status === "queued" || status === "running")} />
      <ul className="divide-y divide-line border-y border-line">
        {exports.map((one) => (
          <li key={one.id} className="py-3">
            <ExportItem org={org} view={one} zone={zone} remove={remove} />
          </li>
        ))}
      </ul>
    </>
  );
}

function ExportItem({ org, view, zone, remove }: { org: string; view: ExportView; zone: string; remove: RemoveAction }) {
  const asked = <>asked for by {view.requestedByName}, <Timestamp at={view.requestedAt} zone={zone} show="minute" /></>;
  if (view.status === "ready") return <Ready org={org} view={view} zone={zone} remove={remove} />;
  if (view.status === "expired") return <p className="text-muted">Over and taken away: the export {asked}{view.downloads === 0 ? ", never downloaded" : `, downloaded ${times(view.downloads)}`}</p>;
  if (view.status === "failed") return <p className="flex items-baseline gap-2"><Glyph name="error" tone="fault" /><span><strong className="font-semibold">It could not be made.</strong> {view.error} <span className="text-muted">{asked}</span></span></p>;
  const step = EXPORT_STEPS.find(({ name }) => name === view.step)?.words ?? "Waiting to start";
  return (
    <div className="grid max-w-[560px] gap-2">
      <p role="status">{step}, {Math.floor(view.progress * 100)} %. <span className="text-muted">You may leave: it goes on without you, and a mail tells when it is ready.</span></p>
      <Meter label="Share of the work that is done" value={view.progress} max={1} />
      <p className="text-muted">{asked}</p>
    </div>
  );
}

function Ready({ org, view, zone, remove }: { org: string; view: ExportView; zone: string; remove: RemoveAction }) {
  const { id, bytes, tables, rows, files, unreadableFiles, heldFiles, readyAt, expiresAt, tagManifestSha256, downloads } = view;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <a className={buttonClass({ kind: "primary" })} href={`/api/exports/${org}/${id}`} download><Download aria-hidden="true" className="size-4" strokeWidth={1.5} />Download the archive, {sizeText(bytes ?? 0)}</a>
        <RemoveExport action={remove} exportId={id} />
      </div>
      <KeyValue
        items={[
          { key: "Holds", value: `${numberText(rows ?? 0)} rows of ${tables} tables, ${numberText(files ?? 0)} files${unreadableFiles === 0 ? "" : `; ${unreadableFiles} files could not be read and are named in it`}${(heldFiles ?? 0) === 0 ? "" : `; ${heldFiles} files are held back, because a virus was found, and are named in it`}` },
          { key: "Ready", value: readyAt === null ? "–" : <Timestamp at={readyAt} zone={zone} show="minute" /> },
          { key: "Asked for by", value: view.requestedByName },
          { key: "Until", value: expiresAt === null ? "–" : <Timestamp at={expiresAt} zone={zone} show="minute" /> },
          { key: "Downloaded", value: downloads === 0 ? "not yet" : times(downloads) },
          { key: "Stands for the archive", value: tagManifestSha256 === null ? "–" : <Hash value={tagManifestSha256} label="SHA-256 of tagmanifest-sha256.txt" /> },
        ]}
      />
    </div>
  );
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);
