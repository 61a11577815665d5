import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** A TypeScript file of the project, parsed. Paths are relative to the project, with "/". */
export type Source = { file: string; text: string; tree: ts.SourceFile };

const LEFT_OUT = new Set(["node_modules", ".next", ".git", ".tickmark", "test-results", "generated"]);

/** Every file below a folder of the project that `keep` names, sorted. */
export function filesBelow(folder: string, keep: (file: string) => boolean): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.posix.join(entry.parentPath.split(path.sep).join("/"), entry.name))
    .filter((file) => !file.split("/").some((part) => LEFT_OUT.has(part)) && keep(file))
    .sort();
}

const parsed = new Map<string, Source>();

/** Parses a file once per process. */
export function readSource(file: string): Source {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file, "utf8");
  const source = { file, text, tree: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS) };
  parsed.set(file, source);
  return source;
}

/** Whether the file begins with a directive such as "use server". */
export function hasDirective({ tree }: Source, directive: string): boolean {
  const [first] = tree.statements;
  return first !== undefined && ts.isExpressionStatement(first) && ts.isStringLiteral(first.expression) && first.expression.text === directive;
}

/** An import: the names taken for their values (not as types), under the local names, and from where. */
export type ValueImport = { from: string; names: ReadonlyMap<string, string> };

/** What the file imports or passes on for values; `import type` leaves nothing at run time and is not listed. */
export function valueImports({ tree }: Source): ValueImport[] {
  const found: ValueImport[] = [];
  for (const statement of tree.statements) {
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined && !statement.isTypeOnly) {
      const clause = statement.exportClause;
      if (clause !== undefined && ts.isNamedExports(clause) && clause.elements.every((element) => element.isTypeOnly)) continue;
      found.push({ from: (statement.moduleSpecifier as ts.StringLiteral).text, names: new Map() });
    }
    if (!ts.isImportDeclaration(statement)) continue;
    const clause = statement.importClause;
    const from = (statement.moduleSpecifier as ts.StringLiteral).text;
    if (clause === undefined) found.push({ from, names: new Map() });
    if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) continue;
    const names = new Map<string, string>();
    if (clause.name !== undefined) names.set(clause.name.text, "default");
    const bindings = clause.namedBindings;
    if (bindings !== undefined && ts.isNamespaceImport(bindings)) names.set(bindings.name.text, "*");
    if (bindings !== undefined && ts.isNamedImports(bindings)) {
      for (const element of bindings.elements) if (!element.isTypeOnly) names.set(element.name.text, (element.propertyName ?? element.name).text);
    }
    if (names.size > 0) found.push({ from, names });
  }
  return found;
}

/** The project's file that a specifier means; null for a package or a builtin. */
export function resolveOwn(specifier: string, from: string): string | null {
  if (specifier.startsWith("#")) return specifier.slice(1);
  return specifier.startsWith(".") ? path.posix.join(path.posix.dirname(from), specifier) : null;
}

/** What the local name `name` stands for, when it is imported: file and exported name. */
export function importedAs(source: Source, name: string): { file: string; name: string } | null {
  for (const { from, names } of valueImports(source)) {
    const original = names.get(name);
    const file = resolveOwn(from, source.file);
    if (original !== undefined && file !== null) return { file, name: original };
  }
  return null;
}

/** An exported value: its name outside and the node that makes it (a function or the initialiser of a constant). */
export type ExportedValue = { name: string; made: ts.Node | null };

const isExported = (node: ts.Node): boolean => ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
const isDefault = (node: ts.Node): boolean => ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword);

/** The functions and constants that a file declares at its top, by name. */
function declarations({ tree }: Source): Map<string, ts.Node> {
  const found = new Map<string, ts.Node>();
  for (const statement of tree.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) found.set(statement.name.text, statement);
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name) && initializer !== undefined) found.set(name.text, initializer);
      }
    }
  }
  return found;
}

/** The values that a file exports. What it passes on from another file, or exports as a class, has no `made`. */
export function exportedValues(source: Source): ExportedValue[] {
  const own = declarations(source);
  return source.tree.statements.flatMap((statement): ExportedValue[] => {
    if (ts.isExportAssignment(statement)) return [{ name: "default", made: ts.isIdentifier(statement.expression) ? (own.get(statement.expression.text) ?? null) : statement.expression }];
    if (ts.isExportDeclaration(statement) && !statement.isTypeOnly) {
      const clause = statement.exportClause;
      if (clause === undefined || !ts.isNamedExports(clause)) return [{ name: "*", made: null }];
      const local = statement.moduleSpecifier === undefined;
      return clause.elements.filter((element) => !element.isTypeOnly).map((element) => ({ name: element.name.text, made: local ? (own.get((element.propertyName ?? element.name).text) ?? null) : null }));
    }
    if (!isExported(statement)) return [];
    if (ts.isFunctionDeclaration(statement)) return [{ name: isDefault(statement) ? "default" : (statement.name?.text ?? "default"), made: statement }];
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name, initializer }) => ({ name: name.getText(), made: initializer ?? null }));
    return ts.isClassDeclaration(statement) ? [{ name: statement.name?.text ?? "default", made: null }] : [];
  });
}

/** The names of all functions that are called inside a node, at any depth, as they are written (`a.b` included). */
function calledIn(node: ts.Node): Set<string> {
  const found = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isCallExpression(child)) found.add(child.expression.getText());
    child.forEachChild(visit);
  };
  visit(node);
  return found;
}

/** The same, following calls of functions that stand in the same file. */
export function calledThrough(source: Source, node: ts.Node): Set<string> {
  const own = declarations(source);
  const found = new Set<string>();
  const queue = [node];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const name of calledIn(next)) {
      if (found.has(name)) continue;
      found.add(name);
      const here = own.get(name);
      if (here !== undefined) queue.push(here);
    }
  }
  return found;
}
