"use client";
import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { Timestamp } from "#app/_ui/timestamp.tsx";

/** What a sheet of paper must say by itself: whose page it is, and when it was printed, in which zone. Seen on paper alone. */
export function PrintHead({ organization, zone, drawnAt }: { organization: string; zone: string; drawnAt: Date }) {
  const [at, setAt] = useState(drawnAt);
  useEffect(() => {
    // The browser takes the page as it is when this event is over.
    const note = () => flushSync(() => setAt(new Date()));
    window.addEventListener("beforeprint", note);
    return () => window.removeEventListener("beforeprint", note);
  }, []);
  return (
    <p className="print-head hidden">
      <span className="font-semibold">{organization}</span>
      <span>Printed from Tickmark <Timestamp at={at} zone={zone} /> ({zone})</span>
    </p>
  );
}
