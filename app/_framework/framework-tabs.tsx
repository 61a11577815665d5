import { hrefWith } from "#app/_ui/list-state.ts";
import { Tabs } from "#app/_ui/tabs.tsx";

type Part = "matrix" | "mappings" | "outlook" | "applicability" | "freshness" | "readiness";

/** The parts of one edition: its matrix, the work of mapping, what it would add, what applies, how fresh its evidence has been, and how ready it is. */
export function FrameworkTabs({ path, current, may, kept = {} }: { path: string; current: Part; may: { map: boolean; look: boolean }; /** The day that the parts with a past keep. */ kept?: Readonly<Record<string, string | null>> }) {
  return (
    <Tabs
      label="Parts of the framework"
      items={[
        { label: "Matrix", href: hrefWith(path, {}, kept), current: current === "matrix" },
        ...(may.map ? [{ label: "Mapping", href: `${path}/mappings`, current: current === "mappings" }] : []),
        ...(may.look ? [{ label: "What it adds", href: `${path}/outlook`, current: current === "outlook" }, { label: "Applicability", href: `${path}/applicability`, current: current === "applicability" }, { label: "Freshness", href: hrefWith(`${path}/freshness`, {}, kept), current: current === "freshness" }, { label: "Readiness", href: `${path}/readiness`, current: current === "readiness" }] : []),
      ]}
    />
  );
}
