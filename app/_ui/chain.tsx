import type { ReactNode } from "react";
import { Glyph } from "./glyph.tsx";

export type ChainNode = {
  name: string;
  /** `done`: happened. `closed`: the proven end. `open`: still to come. `broken`: should have happened and did not. */
  state: "done" | "closed" | "open" | "broken";
  time?: string;
  iso?: string;
  date?: string;
  detail?: ReactNode;
  note?: ReactNode;
  /** Time to the next node, as shown and in seconds. */
  elapsed?: string;
  elapsedSeconds?: number;
};

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** How many strokes cross a link: none for seconds, then one each for minutes, hours, days. */
export function strokesOf(seconds: number): 0 | 1 | 2 | 3 {
  if (seconds >= DAY) return 3;
  if (seconds >= HOUR) return 2;
  return seconds >= MINUTE ? 1 : 0;
}

/** Event to closure as one timed chain. Links have one length; strokes across them tell seconds from days. */
export function Chain({ label, nodes }: { label: string; nodes: readonly ChainNode[] }) {
  return (
    <ol className="chain" aria-label={label}>
      {nodes.map((node, index) => (
        <li key={node.name} data-state={node.state}>
          <div className="chain-link">
            {node.elapsed === undefined ? null : <span className="chain-elapsed num"><span className="sr-only">then </span>{node.elapsed}</span>}
            {index === nodes.length - 1 ? null : <Link broken={nodes[index + 1]?.state === "broken"} open={nodes[index + 1]?.state === "open"} seconds={node.elapsedSeconds} />}
            <Node state={node.state} />
          </div>
          <div className="chain-text">
            <p className="font-semibold">{node.name}{node.state === "open" ? <span className="sr-only">, not yet</span> : null}{node.state === "broken" ? <span className="sr-only">, missing</span> : null}</p>
            {node.time === undefined ? null : <p><time dateTime={node.iso}>{node.time}{node.date === undefined ? null : <span className="text-muted"> {node.date}</span>}</time></p>}
            {node.detail === undefined ? null : <p className="chain-detail">{node.detail}</p>}
            {node.note === undefined ? null : <p className="chain-note">{node.note}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Node({ state }: { state: ChainNode["state"] }) {
  if (state === "closed") return <span className="chain-node"><Glyph name="pass" tone="positive" /></span>;
  if (state === "broken") return <span className="chain-node"><Glyph name="fail" tone="critical" /></span>;
  return <span className="chain-node"><Glyph name={state === "open" ? "half" : "full"} /></span>;
}

function Link({ broken, open, seconds }: { broken: boolean; open: boolean; seconds: number | undefined }) {
  const strokes = broken || seconds === undefined ? 0 : strokesOf(seconds);
  const look = broken ? "chain-line chain-line-broken" : open ? "chain-line chain-line-open" : "chain-line";
  return (
    <span className={look} aria-hidden="true">
      {strokes === 0 ? null : (
        <svg width="14" height="10" viewBox="0 0 14 10">
          {Array.from({ length: strokes }, (_, stroke) => (
            <path key={stroke} d={`M${7 + (stroke - (strokes - 1) / 2) * 4} 1.5v7`} stroke="currentColor" strokeWidth="1.5" />
          ))}
        </svg>
      )}
    </span>
  );
}
