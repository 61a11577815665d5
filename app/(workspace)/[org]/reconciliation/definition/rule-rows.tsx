"use client";
import { useRef, useState } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Fieldset } from "#app/_ui/fieldset.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select } from "#app/_ui/select.tsx";
import { CRITICALITIES, type ScopeRule } from "#lib/reconciliation/client.ts";

type Condition = { key: number; field: string; tag: string; is: string };
type Row = { key: number; when: Condition[]; scope: string; environment: string; criticality: string; because: string };

const FIELDS = [{ value: "tag", label: "Tag" }, { value: "type", label: "Type" }, { value: "name", label: "Name" }, { value: "account", label: "Account" }, { value: "region", label: "Region" }];
const patternsOf = (text: string): string[] => text.split(",").map((part) => part.trim()).filter((part) => part !== "");

function rowsOf(rules: readonly ScopeRule[], next: () => number): Row[] {
  return rules.map((rule) => ({
    key: next(), scope: rule.scope ?? "", environment: rule.environment ?? "", criticality: rule.criticality ?? "", because: rule.because,
    when: rule.when.map((one) => ({ key: next(), field: one.field, tag: one.field === "tag" ? one.tag : "", is: one.is.join(", ") })),
  }));
}

/** The rules as the verb takes them: what was left open is not named. */
function rulesOf(rows: readonly Row[]): object[] {
  return rows.map(({ when, scope, environment, criticality, because }) => ({
    when: when.map(({ field, tag, is }) => (field === "tag" ? { field, tag, is: patternsOf(is) } : { field, is: patternsOf(is) })),
    ...(scope === "" ? {} : { scope }), ...(environment === "" ? {} : { environment }), ...(criticality === "" ? {} : { criticality }), because,
  }));
}

/** Rules in their order, the first that decides being right. The form gets them as one field. */
export function RuleRows({ rules, problemOf }: { rules: readonly ScopeRule[]; problemOf(path: string): string | undefined }) {
  const keys = useRef(0);
  const next = () => (keys.current += 1);
  const [rows, setRows] = useState<Row[]>(() => rowsOf(rules, () => (keys.current += 1)));
  const change = (key: number, part: Partial<Row>) => setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const move = (at: number, by: -1 | 1) => {
    const moved = [...rows];
    const [row] = moved.splice(at, 1);
    if (row !== undefined) setRows([...moved.slice(0, at + by), row, ...moved.slice(at + by)]);
  };
  const condition = (): Condition => ({ key: next(), field: "tag", tag: "", is: "" });
  return (
    <div className="grid gap-5">
      <input type="hidden" name="rules" value={JSON.stringify(rulesOf(rows))} />
      {rows.map((row, at) => (
        <Fieldset key={row.key} legend={`Rule ${at + 1}`}>
          <Conditions row={row} at={at} change={(when) => change(row.key, { when })} added={condition} problemOf={problemOf} />
          <div className="grid gap-x-4 sm:grid-cols-3">
            <Select label="Scope" name={`scope-${at}`} value={row.scope} onChange={(event) => change(row.key, { scope: event.target.value })} placeholder="Not decided here" options={[{ value: "in", label: "In scope" }, { value: "out", label: "Out of scope" }]} />
            <Select label="Environment" name={`environment-${at}`} value={row.environment} onChange={(event) => change(row.key, { environment: event.target.value })} placeholder="Not decided here" options={[{ value: "production", label: "Production" }, { value: "other", label: "Not production" }]} />
            <Select label="Criticality" name={`criticality-${at}`} value={row.criticality} onChange={(event) => change(row.key, { criticality: event.target.value })} placeholder="Not decided here" options={CRITICALITIES.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) }))} />
          </div>
          <Input label="Because" name={`because-${at}`} value={row.because} maxLength={500} onChange={(event) => change(row.key, { because: event.target.value })} error={problemOf(`rules.${at}.because`)} />
          <div className="flex flex-wrap gap-2 pt-2">
            <Button kind="quiet" disabled={at === 0} onClick={() => move(at, -1)}>Move up<span className="sr-only"> rule {at + 1}</span></Button>
            <Button kind="quiet" disabled={at === rows.length - 1} onClick={() => move(at, 1)}>Move down<span className="sr-only"> rule {at + 1}</span></Button>
            <Button kind="quiet" onClick={() => setRows(rows.filter(({ key }) => key !== row.key))}>Take out<span className="sr-only"> rule {at + 1}</span></Button>
          </div>
        </Fieldset>
      ))}
      <div><Button onClick={() => setRows([...rows, { key: next(), when: [condition()], scope: "", environment: "", criticality: "", because: "" }])}>Add rule</Button></div>
    </div>
  );
}

type ConditionsProps = { row: Row; at: number; change(when: Condition[]): void; added(): Condition; problemOf(path: string): string | undefined };

function Conditions({ row: { when }, at, change, added, problemOf }: ConditionsProps) {
  const put = (key: number, part: Partial<Condition>) => change(when.map((one) => (one.key === key ? { ...one, ...part } : one)));
  return (
    <>
      {when.map((one, place) => (
        <div key={one.key} className="grid items-start gap-x-4 sm:grid-cols-[140px_minmax(0,1fr)_minmax(0,2fr)_auto]">
          <Select label={place === 0 ? "Where" : "and"} name={`field-${at}-${place}`} value={one.field} options={FIELDS} onChange={(event) => put(one.key, { field: event.target.value })} />
          {one.field === "tag" ? <Input label="Name of the tag" name={`tag-${at}-${place}`} value={one.tag} maxLength={200} onChange={(event) => put(one.key, { tag: event.target.value })} error={problemOf(`rules.${at}.when.${place}.tag`)} /> : <span />}
          <Input label="is one of" name={`is-${at}-${place}`} value={one.is} hint="With commas between; * stands for anything." onChange={(event) => put(one.key, { is: event.target.value })} error={problemOf(`rules.${at}.when.${place}.is`) ?? problemOf(`rules.${at}.when.${place}.is.0`)} />
          {when.length === 1 ? null : <Button kind="quiet" className="sm:mt-7" onClick={() => change(when.filter(({ key }) => key !== one.key))}>Take out<span className="sr-only"> condition {place + 1} of rule {at + 1}</span></Button>}
        </div>
      ))}
      <div><Button kind="quiet" onClick={() => change([...when, added()])}>Add condition<span className="sr-only"> to rule {at + 1}</span></Button></div>
    </>
  );
}
