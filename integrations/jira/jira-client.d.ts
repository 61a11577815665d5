// The package brings no types; these are of what is used of it.
declare module "jira-client" {
  export type Outgoing = { uri: string; method: string; body?: unknown };
  export default class JiraApi {
    constructor(options: { protocol: string; host: string; port: string | null; base: string; apiVersion: string; strictSSL: boolean; request: (options: Outgoing) => Promise<unknown> });
    makeUri(parts: { pathname: string; query?: Record<string, string> }): string;
    makeRequestHeader(uri: string, options?: { method?: string; body?: unknown }): Outgoing;
    doRequest(options: Outgoing): Promise<unknown>;
  }
}
