export { decideApplicability } from "./decide-applicability.ts";
export { issueStatement } from "./issue-statement.ts";
export { readApplicability, type ApplicabilityPage } from "./read-applicability.ts";
export { readStatement } from "./read-statement.ts";
export { applicableText, IMPLEMENTATIONS, type StatementLine } from "./statement.ts";
export { statementPdf, statementXlsx } from "./statement-files.ts";
