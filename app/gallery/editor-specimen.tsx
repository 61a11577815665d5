"use client";
import { useState } from "react";
import { CodeEditor } from "#app/_ui/code-editor.tsx";

const TEXT = `title: sudo refused
logsource: { product: linux, service: sudo }
detection:
  refused: { action: command_denied }
  condition: refuse
`;

/** An editor with a mark in its margin. */
export function EditorSpecimen() {
  const [text, setText] = useState(TEXT);
  return <CodeEditor label="Sigma rules, YAML" name="editor-specimen" rows={8} value={text} onChange={setText} maxLength={2_000} marks={[{ line: 5, tone: "critical", text: "The condition names “refuse”, which is no search." }]} />;
}
