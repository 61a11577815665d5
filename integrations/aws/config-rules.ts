import { z } from "zod";
import { readItems, type Answer, type Collector, type Json, type Transformed } from "#lib/connector/index.ts";
import { listOf, objectOf, textOf, type JsonObject } from "./decoded.ts";
import { answerOf, tryAsk, walkPlaces, type Here, type Part, type Tried } from "./places.ts";
import { placeOf, resourceRow, tried } from "./rows.ts";

const RULES = "config:DescribeConfigRules+DescribeComplianceByConfigRule";
const DETAILS = "config:GetComplianceDetailsByConfigRule";
/** So many names may be asked for at once. */
const NAMES_MAX = 25;

/** Parameters and the text of a policy may hold anything: what the rule is, and what it looks at, is kept. */
function redacted(item: Json): JsonObject {
  const { InputParameters: _, Source: source, ...rule } = objectOf(item);
  const { CustomPolicyDetails: __, ...kept } = objectOf(source);
  return { ...rule, Source: kept };
}

const rules: Part = {
  id: "rules", where: "region",
  async *steps(here, from) {
    let next = textOf(from);
    do {
      const body: JsonObject = await here.ask("config", "DescribeConfigRules", next === null ? {} : { NextToken: next });
      next = textOf(body.NextToken);
      const found = listOf(body.ConfigRules).map(redacted);
      const answers: Answer[] = [];
      for (let at = 0; at < found.length; at += NAMES_MAX) answers.push(...(await judged(here, found.slice(at, at + NAMES_MAX))));
      yield { answers, next };
    } while (next !== null);
  },
};

/** Rules with what Config makes of them, and the resources that do not comply. */
async function judged(here: Here, found: readonly JsonObject[]): Promise<Answer[]> {
  const names = found.map(({ ConfigRuleName: name }) => textOf(name) ?? "");
  const compliance = await complianceOf(here, names);
  const answers = found.map((rule) => {
    const own: Json = "refused" in compliance ? compliance : { answer: compliance.answer.find((one) => one.ConfigRuleName === rule.ConfigRuleName) ?? null };
    return answerOf(here, RULES, { ConfigRuleName: rule.ConfigRuleName ?? null }, { rule, compliance: own }, 1);
  });
  const failing = "refused" in compliance ? [] : compliance.answer.filter((one) => objectOf(one.Compliance).ComplianceType === "NON_COMPLIANT").flatMap(({ ConfigRuleName: name }) => textOf(name) ?? []);
  for (const name of failing) answers.push(...(await detailsOf(here, name)));
  return answers;
}

async function complianceOf(here: Here, names: readonly string[]): Promise<{ answer: readonly JsonObject[] } | { refused: string }> {
  const found: JsonObject[] = [];
  let next: string | null = null;
  do {
    const page: Tried = await tryAsk(here, "config", "DescribeComplianceByConfigRule", { ConfigRuleNames: [...names], ...(next === null ? {} : { NextToken: next }) });
    if ("refused" in page) return page;
    found.push(...listOf(page.answer.ComplianceByConfigRules).map(objectOf));
    next = textOf(page.answer.NextToken);
  } while (next !== null);
  return { answer: found };
}

async function detailsOf(here: Here, name: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  const asked = { ConfigRuleName: name, ComplianceTypes: ["NON_COMPLIANT" as const], Limit: 100 };
  let next: string | null = null;
  do {
    const page: Tried = await tryAsk(here, "config", "GetComplianceDetailsByConfigRule", { ...asked, ...(next === null ? {} : { NextToken: next }) }, { scope: `${here.scope}/${name}` });
    if ("refused" in page) return answers;
    // The token of a result lets whoever has it report another one.
    const results = listOf(page.answer.EvaluationResults).map((one) => { const { ResultToken: _, ...kept } = objectOf(one); return kept; });
    answers.push(answerOf(here, DETAILS, asked, { EvaluationResults: results }, results.length));
    next = textOf(page.answer.NextToken);
  } while (next !== null);
  return answers;
}

const compliance = z.object({ Compliance: z.object({ ComplianceType: z.string(), ComplianceContributorCount: z.object({ CappedCount: z.number(), CapExceeded: z.boolean().optional() }).optional() }).optional() }).nullable();
const bundle = z.object({
  rule: z.object({ ConfigRuleName: z.string(), ConfigRuleArn: z.string(), ConfigRuleState: z.string().optional(), Source: z.object({ Owner: z.string(), SourceIdentifier: z.string().optional() }), CreatedBy: z.string().optional() }),
  compliance: tried(compliance),
});
const result = z.object({
  EvaluationResultIdentifier: z.object({ EvaluationResultQualifier: z.object({ ConfigRuleName: z.string(), ResourceType: z.string(), ResourceId: z.string() }) }),
  ComplianceType: z.string(), ResultRecordedTime: z.iso.datetime({ offset: true }).optional(), Annotation: z.string().optional(),
});

function transform(answer: Answer): Transformed {
  const { account, region } = placeOf(answer);
  if (answer.operation === RULES) return readItems([answer.body], bundle, "", ({ rule, compliance: found }) => {
    const known = "answer" in found ? found.answer?.Compliance : undefined;
    return [resourceRow({
      type: "aws.config.rule", id: rule.ConfigRuleArn, name: rule.ConfigRuleName, account, region,
      attributes: {
        state: rule.ConfigRuleState ?? null, owner: rule.Source.Owner, source: rule.Source.SourceIdentifier ?? null, made_by: rule.CreatedBy ?? null, compliance: known?.ComplianceType ?? null,
        not_compliant: known?.ComplianceContributorCount?.CappedCount ?? null, and_more: known?.ComplianceContributorCount?.CapExceeded ?? null,
      },
    })];
  });
  return readItems(objectOf(answer.body).EvaluationResults, result, "/EvaluationResults", ({ EvaluationResultIdentifier: { EvaluationResultQualifier: of }, ...one }) => [resourceRow({
    type: "aws.config.evaluation", id: `${account}/${region}/${of.ConfigRuleName}/${of.ResourceType}/${of.ResourceId}`, name: `${of.ResourceId} by ${of.ConfigRuleName}`, account, region,
    attributes: { rule: of.ConfigRuleName, resource_type: of.ResourceType, resource_id: of.ResourceId, compliance: one.ComplianceType, recorded_at: one.ResultRecordedTime ?? null, annotation: one.Annotation ?? null },
  })]);
}

export const configRuleCollectors: readonly Collector[] = [{
  id: "config_rules", name: "Rules of AWS Config", explains: "What each rule makes of the account, and each resource that does not comply.",
  yields: ["resource"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [rules]), transform,
}];
