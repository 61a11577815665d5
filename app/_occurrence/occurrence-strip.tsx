import Link from "next/link";
import { Glyph } from "#app/_ui/glyph.tsx";
import { OCCURRENCE_WORDS } from "#lib/occurrences/client.ts";
import type { ControlPopulation } from "#lib/occurrences/index.ts";
import { statusFacts } from "#lib/status/client.ts";
import { windowName } from "./window-text.ts";

/** Windows drawn one by one: above, a year of days would say nothing to the eye. */
const SHOWN = 24;

type Strip = ControlPopulation["strip"];

/** The windows of a period in their order, each with its sign: which were performed, and which were not. */
export function OccurrenceStrip({ strip, hrefOf }: { strip: Strip; hrefOf: (firstDay: string) => string }) {
  const shown = strip.slice(-SHOWN);
  return (
    <ol className="occurrence-strip" aria-label={shown.length < strip.length ? `The newest ${shown.length} windows of ${strip.length}` : "Windows of the period"}>
      {shown.map((window) => {
        const { status, word } = OCCURRENCE_WORDS[window.state];
        const { glyph, tone } = statusFacts(status);
        const name = <><span className={`occurrence-bar tone-${tone}`} aria-hidden="true" /><span className="occurrence-name"><Glyph name={glyph} tone={tone} size={14} label={word} /> {windowName(window)}</span></>;
        return <li key={window.firstDay}>{window.state === "upcoming" ? <span className="text-muted">{name}</span> : <Link prefetch={false} href={hrefOf(window.firstDay)}>{name}</Link>}</li>;
      })}
    </ol>
  );
}
