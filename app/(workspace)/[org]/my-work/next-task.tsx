import Link from "next/link";
import { owedHref, owedWord } from "#app/_overview/owed-place.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { Task } from "#lib/my-work/index.ts";
import { isLate } from "#lib/overview/index.ts";
import { statusFacts } from "#lib/status/client.ts";

const ACTS: Readonly<Record<Task["kind"], string>> = { evidence_request: "Add evidence", occurrence: "Perform", finding: "Open finding", alert: "Judge alert", incident: "Open incident" };

/** Where a task is done at once. */
function actHref(org: string, task: Task): string {
  return task.kind === "evidence_request" ? `/${org}/evidence/new?request=${task.id}` : owedHref(org, task);
}

/** One of the few tasks at the top, with what a machine has collected and the act itself. */
export function NextTask({ task, org, zone, now }: { task: Task; org: string; zone: string; now: Date }) {
  const { word } = statusFacts(task.status);
  return (
    <li>
      <div className="task-text">
        <p className="font-semibold"><Link href={owedHref(org, task)}>{task.title}</Link></p>
        <p className="text-muted">
          <span className="font-mono text-xs">{task.code}</span>{" · "}
          {task.dueAt === null ? "no date yet" : <>{isLate(task, now) ? "was due " : "due "}<Timestamp at={task.dueAt} zone={zone} show="minute" /></>}
          {task.insteadOf === null ? null : <>{" · "}for {task.insteadOf}</>}
        </p>
        {task.collected.length === 0 ? null : (
          <p className="text-muted">
            Already collected:{" "}
            {task.collected.map((segment, index) => (
              <span key={segment.id}>{index === 0 ? "" : "; "}<Link className="link" href={`/${org}/evidence/new?request=${task.id}&source=log_segment:${segment.id}`}>{segment.sourceName}, {segment.fileName}</Link> ({numberText(segment.lines)} lines)</span>
            ))}
          </p>
        )}
      </div>
      <StatusInline status={task.status} word={owedWord(task, word)} />
      <LinkButton href={actHref(org, task)}>{ACTS[task.kind]}</LinkButton>
    </li>
  );
}
