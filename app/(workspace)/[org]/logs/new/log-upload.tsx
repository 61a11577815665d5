"use client";
import Link from "next/link";
import { useState } from "react";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { DatePicker } from "#app/_ui/date-picker.tsx";
import { Input } from "#app/_ui/input.tsx";
import { UploadDropzone } from "#app/_ui/upload-dropzone.tsx";
import { formatUtcOffset, parseUtcOffset, SOURCE_NAME_MAX } from "#lib/logs/client.ts";

export type KnownSource = { name: string; utcOffsetMinutes: number };
type Sent = { id: string; fileName: string; sourceName: string; alreadyKnown: boolean };
type Props = { org: string; sources: readonly KnownSource[]; source: string; maxBytes: number; today: string; zone: string };

/** Where the log comes from and what resolves its times, then the file: it is recorded as soon as it has arrived. */
export function LogUpload({ org, sources, source: given, maxBytes, today, zone }: Props) {
  const [source, setSource] = useState(given);
  const [offset, setOffset] = useState("");
  const [reference, setReference] = useState("");
  const [sent, setSent] = useState<readonly Sent[]>([]);
  const name = source.trim();
  const known = sources.find((one) => one.name === name);
  const problem = offset === "" || known !== undefined || parseUtcOffset(offset) !== null ? undefined : "Write it like +02:00.";
  const query = new URLSearchParams({ org, source: name, reference, ...(known === undefined ? { offset } : {}) });
  return (
    <div className="mt-5 grid max-w-[640px] gap-5">
      <Input label="Source" name="source" required maxLength={SOURCE_NAME_MAX} autoComplete="off" list="known-sources" value={source} onChange={(event) => setSource(event.target.value)} hint="Where the log comes from, such as the name of the host. Segments of one source are read in the order in which they arrive." />
      <datalist id="known-sources">{sources.map((one) => <option key={one.name} value={one.name} />)}</datalist>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {known === undefined
          ? <Input label="UTC offset" name="offset" optional placeholder="+02:00" maxLength={6} autoComplete="off" value={offset} onChange={(event) => setOffset(event.target.value)} error={problem} hint="Of times that state no zone. Empty: UTC. It is kept for the source." />
          : <Input label="UTC offset" name="offset" readOnly value={formatUtcOffset(known.utcOffsetMinutes)} hint={`${known.name} is read with it.`} />}
        <DatePicker label="Day of the newest line" name="reference" today={today} optional max={today} value={reference} onChange={setReference} hint={`For times that carry no year. Empty: now. A day of ${zone}.`} />
      </div>
      {name === "" || problem !== undefined
        ? <p className="text-muted">{name === "" ? "Name the source first; then choose the file." : "Correct the offset first; then choose the file."}</p>
        : <UploadDropzone url={`/api/uploads/logs?${query.toString()}`} label="Log file" hint="Plain UTF-8 text or gzip, one record a line. Stored encrypted and unchanged." maxBytes={maxBytes} onDone={(answer, file) => setSent((before) => [...before, { ...sentOf(answer), fileName: file.name }])} />}
      <div className="grid gap-2" role="status">{sent.map((one, at) => <Result key={at} org={org} sent={one} />)}</div>
    </div>
  );
}

function Result({ org, sent }: { org: string; sent: Sent }) {
  const href = `/${org}/logs/${sent.id}`;
  if (sent.alreadyKnown) {
    return <Banner tone="inert" title={`${sent.fileName} is known already.`} action={<LinkButton href={href}>Show the segment</LinkButton>}>{sent.sourceName} was given the same bytes before. Nothing was added.</Banner>;
  }
  return <Banner tone="info" title={`${sent.fileName} was received.`} action={<LinkButton kind="primary" href={href}>Show the segment</LinkButton>}>It is being read in the background. <Link prefetch={false} className="link" href={`/${org}/logs`}>All logs</Link></Banner>;
}

/** The route's answer. Its shape is ours; anything else is a fault worth an error. */
function sentOf(answer: unknown): Omit<Sent, "fileName"> {
  const { id, sourceName, alreadyKnown } = answer as Record<string, unknown>;
  return { id: String(id), sourceName: String(sourceName), alreadyKnown: alreadyKnown === true };
}
