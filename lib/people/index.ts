export { addMember } from "./add-member.ts";
export { changeRole } from "./change-role.ts";
export { createTeam } from "./create-team.ts";
export { listPeople, type PeoplePage } from "./list-people.ts";
export type { PersonRow } from "./member.repository.ts";
export { readMember } from "./read-member.ts";
export { removeMember } from "./remove-member.ts";
