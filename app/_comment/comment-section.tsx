import { Section } from "#app/_ui/section.tsx";
import { addCommentAction, addPortalCommentAction, editCommentAction, editPortalCommentAction, withdrawCommentAction, withdrawPortalCommentAction } from "./actions.ts";
import { CommentForm } from "./comment-form.tsx";
import { CommentItem } from "./comment-item.tsx";
import type { Talk } from "./read-talk.ts";

/** What was said about a record, oldest first, and a place to say more. */
export function CommentSection({ talk: { subjects, comments, names, portal }, place, zone }: { talk: Talk; /** The organization's slug, or the engagement's id. */ place: string; zone: string }) {
  const actions = portal
    ? { add: addPortalCommentAction.bind(null, place), edit: editPortalCommentAction.bind(null, place), withdraw: withdrawPortalCommentAction.bind(null, place) }
    : { add: addCommentAction.bind(null, place), edit: editCommentAction.bind(null, place), withdraw: withdrawCommentAction.bind(null, place) };
  const labelOf = (kind: string, id: string): string | undefined => (subjects.length < 2 ? undefined : subjects.find((one) => one.subjectKind === kind && one.subjectId === id)?.label);
  return (
    <Section title="Comments" count={comments.length === 0 ? "none yet" : comments.length} id="comments" flush={false}>
      {comments.length === 0 ? null : (
        <ol className="comments">
          {comments.map((comment) => <CommentItem key={comment.id} comment={comment} about={labelOf(comment.subjectKind, comment.subjectId)} zone={zone} edit={actions.edit} withdraw={actions.withdraw} />)}
        </ol>
      )}
      <CommentForm action={actions.add} subjects={subjects.map(({ subjectKind, subjectId, label }) => ({ value: `${subjectKind}:${subjectId}`, label }))} names={names} portal={portal} />
    </Section>
  );
}
