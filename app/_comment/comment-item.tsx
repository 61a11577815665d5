import { DiffText } from "#app/_ui/diff-text.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { VisibilityBadge } from "#app/_ui/visibility-badge.tsx";
import { mentionedParts } from "#lib/comments/client.ts";
import type { CommentView } from "#lib/comments/index.ts";
import type { CommentAction } from "./comment-form.tsx";
import { EditComment, WithdrawComment } from "./comment-acts.tsx";

type Props = { comment: CommentView; about: string | undefined; zone: string; edit: CommentAction; withdraw: CommentAction };

/** One comment: who, when, who reads it, and what became of it. Its text is text, whatever it looks like. */
export function CommentItem({ comment, about, zone, edit, withdraw }: Props) {
  const { author, byAuditor, at, visibility, withdrawn, editableUntil, mine } = comment;
  return (
    <li id={comment.id}>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted">
        <strong className="font-medium text-text">{author}</strong>
        {byAuditor ? <span>auditor</span> : null}
        <Timestamp at={at} zone={zone} />
        <VisibilityBadge to={visibility === "internal" ? "internal" : "auditor"} />
        {about === undefined ? null : <span>on {about}</span>}
      </p>
      {withdrawn === null ? <Text comment={comment} /> : <Withdrawn comment={comment} zone={zone} />}
      <Earlier comment={comment} zone={zone} />
      {mine && withdrawn === null ? (
        <p className="flex flex-wrap items-center gap-2 pt-1">
          {editableUntil === null ? null : <EditComment id={comment.id} text={comment.text} action={edit} />}
          <WithdrawComment id={comment.id} action={withdraw} />
          {editableUntil === null ? null : <span className="text-xs text-muted">can be changed until <Timestamp at={editableUntil} zone={zone} show="clock" /></span>}
        </p>
      ) : null}
    </li>
  );
}

function Text({ comment: { text, mentions } }: { comment: CommentView }) {
  return (
    <p className="max-w-[72ch] whitespace-pre-line break-words">
      {mentionedParts(text, mentions).map(({ part, name }, index) => (name === null ? part : <span key={index} className="rounded-sm bg-info-tint px-0.5 text-info-text">{part}</span>))}
    </p>
  );
}

function Withdrawn({ comment: { withdrawn, text }, zone }: { comment: CommentView; zone: string }) {
  if (withdrawn === null) return null;
  return (
    <>
      <p className="text-muted">Withdrawn <Timestamp at={withdrawn.at} zone={zone} />: {withdrawn.reason}</p>
      {text === "" ? null : <details><summary className="min-h-[24px] text-muted">What was withdrawn</summary><p className="max-w-[72ch] whitespace-pre-line break-words text-muted">{text}</p></details>}
    </>
  );
}

function Earlier({ comment: { editedAt, earlier, text, withdrawn }, zone }: { comment: CommentView; zone: string }) {
  if (editedAt === null) return null;
  if (earlier.length === 0 || withdrawn !== null) return <p className="text-xs text-muted">Changed <Timestamp at={editedAt} zone={zone} /></p>;
  const texts = [text, ...earlier.map((one) => one.text)];
  return (
    <details>
      <summary className="min-h-[24px] text-xs text-muted">Changed <Timestamp at={editedAt} zone={zone} /></summary>
      {earlier.map((one, index) => <div key={one.at.toISOString()} className="max-w-[72ch] border-l border-line pl-3"><DiffText before={one.text} after={texts[index] ?? ""} /></div>)}
    </details>
  );
}
