import { elementsOf, membersOf, onlyMembers, type Json } from "#lib/connector/index.ts";

// Descriptions and comments hold what people wrote, about people too. That somebody commented is kept, not what.

const MEMBERS = ["id", "subject", "project", "tracker", "status", "priority", "category", "author", "assigned_to", "is_private", "created_on", "updated_on", "closed_on"];
const TEXTS = new Set(["description", "notes"]);

/** A list of issues without what they say. */
export function redactList(body: Json): Json {
  return { ...onlyMembers(body, ["total_count", "offset", "limit"]), issues: elementsOf(membersOf(body).issues).map((issue) => onlyMembers(issue, MEMBERS)) };
}

/** An issue with its journals, of which each note is replaced by whether there is one. */
export function redactIssue(body: Json): Readonly<Record<string, Json>> {
  const { issue } = membersOf(body);
  return {
    ...onlyMembers(issue, MEMBERS),
    journals: membersOf(issue).journals === undefined ? null : elementsOf(membersOf(issue).journals).map((journal) => {
      const { notes, details } = membersOf(journal);
      return { ...onlyMembers(journal, ["id", "user", "created_on", "private_notes"]), notes: typeof notes === "string" && notes !== "", details: elementsOf(details).map(withoutText) };
    }),
  };
}

function withoutText(detail: Json): Json {
  const { name } = membersOf(detail);
  return typeof name === "string" && TEXTS.has(name) ? { ...onlyMembers(detail, ["property", "name"]), old_value: null, new_value: null } : detail;
}
