const WIDTHS = ["w-full", "w-11/12", "w-full", "w-3/4"] as const;

/** Paragraphs that are on their way, shown only when it takes longer than 150 ms. Tables have `LoadingRows`. */
export function LoadingText({ lines = 3, label = "Loading" }: { lines?: number; label?: string }) {
  return (
    <div className="loading-rows grid max-w-[72ch] gap-2.5" role="status">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, line) => <span key={line} aria-hidden="true" className={`skeleton ${line === lines - 1 ? "w-1/2" : WIDTHS[line % WIDTHS.length]}`} />)}
    </div>
  );
}
