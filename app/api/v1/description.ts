import { z } from "zod";
import { idempotencyKeyInput } from "#lib/evidence/index.ts";
import { refusalAnswer } from "./answers.ts";
import { OPERATIONS, type Operation } from "./operations.ts";

type Schema = Record<string, unknown> & { description?: string };

/** OpenAPI 3.1 speaks JSON Schema 2020-12, which is what zod writes. */
function schemaOf(schema: z.ZodType, io: "input" | "output"): Schema {
  const { $schema: _dialect, ...written } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return written;
}

function parameter(place: "query" | "header", name: string, schema: z.ZodType, required: boolean, about = schema.description ?? ""): object {
  const { description: _said, ...rest } = schemaOf(schema, "input");
  return { name, in: place, description: about, required, schema: rest };
}

const ABOUT_IDEMPOTENCY = "A name of your own for this handing-in, such as the run of a pipeline. Sent again under the same name it is one evidence, whenever that is; another thing under that name is refused.";

const REFUSALS = {
  "401": "No key, or one that is refused; `reason` says why.",
  "403": "The key lacks the scope.",
  "404": "There is no such record.",
  "412": "Not now: the organization is about to be deleted, or the record is in no state for it.",
  "413": "The file is too large.",
  "422": "Something that was sent is not valid; `problems` says what and where.",
  "429": "Too many requests; `Retry-After` says when to come back.",
  "500": "Something went wrong on our side; nothing was changed.",
  "503": "Closed for maintenance; `Retry-After` says when to ask again.",
} as const;

const json = (name: string, description: string): object => ({ description, content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } } });

function responses({ answer, takesFile }: Operation): object {
  const good = takesFile ? { "200": json(answer.name, "It had been handed in before; nothing was recorded."), "201": json(answer.name, answer.about) } : { "200": json(answer.name, answer.about) };
  const refused = Object.entries(REFUSALS).filter(([status]) => takesFile || status !== "413").map(([status, about]) => [status, json("Refusal", about)]);
  return { ...good, ...(Object.fromEntries(refused) as object) };
}

function described(operation: Operation): object {
  const { id, summary, scope, about, query, takesFile } = operation;
  const parameters = Object.entries(query.shape as Record<string, z.ZodType>).map(([name, schema]) => parameter("query", name, schema, !schema.safeParse(undefined).success));
  return {
    operationId: id, summary, description: `Scope: ${scope}. ${about}`,
    parameters: takesFile ? [...parameters, parameter("header", "Idempotency-Key", idempotencyKeyInput, false, ABOUT_IDEMPOTENCY)] : parameters,
    ...(takesFile ? { requestBody: { required: true, content: { "*/*": {} } } } : {}),
    responses: responses(operation),
  };
}

/** The API's description (OpenAPI 3.1), written from the schemas that requests are read by and answers are checked against. */
export function apiDescription(baseUrl: string, version: string): object {
  const paths = Object.entries(Object.groupBy(OPERATIONS, ({ path }) => path));
  return {
    openapi: "3.1.1",
    info: { title: "Tickmark", version, description: "Read what is proven, and hand in evidence. A key is made under Settings, API keys." },
    servers: [{ url: `${baseUrl}/api/v1` }],
    security: [{ key: [] }],
    paths: Object.fromEntries(paths.map(([path, operations = []]) => [path, Object.fromEntries(operations.map((operation) => [operation.method, described(operation)]))])),
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "An API key, tmk_…" } },
      schemas: Object.fromEntries([...OPERATIONS.map(({ answer }) => [answer.name, schemaOf(answer.schema, "output")] as const), ["Refusal", schemaOf(refusalAnswer, "output")] as const]),
    },
  };
}
