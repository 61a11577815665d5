export { addComment } from "./add-comment.ts";
export type { CommentView } from "./comment.ts";
export { editComment } from "./edit-comment.ts";
export { listComments } from "./list-comments.ts";
export { listMentionable } from "./list-mentionable.ts";
export type { CommentSubject } from "./subjects.ts";
export { withdrawComment } from "./withdraw-comment.ts";
