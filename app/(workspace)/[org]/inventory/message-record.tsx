import { DamageNotice } from "#app/_evidence/damage-notice.tsx";
import { LookAgainForm, ReleaseForm } from "#app/_evidence/file-acts.tsx";
import { FileFindings } from "#app/_evidence/file-findings.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { Hash } from "#app/_ui/hash.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { Section } from "#app/_ui/section.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import type { MessageView } from "#lib/connections/index.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { releaseFileAction } from "../evidence/actions.ts";
import { askMessageInspectionAction } from "./actions.ts";
import { CHECK_WORDS, checkStatus, senderStatus } from "./message-words.ts";

type Props = { org: string; message: MessageView; zone: string; /** Of the member who looks; null for anybody else. */ role: Role | null };

/** A message: whether its sender is proven and by what, its text as text, and its files. */
export function MessageRecord(props: Props) {
  return (
    <>
      {props.message.row.authenticated ? null : <Banner tone="caution" title="The sender of this message is not proven.">Anybody may have written it. It is kept as it came, and proves nothing.</Banner>}
      <Checks {...props} />
      {props.message.opened === null ? <div className="mt-4 max-w-[760px]"><DamageNotice damage={props.message.damage}>What was found when it came stands above.</DamageNotice></div> : <Text opened={props.message.opened} />}
      <Files {...props} />
    </>
  );
}

function Checks({ message: { row, facts }, zone }: Props) {
  return (
    <Section title="Sender" flush={false} aside={<StatusInline {...senderStatus(row.authenticated)} />}>
      <KeyValue wide items={[
        { key: "Says it is from", value: <span className="break-all">{row.sender}</span> },
        { key: "Expected here", value: row.checks["sender"] === "expected" ? "yes, by the connection’s list" : <StatusInline status="partial" word="No: not on the connection’s list" /> },
        ...CHECK_WORDS.map(([name, label, asks]) => {
          const { status, word, about } = checkStatus(row.checks[name] ?? "none");
          return { key: label, value: <span className="grid gap-0.5"><StatusInline status={status} word={word} />{about === "" ? null : <span className="break-all">{about}</span>}<span className="text-muted">It asks {asks}.</span></span> };
        }),
        { key: "Came", value: <Timestamp at={new Date(row.receivedAt)} zone={zone} show="second" /> },
        { key: "Says it was sent", value: facts.date ?? "not said" },
        { key: "Message-ID", value: <code className="break-all">{facts.message_id ?? "none"}</code> },
      ]} />
    </Section>
  );
}

function Text({ opened }: { opened: NonNullable<MessageView["opened"]> }) {
  return (
    <Section title="Text" flush={false}>
      {opened.unopened === null ? null : <p className="pt-2 text-muted">{opened.unopened} It can be taken as it came.</p>}
      {opened.text === null || opened.text.trim() === "" ? <p className="pt-2 text-muted">No text.</p> : <pre tabIndex={0} role="region" aria-label="Text of the message" className="mono mt-2 max-h-[60vh] overflow-auto border border-line p-3 text-xs break-words whitespace-pre-wrap">{opened.text}</pre>}
      {opened.headers.length === 0 ? null : (
        <details className="pt-3">
          <summary className="text-muted">Headers</summary>
          <pre tabIndex={0} role="region" aria-label="Headers of the message" className="mono mt-2 max-h-[50vh] overflow-auto border border-line p-3 text-xs break-all whitespace-pre-wrap">{opened.headers.map(({ name, value }) => `${name}: ${value}`).join("\n")}</pre>
        </details>
      )}
    </Section>
  );
}

function Files({ org, message: { object, facts, inspections }, zone, role }: Props) {
  const path = `/api/messages/${org}/${object.id}`;
  const files = [{ name: "The message as it came", fileName: "message.eml", mediaType: "message/rfc822", bytes: facts.bytes, sha256: facts.sha256, place: "message.eml" }, ...facts.parts.map(({ name, media_type: mediaType, bytes, sha256 }, index) => ({ name, fileName: name, mediaType, bytes, sha256, place: String(index) }))];
  return (
    <Section title="Files" count={files.length} flush={false}>
      <p className="max-w-[72ch] pt-2 text-muted">Each as it came, known by its hash. Each is looked into as a file that somebody sends, and nothing of it is run.</p>
      <ul className="grid gap-4 pt-2">
        {files.map((file) => {
          const { inspection = null, release = null } = inspections.get(file.sha256) ?? {};
          const held = inspection?.scanVerdict === "infected" && release === null;
          return (
            <li key={file.place} className="grid gap-2">
              <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                {held ? <span className="break-all">{file.name}</span> : <a className="link break-all" href={`${path}/${file.place}`} download>{file.name}</a>}
                <span className="text-muted">{file.mediaType}, {sizeText(file.bytes)}</span><Hash value={file.sha256} label={`SHA-256 of ${file.name}`} copy />
              </span>
              <FileFindings page={{ inspection, release, fileName: file.fileName, mediaType: file.mediaType }} zone={zone} acts={held ? <Release org={org} role={role} sha256={file.sha256} /> : null} />
            </li>
          );
        })}
      </ul>
      {role !== null && roleHolds(role, "evidence.review") ? <div className="pt-3"><LookAgainForm about={{ name: "objectId", value: object.id }} action={askMessageInspectionAction.bind(null, org)} again={inspections.get(facts.sha256)?.inspection != null} /></div> : null}
    </Section>
  );
}

/** Whoever may lets a file out that is held back, with the reason; others are told who may. */
function Release({ org, role, sha256 }: { org: string; role: Role | null; sha256: string }) {
  if (role !== null && roleHolds(role, "files.release")) return <ReleaseForm sha256={sha256} action={releaseFileAction.bind(null, org)} />;
  return <p className="text-muted">An administrator or a security analyst can release it.</p>;
}
