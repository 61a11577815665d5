"use client";
import { useRef, type KeyboardEvent } from "react";
import { Field, useFieldIds, type FieldProps } from "./field.tsx";

/** What is wrong on a line, as the margin marks it. */
export type LineMark = { line: number; tone: "critical" | "caution"; text: string };

type Props = FieldProps & {
  id?: string;
  value: string;
  onChange: (text: string) => void;
  marks?: readonly LineMark[];
  maxLength: number;
  rows?: number;
  readOnly?: boolean;
};

/**
 * A text of many lines with their numbers beside it and a mark on each line that something is said of. A plain text area,
 * so that everything that helps with writing works; Tab leaves it, as it leaves every field, and Enter keeps the line's indent.
 */
export function CodeEditor({ label, hint, error, optional, id: given, value, onChange, marks = [], rows = 24, ...native }: Props) {
  const { id, aria } = useFieldIds(given, { hint, error });
  const margin = useRef<HTMLDivElement>(null);
  const lines = value.split("\n").length;
  const markOf = new Map(marks.map((mark) => [mark.line, mark] as const).reverse());
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      <div className="code-editor">
        <div ref={margin} className="code-margin" aria-hidden="true">
          {Array.from({ length: lines }, (_, at) => {
            const mark = markOf.get(at + 1);
            return <span key={at} data-tone={mark?.tone} title={mark?.text}>{at + 1}</span>;
          })}
        </div>
        <textarea
          id={id} rows={rows} wrap="off" spellCheck={false} autoCapitalize="off" autoComplete="off" className="control code-text" {...aria} {...native} value={value}
          onChange={(event) => onChange(event.target.value)}
          onScroll={(event) => {
            if (margin.current !== null) margin.current.scrollTop = event.currentTarget.scrollTop;
          }}
          onKeyDown={(event) => keepIndent(event, onChange)}
        />
      </div>
    </Field>
  );
}

/** YAML says by indent what belongs together: a new line begins where the one before did. */
function keepIndent(event: KeyboardEvent<HTMLTextAreaElement>, onChange: (text: string) => void): void {
  const field = event.currentTarget;
  if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing || field.readOnly) return;
  const before = field.value.slice(0, field.selectionStart);
  const indent = /^ *(?:- )?/.exec(before.slice(before.lastIndexOf("\n") + 1))?.[0].replace("-", " ") ?? "";
  if (indent === "") return;
  event.preventDefault();
  field.setRangeText(`\n${indent}`, field.selectionStart, field.selectionEnd, "end");
  onChange(field.value);
}

/** Puts the cursor of an editor at a line and column, both from 1, and brings it into view. */
export function goToPlace(field: HTMLTextAreaElement, line: number, column: number): void {
  const lines = field.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  const at = Math.min(field.value.length, start + Math.max(0, column - 1));
  field.focus();
  field.setSelectionRange(at, Math.min(field.value.length, start + (lines[line - 1]?.length ?? 0)));
  field.scrollTop = Math.max(0, (line - 4) * (field.scrollHeight / Math.max(1, lines.length)));
}
