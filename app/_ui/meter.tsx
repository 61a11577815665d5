/** How much of an allowance was used, in ink; beyond it in the hue of a failure. The numbers stand beside it. */
export function Meter({ label, value, max }: { label: string; value: number; max: number }) {
  const share = max <= 0 ? 0 : Math.min(Math.max(value / max, 0), 1);
  return (
    <svg className="meter" role="img" aria-label={label} height="4" width="100%">
      <rect width="100%" height="4" className="meter-rest" />
      <rect width={`${(share * 100).toFixed(2)}%`} height="4" className={value > max ? "meter-over" : "meter-used"} />
    </svg>
  );
}
