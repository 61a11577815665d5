import type { ReactNode } from "react";
import { Glyph } from "./glyph.tsx";
import type { GlyphName } from "./glyph-shapes.tsx";

export type ConditionNode = {
  id: string;
  outcome: "matched" | "not_matched" | "not_evaluated";
  /** The letter by which log lines refer to this condition. */
  tag?: string;
  text: ReactNode;
  value?: ReactNode;
  children?: readonly ConditionNode[];
};

const SIGNS: Record<ConditionNode["outcome"], { glyph: GlyphName; word: string }> = {
  matched: { glyph: "tick", word: "matched" },
  not_matched: { glyph: "cross", word: "not matched" },
  not_evaluated: { glyph: "na", word: "not evaluated" },
};

/** Why a rule matched: every condition with its outcome and what it saw. */
export function ConditionTree({ nodes }: { nodes: readonly ConditionNode[] }) {
  return (
    <ul className="condition-tree">
      {nodes.map((node) => (
        <li key={node.id}>
          <div className="condition" data-outcome={node.outcome}>
            <Glyph name={SIGNS[node.outcome].glyph} label={SIGNS[node.outcome].word} />
            {node.tag === undefined ? null : <span className="condition-tag">{node.tag}</span>}
            <span className="condition-text">{node.text}</span>
            {node.value === undefined ? null : <span className="condition-value">{node.value}</span>}
          </div>
          {node.children === undefined || node.children.length === 0 ? null : <ConditionTree nodes={node.children} />}
        </li>
      ))}
    </ul>
  );
}
