import { Button } from "#app/_ui/button.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select, type Option } from "#app/_ui/select.tsx";
import type { TrailFilter } from "./trail-filter.ts";

/** Who and when, as a plain form whose answer is an address. What and which record are chosen in the table itself. */
export function TrailFilterForm({ path, filter, people }: { path: string; filter: TrailFilter; people: readonly Option[] }) {
  const known = filter.actor === undefined || people.some((person) => person.value === filter.actor);
  return (
    <form action={path} role="search" aria-label="Filter the audit trail" className="flex flex-wrap items-end gap-3 pb-2">
      <div className="w-52 max-sm:w-full">
        <Select
          key={filter.actor} label="Who" name="actor" defaultValue={filter.actor ?? ""}
          options={[{ value: "", label: "Anybody" }, ...people, ...(known ? [] : [{ value: filter.actor ?? "", label: filter.actor ?? "" }])]}
        />
      </div>
      <div className="w-40"><Input key={filter.from} label="From day" name="from" type="date" defaultValue={filter.from} /></div>
      <div className="w-40"><Input key={filter.to} label="To day" name="to" type="date" defaultValue={filter.to} /></div>
      {(["kind", "subject", "action"] as const).map((name) => (filter[name] === undefined ? null : <input key={name} type="hidden" name={name} value={filter[name]} />))}
      <Button type="submit" size="lg">Filter</Button>
    </form>
  );
}
