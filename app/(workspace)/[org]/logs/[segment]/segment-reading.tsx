import { Figure, Figures } from "#app/_ui/figure.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import { LogLines, type LogGap, type LogLine } from "#app/_ui/log-lines.tsx";
import { Section } from "#app/_ui/section.tsx";
import { UNPARSED_WORDS } from "#lib/logs/client.ts";
import type { SegmentView } from "#lib/logs/index.ts";
import { alertsText, counted, noteOf, shown } from "../segment-state.tsx";

/** How much was read and understood. Before anything was read nothing is known, which is not nought. */
export function ReadingFigures({ segment }: { segment: SegmentView }) {
  const nothingYet = segment.lines === 0 && segment.status !== "finished";
  const count = (value: number): string => (nothingYet ? "–" : shown(value));
  return (
    <Figures>
      <Figure label="Lines understood" value={count(segment.parsedLines)} of={count(segment.lines)} />
      <Figure label="Not understood" value={count(segment.unparsedLines)} />
      <Figure label="Longer than 1 MiB, cut" value={count(segment.truncatedLines)} />
      <Figure label="Not UTF-8" value={count(segment.invalidUtf8Lines)} />
      <Figure label="Alerts" value={alertsText(segment)} />
    </Figures>
  );
}

/** What reading noticed of the segment as a whole. */
export function ReadingNotes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <Section title="Noticed while reading" flush={false}>
      <ul className="grid gap-1 pt-3">
        {notes.map((name) => {
          const note = noteOf(name);
          const partial = note?.partial ?? true;
          return (
            <li key={name} className="flex gap-2">
              <Glyph name={partial ? "partial" : "na"} tone={partial ? "caution" : "inert"} label={partial ? "Limits what was watched" : "For information"} />
              <span>{note?.text ?? name}</span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

/** The first lines that no parser understood, and why. */
export function UnparsedLines({ segment }: { segment: SegmentView }) {
  const { unparsedSample: sample, unparsedLines } = segment;
  if (unparsedLines === 0) return null;
  const lines = sample.flatMap((line): (LogLine | LogGap)[] => [
    { number: line.number, parts: [line.text] },
    { gap: `Line ${shown(line.number)}: ${UNPARSED_WORDS[line.reason] ?? line.reason}` },
  ]);
  return (
    <Section title="Lines not understood" count={sample.length < unparsedLines ? `the first ${shown(sample.length)} of ${shown(unparsedLines)}` : counted(unparsedLines, "line")}>
      <LogLines label="Lines not understood" lines={lines} />
      <p className="mt-2 text-muted">They are kept as received. Rules saw their text alone: what asks for a time, an address or an account found none.</p>
    </Section>
  );
}
