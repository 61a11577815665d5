"use server";
import { formOutcome } from "#app/_edge/form-action.ts";
import { listField, textField } from "#app/_edge/form-fields.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { pageContext } from "#app/_edge/page-context.ts";
import { sentColumns } from "#app/_sheet/chosen-sheet.ts";
import { IMPORT_FIELD_NAMES } from "#lib/control-import/client.ts";
import { importSpreadsheet, type ImportedControls } from "#lib/control-import/index.ts";

/** Imports what the preview showed. The file is read again here: nothing that a browser sends is taken for its content. */
export async function importControlsAction(org: string, _previous: FormState<ImportedControls>, form: FormData): Promise<FormState<ImportedControls>> {
  const context = await pageContext(String(org));
  return formOutcome(form, () => {
    const columns = sentColumns(listField(form, "columns"), IMPORT_FIELD_NAMES);
    const relation = textField(form, "relation") === "satisfies" ? "satisfies" as const : "contributes" as const;
    return importSpreadsheet(context, { sha256: textField(form, "file"), fileName: textField(form, "name"), sheet: textField(form, "sheet"), columns, takeOver: listField(form, "takeOver"), relation });
  });
}
