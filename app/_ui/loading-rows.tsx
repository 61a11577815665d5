import { roomClass } from "./table-model.ts";

type LoadingRowsProps = { rows?: number; columns: readonly (number | undefined)[]; label?: string };

/** A table that is on its way: its real column widths, shown only when it takes longer than 150 ms. */
export function LoadingRows({ rows = 8, columns, label = "Loading" }: LoadingRowsProps) {
  return (
    <div className="table-frame loading-rows" role="status">
      <span className="sr-only">{label}</span>
      <table className={`table table-normal${roomClass(columns)}`} aria-hidden="true">
        <colgroup>{columns.map((width, index) => <col key={index} width={width} />)}</colgroup>
        <tbody>
          {Array.from({ length: rows }, (_, row) => (
            <tr key={row}>
              {columns.map((_width, index) => (
                <td key={index} className="cell-left"><span className={`skeleton ${["w-3/4", "w-1/2", "w-2/3"][(row + index) % 3]}`} /></td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
