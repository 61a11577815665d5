import { CopyButton } from "#app/_ui/copy-button.tsx";

/** Recovery codes, shown this once. */
export function RecoveryCodeList({ codes }: { codes: readonly string[] }) {
  return (
    <div>
      <p className="max-w-[60ch]">
        Keep these codes where you will find them without your phone. Each signs you in once, in place of your second factor. <strong className="font-semibold">They are shown now and never again.</strong>
      </p>
      <div className="mt-3 flex items-start gap-2">
        <ol className="grid grid-cols-2 gap-x-8 gap-y-1 max-[359px]:grid-cols-1">
          {codes.map((code) => <li key={code} className="mono text-base">{code}</li>)}
        </ol>
        <CopyButton value={codes.join("\n")} label="Copy all codes" />
      </div>
    </div>
  );
}
