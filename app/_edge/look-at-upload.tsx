"use client";
import { useRouter } from "next/navigation";
import { UploadDropzone } from "#app/_ui/upload-dropzone.tsx";

/** The most that a spreadsheet may have; the reader says the same. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Takes the file, then leads to what is in it. */
export function SpreadsheetUpload({ url, path }: { url: string; path: string }) {
  const router = useRouter();
  const onDone = (answer: unknown, file: File): void => {
    if (typeof answer !== "object" || answer === null || !("id" in answer) || typeof answer.id !== "string") return;
    router.push(`${path}?${new URLSearchParams({ file: answer.id, name: file.name }).toString()}`);
  };
  return (
    <div className="mt-6 max-w-[640px]">
      <UploadDropzone url={url} label="Spreadsheet" hint="One control a row: .xlsx or .csv, without macros or password." accept=".xlsx,.csv,.tsv,.txt,.xlsm,.xls" maxBytes={MAX_BYTES} onDone={onDone} />
    </div>
  );
}
