import { Button } from "#app/_ui/button.tsx";
import { Select, type Option } from "#app/_ui/select.tsx";

type Field = { name: string; label: string; required: boolean; column: number | undefined };
type Props = { file: string; fileName: string; sheetName: string; sheetNames: readonly string[]; offered: readonly Option[]; fields: readonly Field[]; /** What else the address holds. */ also?: Readonly<Record<string, string>> };

/** What each column holds, as guessed or chosen: part of the address, so that it can be looked at again. */
export function ColumnsForm({ file, fileName, sheetName, sheetNames, offered, fields, also = {} }: Props) {
  return (
    <form method="get" className="pt-3">
      {Object.entries(also).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <input type="hidden" name="file" value={file} />
      <input type="hidden" name="name" value={fileName} />
      <input type="hidden" name="of" value={sheetName} />
      <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-4 [&_.field]:mt-0">
        {sheetNames.length === 1 ? <input type="hidden" name="sheet" value={sheetName} /> : <Select label="Sheet" name="sheet" options={sheetNames.map((name) => ({ value: name, label: name }))} defaultValue={sheetName} />}
        {fields.map((field) => (
          <Select key={`${sheetName} ${field.name}`} label={field.label} name={`c.${field.name}`} options={[{ value: "", label: field.required ? "Choose…" : "Not taken" }, ...offered]} defaultValue={field.column === undefined ? "" : String(field.column)} />
        ))}
      </div>
      <div className="mt-4"><Button type="submit">Look it over</Button></div>
    </form>
  );
}
