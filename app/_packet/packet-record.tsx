import { CommandLines } from "#app/_ui/command-lines.tsx";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { formatInstant } from "#app/_ui/format-time.ts";
import { Hash } from "#app/_ui/hash.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { PacketView, SealedPart, StoredOmission } from "#lib/packets/index.ts";
import { PacketContents } from "./packet-contents.tsx";
import { VerificationLayers } from "./verification-layers.tsx";

/** A sealed packet: its tree at the left, what is known of it at the right; the same for staff and auditors. */
export function PacketRecord({ packet, sealed }: { packet: PacketView; sealed: SealedPart }) {
  return (
    <div className="grid items-start gap-8 xl:grid-cols-2">
      <div className="min-w-0">
        <PacketContents sealed={sealed} />
        <Requests sealed={sealed} />
      </div>
      <div className="min-w-0">
        <VerificationLayers sealed={sealed} />
        <Omissions omissions={sealed.omissions} />
        <VerifyYourself sealed={sealed} />
        <Facts packet={packet} sealed={sealed} />
      </div>
    </div>
  );
}

function Omissions({ omissions }: { omissions: readonly StoredOmission[] }) {
  const column = columnsOf<StoredOmission>();
  const columns = column.columns([
    column.accessor("cause", { header: "Cause", enableSorting: false, cell: (cell) => <StatusInline status={cell.getValue()} />, meta: { width: 156, narrow: "left" } }),
    column.accessor("subject", { header: "What is missing", enableSorting: false, cell: ({ row }) => <Missing omission={row.original} />, meta: { rowHeader: true, wrap: true } }),
    column.accessor("requestNumber", { header: "Request", enableSorting: false, cell: (cell) => (cell.getValue() === null ? "–" : `Request ${cell.getValue()}`), meta: { width: 84, align: "right", narrow: "right", narrowLabel: false } }),
  ]);
  return (
    <Section title="Omissions" count={omissions.length === 0 ? "none" : `${omissions.length}, listed in omissions.json`}>
      <DataTable
        caption="What a reader would expect and does not find" columns={columns} rows={omissions} rowId={(row) => row.id}
        empty={<EmptyState kind="done" title="Nothing is known to be missing">Every request resolves to files of the packet.</EmptyState>}
      />
    </Section>
  );
}

function Missing({ omission }: { omission: StoredOmission }) {
  const { from, to } = omission;
  return (
    <>
      {omission.subject}
      <span className="block font-normal text-muted">
        {omission.reason}
        {from === null || to === null ? null : ` ${formatInstant(from, "UTC", "date")} to ${formatInstant(to, "UTC", "date")}.`}
      </span>
    </>
  );
}

type RequestLine = SealedPart["manifest"]["requests"][number];

function Requests({ sealed }: { sealed: SealedPart }) {
  const column = columnsOf<RequestLine>();
  const columns = column.columns([
    column.accessor("number", { header: "No.", enableSorting: false, meta: { width: 36, muted: true, narrow: "left" } }),
    column.accessor("title", {
      header: "Evidence request", enableSorting: false, meta: { rowHeader: true, wrap: true },
      cell: ({ row }) => <>{row.original.title}{row.original.because === "" ? null : <span className="block font-normal text-muted">{row.original.because}</span>}</>,
    }),
    column.accessor("status", { header: "Status", enableSorting: false, cell: (cell) => <StatusInline status={cell.getValue()} />, meta: { width: 148, narrow: "right" } }),
    column.accessor("files", { header: "Files", enableSorting: false, meta: { width: 56, align: "right", narrow: "right" } }),
  ]);
  return (
    <Section title="Evidence requests" count={`${sealed.manifest.requests.length}, status in management’s view`}>
      <DataTable caption="Evidence requests of the packet" columns={columns} rows={sealed.manifest.requests} rowId={(row) => row.id} empty={<EmptyState kind="first" title="No evidence request is defined">The packet proves nothing about the control.</EmptyState>} />
    </Section>
  );
}

function VerifyYourself({ sealed }: { sealed: SealedPart }) {
  const { fileName, filesSha256, tagManifestSha256 } = sealed.manifest;
  return (
    <Section title="Verify it yourself" count="offline, with tools we did not write" aside="VERIFY.txt has these too">
      <CommandLines
        label="Commands that verify the packet"
        lines={[
          "# unchanged, nothing missing: every line must say OK",
          "sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt",
          "# nothing added: this must print nothing",
          "{ cut -c67- manifest-sha256.txt tagmanifest-sha256.txt; echo tagmanifest-sha256.txt; } | LC_ALL=C sort > /tmp/listed",
          "find . -type f | cut -c3- | LC_ALL=C sort | diff - /tmp/listed",
          `# the report speaks of these files: ${filesSha256.slice(0, 16)}…`,
          "grep -v ' data/report.pdf$' manifest-sha256.txt | sha256sum",
          `# it is this packet: ${tagManifestSha256.slice(0, 16)}…`,
          "sha256sum tagmanifest-sha256.txt",
          "# all of it, and completeness",
          `npx tickmark verify ${fileName}`,
        ]}
      />
    </Section>
  );
}

function Facts({ packet, sealed }: { packet: PacketView; sealed: SealedPart }) {
  return (
    <Section title="Facts" flush={false}>
      <div className="pt-3">
        <KeyValue
          wide
          items={[
            { key: "Stands for the whole", value: <Hash value={sealed.manifest.tagManifestSha256} label="SHA-256 of tagmanifest-sha256.txt" /> },
            { key: "Files digest", value: <Hash value={sealed.manifest.filesSha256} label="files digest" /> },
            { key: "ZIP", value: <Hash value={sealed.zipSha256} label="SHA-256 of the ZIP" /> },
            { key: "Report", value: <Hash value={sealed.reportSha256} label="SHA-256 of the report" /> },
            { key: "As of", value: <><Timestamp at={packet.asOf} zone="UTC" show="second" /> UTC</> },
            { key: "Sealed", value: <><Timestamp at={sealed.sealedAt} zone="UTC" show="second" /> UTC</> },
            { key: "Asked for by", value: packet.requestedBy },
            { key: "Made for", value: packet.engagement === null ? "no engagement" : `${packet.engagement.label}, ${packet.engagement.auditFirm}` },
          ]}
        />
      </div>
    </Section>
  );
}
