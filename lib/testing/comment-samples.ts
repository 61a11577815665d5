import { addComment, editComment, listComments, listMentionable, withdrawComment } from "#lib/comments/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

const onControl = (world: FurnishedWorld) => ({ subjectKind: "control" as const, subjectId: world.control.inside });
/** A comment of the engagement's auditor, which they may still change. */
const ofAuditor = async (world: FurnishedWorld): Promise<string> =>
  (await addComment(await world.auditor(), { subject: onControl(world), text: `Which hosts are in scope? ${world.next()}`, visibility: "shared_with_auditor" })).id;

export const OF_COMMENTS: readonly VerbSample[] = [
  sample(addComment)("control_owner", (world) => ({ subject: onControl(world), text: `Asked @Sami Security for the export. ${world.next()}`, visibility: "shared_with_auditor" })),
  sample(listComments)("control_owner", (world) => ({ subjects: [onControl(world)] })),
  sample(editComment)("auditor", async (world) => ({ comment: await ofAuditor(world), text: "Which hosts are in scope, and since when?" })),
  sample(withdrawComment)("auditor", async (world) => ({ comment: await ofAuditor(world), reason: "Answered in the packet." })),
  sample(listMentionable)("control_owner", () => ({})),
];
