"use client";
import { useRouter } from "next/navigation";
import { UploadDropzone } from "#app/_ui/upload-dropzone.tsx";

/** The most that a file may have; the readers say the same or less. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Takes the file, then leads to what is in it. */
export function FrameworkUpload({ url, path }: { url: string; path: string }) {
  const router = useRouter();
  const onDone = (answer: unknown, file: File): void => {
    if (typeof answer !== "object" || answer === null || !("id" in answer) || typeof answer.id !== "string") return;
    router.push(`${path}?${new URLSearchParams({ file: answer.id, name: file.name }).toString()}`);
  };
  return (
    <div className="mt-6 max-w-[640px]">
      <UploadDropzone url={url} label="Framework" hint="YAML (1 MiB), .csv or .xlsx, up to 2,000 items." accept=".yaml,.yml,.csv,.tsv,.txt,.xlsx" maxBytes={MAX_BYTES} onDone={onDone} />
    </div>
  );
}
