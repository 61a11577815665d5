import type { ReactNode } from "react";

type Template = string | ((context: never) => unknown) | undefined;

/** What a column definition's header or cell template draws. */
export function drawn(template: Template, context: object): ReactNode {
  return typeof template === "function" ? (template as (context: object) => ReactNode)(context) : template;
}
