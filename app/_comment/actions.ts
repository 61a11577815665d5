"use server";
import { auditorFormAction, formAction } from "#app/_edge/form-action.ts";
import { addComment, editComment, withdrawComment } from "#lib/comments/index.ts";
import { addedIn, editedIn, withdrawnIn } from "./comment-forms.ts";

export const addCommentAction = formAction({ verb: addComment, input: addedIn });
export const editCommentAction = formAction({ verb: editComment, input: editedIn });
export const withdrawCommentAction = formAction({ verb: withdrawComment, input: withdrawnIn });

// An auditor writes from the portal, within the engagement.
export const addPortalCommentAction = auditorFormAction({ verb: addComment, input: addedIn });
export const editPortalCommentAction = auditorFormAction({ verb: editComment, input: editedIn });
export const withdrawPortalCommentAction = auditorFormAction({ verb: withdrawComment, input: withdrawnIn });
