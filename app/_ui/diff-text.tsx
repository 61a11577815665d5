import { wordDiff } from "./word-diff.ts";

/**
 * What changed in a text, word by word. Said in words for who does not see it, and by stroke and underline for who does:
 * colour alone says nothing.
 */
export function DiffText({ before, after }: { before: string; after: string }) {
  return (
    <p className="diff-text">
      {wordDiff(before, after).map(({ kind, text }, index) => {
        if (kind === "same") return <span key={index}>{text}</span>;
        if (kind === "added") return <ins key={index}><span className="sr-only"> added: </span>{text}<span className="sr-only"> end of addition </span></ins>;
        return <del key={index}><span className="sr-only"> removed: </span>{text}<span className="sr-only"> end of removal </span></del>;
      })}
    </p>
  );
}
