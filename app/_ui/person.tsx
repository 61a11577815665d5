import { Avatar } from "./avatar.tsx";

/** A person in a table or list. */
export function Person({ name, note }: { name: string; note?: string }) {
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-2 align-middle">
      <Avatar name={name} />
      <span className="truncate">
        {name}
        {note === undefined ? null : <span className="text-muted"> {note}</span>}
      </span>
    </span>
  );
}
