import { Calendar } from "lucide-react";
import { Button } from "#app/_ui/button.tsx";

/** Chooses the day by which the page is looked at. A plain form: the day is in the address. */
export function AsOfForm({ path, day, first, today, keep }: { path: string; day: string; /** The earliest day that can be chosen. */ first?: string | undefined; today: string; keep: Readonly<Record<string, string>> }) {
  return (
    <form method="get" action={path} className="flex items-center gap-2">
      {Object.entries(keep).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <label className="flex items-center gap-2 whitespace-nowrap">
        <Calendar aria-hidden="true" className="size-3.5 flex-none text-muted" strokeWidth={1.5} />
        <span className="text-muted">As of</span>
        <input type="date" name="asOf" className="control control-small" defaultValue={day} min={first} max={today} required />
      </label>
      <Button type="submit">Show</Button>
    </form>
  );
}
