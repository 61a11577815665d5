"use client";
import { useEffect, useState, type ReactNode } from "react";
import { numberText } from "./region-now.ts";
import { rowBoxes } from "./select-all.tsx";

type BatchBarProps = { form: string; noun: { one: string; many: string }; total?: number; children: ReactNode };

/**
 * The bar that appears when rows are selected. Its submit buttons carry `form={form}`. With `total`, all matching
 * rows can be taken, not only this page's: the form then carries `all=on`.
 */
export function BatchBar({ form, noun, total, children }: BatchBarProps) {
  const [count, setCount] = useState(0);
  const [onPage, setOnPage] = useState(0);
  const [all, setAll] = useState(false);
  useEffect(() => {
    const recount = () => {
      const boxes = rowBoxes(form);
      setOnPage(boxes.length);
      setCount(boxes.filter((box) => box.checked).length);
      setAll(false);
    };
    document.addEventListener("change", recount);
    return () => document.removeEventListener("change", recount);
  }, [form]);
  // Rows come and go with what was sent: they are counted each time that this is drawn.
  useEffect(() => {
    const boxes = rowBoxes(form);
    setOnPage(boxes.length);
    setCount(boxes.filter((box) => box.checked).length);
  });
  const chosen = all ? (total ?? count) : count;
  const offersAll = total !== undefined && !all && count === onPage && total > onPage;
  return (
    <div className="batch-bar" hidden={count === 0} role="region" aria-label="Selected rows">
      <span role="status" className="num font-medium">{`${numberText(chosen)} ${chosen === 1 ? noun.one : noun.many} selected`}</span>
      {offersAll ? <button type="button" className="link min-h-6" onClick={() => setAll(true)}>Select all {numberText(total)} matching</button> : null}
      {all ? <input type="hidden" name="all" value="on" form={form} /> : null}
      <div className="batch-actions">{children}</div>
    </div>
  );
}
