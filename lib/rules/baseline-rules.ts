/** Under which key alerts of a baseline stand among rules: no Sigma rule has such an id. */
const PREFIX = "tickmark.baseline.";

export function baselineRuleKey(measure: string): string {
  return `${PREFIX}${measure}`;
}

export function isBaselineKey(ruleKey: string): boolean {
  return ruleKey.startsWith(PREFIX);
}
