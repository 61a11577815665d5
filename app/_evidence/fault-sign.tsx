import { StatusInline } from "#app/_ui/status-inline.tsx";
import { FILE_FAULT_WORDS, type FileFault } from "#lib/evidence/client.ts";

/** Why an evidence's file cannot be had, in words; empty where it can. */
export function faultWord(fault: FileFault | null | undefined): string {
  return fault == null ? "" : FILE_FAULT_WORDS[fault].word;
}

/** The same with its sign, wherever an evidence is named; nothing where its file can be had. */
export function FaultSign({ fault }: { fault: FileFault | null | undefined }) {
  return fault == null ? null : <StatusInline status={FILE_FAULT_WORDS[fault].status} word={FILE_FAULT_WORDS[fault].word} />;
}
