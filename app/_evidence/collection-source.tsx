import { z } from "zod";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { COLLECTION_STATES, COLLECTION_STATUS } from "#lib/connections/client.ts";

const count = z.object({ total: z.number(), exact: z.boolean() }).nullable();
const recordSchema = z.object({
  connector: z.string(), connector_version: z.string(), collector: z.string(), identity: z.object({ id: z.string(), name: z.string(), tenant: z.string() }).nullable(), credential: z.string(), from: z.string().nullable(), until: z.string(),
  listing: z.string(), pages: z.number(), items: z.number(), unreadable: z.number(), requests: z.number(), retries: z.number(), completeness: z.enum(COLLECTION_STATES), announced: count, second_route: count, gaps: z.array(z.object({ says: z.string() })),
});

const countText = (of: z.output<typeof count>): string => (of === null ? "not said" : `${numberText(of.total)}${of.exact ? "" : ", approximately"}`);

/** The record of a run (information produced by the entity) beside the evidence that rests on it: the same for staff and auditors. */
export function CollectionSource({ record }: { record: string }) {
  const run = recordSchema.parse(JSON.parse(record));
  return (
    <KeyValue wide items={[
      { key: "Completeness", value: <StatusInline {...COLLECTION_STATUS[run.completeness]} /> },
      { key: "Came", value: `${numberText(run.items)} ${run.items === 1 ? "item" : "items"} in ${numberText(run.pages)} ${run.pages === 1 ? "page" : "pages"}; the vendor counts ${countText(run.announced)}; another route counts ${countText(run.second_route)}` },
      { key: "Could not be read", value: numberText(run.unreadable) },
      ...(run.gaps.length === 0 ? [] : [{ key: "Missing", value: run.gaps.map(({ says }) => says).join(" ") }]),
      { key: "Asked by", value: `${run.connector} ${run.connector_version}, collector ${run.collector}` },
      { key: "The vendor knew us as", value: run.identity === null ? "not known" : `${run.identity.name} (${run.identity.id}), limited to ${run.identity.tenant}` },
      { key: "Credential", value: <code>{run.credential}</code> },
      { key: "Window", value: `${run.from ?? "since ever"} to ${run.until}, exclusive; ${run.listing === "full" ? "everything that exists" : "what changed"}` },
      { key: "Requests", value: `${numberText(run.requests)}, ${numberText(run.retries)} of them repeated` },
    ]} />
  );
}
