import { defineList } from "#app/_list/define-list.ts";
import { hrefWith } from "#app/_ui/list-state.ts";
import { listEntries, type EntryRow } from "#lib/audit-trail/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { actionWords, subjectWords } from "./entry-words.ts";
import { trailColumns } from "./trail-columns.tsx";
import { trailFilter, trailInstants } from "./trail-filter.ts";

export const trailList = defineList<EntryRow>({
  key: "audit_trail",
  page: "audit-trail",
  title: "Audit trail",
  filters: {
    actor: { label: "Who" },
    action: { label: "Act", word: actionWords },
    kind: { label: "Subject is a", word: subjectWords },
    subject: { label: "Subject" },
    from: { label: "Day", operator: "from" },
    to: { label: "Day", operator: "to" },
  },
  rowId: (row) => row.id,
  async read(context, query, stretch) {
    const filter = trailFilter(query);
    const { kind, subject, actor, action } = filter;
    const { timeZone } = await readOrganization(context, {});
    return listEntries(context, { subjectKind: kind, subjectId: subject, actorId: actor, action, ...trailInstants(filter, timeZone), ...stretch });
  },
  columns: ({ zone, org, path, query }) => trailColumns(zone, org, (changes) => hrefWith(path, trailFilter(query), changes)),
});
