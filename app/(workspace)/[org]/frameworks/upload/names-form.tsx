import { Button } from "#app/_ui/button.tsx";
import { Input } from "#app/_ui/input.tsx";
import { fieldsOf, type Chosen } from "./chosen.ts";

/** What a sheet is called: part of the address, so that it can be looked at again. */
export function NamesForm({ chosen }: { chosen: Chosen }) {
  const fields = fieldsOf(chosen);
  return (
    <form method="get" className="pt-3">
      <input type="hidden" name="file" value={fields["file"]} />
      <input type="hidden" name="name" value={fields["name"]} />
      <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-4 [&_.field]:mt-0">
        <Input label="Name" name="title" required maxLength={120} defaultValue={fields["title"]} autoComplete="off" />
        <Input label="Edition" name="edition" required maxLength={60} defaultValue={fields["edition"]} autoComplete="off" />
        <Input label="One item is a" name="one" required maxLength={40} defaultValue={fields["one"]} autoComplete="off" />
        <Input label="Several are" name="many" required maxLength={40} defaultValue={fields["many"]} autoComplete="off" />
        <Input label="Id" name="id" required maxLength={60} pattern="[A-Za-z0-9][A-Za-z0-9.\-]*" defaultValue={fields["id"]} autoComplete="off" />
        <Input label="Valid from" name="from" optional placeholder="2026-01-01" maxLength={10} defaultValue={fields["from"]} autoComplete="off" />
        <Input label="Valid until" name="until" optional placeholder="2028-12-31" maxLength={10} defaultValue={fields["until"]} autoComplete="off" />
      </div>
      <p className="pt-2 text-xs text-muted">The same id again makes a new version of what you have.</p>
      <div className="mt-4"><Button type="submit">Look it over</Button></div>
    </form>
  );
}
