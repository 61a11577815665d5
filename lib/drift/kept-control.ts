import { z } from "zod";
import { libraryPart, type FileControl } from "#lib/control-files/index.ts";
import { libraryInput, type KeptControl } from "#lib/controls/index.ts";

const retirement = z.object({ from: z.string(), reason: z.string(), successor: z.string().nullable() });

/** A control as a baseline keeps it: what it says and whether it is retired; since when it holds is no difference. */
export function keptOf(control: FileControl): KeptControl {
  const said = libraryPart(control);
  return control.retired === null ? said : { ...said, retired: control.retired };
}

export function fileOf({ retired, ...control }: KeptControl): FileControl {
  return { ...control, effectiveFrom: null, retired: retired ?? null };
}

/** What is kept may have been written by another edition of the product: what this one cannot read, nobody kept. */
export function readKept(kept: unknown): FileControl | null {
  if (typeof kept !== "object" || kept === null) return null;
  const { retired, ...control } = kept as KeptControl;
  const { data } = libraryInput.safeParse([control]);
  const [said] = data ?? [];
  return said === undefined ? null : fileOf({ ...said, retired: retirement.nullable().catch(null).parse(retired ?? null) });
}
