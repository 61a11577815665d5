import type { TalkSubject } from "#app/_comment/read-talk.ts";
import type { ControlPage } from "#lib/controls/index.ts";

/** What people talk about on a control's page: the control, and each of its evidence requests. */
export function talkSubjects({ id, requests }: ControlPage): TalkSubject[] {
  return [{ subjectKind: "control", subjectId: id, label: "the control" }, ...requests.map((request) => ({ subjectKind: "evidence_request" as const, subjectId: request.id, label: `request ${request.title}` }))];
}
