/** The mark: a crossed tick, "traced and recomputed" in an auditor's hand. */
function ProductMark() {
  return (
    <svg viewBox="0 0 20 20" className="product-mark" aria-hidden="true">
      <path d="M2.6 11.4l4.6 5.2L16.8 3" fill="none" stroke="currentColor" strokeWidth="2.6" />
      <path d="M9.2 6.1l6.6 5.5" fill="none" stroke="currentColor" strokeWidth="1.9" />
    </svg>
  );
}

/** Mark and name. */
export function Wordmark() {
  return <span className="wordmark"><ProductMark /><span>Tickmark</span></span>;
}

/** Stands wherever an invented organization is shown. */
export function DemoBadge() {
  return <span className="demo-badge">Demo<span className="demo-long"> data</span></span>;
}
